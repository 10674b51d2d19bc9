package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of dates and times that PostgreSQL's input functions read alike under every
 * DateStyle, or under the order of its fields where that is known; a text that it is not sure of,
 * it refuses.
 *
 * <p>Confined to one thread.
 */
final class DateTimeParser {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** 2000-01-01 in days since 1970-01-01. */
  private static final long EPOCH_DAYS = 10_957;

  private static final int DATE_LENGTH = 10;

  /** PostgreSQL refuses offsets of 16 hours and more. */
  private static final int MAX_ZONE_HOURS = 15;

  private final String text;
  private final @Nullable ZoneId zone;
  private final @Nullable DateOrder order;
  private int position;

  private DateTimeParser(String text, @Nullable ZoneId zone, @Nullable DateOrder order) {
    this.text = text;
    this.zone = zone;
    this.order = order;
  }

  /**
   * The raw value of a text without spaces at its ends; null if it is not surely read right.
   *
   * @param type DATE, TIME, TIMESTAMP or TIMESTAMPTZ
   * @param zone in which a timestamptz without zone is meant; null if that is not known
   * @param order how dates with the year at their end are meant; null if that is not known
   */
  static @Nullable Long parse(
      String text, ValueType type, @Nullable ZoneId zone, @Nullable DateOrder order) {
    try {
      DateTimeParser parser = new DateTimeParser(text, zone, order);
      return type == ValueType.TIME ? parser.timeOfDay() : parser.dateTime(type);
    } catch (Unsure ignored) {
      // Not an error: PostgreSQL is asked.
      return null;
    }
  }

  /** The text is not read here. Carries no stack trace. */
  private static final class Unsure extends Exception {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super(null, null, false, false);
    }
  }

  private long dateTime(ValueType type) throws Unsure {
    if (text.equals("epoch") && type != ValueType.DATE) {
      return -EPOCH_DAYS * MICROS_PER_DAY;
    }
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
      return type == ValueType.TIMESTAMP ? micros : instant(micros);
    }
    require(charAt(position) == ' ' || charAt(position) == 'T');
    position++;
    micros += timeMicros();
    boolean hasZone = position < text.length();
    if (type == ValueType.TIMESTAMP && isRegion()) {
      return micros;
    }
    long offsetSeconds = hasZone ? zoneSeconds() : 0;
    if (type == ValueType.TIMESTAMP) {
      return micros; // PostgreSQL reads a zone here and ignores it.
    }
    return hasZone ? micros - offsetSeconds * MICROS_PER_SECOND : instant(micros);
  }

  private long instant(long localMicros) throws Unsure {
    ZoneId local = zone;
    if (local == null) {
      throw new Unsure();
    }
    return new ZoneOffsets(local).toInstant(localMicros);
  }

  /** {@code HH:MM[:SS[.fraction]]} alone. */
  private long timeOfDay() throws Unsure {
    if (text.equals("24:00:00")) {
      return MICROS_PER_DAY;
    }
    long micros = timeMicros();
    require(position == text.length());
    return micros;
  }

  /** {@code YYYY-MM-DD}, or the year at the end, in days since 2000-01-01. */
  private long date() throws Unsure {
    require(text.length() >= DATE_LENGTH);
    if (order != null && DateOrder.decides(text)) {
      int first = number(2);
      position++;
      int second = number(2);
      position++;
      boolean isDayFirst = order == DateOrder.DAY_FIRST;
      return days(number(4), isDayFirst ? second : first, isDayFirst ? first : second);
    }
    require(charAt(4) == '-' && charAt(7) == '-');
    int year = number(4);
    position++;
    int month = number(2);
    position++;
    return days(year, month, number(2));
  }

  private static long days(int year, int month, int day) throws Unsure {
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

  /** Whether the rest is a zone that every server knows, as {@code America/New_York}. */
  private boolean isRegion() {
    String rest = text.substring(position).strip();
    return rest.indexOf('/') > 0
        && (rest.startsWith("America/") || rest.startsWith("Europe/") || rest.startsWith("Asia/"))
        && ZoneId.getAvailableZoneIds().contains(rest);
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
