package io.tablecache.jdbc;

import io.tablecache.expression.ZoneNames;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The time zones that a statement names, as far as their rules were compared with the server's; one
 * that was not is remembered.
 *
 * <p>Only names of a region and a city are found, as the server writes them: it takes shorter ones
 * for abbreviations first, and a zone of the same name may have other rules.
 *
 * <p>Confined to the thread that uses the statement, which has the session locked.
 */
final class NamedZones implements ZoneNames {
  private final CachedDatabase database;
  private @Nullable ZoneId unknown;

  NamedZones(CachedDatabase database) {
    this.database = database;
  }

  @Override
  public @Nullable ZoneId find(String name) {
    ZoneId zone = region(name);
    if (zone == null) {
      return null;
    }
    Boolean isProven = database.knownProof(zone);
    if (isProven == null) {
      unknown = zone;
      return null;
    }
    return isProven ? zone : null;
  }

  private static @Nullable ZoneId region(String name) {
    if (name.indexOf('/') <= 0) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException ignored) {
      return null; // unknown to this JVM
    }
  }

  /** Compares the zone that was not known; false if there was none, or it is still not known. */
  boolean compareUnknown(KnownFacts facts) {
    ZoneId zone = unknown;
    unknown = null;
    return zone != null && facts.isNamedZoneProven(zone);
  }
}
