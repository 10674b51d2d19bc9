package io.tablecache.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * PostgreSQL's output text of values that are not held as text: ISO DateStyle, shortest exact
 * floats.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL,
 *     Date/Time Output</a>
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html">PostgreSQL,
 *     Floating-Point Types</a>
 */
public final class PgText {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  /** Days from 1970-01-01 to 2000-01-01, from which dates and timestamps are counted. */
  public static final int EPOCH_DAYS = 10_957;

  /** Seconds from 1970-01-01T00:00:00 to 2000-01-01T00:00:00. */
  public static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400L;

  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";

  private PgText() {}

  public static String ofBoolean(boolean value) {
    return value ? "t" : "f";
  }

  /** The text of a date, given in days since 2000-01-01. */
  public static String ofDate(long days) {
    if (days == Integer.MAX_VALUE) {
      return INFINITY;
    }
    if (days == Integer.MIN_VALUE) {
      return MINUS_INFINITY;
    }
    LocalDate date = LocalDate.ofEpochDay(days + EPOCH_DAYS);
    StringBuilder text = new StringBuilder(13);
    appendDate(text, date);
    appendEra(text, date);
    return text.toString();
  }

  /** The text of a timestamp without time zone, given in microseconds since 2000-01-01T00:00:00. */
  public static String ofTimestamp(long micros) {
    if (micros == Long.MAX_VALUE) {
      return INFINITY;
    }
    if (micros == Long.MIN_VALUE) {
      return MINUS_INFINITY;
    }
    StringBuilder text = new StringBuilder(29);
    LocalDate date = appendTimestamp(text, micros);
    appendEra(text, date);
    return text.toString();
  }

  /**
   * The text of a timestamp with time zone, given in microseconds since 2000-01-01T00:00:00Z, in a
   * session with the given time zone.
   */
  public static String ofTimestamptz(long micros, ZoneId sessionZone) {
    if (micros == Long.MAX_VALUE) {
      return INFINITY;
    }
    if (micros == Long.MIN_VALUE) {
      return MINUS_INFINITY;
    }
    long epochSecond = Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECONDS;
    int offsetSeconds =
        sessionZone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
    StringBuilder text = new StringBuilder(35);
    LocalDate date = appendTimestamp(text, micros + offsetSeconds * MICROS_PER_SECOND);
    appendOffset(text, offsetSeconds);
    appendEra(text, date);
    return text.toString();
  }

  /** The text of a time of day, given in microseconds since midnight. */
  public static String ofTime(long micros) {
    StringBuilder text = new StringBuilder(15);
    appendTime(text, micros);
    return text.toString();
  }

  /** The text of a real. */
  public static String ofFloat(float value) {
    if (value == (int) value && Math.abs(value) < 1e6f && !isMinusZero(value)) {
      return Integer.toString((int) value);
    }
    if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
      return ofSpecial(value);
    }
    float size = Math.abs(value);
    // For the reason given below for doubles.
    if (size >= Float.MIN_NORMAL && size < 0x1p24f) {
      BigDecimal decimal = new BigDecimal(Float.toString(size));
      if (decimal.precision() <= 6) {
        return layOut(value < 0, decimal, 6);
      }
    }
    BigDecimal exact = new BigDecimal((double) size);
    // The gap above the largest value is as wide as the one below it.
    BigDecimal ulpAbove = new BigDecimal((double) Math.ulp(size));
    BigDecimal ulpBelow = exact.subtract(new BigDecimal((double) Math.nextDown(size)));
    int certain = size >= Float.MIN_NORMAL ? 6 : 1;
    return layOut(value < 0, shortest(exact, ulpBelow, ulpAbove, certain), 6);
  }

  /** The text of a double precision. */
  public static String ofDouble(double value) {
    if (value == (long) value && Math.abs(value) < 1e15 && !isMinusZero(value)) {
      return Long.toString((long) value);
    }
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return ofSpecial(value);
    }
    double size = Math.abs(value);
    // Decimals of up to 15 digits differ as doubles too, so one that reads back as the value is the
    // only one, and below 2^53 none lies midway between two doubles, which PostgreSQL avoids.
    if (size >= Double.MIN_NORMAL && size < 0x1p53) {
      BigDecimal decimal = new BigDecimal(Double.toString(size));
      if (decimal.precision() <= 15) {
        return layOut(value < 0, decimal, 15);
      }
    }
    BigDecimal exact = new BigDecimal(size);
    BigDecimal ulpAbove = new BigDecimal(Math.ulp(size));
    BigDecimal ulpBelow = exact.subtract(new BigDecimal(Math.nextDown(size)));
    int certain = size >= Double.MIN_NORMAL ? 15 : 1;
    return layOut(value < 0, shortest(exact, ulpBelow, ulpAbove, certain), 15);
  }

  private static boolean isMinusZero(double value) {
    return value == 0 && 1 / value < 0;
  }

  private static String ofSpecial(double value) {
    if (value == 0) {
      return "-0";
    }
    if (Double.isNaN(value)) {
      return "NaN";
    }
    return value > 0 ? "Infinity" : "-Infinity";
  }

  /**
   * The decimal with the fewest digits that lies nearer to the value than to any other, of these
   * the nearest, and of two that are equally near the one with an even last digit.
   *
   * @param exact the value, greater than 0
   * @param ulpBelow the distance to the next smaller value
   * @param ulpAbove the distance to the next larger value
   * @param certain a number of digits of which there is at most one such decimal, so that fewer
   *     digits need not be tried, or 1
   */
  private static BigDecimal shortest(
      BigDecimal exact, BigDecimal ulpBelow, BigDecimal ulpAbove, int certain) {
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal slackBelow = ulpBelow.divide(two);
    BigDecimal slackAbove = ulpAbove.divide(two);
    for (int digits = certain; ; digits++) {
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal distanceBelow = exact.subtract(below);
      if (distanceBelow.signum() == 0) {
        return below;
      }
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      BigDecimal distanceAbove = above.subtract(exact);
      boolean mayBeBelow = distanceBelow.compareTo(slackBelow) < 0;
      boolean mayBeAbove = distanceAbove.compareTo(slackAbove) < 0;
      if (mayBeBelow && mayBeAbove) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      }
      if (mayBeBelow || mayBeAbove) {
        return mayBeBelow ? below : above;
      }
    }
  }

  private static String layOut(boolean negative, BigDecimal size, int digitsBeforeExponent) {
    BigDecimal decimal = size.stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    StringBuilder text = new StringBuilder(24);
    if (negative) {
      text.append('-');
    }
    if (exponent >= -4 && exponent < digitsBeforeExponent) {
      return text.append(decimal.toPlainString()).toString();
    }
    String digits = decimal.unscaledValue().toString();
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    appendTwoDigits(text, Math.abs(exponent));
    return text.toString();
  }

  private static LocalDate appendTimestamp(StringBuilder text, long micros) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY) + EPOCH_DAYS);
    long microOfDay = Math.floorMod(micros, MICROS_PER_DAY);
    appendDate(text, date);
    text.append(' ');
    appendTime(text, microOfDay);
    return date;
  }

  /** Appends a span of time that is not negative as {@code HH:MM:SS[.fraction]}. */
  static void appendTime(StringBuilder text, long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    appendTwoDigits(text, seconds / 3600);
    text.append(':');
    appendTwoDigits(text, seconds / 60 % 60);
    text.append(':');
    appendTwoDigits(text, seconds % 60);
    appendFraction(text, (int) (micros % MICROS_PER_SECOND));
  }

  private static void appendFraction(StringBuilder text, int micros) {
    int rest = micros;
    if (rest == 0) {
      return;
    }
    text.append('.');
    for (int unit = 100_000; rest != 0; unit /= 10) {
      text.append((char) ('0' + rest / unit));
      rest %= unit;
    }
  }

  private static void appendDate(StringBuilder text, LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    if (year < 1000) {
      text.append('0');
      if (year < 100) {
        text.append('0');
      }
      if (year < 10) {
        text.append('0');
      }
    }
    text.append(year).append('-');
    appendTwoDigits(text, date.getMonthValue());
    text.append('-');
    appendTwoDigits(text, date.getDayOfMonth());
  }

  private static void appendEra(StringBuilder text, LocalDate date) {
    if (date.getYear() <= 0) {
      text.append(" BC");
    }
  }

  private static void appendOffset(StringBuilder text, int offsetSeconds) {
    int size = Math.abs(offsetSeconds);
    text.append(offsetSeconds < 0 ? '-' : '+');
    appendTwoDigits(text, size / 3600);
    if (size % 3600 != 0) {
      text.append(':');
      appendTwoDigits(text, size / 60 % 60);
    }
    if (size % 60 != 0) {
      text.append(':');
      appendTwoDigits(text, size % 60);
    }
  }

  /** Appends a number that is not negative, with at least two digits. */
  private static void appendTwoDigits(StringBuilder text, long number) {
    if (number < 10) {
      text.append('0');
    }
    text.append(number);
  }
}
