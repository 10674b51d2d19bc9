package io.tablecache.corpus;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The run's one now, and what statements are given relative to it.
 *
 * @param now in UTC
 */
record RunTime(LocalDateTime now) {
  private static final Pattern PART = Pattern.compile("([+-])(\\d+)(ns|us|ms|s|m|h|d)");
  private static final Pattern MACRO = Pattern.compile("\\{\\{(\\w+):([^}]*)}}");
  private static final DateTimeFormatter MICROS = format("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
  }

  /** The present, to the second, with a fraction that uses all of PostgreSQL's digits. */
  static RunTime present() {
    return new RunTime(
        LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.SECONDS)
            .minusSeconds(1)
            .plusNanos(123_456_000));
  }

  /** The instant at an offset, such as {@code -60s-1us}. */
  LocalDateTime at(String offset) {
    String signed = offset.matches("\\d.*") ? "+" + offset : offset;
    Matcher part = PART.matcher(signed);
    LocalDateTime time = now;
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      long amount = Long.parseLong(part.group(1) + part.group(2));
      time =
          switch (part.group(3)) {
            case "ns" -> time.plusNanos(amount);
            case "us" -> time.plusNanos(Math.multiplyExact(amount, 1000L));
            case "ms" -> time.plusNanos(Math.multiplyExact(amount, 1_000_000L));
            case "s" -> time.plusSeconds(amount);
            case "m" -> time.plusMinutes(amount);
            case "h" -> time.plusHours(amount);
            default -> time.plusDays(amount);
          };
    }
    if (end != signed.length()) {
      throw new IllegalArgumentException("Not an offset: " + offset);
    }
    return time;
  }

  OffsetDateTime utc(String offset) {
    return at(offset).atOffset(ZoneOffset.UTC);
  }

  long epochMillis(String offset) {
    return utc(offset).toInstant().toEpochMilli();
  }

  double epochSeconds(String offset) {
    Instant instant = utc(offset).toInstant();
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  /** PostgreSQL's text of an instant, to the microsecond. */
  static String micros(LocalDateTime time) {
    return MICROS.format(time);
  }

  /** A statement's text with its macros replaced. */
  String expand(String sql) {
    return MACRO
        .matcher(sql)
        .replaceAll(match -> Matcher.quoteReplacement(macro(match.group(1), match.group(2))));
  }

  private String macro(String name, String offset) {
    LocalDateTime time = at(offset);
    return switch (name) {
      case "ts" -> micros(time);
      case "tsms" -> format("uuuu-MM-dd HH:mm:ss.SSS").format(time);
      case "tsns" -> format("uuuu-MM-dd HH:mm:ss.SSSSSSSSS").format(time);
      case "iso" -> format("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").format(time);
      case "rfc3339" -> RFC3339.format(time.truncatedTo(ChronoUnit.MILLIS));
      case "tstz" -> micros(time) + "+00";
      case "go" -> micros(time) + " +0000";
      case "date" -> format("uuuu-MM-dd").format(time);
      case "time" -> format("HH:mm:ss.SSSSSS").format(time);
      case "dmy" -> format("dd/MM/uuuu HH:mm:ss.SSSSSS").format(time);
      case "parts" -> format("uuuu, M, d, H, m, s.SSSSSS").format(time);
      case "epoch" ->
          new java.math.BigDecimal(micros(time).substring(20))
              .movePointLeft(6)
              .add(java.math.BigDecimal.valueOf(time.toEpochSecond(ZoneOffset.UTC)))
              .toPlainString();
      case "epochms" -> Long.toString(epochMillis(offset));
      default -> throw new IllegalArgumentException("Not a macro: " + name);
    };
  }

  private static final DateTimeFormatter RFC3339 =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 3, true)
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT);
}
