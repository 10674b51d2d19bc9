package io.tablecache.expression;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a time zone, which remembers between which transitions it was last asked, so that
 * loops over times that are near each other compare two numbers per row.
 *
 * <p>Confined to one thread.
 */
final class ZoneOffsets {
  /** 2000-01-01T00:00:00Z in seconds since 1970. */
  private static final long EPOCH_SECONDS = 946_684_800;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  private final ZoneRules rules;

  /** Where {@link #offset} holds, in seconds since 2000, the upper end excluded. */
  private long from = 1;

  private long to;
  private int offset;

  /** For which local seconds, without zone, the transition below is the one to look at. */
  private long localFrom = 1;

  private long localTo;
  private int offsetBefore;
  private int offsetAfter;

  /** The transition, in seconds since 2000; the largest long for none. */
  private long boundary;

  ZoneOffsets(ZoneId zone) {
    rules = zone.getRules();
  }

  /** The offset at an instant, a raw timestamptz. */
  int offsetSeconds(long micros) {
    long second = Math.floorDiv(micros, MICROS_PER_SECOND);
    if (second < from || second >= to) {
      look(second);
    }
    return offset;
  }

  /** The local time at an instant; both are raw values and finite. */
  long toLocal(long micros) {
    return micros + offsetSeconds(micros) * MICROS_PER_SECOND;
  }

  private void look(long second) {
    Instant instant = Instant.ofEpochSecond(second + EPOCH_SECONDS);
    offset = rules.getOffset(instant).getTotalSeconds();
    ZoneOffsetTransition next = rules.nextTransition(instant);
    ZoneOffsetTransition previous = rules.previousTransition(instant.plusSeconds(1));
    from = second(previous, Long.MIN_VALUE);
    to = second(next, Long.MAX_VALUE);
  }

  /**
   * The instant at which a local time is shown, or would be: of the two in an overlap the later, in
   * a gap as if the clock had not been moved.
   *
   * <p>That is what PostgreSQL's {@code DetermineTimeZoneOffset} does: it looks at the first
   * transition after the day before.
   */
  long toInstant(long localMicros) {
    long local = Math.floorDiv(localMicros, MICROS_PER_SECOND);
    if (local < localFrom || local >= localTo) {
      lookLocally(local);
    }
    long before = local - offsetBefore;
    long after = local - offsetAfter;
    int chosen;
    if (before < boundary && after < boundary) {
      chosen = offsetBefore;
    } else if (before > boundary && after >= boundary) {
      chosen = offsetAfter;
    } else {
      chosen = before > after ? offsetBefore : offsetAfter;
    }
    return localMicros - chosen * MICROS_PER_SECOND;
  }

  private void lookLocally(long local) {
    Instant dayBefore = Instant.ofEpochSecond(local - SECONDS_PER_DAY + EPOCH_SECONDS);
    ZoneOffsetTransition next = rules.nextTransition(dayBefore);
    ZoneOffsetTransition previous = rules.previousTransition(dayBefore.plusSeconds(1));
    boundary = second(next, Long.MAX_VALUE);
    offsetBefore = rules.getOffset(dayBefore).getTotalSeconds();
    offsetAfter = next == null ? offsetBefore : next.getOffsetAfter().getTotalSeconds();
    localFrom = previous == null ? Long.MIN_VALUE : second(previous, 0) + SECONDS_PER_DAY;
    localTo = next == null ? Long.MAX_VALUE : boundary + SECONDS_PER_DAY;
  }

  private static long second(@Nullable ZoneOffsetTransition transition, long ifNone) {
    return transition == null ? ifNone : transition.toEpochSecond() - EPOCH_SECONDS;
  }
}
