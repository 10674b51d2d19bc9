package io.tablecache.expression;

import java.math.BigDecimal;

/** The fields of intervals, for {@code extract} and {@code date_part}. */
final class IntervalFields {
  private static final long SECONDS_PER_DAY = 86_400;

  /** Of 365 days and a quarter. */
  private static final long SECONDS_PER_YEAR = 31_557_600;

  private IntervalFields() {}

  static void set(Interval value, TimeUnit unit, boolean isFloat, Vector result, int row)
      throws EvaluationException {
    int months = value.months();
    switch (unit) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR ->
          DateTimeFields.ofDay(unit, value.micros(), isFloat, result, row);
      case DAY -> DateTimeFields.set(value.days(), result, row, isFloat);
      case MONTH -> DateTimeFields.set(months % 12, result, row, isFloat);
      case YEAR -> DateTimeFields.set(months / 12, result, row, isFloat);
      case DECADE -> DateTimeFields.set(months / 120, result, row, isFloat);
      case CENTURY -> DateTimeFields.set(months / 1200, result, row, isFloat);
      case MILLENNIUM -> DateTimeFields.set(months / 12_000, result, row, isFloat);
      case QUARTER -> {
        // The versions count the quarters of negative intervals differently.
        if (months < 0) {
          throw new EvaluationException("a quarter of a negative interval");
        }
        DateTimeFields.set(months % 12 / 3 + 1, result, row, isFloat);
      }
      case EPOCH -> {
        if (isFloat) {
          double seconds = value.micros() / 1_000_000.0;
          seconds += (double) SECONDS_PER_YEAR * (months / 12);
          seconds += (double) (Interval.DAYS_PER_MONTH * SECONDS_PER_DAY) * (months % 12);
          seconds += (double) SECONDS_PER_DAY * value.days();
          result.doubles[row] = seconds;
        } else {
          long seconds =
              SECONDS_PER_YEAR * (months / 12)
                  + Interval.DAYS_PER_MONTH * SECONDS_PER_DAY * (months % 12)
                  + SECONDS_PER_DAY * value.days();
          result.objects[row] =
              Numeric.of(BigDecimal.valueOf(value.micros(), 6).add(BigDecimal.valueOf(seconds)));
        }
      }
      default -> throw new EvaluationException("a field that intervals do not have");
    }
  }
}
