package io.tablecache.expression;

/** Arithmetic of intervals, with PostgreSQL's cascades and its errors. */
final class IntervalMath {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double MICROS_PER_SECOND = 1_000_000;

  /** How near to the middle between two numbers a computed one may be to be rounded surely. */
  private static final double TIE_MARGIN = 1e-3;

  private IntervalMath() {}

  /** Whether the parts are those of a finite interval in every version of PostgreSQL. */
  static boolean isHeld(int months, int days, long micros) {
    boolean isHighest =
        months == Integer.MAX_VALUE && days == Integer.MAX_VALUE && micros == Long.MAX_VALUE;
    boolean isLowest =
        months == Integer.MIN_VALUE && days == Integer.MIN_VALUE && micros == Long.MIN_VALUE;
    return !isHighest && !isLowest;
  }

  static EvaluationException outOfRange() {
    return new EvaluationException("interval out of range");
  }

  private static Interval held(int months, int days, long micros) throws EvaluationException {
    if (!isHeld(months, days, micros)) {
      throw outOfRange();
    }
    return new Interval(months, days, micros);
  }

  static Interval add(Interval left, Interval right) throws EvaluationException {
    try {
      return held(
          Math.addExact(left.months(), right.months()),
          Math.addExact(left.days(), right.days()),
          Math.addExact(left.micros(), right.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  static Interval subtract(Interval left, Interval right) throws EvaluationException {
    try {
      return held(
          Math.subtractExact(left.months(), right.months()),
          Math.subtractExact(left.days(), right.days()),
          Math.subtractExact(left.micros(), right.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  static Interval negate(Interval value) throws EvaluationException {
    try {
      return held(
          Math.negateExact(value.months()),
          Math.negateExact(value.days()),
          Math.negateExact(value.micros()));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  static Interval multiply(Interval value, double factor) throws EvaluationException {
    return scale(value, value.months() * factor, value.days() * factor, value.micros() * factor);
  }

  static Interval divide(Interval value, double divisor) throws EvaluationException {
    if (divisor == 0) {
      throw new EvaluationException("division by zero");
    }
    return scale(value, value.months() / divisor, value.days() / divisor, value.micros() / divisor);
  }

  /** The interval of scaled parts, each of which may have a fraction that goes to the next. */
  private static Interval scale(
      Interval value, double scaledMonths, double scaledDays, double scaledMicros)
      throws EvaluationException {
    int months = toInt(scaledMonths);
    int days = toInt(scaledDays);
    double monthDays = roundToMicros((scaledMonths - months) * Interval.DAYS_PER_MONTH);
    double seconds =
        roundToMicros((scaledDays - days + monthDays - (int) monthDays) * SECONDS_PER_DAY);
    try {
      if (Math.abs(seconds) >= SECONDS_PER_DAY) {
        int cascaded = (int) (seconds / SECONDS_PER_DAY);
        days = Math.addExact(days, cascaded);
        seconds -= cascaded * SECONDS_PER_DAY;
      }
      days = Math.addExact(days, (int) monthDays);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
    double exact = scaledMicros + seconds * MICROS_PER_SECOND;
    double rounded = Math.rint(exact);
    // Processors that fuse the multiplication and the addition may round a tie otherwise.
    boolean isTie = Math.abs(Math.abs(exact - rounded) - 0.5) < TIE_MARGIN;
    if (isTie && seconds != 0 && scaledMicros != 0) {
      throw new EvaluationException("an interval's fraction is on the edge");
    }
    if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
      throw outOfRange();
    }
    return held(months, days, (long) rounded);
  }

  private static int toInt(double value) throws EvaluationException {
    if (!(value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)) {
      throw outOfRange();
    }
    return (int) value;
  }

  private static double roundToMicros(double seconds) {
    return Math.rint(seconds * MICROS_PER_SECOND) / MICROS_PER_SECOND;
  }

  /** Days of 24 hours go from the time to the days. */
  static Interval justifyHours(Interval value) throws EvaluationException {
    long wholeDays = value.micros() / Interval.MICROS_PER_DAY;
    long micros = value.micros() % Interval.MICROS_PER_DAY;
    long days = value.days() + wholeDays;
    if (days > 0 && micros < 0) {
      micros += Interval.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Interval.MICROS_PER_DAY;
      days++;
    }
    return ofLongs(value.months(), days, micros);
  }

  /** Months of 30 days go from the days to the months. */
  static Interval justifyDays(Interval value) throws EvaluationException {
    long months = value.months() + (long) (value.days() / Interval.DAYS_PER_MONTH);
    int days = value.days() % Interval.DAYS_PER_MONTH;
    if (months > 0 && days < 0) {
      days += Interval.DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && days > 0) {
      days -= Interval.DAYS_PER_MONTH;
      months++;
    }
    return ofLongs(months, days, value.micros());
  }

  /** Both, and the parts get the same sign. */
  static Interval justify(Interval value) throws EvaluationException {
    long micros = value.micros();
    long days = value.days();
    long months = value.months();
    days += micros / Interval.MICROS_PER_DAY;
    micros %= Interval.MICROS_PER_DAY;
    months += days / Interval.DAYS_PER_MONTH;
    days %= Interval.DAYS_PER_MONTH;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += Interval.DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= Interval.DAYS_PER_MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Interval.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Interval.MICROS_PER_DAY;
      days++;
    }
    return ofLongs(months, days, micros);
  }

  private static Interval ofLongs(long months, long days, long micros) throws EvaluationException {
    if (months != (int) months || days != (int) days) {
      throw outOfRange();
    }
    return held((int) months, (int) days, micros);
  }
}
