package io.tablecache.jdbc;

import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The UTC offsets of one {@link TimeZone}, as {@link GregorianCalendar} and so pgjdbc applies them.
 *
 * <p>Remembers the last interval between two transitions, since neighbouring values fall into it
 * and the zone's own look-up is a search. Thread-safe: the zone is a private copy, the interval an
 * immutable object whose publication may be late.
 */
final class LocalOffsets {
  // TimeZone and ZoneRules are known to differ before the first transition and after the last rule
  // that TimeZone tabulates, so intervals are taken from ZoneRules only between these.
  private static final long TABLE_FROM_MILLIS = 0;
  private static final long TABLE_TO_MILLIS = Instant.parse("2037-01-01T00:00:00Z").toEpochMilli();

  private static volatile @Nullable LocalOffsets lastDefault;

  private final TimeZone zone;
  private final @Nullable ZoneRules rules;
  private Span span = new Span(1, 0, 0);

  /** Instants {@code [from, to]} that have the same offset; empty where {@code from > to}. */
  private record Span(long from, long to, int offsetMillis) {}

  private LocalOffsets(TimeZone zone) {
    this.zone = zone;
    this.rules =
        zone.hasSameRules(TimeZone.getTimeZone(zone.getID())) ? zone.toZoneId().getRules() : null;
  }

  /** The offsets of a zone, which is copied. */
  static LocalOffsets of(TimeZone zone) {
    LocalOffsets last = lastDefault;
    return last != null && last.zone.equals(zone)
        ? last
        : new LocalOffsets((TimeZone) zone.clone());
  }

  /** The offsets of the zone that is the default one now; the same object while it stays so. */
  static LocalOffsets ofDefault() {
    TimeZone now = TimeZone.getDefault();
    LocalOffsets last = lastDefault;
    if (last != null && last.zone.equals(now)) {
      return last;
    }
    LocalOffsets fresh = new LocalOffsets(now);
    lastDefault = fresh;
    return fresh;
  }

  /** The offset at an instant, in milliseconds east of UTC. */
  int offsetMillisAt(long epochMillis) {
    Span known = span;
    if (known.from <= epochMillis && epochMillis <= known.to) {
      return known.offsetMillis;
    }
    return lookUp(epochMillis);
  }

  private int lookUp(long epochMillis) {
    int offsetMillis = zone.getOffset(epochMillis);
    if (rules != null && TABLE_FROM_MILLIS <= epochMillis && epochMillis < TABLE_TO_MILLIS) {
      Instant instant = Instant.ofEpochMilli(epochMillis);
      if (rules.getOffset(instant).getTotalSeconds() * 1000 == offsetMillis) {
        // previousTransition is strictly before its argument: one may lie at the instant itself.
        ZoneOffsetTransition before = rules.previousTransition(instant.plusMillis(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        long from = before == null ? TABLE_FROM_MILLIS : before.toEpochSecond() * 1000;
        long to = after == null ? TABLE_TO_MILLIS : after.toEpochSecond() * 1000;
        span =
            new Span(
                Math.max(TABLE_FROM_MILLIS, from), Math.min(TABLE_TO_MILLIS, to) - 1, offsetMillis);
      }
    }
    return offsetMillis;
  }

  /** A new calendar in this zone. */
  GregorianCalendar calendar() {
    return new GregorianCalendar((TimeZone) zone.clone());
  }
}
