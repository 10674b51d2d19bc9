package io.tablecache.expression;

/** What {@code date_trunc} and {@code extract} name. */
enum TimeUnit {
  MICROSECONDS(1),
  MILLISECONDS(1000),
  SECOND(1_000_000),
  MINUTE(60_000_000),
  HOUR(3_600_000_000L),
  DAY(86_400_000_000L),
  WEEK(0),
  MONTH(0),
  QUARTER(0),
  YEAR(0),
  DECADE(0),
  CENTURY(0),
  MILLENNIUM(0),
  DOW(0),
  ISODOW(0),
  DOY(0),
  ISOYEAR(0),
  JULIAN(0),
  EPOCH(0),
  TIMEZONE(0),
  TIMEZONE_HOUR(0),
  TIMEZONE_MINUTE(0);

  private final long micros;

  TimeUnit(long micros) {
    this.micros = micros;
  }

  /** The length of a day and its parts. */
  long micros() {
    return micros;
  }

  /** Whether it is a part of a time zone's offset. */
  boolean isOfZone() {
    return this == TIMEZONE || this == TIMEZONE_HOUR || this == TIMEZONE_MINUTE;
  }

  /** Whether it is a part of a day. */
  boolean isOfDay() {
    return ordinal() < DAY.ordinal();
  }

  /** The unit with one of the usual names. */
  static TimeUnit of(String name) throws EvaluationException {
    return switch (AsciiCase.lower(name)) {
      case "microsecond", "microseconds", "us" -> MICROSECONDS;
      case "millisecond", "milliseconds", "ms" -> MILLISECONDS;
      case "second", "seconds", "sec", "s" -> SECOND;
      case "minute", "minutes", "min", "m" -> MINUTE;
      case "hour", "hours", "h" -> HOUR;
      case "day", "days", "d" -> DAY;
      case "week", "weeks" -> WEEK;
      case "month", "months", "mon" -> MONTH;
      case "quarter" -> QUARTER;
      case "year", "years", "y" -> YEAR;
      case "decade", "decades" -> DECADE;
      case "century", "centuries" -> CENTURY;
      case "millennium", "millennia" -> MILLENNIUM;
      case "dow" -> DOW;
      case "isodow" -> ISODOW;
      case "doy" -> DOY;
      case "isoyear" -> ISOYEAR;
      case "julian" -> JULIAN;
      case "epoch" -> EPOCH;
      case "timezone" -> TIMEZONE;
      case "timezone_hour" -> TIMEZONE_HOUR;
      case "timezone_minute" -> TIMEZONE_MINUTE;
      default -> throw new EvaluationException("an unknown unit of time");
    };
  }
}
