package io.tablecache.differential;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/** The types of the grammar's columns, each with a small domain in which values collide. */
enum SqlType {
  BOOL("boolean", "f", "t"),
  INT2("smallint", "-32768", "-7", "-1", "0", "1", "2", "3", "5", "8", "100", "32767"),
  INT4("integer", "-2147483648", "-1000", "-7", "-1", "0", "1", "2", "3", "5", "10", "2147483647"),
  INT8(
      "bigint",
      "-9223372036854775808",
      "-5000000000",
      "-7",
      "0",
      "1",
      "2",
      "3",
      "10",
      "5000000000",
      "9223372036854775807"),
  NUMERIC(
      "numeric(12,3)", "NaN", "-99.125", "-1.500", "0", "0.001", "1", "2", "2.500", "1000", "NaN"),
  FLOAT8(
      "double precision",
      "NaN",
      "-3.5",
      "-0",
      "1e-05",
      "0.1",
      "1",
      "2",
      "123456",
      "1e+20",
      "Infinity"),
  TEXT(
      "text",
      "",
      "",
      "A",
      "B",
      "a",
      "ab",
      "a_b",
      "b%",
      "it's",
      "a\\b",
      "é ü",
      "zz",
      "10",
      "\uD83D\uDE00"),
  DATE(
      "date",
      "-infinity",
      "1999-12-31",
      "2000-01-01",
      "2000-02-29",
      "2025-12-31",
      "2026-01-01",
      "2026-01-31",
      "2026-03-29",
      "2026-10-25",
      "infinity"),
  TIMESTAMP(
      "timestamp",
      "-infinity",
      "1969-12-31 23:59:59.999999",
      "2000-01-01 00:00:00",
      "2026-01-31 23:59:30",
      "2026-01-31 23:59:59.999999",
      "2026-02-01 00:00:00",
      "2026-02-01 00:00:00.000001",
      "2026-02-01 00:01:30.5",
      "2026-02-01 00:05:00",
      "2026-03-29 02:30:00",
      "infinity"),
  TIMESTAMPTZ(
      "timestamptz",
      "-infinity",
      "1969-12-31 23:59:59.999999+00",
      "2000-01-01 00:00:00+00",
      "2026-01-31 23:59:30+00",
      "2026-01-31 23:59:59.999999+00",
      "2026-02-01 00:00:00+00",
      "2026-02-01 00:00:00.000001+00",
      "2026-02-01 00:01:30.5+00",
      "2026-02-01 00:05:00+00",
      "2026-10-25 00:30:00+00",
      "infinity"),
  INTERVAL(
      "interval",
      "-178000000 years",
      "-3 days",
      "-00:00:01",
      "00:00:00",
      "00:00:30",
      "00:05:00",
      "1 day",
      "1 mon",
      "1 year 2 mons",
      "178000000 years"),
  UUID(
      "uuid",
      "00000000-0000-0000-0000-000000000000",
      "00000000-0000-0000-0000-000000000001",
      "7fffffff-ffff-ffff-ffff-ffffffffffff",
      "80000000-0000-0000-0000-000000000000",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      "ffffffff-ffff-ffff-ffff-ffffffffffff"),
  JSONB("jsonb", "null", "{\"a\": 1}", "{\"a\": 2, \"b\": [1, null]}", "[]", "\"x\"", "{}");

  static final List<SqlType> SEGMENTS = List.of(INT2, INT4, INT4, INT8, TEXT, UUID, BOOL, DATE);
  static final List<SqlType> RANGES =
      List.of(TIMESTAMP, TIMESTAMP, TIMESTAMPTZ, DATE, INT2, INT4, INT8);
  static final List<SqlType> NUMBERS = List.of(INT2, INT4, INT8, NUMERIC, FLOAT8);

  private final String sql;

  @SuppressWarnings("ImmutableEnumChecker") // a copy
  private final List<String> domain;

  SqlType(String sql, String... domain) {
    this.sql = sql;
    this.domain = List.of(domain);
  }

  /** The type's name in a column's definition. */
  String sql() {
    return sql;
  }

  /** The type's name in a cast. */
  String castName() {
    return this == NUMERIC ? "numeric" : sql;
  }

  boolean isInteger() {
    return this == INT2 || this == INT4 || this == INT8;
  }

  boolean isNumber() {
    return NUMBERS.contains(this);
  }

  /** A value; the first and the last of a domain are its extremes. */
  String value(Random random, boolean extremes) {
    int edges = this == BOOL || extremes ? 0 : 1;
    return domain.get(edges + random.nextInt(domain.size() - 2 * edges));
  }

  /** A value that lies in the upper part of the domain, where windows are. */
  String upper(Random random) {
    int from = domain.size() / 2;
    return domain.get(from + random.nextInt(domain.size() - 1 - from));
  }

  /** Where windows begin. */
  String windowStart() {
    return domain.get(domain.size() / 2);
  }

  /** The literal in a statement's text. */
  String literal(String text) {
    boolean bare =
        isInteger()
            || this == NUMERIC && !text.equals("NaN")
            || this == FLOAT8 && !text.equals("NaN") && !text.equals("Infinity");
    if (bare) {
      return text.startsWith("-") ? "(" + text + ")" : text;
    }
    return this == BOOL
        ? (text.equals("t") ? "true" : "false")
        : "'" + text.replace("'", "''") + "'";
  }

  /** Whether a value of this type can be handed over as a parameter. */
  boolean hasParameters() {
    return this != INTERVAL && this != JSONB;
  }

  /** What is given to {@code setObject}. */
  Object parameter(String text, Random random) {
    boolean infinite = text.endsWith("infinity");
    boolean latest = infinite && !text.startsWith("-");
    return switch (this) {
      case BOOL -> text.equals("t");
      case INT2 -> Short.parseShort(text);
      case INT4 -> Integer.parseInt(text);
      case INT8 -> Long.parseLong(text);
      case NUMERIC -> text.equals("NaN") ? (Object) Double.NaN : (Object) new BigDecimal(text);
      case FLOAT8 -> Double.parseDouble(text);
      case DATE ->
          infinite
              ? latest ? LocalDate.MAX : LocalDate.MIN
              : random.nextBoolean() ? LocalDate.parse(text) : (Object) Date.valueOf(text);
      case TIMESTAMP -> {
        if (infinite) {
          yield latest ? LocalDateTime.MAX : LocalDateTime.MIN;
        }
        yield random.nextBoolean()
            ? Timestamp.valueOf(text)
            : (Object) Timestamp.valueOf(text).toLocalDateTime();
      }
      case TIMESTAMPTZ -> {
        if (infinite) {
          yield latest ? OffsetDateTime.MAX : OffsetDateTime.MIN;
        }
        OffsetDateTime time =
            Timestamp.valueOf(text.replace("+00", "")).toLocalDateTime().atOffset(ZoneOffset.UTC);
        yield random.nextBoolean() ? time : (Object) Timestamp.from(time.toInstant());
      }
      case UUID -> java.util.UUID.fromString(text);
      default -> text;
    };
  }
}
