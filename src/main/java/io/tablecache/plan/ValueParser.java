package io.tablecache.plan;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.UUID;

/**
 * Reads the text of a literal, or of a parameter that is given as text, as PostgreSQL's input
 * functions read it under any setting of the session; a text that it is not sure of, it refuses.
 *
 * <p>Stateless and thread-safe.
 */
public final class ValueParser {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** 2000-01-01 in days since 1970-01-01. */
  private static final long EPOCH_DAYS = 10_957;

  private static final int DATE_LENGTH = 10;

  /** PostgreSQL refuses offsets of 16 hours and more. */
  private static final int MAX_ZONE_HOURS = 15;

  private final String text;
  private int position;

  private ValueParser(String text) {
    this.text = text;
  }

  /**
   * Reads a text and sets a slot to its value.
   *
   * @param type the type of the slot, which is no array
   * @return whether the text was read; else it must be left to PostgreSQL, and the slot is as it
   *     was
   */
  public static boolean parse(String text, ValueType type, SlotValues into, int slot) {
    if (type == ValueType.TEXT) {
      if (text.indexOf('\0') >= 0) {
        return false;
      }
      into.setObject(slot, text);
      return true;
    }
    if (type == ValueType.UUID) {
      return setUuid(text, into, slot);
    }
    String trimmed = trim(text);
    try {
      switch (type) {
        case INT2, INT4, INT8 -> into.setLong(slot, integer(trimmed, type));
        case BOOL -> into.setLong(slot, bool(trimmed));
        case DATE, TIMESTAMP, TIMESTAMPTZ ->
            into.setLong(slot, new ValueParser(trimmed).dateTime(type));
        default -> {
          return false;
        }
      }
      return true;
    } catch (Unsure ignored) {
      // Not an error: PostgreSQL is asked.
      return false;
    }
  }

  /** The text is not read here. Carries no stack trace. */
  private static final class Unsure extends Exception {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super(null, null, false, false);
    }
  }

  private static String trim(String text) {
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

  private static long integer(String text, ValueType type) throws Unsure {
    boolean isSigned = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    boolean isNegative = isSigned && text.charAt(0) == '-';
    int start = isSigned ? 1 : 0;
    require(start < text.length());
    // The negative range is the larger one.
    long negated = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = digit(text.charAt(i));
      require(negated >= (Long.MIN_VALUE + digit) / 10);
      negated = negated * 10 - digit;
    }
    require(isNegative || negated != Long.MIN_VALUE);
    long value = isNegative ? negated : -negated;
    require(type.minRaw() <= value && value <= type.maxRaw());
    return value;
  }

  private static long bool(String text) throws Unsure {
    return switch (text) {
      case "t", "true", "y", "yes", "on", "1" -> 1;
      case "f", "false", "n", "no", "off", "0" -> 0;
      default -> throw new Unsure();
    };
  }

  private static boolean setUuid(String text, SlotValues into, int slot) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (isDash ? c != '-' : !isHex) {
        return false;
      }
    }
    into.setObject(slot, UUID.fromString(text));
    return true;
  }

  private long dateTime(ValueType type) throws Unsure {
    if (text.equals("infinity")) {
      return type.maxRaw();
    }
    if (text.equals("-infinity")) {
      return type.minRaw();
    }
    long days = date();
    if (type == ValueType.DATE) {
      require(position == text.length());
      return days;
    }
    long micros = days * MICROS_PER_DAY;
    if (position == text.length()) {
      // Midnight; for a timestamptz that of the session's zone.
      require(type == ValueType.TIMESTAMP);
      return micros;
    }
    require(charAt(position) == ' ' || charAt(position) == 'T');
    position++;
    micros += timeMicros();
    boolean hasZone = position < text.length();
    long offsetSeconds = hasZone ? zoneSeconds() : 0;
    if (type == ValueType.TIMESTAMP) {
      return micros; // PostgreSQL reads a zone here and ignores it.
    }
    require(hasZone);
    return micros - offsetSeconds * MICROS_PER_SECOND;
  }

  /** {@code YYYY-MM-DD}, in days since 2000-01-01. */
  private long date() throws Unsure {
    require(text.length() >= DATE_LENGTH && charAt(4) == '-' && charAt(7) == '-');
    int year = number(4);
    position++;
    int month = number(2);
    position++;
    int day = number(2);
    require(year >= 1 && month >= 1 && month <= 12 && day >= 1);
    require(day <= Month.of(month).length(Year.isLeap(year)));
    return LocalDate.of(year, month, day).toEpochDay() - EPOCH_DAYS;
  }

  /** {@code HH:MM[:SS[.fraction]]}, in microseconds. */
  private long timeMicros() throws Unsure {
    int hour = number(2);
    require(charAt(position) == ':');
    position++;
    int minute = number(2);
    int second = 0;
    long micros = 0;
    if (charAt(position) == ':') {
      position++;
      second = number(2);
      if (charAt(position) == '.') {
        int start = position++;
        while (charAt(position) >= '0' && charAt(position) <= '9') {
          position++;
        }
        require(position > start + 1);
        // As PostgreSQL does it, so that more than six digits are rounded alike.
        micros = (long) Math.rint(Double.parseDouble("0" + text.substring(start, position)) * 1e6);
      }
    }
    require(hour <= 23 && minute <= 59 && second <= 59);
    return ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND + micros;
  }

  /** {@code Z}, {@code +HH}, {@code +HHMM} or {@code +HH:MM} to the end of the text. */
  private long zoneSeconds() throws Unsure {
    if (charAt(position) == ' ') {
      position++;
    }
    char sign = charAt(position++);
    if (sign == 'Z') {
      require(position == text.length());
      return 0;
    }
    require(sign == '+' || sign == '-');
    int hours = number(2);
    int minutes = 0;
    if (position < text.length()) {
      if (charAt(position) == ':') {
        position++;
      }
      minutes = number(2);
    }
    require(position == text.length() && hours <= MAX_ZONE_HOURS && minutes <= 59);
    long seconds = (hours * 60L + minutes) * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** A number of exactly so many digits. */
  private int number(int digits) throws Unsure {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + digit(charAt(position++));
    }
    return value;
  }

  private char charAt(int i) {
    return i < text.length() ? text.charAt(i) : '\0';
  }

  private static int digit(char c) throws Unsure {
    require(c >= '0' && c <= '9');
    return c - '0';
  }

  private static void require(boolean condition) throws Unsure {
    if (!condition) {
      throw new Unsure();
    }
  }
}
