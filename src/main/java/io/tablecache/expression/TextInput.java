package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's input functions read and its output functions write, for values in the form of
 * an {@link Expression.Constant}'s.
 *
 * <p>Stateless and thread-safe.
 */
public final class TextInput {
  /** Longer numbers are left to PostgreSQL. */
  private static final int MAX_NUMBER_LENGTH = 1000;

  private static final int MAX_EXPONENT = 1000;

  private TextInput() {}

  /**
   * Reads a text as the input function of its type does under any setting of the session.
   *
   * @param type no array
   * @param zone the session's time zone; null if it is not known
   * @return the value; null if the text is not surely read right, and must be left to PostgreSQL
   */
  public static @Nullable Object parse(String text, ValueType type, @Nullable ZoneId zone) {
    return parse(text, type, zone, null);
  }

  /**
   * As {@link #parse(String, ValueType, ZoneId)}, in a session that reads dates in a certain order.
   *
   * @param order null if it is not known
   */
  public static @Nullable Object parse(
      String text, ValueType type, @Nullable ZoneId zone, @Nullable DateOrder order) {
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    return switch (type) {
      case TEXT, BPCHAR -> text;
      case UUID -> uuid(text);
      case BOOL -> bool(trim(text));
      case INT2, INT4, INT8 -> integer(trim(text), type);
      case FLOAT4, FLOAT8 -> floating(trim(text), type);
      case NUMERIC -> Numeric.parse(text);
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          DateTimeParser.parse(trim(text), type, zone, order);
      case INTERVAL -> IntervalParser.parse(text);
      case JSON -> JsonReader.read(text) == null ? null : text;
      case JSONB -> JsonbText.normalized(text);
      case OTHER -> null;
    };
  }

  /**
   * The output text of a value, under the settings that sessions are asked to have: DateStyle ISO,
   * IntervalStyle postgres.
   *
   * @param zone in which a timestamptz is shown
   */
  public static String output(Object value, ValueType type, ZoneId zone) {
    return switch (type) {
      case BOOL -> (Long) value != 0 ? "t" : "f";
      case DATE -> PgText.ofDate((Long) value);
      case TIME -> PgText.ofTime((Long) value);
      case TIMESTAMP -> PgText.ofTimestamp((Long) value);
      case TIMESTAMPTZ -> PgText.ofTimestamptz((Long) value, zone);
      case FLOAT4 -> PgText.ofFloat(((Double) value).floatValue());
      case FLOAT8 -> PgText.ofDouble((Double) value);
      case INT2, INT4, INT8, UUID, TEXT, BPCHAR, NUMERIC, INTERVAL, JSON, JSONB, OTHER ->
          value.toString();
    };
  }

  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  private static @Nullable Long integer(String text, ValueType type) {
    boolean isSigned = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    boolean isNegative = isSigned && text.charAt(0) == '-';
    int start = isSigned ? 1 : 0;
    if (start == text.length()) {
      return null;
    }
    // The negative range is the larger one.
    long negated = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || negated < (Long.MIN_VALUE + digit) / 10) {
        return null;
      }
      negated = negated * 10 - digit;
    }
    if (!isNegative && negated == Long.MIN_VALUE) {
      return null;
    }
    long value = isNegative ? negated : -negated;
    return type.minRaw() <= value && value <= type.maxRaw() ? value : null;
  }

  private static @Nullable Long bool(String text) {
    return switch (text) {
      case "t", "true", "y", "yes", "on", "1" -> 1L;
      case "f", "false", "n", "no", "off", "0" -> 0L;
      default -> null;
    };
  }

  private static @Nullable UUID uuid(String text) {
    if (text.length() != 36) {
      return null;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (isDash ? c != '-' : !isHex) {
        return null;
      }
    }
    return UUID.fromString(text);
  }

  private static @Nullable Double floating(String text, ValueType type) {
    switch (text) {
      case "NaN":
        return Double.NaN;
      case "Infinity":
        return Double.POSITIVE_INFINITY;
      case "-Infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        break;
    }
    int significantEnd = decimalEnd(text);
    if (significantEnd < 0) {
      return null;
    }
    double value = type == ValueType.FLOAT4 ? Float.parseFloat(text) : Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return null;
    }
    if (value == 0) {
      for (int i = 0; i < significantEnd; i++) {
        if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
          return null; // An underflow, which is an error.
        }
      }
    }
    return value;
  }

  /**
   * Where the digits of {@code [sign]digits[.digits][e[sign]digits]} end and the exponent starts;
   * negative if the text is of another form.
   */
  static int decimalEnd(String text) {
    int length = text.length();
    if (length > MAX_NUMBER_LENGTH) {
      return -1;
    }
    int i = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    int digitsEnd = digitsEnd(text, i);
    int digits = digitsEnd - i;
    i = digitsEnd;
    if (i < length && text.charAt(i) == '.') {
      digitsEnd = digitsEnd(text, i + 1);
      if (digitsEnd == i + 1) {
        return -1;
      }
      digits += digitsEnd - i - 1;
      i = digitsEnd;
    }
    if (digits == 0) {
      return -1;
    }
    int end = i;
    if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
        i++;
      }
      digitsEnd = digitsEnd(text, i);
      if (digitsEnd == i
          || digitsEnd - i > 4
          || Integer.parseInt(text.substring(i, digitsEnd)) > MAX_EXPONENT) {
        return -1;
      }
      i = digitsEnd;
    }
    return i == length ? end : -1;
  }

  private static int digitsEnd(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
