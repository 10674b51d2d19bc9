package io.tablecache.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A format of {@code to_char} for timestamps, of the patterns that are common and the same under
 * every locale.
 *
 * <p>Immutable.
 */
final class DateTimeFormat {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private static final int LONGEST_NAME = 9;

  /**
   * All patterns that PostgreSQL knows, longer ones before those that they start with: a pattern
   * that is not supported must not be taken for a shorter one.
   */
  private static final List<String> PATTERNS =
      List.of(
          "A.D.", "A.M.", "B.C.", "P.M.", "AD", "AM", "BC", "CC", "DAY", "DDD", "DD", "DY", "D",
          "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "FM", "FX", "HH24", "HH12", "HH", "IDDD", "ID",
          "IW", "IYYY", "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON", "MS", "OF", "PM", "Q",
          "RM", "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "TM", "TH", "SP", "US", "WW", "W",
          "Y,YYY", "YYYY", "YYY", "YY", "Y");

  /** The supported ones among these. */
  private static final List<String> SUPPORTED =
      List.of(
          "AM", "PM", "DAY", "DDD", "DD", "DY", "D", "HH24", "HH12", "HH", "ID", "IW", "IYYY", "MI",
          "MM", "MONTH", "MON", "MS", "Q", "SS", "US", "WW", "W", "YYYY", "YYY", "YY", "Y");

  private final List<Part> parts;

  private DateTimeFormat(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * A piece of the format.
   *
   * @param pattern in upper case; empty for a text
   * @param text the pattern as it is written, or the text
   * @param isFilled whether it is filled with zeros or blanks
   */
  private record Part(String pattern, String text, boolean isFilled) {}

  /** Reads a format that is not empty. */
  static DateTimeFormat of(String format) throws EvaluationException {
    if (format.indexOf('\\') >= 0) {
      throw unsupported();
    }
    List<Part> parts = new ArrayList<>();
    boolean isFilled = true;
    int i = 0;
    while (i < format.length()) {
      String pattern = patternAt(format, i);
      if (pattern.equals("FM") && isFilled) {
        isFilled = false;
        i += 2;
        continue;
      }
      if (!pattern.isEmpty()) {
        i += pattern.length();
        parts.add(part(pattern, format.substring(i - pattern.length(), i), isFilled));
        if (isSuffix(format, i)) {
          throw unsupported();
        }
        isFilled = true;
        continue;
      }
      if (!isFilled) {
        throw unsupported();
      }
      char c = format.charAt(i);
      if (c == '"') {
        int end = format.indexOf('"', i + 1);
        if (end < 0) {
          throw unsupported();
        }
        parts.add(new Part("", format.substring(i + 1, end), true));
        i = end + 1;
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        throw unsupported();
      } else {
        parts.add(new Part("", String.valueOf(c), true));
        i++;
      }
    }
    if (!isFilled) {
      throw unsupported();
    }
    return new DateTimeFormat(parts);
  }

  private static boolean isSuffix(String format, int i) {
    String next = format.substring(i, Math.min(i + 2, format.length())).toUpperCase(Locale.ROOT);
    return next.equals("TH") || next.equals("SP");
  }

  private static Part part(String pattern, String written, boolean isFilled)
      throws EvaluationException {
    if (!SUPPORTED.contains(pattern)) {
      throw unsupported();
    }
    boolean isName =
        pattern.equals("MONTH")
            || pattern.equals("MON")
            || pattern.equals("DAY")
            || pattern.equals("DY");
    boolean isCapitalized =
        written.equals(pattern.charAt(0) + pattern.substring(1).toLowerCase(Locale.ROOT));
    boolean isPure =
        written.equals(pattern)
            || written.equals(pattern.toLowerCase(Locale.ROOT))
            || (isName && isCapitalized);
    if (!isPure) {
      throw unsupported();
    }
    return new Part(pattern, written, isFilled);
  }

  /** The longest pattern at a place, in upper case; empty for none. */
  private static String patternAt(String format, int i) {
    for (String pattern : PATTERNS) {
      if (format.regionMatches(true, i, pattern, 0, pattern.length())) {
        return pattern;
      }
    }
    return "";
  }

  private static EvaluationException unsupported() {
    return new EvaluationException("a format of dates beyond the common ones");
  }

  /**
   * The text of a timestamp.
   *
   * @param local finite
   */
  String format(long local, CivilDate civil) throws EvaluationException {
    long day = Math.floorDiv(local, DateTimes.MICROS_PER_DAY);
    long ofDay = local - day * DateTimes.MICROS_PER_DAY;
    civil.set(day);
    if (civil.year < 1 || civil.year > 9999) {
      throw unsupported();
    }
    StringBuilder out = new StringBuilder(32);
    for (Part part : parts) {
      append(out, part, day, ofDay, civil);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Part part, long day, long ofDay, CivilDate civil)
      throws EvaluationException {
    int hour = (int) (ofDay / 3_600_000_000L);
    int dayOfYear = (int) (day - CivilDate.days(civil.year, 1, 1)) + 1;
    switch (part.pattern) {
      case "" -> out.append(part.text);
      case "YYYY" -> number(out, civil.year, 4, part);
      case "YYY" -> number(out, civil.year % 1000, 3, part);
      case "YY" -> number(out, civil.year % 100, 2, part);
      case "Y" -> number(out, civil.year % 10, 1, part);
      case "IYYY" -> number(out, CivilDate.isoYear(day), 4, part);
      case "MM" -> number(out, civil.month, 2, part);
      case "DD" -> number(out, civil.day, 2, part);
      case "DDD" -> number(out, dayOfYear, 3, part);
      case "D" -> out.append(CivilDate.isoDayOfWeek(day) % 7 + 1);
      case "ID" -> out.append(CivilDate.isoDayOfWeek(day));
      case "IW" -> number(out, CivilDate.isoWeek(day), 2, part);
      case "WW" -> number(out, (dayOfYear - 1) / 7 + 1, 2, part);
      case "W" -> out.append((civil.day - 1) / 7 + 1);
      case "Q" -> out.append((civil.month - 1) / 3 + 1);
      case "HH24" -> number(out, hour, 2, part);
      case "HH12", "HH" -> number(out, hour % 12 == 0 ? 12 : hour % 12, 2, part);
      case "MI" -> number(out, (int) (ofDay / 60_000_000 % 60), 2, part);
      case "SS" -> number(out, (int) (ofDay / 1_000_000 % 60), 2, part);
      case "MS" -> padded(out, (int) (ofDay % 1_000_000 / 1000), 3);
      case "US" -> padded(out, (int) (ofDay % 1_000_000), 6);
      case "AM", "PM" -> out.append(inCase(hour >= 12 ? "PM" : "AM", part));
      case "MONTH" -> name(out, MONTHS.get(civil.month - 1), LONGEST_NAME, part);
      case "MON" -> name(out, MONTHS.get(civil.month - 1).substring(0, 3), 3, part);
      case "DAY" -> name(out, DAYS.get(CivilDate.isoDayOfWeek(day) - 1), LONGEST_NAME, part);
      case "DY" -> name(out, DAYS.get(CivilDate.isoDayOfWeek(day) - 1).substring(0, 3), 3, part);
      default -> throw unsupported();
    }
  }

  private static void number(StringBuilder out, int value, int width, Part part) {
    padded(out, value, part.isFilled ? width : 1);
  }

  private static void padded(StringBuilder out, int value, int width) {
    int limit = 10;
    int digits = 1;
    while (digits < width) {
      if (value < limit) {
        out.append("0".repeat(width - digits));
        break;
      }
      limit *= 10;
      digits++;
    }
    out.append(value);
  }

  private static void name(StringBuilder out, String name, int width, Part part) {
    out.append(inCase(name, part));
    if (part.isFilled) {
      out.append(" ".repeat(width - name.length()));
    }
  }

  private static String inCase(String text, Part part) {
    if (part.text.equals(part.pattern)) {
      return text.toUpperCase(Locale.ROOT);
    }
    return Character.isLowerCase(part.text.charAt(0)) ? text.toLowerCase(Locale.ROOT) : text;
  }
}
