package io.tablecache.expression;

/**
 * A value of type interval, in its three parts.
 *
 * <p>{@link #equals} is that of the parts; PostgreSQL's equality and order, for which a month has
 * 30 days and a day 24 hours, is {@link #compareTo}. The infinities of PostgreSQL 17 are not held.
 * Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL,
 *     Date/Time Types</a>
 */
@SuppressWarnings("ComparableType") // Like BigDecimal's, the order is coarser than equals.
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
  static final long MICROS_PER_DAY = 86_400_000_000L;
  static final int DAYS_PER_MONTH = 30;

  @Override
  public int compareTo(Interval other) {
    int result = Long.compare(spanDays(), other.spanDays());
    return result != 0 ? result : Long.compare(spanMicros(), other.spanMicros());
  }

  /** The whole days of the span by which intervals are compared, rounded down. */
  public long spanDays() {
    return (long) months * DAYS_PER_MONTH + days + Math.floorDiv(micros, MICROS_PER_DAY);
  }

  /** What {@link #spanDays} leaves of the span, in microseconds. */
  public long spanMicros() {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }

  /** The output text under IntervalStyle {@code postgres}. */
  public String text() {
    StringBuilder out = new StringBuilder();
    boolean isAfterMinus = part(out, months / 12, "year", false);
    isAfterMinus = part(out, months % 12, "mon", isAfterMinus);
    isAfterMinus = part(out, days, "day", isAfterMinus);
    if (micros != 0 || out.length() == 0) {
      if (out.length() > 0) {
        out.append(' ');
      }
      if (micros < 0) {
        out.append('-');
      } else if (isAfterMinus) {
        out.append('+');
      }
      if (micros == Long.MIN_VALUE) {
        out.append("2562047788:00:54.775808");
      } else {
        PgText.appendTime(out, Math.abs(micros));
      }
    }
    return out.toString();
  }

  /** Appends a part unless it is 0; returns whether the next one must show its plus sign. */
  private static boolean part(StringBuilder out, int value, String unit, boolean isAfterMinus) {
    if (value == 0) {
      return isAfterMinus;
    }
    if (out.length() > 0) {
      out.append(' ');
    }
    if (isAfterMinus && value > 0) {
      out.append('+');
    }
    out.append(value).append(' ').append(unit);
    if (value != 1) {
      out.append('s');
    }
    return value < 0;
  }

  @Override
  public String toString() {
    return text();
  }
}
