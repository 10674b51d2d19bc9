package io.tablecache.jdbc;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The session's TimeZone as a {@link ZoneId}. */
final class SessionZone {
  private static final Set<String> NAMES = Set.copyOf(ZoneId.getAvailableZoneIds());

  private SessionZone() {}

  /**
   * The zone that PostgreSQL and Java know by the same name of the tz database, or null for any
   * other setting: an offset, a POSIX specification, an abbreviation.
   *
   * @param timeZone the setting as the server reports it
   */
  static @Nullable ZoneId of(String timeZone) {
    return NAMES.contains(timeZone) ? ZoneId.of(timeZone) : null;
  }
}
