package io.tablecache.load;

import io.tablecache.model.ValueType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/**
 * The raw values of range columns, made from the config's text and from instants, and written as
 * exact SQL.
 *
 * <p>The limits of what is finite are those of PostgreSQL's {@code datatype/timestamp.h}.
 */
final class RangeValues {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final long EPOCH_SECONDS = 946_684_800L;
  private static final long EPOCH_DAYS = EPOCH_SECONDS / 86_400;

  /** 4714-11-24 BC, the first day of both dates and timestamps. */
  private static final long MIN_FINITE_DATE = -2_451_545L;

  private static final long MAX_FINITE_DATE = 2_145_031_948L;
  private static final long MIN_FINITE_MICROS = MIN_FINITE_DATE * MICROS_PER_DAY;
  private static final long MAX_FINITE_MICROS = 9_223_371_331_200_000_000L - 1;

  private RangeValues() {}

  /** Whether a bound of a column of this type can move with now. */
  static boolean canMove(ValueType type) {
    return type == ValueType.TIMESTAMP || type == ValueType.TIMESTAMPTZ || type == ValueType.DATE;
  }

  /**
   * The raw value of a bound in the config.
   *
   * @throws IllegalArgumentException if the text is no finite value of the type; the message says
   *     what is expected
   */
  static long parse(ValueType type, String text, ZoneId zone) {
    long raw;
    try {
      raw =
          switch (type) {
            case DATE -> Math.subtractExact(LocalDate.parse(text).toEpochDay(), EPOCH_DAYS);
            case TIMESTAMP -> micros(localDateTime(text).toInstant(ZoneOffset.UTC));
            case TIMESTAMPTZ -> micros(instant(text, zone));
            default -> Long.parseLong(text);
          };
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not " + expected(type), e);
    }
    if (raw < minFinite(type) || raw > maxFinite(type)) {
      throw new IllegalArgumentException(
          "'" + text + "' is out of range; needed is " + expected(type));
    }
    return raw;
  }

  private static String expected(ValueType type) {
    return switch (type) {
      case DATE -> "an ISO date such as 2026-01-31";
      case TIMESTAMP ->
          "an ISO date or date-time without offset, to the microsecond, such as"
              + " 2026-01-31T12:00:00";
      case TIMESTAMPTZ ->
          "an ISO date or date-time, to the microsecond, such as 2026-01-31T12:00:00Z";
      case INT2 -> "a smallint";
      case INT4 -> "an integer";
      default -> "a bigint";
    };
  }

  private static LocalDateTime localDateTime(String text) {
    return text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
  }

  private static Instant instant(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException ignored) {
      // Without an offset it is meant in the window's zone.
      return localDateTime(text).atZone(zone).toInstant();
    }
  }

  private static long micros(Instant instant) {
    if (instant.getNano() % 1000 != 0) {
      throw new DateTimeException("finer than a microsecond");
    }
    long seconds = Math.subtractExact(instant.getEpochSecond(), EPOCH_SECONDS);
    return Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), instant.getNano() / 1000);
  }

  /**
   * The raw value that stands for an instant in a column of a type that {@link #canMove}.
   *
   * @param epochMicros microseconds since 1970-01-01T00:00Z
   * @param zone the zone in which dates and timestamps without one are written
   */
  static long ofInstant(ValueType type, long epochMicros, ZoneId zone) {
    long raw = plus(epochMicros, -EPOCH_SECONDS * MICROS_PER_SECOND);
    if (type == ValueType.TIMESTAMPTZ) {
      return raw;
    }
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(epochMicros, MICROS_PER_SECOND));
    long offsetSeconds = zone.getRules().getOffset(instant).getTotalSeconds();
    long local = plus(raw, offsetSeconds * MICROS_PER_SECOND);
    return type == ValueType.DATE ? Math.floorDiv(local, MICROS_PER_DAY) : local;
  }

  /**
   * The lowest raw value that stands for an instant from one to another, both included. It is that
   * of the first unless the zone's clock is set back in between.
   */
  static long lowest(ValueType type, long fromEpochMicros, long toEpochMicros, ZoneId zone) {
    long lowest = ofInstant(type, fromEpochMicros, zone);
    Instant from = Instant.ofEpochSecond(Math.floorDiv(fromEpochMicros, MICROS_PER_SECOND));
    ZoneOffsetTransition transition = zone.getRules().nextTransition(from);
    while (transition != null
        && transition.toEpochSecond() <= Math.floorDiv(toEpochMicros, MICROS_PER_SECOND)) {
      long after = transition.toEpochSecond() * MICROS_PER_SECOND;
      lowest = Math.min(lowest, ofInstant(type, after, zone));
      transition = zone.getRules().nextTransition(transition.getInstant());
    }
    return lowest;
  }

  /** The duration in microseconds, cut to what a long holds. */
  static long micros(Duration duration) {
    long limit = Long.MAX_VALUE / MICROS_PER_SECOND - 1;
    if (duration.getSeconds() > limit || duration.getSeconds() < -limit) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return duration.getSeconds() * MICROS_PER_SECOND + duration.getNano() / 1000;
  }

  /** The sum, cut to what a long holds. */
  static long plus(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /**
   * A predicate that is true for exactly the rows whose value lies in {@code [from, to]}.
   *
   * @param column the column as an SQL expression of the given type
   */
  static String predicate(String column, ValueType type, long from, long to) {
    if (from > to || from > type.maxRaw() || to < type.minRaw()) {
      return "false";
    }
    String lower = from <= type.minRaw() ? "" : column + lower(type, from);
    String upper = to >= type.maxRaw() ? "" : column + upper(type, to);
    if (lower.isEmpty() && upper.isEmpty()) {
      return column + " IS NOT NULL";
    }
    return lower + (lower.isEmpty() || upper.isEmpty() ? "" : " AND ") + upper;
  }

  private static String lower(ValueType type, long from) {
    if (from < minFinite(type)) {
      return " > " + literal(type, type.minRaw());
    }
    return " >= " + literal(type, from > maxFinite(type) ? type.maxRaw() : from);
  }

  private static String upper(ValueType type, long to) {
    if (to > maxFinite(type)) {
      return " < " + literal(type, type.maxRaw());
    }
    return " <= " + literal(type, to < minFinite(type) ? type.minRaw() : to);
  }

  /** The raw value as an SQL literal, under any setting of the session but for its type's name. */
  static String literal(ValueType type, long raw) {
    return switch (type) {
      case DATE -> "'" + dateText(raw) + "'::pg_catalog.date";
      case TIMESTAMP -> "'" + timestampText(raw, "") + "'::pg_catalog.timestamp";
      case TIMESTAMPTZ -> "'" + timestampText(raw, "+00") + "'::pg_catalog.timestamptz";
      default -> "'" + raw + "'::pg_catalog.int8";
    };
  }

  private static String dateText(long raw) {
    if (raw >= ValueType.DATE.maxRaw() || raw <= ValueType.DATE.minRaw()) {
      return raw > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = LocalDate.ofEpochDay(raw + EPOCH_DAYS);
    return dateText(date) + era(date);
  }

  private static String timestampText(long raw, String offset) {
    if (raw == Long.MAX_VALUE || raw == Long.MIN_VALUE) {
      return raw > 0 ? "infinity" : "-infinity";
    }
    long seconds = Math.floorDiv(raw, MICROS_PER_SECOND) + EPOCH_SECONDS;
    int nanos = (int) Math.floorMod(raw, MICROS_PER_SECOND) * 1000;
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    return "%s %02d:%02d:%02d.%06d%s%s"
        .formatted(
            dateText(time.toLocalDate()),
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            time.getNano() / 1000,
            offset,
            era(time.toLocalDate()));
  }

  private static String dateText(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return "%04d-%02d-%02d".formatted(year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  private static long minFinite(ValueType type) {
    return switch (type) {
      case DATE -> MIN_FINITE_DATE;
      case TIMESTAMP, TIMESTAMPTZ -> MIN_FINITE_MICROS;
      default -> type.minRaw();
    };
  }

  private static long maxFinite(ValueType type) {
    return switch (type) {
      case DATE -> MAX_FINITE_DATE;
      case TIMESTAMP, TIMESTAMPTZ -> MAX_FINITE_MICROS;
      default -> type.maxRaw();
    };
  }
}
