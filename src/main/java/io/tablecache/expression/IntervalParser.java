package io.tablecache.expression;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input texts of intervals whose meaning is the same under every setting and in every
 * version: quantities with units, a time of day, {@code ago}, and ISO 8601 with designators.
 *
 * <p>Confined to one thread.
 */
final class IntervalParser {
  private static final int MAX_DIGITS = 9;
  private static final int MAX_LENGTH = 200;

  private static final int YEAR = 1;
  private static final int MONTH = 2;
  private static final int WEEK = 4;
  private static final int DAY = 8;
  private static final int HOUR = 16;
  private static final int MINUTE = 32;
  private static final int SECOND = 64;
  private static final int MILLIS = 128;
  private static final int MICROS = 256;
  private static final int DECADE = 512;
  private static final int CENTURY = 1024;
  private static final int MILLENNIUM = 2048;
  private static final int WHOLE_TIME = HOUR | MINUTE | SECOND | MILLIS | MICROS;

  private final String text;
  private int position;

  /** Which units were read; each may come once. */
  private int seen;

  private long months;
  private long days;
  private long micros;

  private IntervalParser(String text) {
    this.text = text;
  }

  /** The interval; null if the text is not surely read right. */
  static @Nullable Interval parse(String text) {
    if (text.length() > MAX_LENGTH || !AsciiCase.isAscii(text)) {
      return null;
    }
    String trimmed = TextInput.trim(text);
    IntervalParser parser = new IntervalParser(trimmed.toLowerCase(Locale.ROOT));
    try {
      boolean isRead = trimmed.startsWith("P") ? parser.iso(trimmed) : parser.verbose();
      return isRead ? parser.interval() : null;
    } catch (ArithmeticException ignored) {
      // Out of range: PostgreSQL's error.
      return null;
    }
  }

  private @Nullable Interval interval() {
    int wholeMonths = Math.toIntExact(months);
    int wholeDays = Math.toIntExact(days);
    return IntervalMath.isHeld(wholeMonths, wholeDays, micros)
        ? new Interval(wholeMonths, wholeDays, micros)
        : null;
  }

  /** {@code P[nY][nM][nW][nD][T[nH][nM][n.nS]]}. */
  private boolean iso(String upper) {
    position = 1;
    boolean isTime = false;
    boolean isEmpty = true;
    while (position < text.length()) {
      if (upper.charAt(position) == 'T' && !isTime) {
        isTime = true;
        isEmpty = true;
        position++;
        continue;
      }
      Quantity quantity = quantity();
      if (quantity == null || position >= text.length()) {
        return false;
      }
      int unit =
          switch (upper.charAt(position++)) {
            case 'Y' -> isTime ? 0 : YEAR;
            case 'M' -> isTime ? MINUTE : MONTH;
            case 'W' -> isTime ? 0 : WEEK;
            case 'D' -> isTime ? 0 : DAY;
            case 'H' -> isTime ? HOUR : 0;
            case 'S' -> isTime ? SECOND : 0;
            default -> 0;
          };
      if (unit == 0 || !add(quantity, unit)) {
        return false;
      }
      isEmpty = false;
    }
    return !isEmpty;
  }

  private boolean verbose() {
    if (text.startsWith("@")) {
      position = 1;
      skipSpaces();
    }
    int parts = 0;
    boolean isFirstNegative = false;
    boolean isLaterUnsigned = false;
    while (position < text.length()) {
      if (parts > 0 && text.startsWith("ago", position)) {
        months = Math.negateExact(months);
        days = Math.negateExact(days);
        micros = Math.negateExact(micros);
        // Signs and ago together have changed their meaning.
        return position + 3 == text.length() && text.indexOf('-') < 0;
      }
      char sign = text.charAt(position);
      boolean isSigned = sign == '-' || sign == '+';
      isFirstNegative |= parts == 0 && sign == '-';
      isLaterUnsigned |= parts > 0 && !isSigned;
      parts++;
      if (!part()) {
        return false;
      }
      skipSpaces();
    }
    // In IntervalStyle sql_standard a first minus counts for all parts without signs.
    return parts > 0 && !(isFirstNegative && isLaterUnsigned);
  }

  /** A quantity with its unit, or a time of day. */
  private boolean part() {
    Quantity quantity = quantity();
    if (quantity == null) {
      return false;
    }
    if (at(':')) {
      return quantity.fraction.isEmpty() && time(quantity);
    }
    skipSpaces();
    int start = position;
    while (position < text.length() && Character.isLetter(text.charAt(position))) {
      position++;
    }
    String name = text.substring(start, position);
    if (name.isEmpty()) {
      if (position == text.length()) {
        // As if the unit were seconds; only where there is nothing else.
        return seen == 0 && add(quantity, SECOND);
      }
      // Days before a time of day.
      return seen == 0
          && quantity.fraction.isEmpty()
          && text.indexOf(':', position) > 0
          && add(quantity, DAY)
          && part()
          && (seen & WHOLE_TIME) == WHOLE_TIME;
    }
    if (position < text.length() && text.charAt(position) != ' ' && !isStart(position)) {
      return false;
    }
    int unit = unit(name);
    return unit != 0 && add(quantity, unit);
  }

  private boolean isStart(int i) {
    char c = text.charAt(i);
    return c == '-' || c == '+' || (c >= '0' && c <= '9');
  }

  /** The rest of {@code HH:MM[:SS[.fraction]]}. */
  private boolean time(Quantity hours) {
    if ((seen & WHOLE_TIME) != 0) {
      return false;
    }
    seen |= WHOLE_TIME;
    position++;
    int minutes = twoDigits();
    int seconds = 0;
    long fraction = 0;
    if (at(':')) {
      position++;
      seconds = twoDigits();
      if (at('.')) {
        position++;
        String digits = digits();
        if (digits.isEmpty() || digits.length() > 6) {
          return false;
        }
        fraction = Long.parseLong((digits + "00000").substring(0, 6));
      }
    }
    if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
      return false;
    }
    if (position < text.length() && text.charAt(position) != ' ') {
      return false;
    }
    long value = ((hours.whole * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction;
    micros = Math.addExact(micros, hours.isNegative ? -value : value);
    return true;
  }

  private int twoDigits() {
    String digits = digits();
    return digits.length() == 2 ? Integer.parseInt(digits) : -1;
  }

  /** {@code [sign]digits[.digits]}; null for anything else. */
  private @Nullable Quantity quantity() {
    boolean isNegative = at('-');
    if (isNegative || at('+')) {
      position++;
    }
    String whole = digits();
    if (whole.isEmpty() || whole.length() > MAX_DIGITS) {
      return null;
    }
    String fraction = "";
    if (at('.')) {
      position++;
      fraction = digits();
      if (fraction.isEmpty() || fraction.length() > 6) {
        return null;
      }
    }
    return new Quantity(isNegative, Long.parseLong(whole), fraction);
  }

  /**
   * A number.
   *
   * @param fraction the digits behind the point
   */
  private record Quantity(boolean isNegative, long whole, String fraction) {
    long signed() {
      return isNegative ? -whole : whole;
    }

    /** The fraction times a number of microseconds; negative if it is no whole number. */
    long fractionOf(long scaleMicros) {
      if (fraction.isEmpty()) {
        return 0;
      }
      long millionths = Long.parseLong((fraction + "00000").substring(0, 6));
      // The fraction has six digits at most and scales are below 2^40.
      long product = Math.multiplyExact(millionths, scaleMicros);
      return product % 1_000_000 == 0 ? product / 1_000_000 : -1;
    }

    boolean isWhole() {
      return fraction.chars().allMatch(c -> c == '0');
    }
  }

  private boolean add(Quantity quantity, int unit) {
    boolean isFractionalSecond = unit == SECOND && !quantity.fraction.isEmpty();
    int bits = isFractionalSecond ? SECOND | MILLIS | MICROS : unit;
    if ((seen & bits) != 0) {
      return false;
    }
    seen |= bits;
    long value = quantity.signed();
    switch (unit) {
      case MILLENNIUM, CENTURY, DECADE, YEAR -> {
        long years = unit == YEAR ? 1 : unit == DECADE ? 10 : unit == CENTURY ? 100 : 1000;
        months += Math.multiplyExact(value, years * 12);
        return quantity.isWhole()
            || (unit == YEAR && quantity.fraction.equals("5") && addMonths(quantity, 6));
      }
      case MONTH -> {
        months += value;
        return quantity.isWhole()
            || (quantity.fraction.equals("5") && addDays(quantity, Interval.DAYS_PER_MONTH / 2));
      }
      case WEEK -> {
        days += value * 7;
        if (quantity.isWhole()) {
          return true;
        }
        return quantity.fraction.equals("5")
            && addDays(quantity, 3)
            && addMicros(quantity, Interval.MICROS_PER_DAY / 2);
      }
      case DAY -> {
        days += value;
        return addFraction(quantity, Interval.MICROS_PER_DAY);
      }
      default -> {
        long scale =
            switch (unit) {
              case HOUR -> 3_600_000_000L;
              case MINUTE -> 60_000_000L;
              case SECOND -> 1_000_000L;
              case MILLIS -> 1_000L;
              default -> 1L;
            };
        micros = Math.addExact(micros, Math.multiplyExact(value, scale));
        return addFraction(quantity, scale);
      }
    }
  }

  private boolean addMonths(Quantity quantity, int count) {
    months += quantity.isNegative ? -count : count;
    return true;
  }

  private boolean addDays(Quantity quantity, int count) {
    days += quantity.isNegative ? -count : count;
    return true;
  }

  private boolean addMicros(Quantity quantity, long count) {
    micros = Math.addExact(micros, quantity.isNegative ? -count : count);
    return true;
  }

  private boolean addFraction(Quantity quantity, long scale) {
    long fraction = quantity.fractionOf(scale);
    return fraction >= 0 && addMicros(quantity, fraction);
  }

  private static int unit(String name) {
    return switch (name) {
      case "us", "usec", "usecs", "microsecond", "microseconds" -> MICROS;
      case "ms", "msec", "msecs", "millisecond", "milliseconds" -> MILLIS;
      case "s", "sec", "secs", "second", "seconds" -> SECOND;
      case "m", "min", "mins", "minute", "minutes" -> MINUTE;
      case "h", "hr", "hrs", "hour", "hours" -> HOUR;
      case "d", "day", "days" -> DAY;
      case "w", "week", "weeks" -> WEEK;
      case "mon", "mons", "month", "months" -> MONTH;
      case "y", "yr", "yrs", "year", "years" -> YEAR;
      case "decade", "decades" -> DECADE;
      case "century", "centuries" -> CENTURY;
      case "millennium", "millennia" -> MILLENNIUM;
      default -> 0;
    };
  }

  private String digits() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void skipSpaces() {
    while (at(' ')) {
      position++;
    }
  }
}
