package io.tablecache.expression;

import io.tablecache.model.ValueType;

/**
 * Arithmetic of raw dates, times and timestamps with PostgreSQL's ranges and errors.
 *
 * <p>Confined to one thread.
 */
final class DateTimes {
  static final long MICROS_PER_DAY = PgText.MICROS_PER_DAY;

  /** 2000-01-01 as a Julian day, on which PostgreSQL's ranges are founded. */
  static final int EPOCH_JULIAN = 2_451_545;

  /** 4714-11-24 BC, and the first moment of the year 294277. */
  static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;

  static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;

  /** The first day that is too large for a date. */
  private static final long END_DATE = 2_147_483_494L - EPOCH_JULIAN;

  /** Within the range of longs, and beyond that of timestamps. */
  private static final long MAX_DAYS = 106_751_990;

  private static final long MAX_YEAR = 294_277;

  private final CivilDate civil = new CivilDate();

  static boolean isInfinite(long timestamp) {
    return timestamp == Long.MAX_VALUE || timestamp == Long.MIN_VALUE;
  }

  static boolean isInfiniteDate(long date) {
    return date == ValueType.DATE.maxRaw() || date == ValueType.DATE.minRaw();
  }

  static EvaluationException outOfRange() {
    return new EvaluationException("timestamp out of range");
  }

  /** A finite timestamp, if PostgreSQL has it. */
  static long checked(long timestamp) throws EvaluationException {
    if (timestamp < MIN_TIMESTAMP || timestamp >= END_TIMESTAMP) {
      throw outOfRange();
    }
    return timestamp;
  }

  static long checkedDate(long date) throws EvaluationException {
    if (date < -EPOCH_JULIAN || date >= END_DATE) {
      throw new EvaluationException("date out of range");
    }
    return date;
  }

  /** The midnight that starts a date, which may be infinite. */
  static long midnight(long date) throws EvaluationException {
    if (isInfiniteDate(date)) {
      return date > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (date >= END_TIMESTAMP / MICROS_PER_DAY) {
      throw outOfRange();
    }
    return date * MICROS_PER_DAY;
  }

  /** The date of a timestamp, which may be infinite. */
  static long date(long timestamp) {
    if (isInfinite(timestamp)) {
      return timestamp > 0 ? ValueType.DATE.maxRaw() : ValueType.DATE.minRaw();
    }
    return Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  /** {@code timestamp + interval}, the interval in its parts. */
  long add(long timestamp, long months, long days, long micros) throws EvaluationException {
    if (isInfinite(timestamp)) {
      return timestamp;
    }
    long moved = timestamp;
    if (months != 0) {
      moved = checked(addMonths(moved, months));
    }
    if (days != 0) {
      moved = checked(addDays(moved, days));
    }
    return addMicros(moved, micros);
  }

  /** {@code timestamptz + interval}: months and days are those of the local calendar. */
  long add(long instant, long months, long days, long micros, ZoneOffsets zone)
      throws EvaluationException {
    if (isInfinite(instant)) {
      return instant;
    }
    long moved = instant;
    if (months != 0) {
      moved = checked(zone.toInstant(addMonths(zone.toLocal(moved), months)));
    }
    if (days != 0) {
      moved = checked(zone.toInstant(addDays(zone.toLocal(moved), days)));
    }
    return addMicros(moved, micros);
  }

  private static long addMicros(long timestamp, long micros) throws EvaluationException {
    long sum = timestamp + micros;
    if (((timestamp ^ sum) & (micros ^ sum)) < 0) {
      throw outOfRange();
    }
    return checked(sum);
  }

  private static long addDays(long timestamp, long days) throws EvaluationException {
    // Far beyond the range, but within that of longs.
    if (Math.abs(days) > 200_000_000) {
      throw outOfRange();
    }
    long day = Math.floorDiv(timestamp, MICROS_PER_DAY) + days;
    if (Math.abs(day) > MAX_DAYS) {
      throw outOfRange();
    }
    return day * MICROS_PER_DAY + Math.floorMod(timestamp, MICROS_PER_DAY);
  }

  /** Moves by months; a day that the month does not have becomes its last. */
  private long addMonths(long timestamp, long months) throws EvaluationException {
    long day = Math.floorDiv(timestamp, MICROS_PER_DAY);
    civil.set(day);
    long month = civil.year * 12L + civil.month - 1 + months;
    long year = Math.floorDiv(month, 12L);
    if (Math.abs(year) > MAX_YEAR) {
      throw outOfRange();
    }
    int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
    int dayOfMonth = Math.min(civil.day, CivilDate.lengthOfMonth(year, monthOfYear));
    return CivilDate.days(year, monthOfYear, dayOfMonth) * MICROS_PER_DAY
        + (timestamp - day * MICROS_PER_DAY);
  }

  /** {@code timestamp - timestamp}: days and the rest of less than a day. */
  static Interval difference(long left, long right) throws EvaluationException {
    if (isInfinite(left) || isInfinite(right)) {
      throw new EvaluationException("a difference of infinite timestamps");
    }
    long micros = left - right;
    if (((left ^ right) & (left ^ micros)) < 0) {
      throw IntervalMath.outOfRange();
    }
    return new Interval(0, (int) (micros / MICROS_PER_DAY), micros % MICROS_PER_DAY);
  }

  /** {@code age(left, right)} of local times, finite; the sign is that of the order of instants. */
  static Interval age(long left, long right, boolean isNegative) {
    CivilDate leftDay = new CivilDate();
    CivilDate rightDay = new CivilDate();
    leftDay.set(Math.floorDiv(left, MICROS_PER_DAY));
    rightDay.set(Math.floorDiv(right, MICROS_PER_DAY));
    int sign = isNegative ? -1 : 1;
    long micros =
        sign * (Math.floorMod(left, MICROS_PER_DAY) - Math.floorMod(right, MICROS_PER_DAY));
    int days = sign * (leftDay.day - rightDay.day);
    int months = sign * ((leftDay.year - rightDay.year) * 12 + leftDay.month - rightDay.month);
    if (micros < 0) {
      micros += MICROS_PER_DAY;
      days--;
    }
    CivilDate earlier = isNegative ? leftDay : rightDay;
    while (days < 0) {
      days += CivilDate.lengthOfMonth(earlier.year, earlier.month);
      months--;
    }
    return new Interval(sign * months, sign * days, sign * micros);
  }

  /** Rounds a timestamp or time to so many digits of a second, halves away from 2000-01-01. */
  static long rounded(long micros, long digits) throws EvaluationException {
    if (digits < 0 || digits > 6) {
      throw new EvaluationException("a precision out of range");
    }
    long scale = 1;
    for (long i = digits; i < 6; i++) {
      scale *= 10;
    }
    long half = scale / 2;
    return micros >= 0 ? (micros + half) / scale * scale : -((half - micros) / scale * scale);
  }
}
