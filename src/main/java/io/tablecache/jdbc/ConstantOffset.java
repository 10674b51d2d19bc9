package io.tablecache.jdbc;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * An interval of local time in which a time zone's offset does not change, so that local time
 * becomes an instant by subtracting a constant, exactly as {@link java.util.GregorianCalendar} has
 * it.
 *
 * <p>It keeps a distance of two days from each transition, so that for all local times in it the
 * midnight before and every reading of gaps and overlaps have the same offset. It lies within the
 * years for which {@link TimeZone} and {@code java.time} read the same transitions from the JDK's
 * time zone data.
 *
 * <p>Immutable.
 */
@Immutable
final class ConstantOffset {
  private static final long MARGIN_MILLIS = 2 * 86_400_000L;
  private static final long MIN_LOCAL_MILLIS = yearStartMillis(1901);
  private static final long MAX_LOCAL_MILLIS = yearStartMillis(2037);

  /** The interval that was found last, in any thread; most applications have but one. */
  private static volatile @Nullable ConstantOffset last;

  /** A private copy that nobody changes. */
  @SuppressWarnings("Immutable")
  private final TimeZone zone;

  private final long fromLocalMillis;
  private final long toLocalMillis;
  private final long offsetMillis;

  private ConstantOffset(
      TimeZone zone, long fromLocalMillis, long toLocalMillis, long offsetMillis) {
    this.zone = zone;
    this.fromLocalMillis = fromLocalMillis;
    this.toLocalMillis = toLocalMillis;
    this.offsetMillis = offsetMillis;
  }

  private static long yearStartMillis(int year) {
    return LocalDateTime.of(year, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1000;
  }

  /**
   * The interval of the zone that contains the given local time, or null if it is too near to a
   * transition or too far away for a constant.
   *
   * @param localMillis the local time as if it were UTC, in milliseconds since 1970
   */
  static @Nullable ConstantOffset around(TimeZone zone, long localMillis) {
    ConstantOffset known = last;
    if (known != null && known.contains(localMillis) && known.zone.equals(zone)) {
      return known;
    }
    ConstantOffset found = find(zone, localMillis);
    if (found != null) {
      last = found;
    }
    return found;
  }

  private static @Nullable ConstantOffset find(TimeZone zone, long localMillis) {
    if (localMillis < MIN_LOCAL_MILLIS || localMillis >= MAX_LOCAL_MILLIS) {
      return null;
    }
    TimeZone copy = (TimeZone) zone.clone();
    if (!TimeZone.getTimeZone(copy.getID()).equals(copy)) {
      // Not one of the JDK's own, so its rules cannot be enumerated.
      return null;
    }
    ZoneRules rules = copy.toZoneId().getRules();
    long localSeconds = Math.floorDiv(localMillis, 1000);
    ZoneOffset offset =
        rules.getOffset(LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC));
    long offsetMillis = offset.getTotalSeconds() * 1000L;
    Instant instant = Instant.ofEpochMilli(localMillis - offsetMillis);
    ZoneOffsetTransition before = rules.previousTransition(instant.plusMillis(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    long from = MIN_LOCAL_MILLIS;
    if (before != null) {
      from = Math.max(from, before.toEpochSecond() * 1000 + offsetMillis + MARGIN_MILLIS);
    }
    long to = MAX_LOCAL_MILLIS;
    if (after != null) {
      to = Math.min(to, after.toEpochSecond() * 1000 + offsetMillis - MARGIN_MILLIS);
    }
    ConstantOffset found = new ConstantOffset(copy, from, to, offsetMillis);
    return found.contains(localMillis) && found.isZonesOwn() ? found : null;
  }

  private boolean isZonesOwn() {
    return zone.getOffset(fromLocalMillis - offsetMillis) == offsetMillis
        && zone.getOffset(toLocalMillis - 1 - offsetMillis) == offsetMillis;
  }

  boolean contains(long localMillis) {
    return localMillis >= fromLocalMillis && localMillis < toLocalMillis;
  }

  /** How much local time is ahead of UTC in the interval, in milliseconds. */
  long millis() {
    return offsetMillis;
  }
}
