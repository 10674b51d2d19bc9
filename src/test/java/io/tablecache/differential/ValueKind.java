package io.tablecache.differential;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The types that made-up tables have, each with a small domain in which values collide. */
enum ValueKind {
  BOOL("boolean"),
  INT2("smallint"),
  INT4("integer"),
  INT8("bigint"),
  DATE("date"),
  TIMESTAMP("timestamp"),
  TIMESTAMPTZ("timestamptz"),
  UUID("uuid"),
  TEXT("text"),
  VARCHAR("varchar(20)"),
  FLOAT8("double precision"),
  NUMERIC("numeric(12,3)"),
  JSONB("jsonb"),
  INT_ARRAY("integer[]");

  static final List<ValueKind> SEGMENTS =
      List.of(INT2, INT4, INT4, INT8, TEXT, VARCHAR, UUID, BOOL, DATE);
  static final List<ValueKind> RANGES =
      List.of(TIMESTAMP, TIMESTAMP, TIMESTAMPTZ, DATE, INT2, INT4, INT8);
  static final List<ValueKind> OTHERS =
      List.of(INT4, INT8, FLOAT8, NUMERIC, JSONB, INT_ARRAY, UUID, VARCHAR, BOOL, TIMESTAMPTZ);

  /** Values of a kind are spread over this many, the window begins at a third of it. */
  private static final int SPREAD = 60;

  private static final LocalDateTime BASE = LocalDateTime.of(2026, 1, 31, 23, 59, 30);
  private static final DateTimeFormatter TEXT_FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private final String sqlType;

  ValueKind(String sqlType) {
    this.sqlType = sqlType;
  }

  String sqlType() {
    return sqlType;
  }

  /** Whether values can be compared with each other by all comparison operators in the cache. */
  boolean isComparable() {
    return switch (this) {
      case FLOAT8, NUMERIC, JSONB, INT_ARRAY -> false;
      default -> true;
    };
  }

  /** Whether the cache knows the order of values; the tests' server collates in byte order. */
  boolean isOrdered() {
    return isComparable() && this != BOOL;
  }

  Value random(Random random) {
    return isRange()
        ? ranked(random.nextInt(100) == 0 ? extreme(random) : rank(random))
        : other(random.nextInt(8));
  }

  private static long rank(Random random) {
    return random.nextInt(SPREAD);
  }

  private static long extreme(Random random) {
    return random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  /** A value within the window, whatever it is. */
  Value inWindow(Random random) {
    return isRange() ? ranked(SPREAD / 3 + random.nextInt(SPREAD / 3)) : random(random);
  }

  Value windowStart() {
    return ranked(SPREAD / 3);
  }

  Value windowEnd() {
    return ranked(2 * SPREAD / 3);
  }

  private boolean isRange() {
    return RANGES.contains(this);
  }

  /** The value of a rank; the extreme ranks are infinity or the type's own extremes. */
  Value ranked(long rank) {
    boolean top = rank == Long.MAX_VALUE;
    boolean bottom = rank == Long.MIN_VALUE;
    switch (this) {
      case INT2:
        short small = top ? Short.MAX_VALUE : bottom ? Short.MIN_VALUE : (short) (rank - 20);
        return new Value(Short.toString(small), small, true, rank);
      case INT4:
        int number = top ? Integer.MAX_VALUE : bottom ? Integer.MIN_VALUE : (int) rank - 20;
        return new Value(Integer.toString(number), number, true, rank);
      case INT8:
        long big = top || bottom ? rank : rank * 5_000_000_000L - 100_000_000_000L;
        return new Value(Long.toString(big), big, true, rank);
      case DATE:
        if (top || bottom) {
          return new Value(
              top ? "infinity" : "-infinity", top ? LocalDate.MAX : LocalDate.MIN, false, rank);
        }
        LocalDate date = LocalDate.of(1999, 12, 15).plusDays(rank);
        return new Value(date.toString(), date, false, rank);
      case TIMESTAMP:
        if (top || bottom) {
          return new Value(
              top ? "infinity" : "-infinity",
              top ? LocalDateTime.MAX : LocalDateTime.MIN,
              false,
              rank);
        }
        LocalDateTime ts = BASE.plusNanos(rank * 1_500_001_000L);
        return new Value(ts.format(TEXT_FORMAT), ts, false, rank);
      case TIMESTAMPTZ:
        if (top || bottom) {
          return new Value(
              top ? "infinity" : "-infinity",
              top ? OffsetDateTime.MAX : OffsetDateTime.MIN,
              false,
              rank);
        }
        OffsetDateTime tstz =
            BASE.minusYears(60).plusNanos(rank * 999_999_000L).atOffset(ZoneOffset.UTC);
        return new Value(tstz.format(TEXT_FORMAT) + "+00", tstz, false, rank);
      default:
        throw new IllegalStateException(this + " has no ranks");
    }
  }

  private Value other(int i) {
    return switch (this) {
      case BOOL -> new Value(i % 2 == 0 ? "t" : "f", i % 2 == 0, false, i);
      case TEXT, VARCHAR -> {
        String text = List.of("", "a", "A", "b_%", "it's", "é ü", "\uD83D\uDE00", "zz").get(i);
        yield new Value(text, text, false, i);
      }
      case UUID -> {
        java.util.UUID uuid =
            java.util.UUID.nameUUIDFromBytes(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
        yield new Value(uuid.toString(), uuid, false, i);
      }
      case FLOAT8 -> {
        String text =
            List.of("NaN", "Infinity", "-0", "1e-05", "1e+20", "0.1", "123456", "3.5").get(i);
        yield new Value(text, text, false, i);
      }
      case NUMERIC -> {
        String text = List.of("NaN", "0.000", "-1.500", "99.125", "1", "2", "3", "4").get(i);
        yield new Value(text, text, false, i);
      }
      case JSONB -> new Value("{\"a\": [" + i + ", null]}", "", false, i);
      case INT_ARRAY -> new Value("{" + i + ",NULL,3}", "", false, i);
      default -> throw new IllegalStateException(this + " is a range kind");
    };
  }
}
