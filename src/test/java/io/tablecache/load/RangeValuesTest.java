package io.tablecache.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeValuesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long MICROS_2000 = 946_684_800_000_000L;

  /** The extremes of what PostgreSQL can write, and of what it cannot. */
  private static long[] interesting(ValueType type) {
    return switch (type) {
      case DATE ->
          new long[] {
            type.minRaw(),
            type.minRaw() + 1,
            -2_451_546,
            -2_451_545,
            -730_500,
            -730_120,
            -1,
            0,
            1,
            9_862,
            2_921_940,
            2_145_031_948,
            2_145_031_949,
            type.maxRaw() - 1,
            type.maxRaw()
          };
      case TIMESTAMP, TIMESTAMPTZ ->
          new long[] {
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            -211_813_488_000_000_001L,
            -211_813_488_000_000_000L,
            -63_113_904_000_000_001L,
            -63_113_904_000_000_000L,
            -946_684_800_000_001L,
            -1,
            0,
            1,
            846_000_000_123_456L,
            252_455_616_000_000_000L,
            9_223_371_331_199_999_999L,
            9_223_371_331_200_000_000L,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
          };
      default ->
          new long[] {
            Long.MIN_VALUE,
            type.minRaw(),
            type.minRaw() + 1,
            -1,
            0,
            1,
            type.maxRaw() - 1,
            type.maxRaw(),
            Long.MAX_VALUE
          };
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"INT2", "INT4", "INT8", "DATE", "TIMESTAMP", "TIMESTAMPTZ"})
  void predicate_allPairsOfBounds_selectWhatLiesBetween(ValueType type) throws SQLException {
    String sqlType = type.name();
    try (LoadTesting db = new LoadTesting()) {
      db.sql("SET TimeZone = 'America/New_York'", "CREATE TABLE t (v " + sqlType + ")");
      List<Long> held = new ArrayList<>();
      for (long raw : interesting(type)) {
        // Only what PostgreSQL can hold; the others are bounds.
        String literal = RangeValues.literal(type, raw);
        try {
          db.sql("INSERT INTO t VALUES (" + literal + ")");
          held.add(raw);
        } catch (SQLException outOfRange) {
          assertEquals("22", String.valueOf(outOfRange.getSQLState()).substring(0, 2));
        }
      }
      assertEquals(
          held.stream().map(v -> "|" + v).sorted().toList(),
          LoadTesting.rows(db.load(LoadTesting.rule("t")).snapshot()),
          "literals mean their raw values");
      db.sql("INSERT INTO t VALUES (NULL)");
      for (long from : interesting(type)) {
        for (long to : interesting(type)) {
          String predicate = RangeValues.predicate("v", type, from, to);
          assertEquals(
              held.stream().filter(v -> from <= v && v <= to).count(),
              db.number("SELECT count(*) FROM t WHERE " + predicate),
              predicate);
        }
      }
    }
  }

  @Test
  void literal_randomTimestamps_meanTheirRawValues() throws SQLException {
    long seed = 20261123;
    Random random = new Random(seed);
    try (LoadTesting db = new LoadTesting()) {
      for (int i = 0; i < 500; i++) {
        long raw = random.nextLong(-211_813_488_000_000_000L, 9_223_371_331_200_000_000L);
        raw = i % 2 == 0 ? raw : raw % 100_000_000_000_000_000L;
        raw = Math.max(raw, -211_813_488_000_000_000L);
        for (ValueType type : List.of(ValueType.TIMESTAMP, ValueType.TIMESTAMPTZ)) {
          assertEquals(
              raw,
              db.number(
                  "SELECT (extract(epoch FROM "
                      + RangeValues.literal(type, raw)
                      + ") * 1000000 - 946684800000000)::int8"),
              "seed " + seed);
        }
      }
    }
  }

  @Test
  void parse_texts_areWhatTheyMeanInTheColumn() {
    assertEquals(0, RangeValues.parse(ValueType.DATE, "2000-01-01", BERLIN));
    assertEquals(1, RangeValues.parse(ValueType.TIMESTAMP, "2000-01-01T00:00:00.000001", BERLIN));
    assertEquals(86_400_000_000L, RangeValues.parse(ValueType.TIMESTAMP, "2000-01-02", BERLIN));
    assertEquals(
        -3_600_000_000L, RangeValues.parse(ValueType.TIMESTAMPTZ, "2000-01-01T00:00:00", BERLIN));
    assertEquals(0, RangeValues.parse(ValueType.TIMESTAMPTZ, "2000-01-01T02:00:00+02:00", BERLIN));
    assertEquals(-5, RangeValues.parse(ValueType.INT2, "-5", BERLIN));
    assertThrows(
        IllegalArgumentException.class,
        () -> RangeValues.parse(ValueType.INT4, "2147483648", BERLIN));
  }

  @Test
  void ofInstant_timestampWithoutZone_isWrittenInTheColumnsZone() {
    long summer = Instant.parse("2026-07-01T22:30:00Z").getEpochSecond() * 1_000_000;
    long raw = summer - MICROS_2000;
    long twoHours = 7_200_000_000L;

    assertEquals(raw, RangeValues.ofInstant(ValueType.TIMESTAMPTZ, summer, BERLIN));
    assertEquals(raw + twoHours, RangeValues.ofInstant(ValueType.TIMESTAMP, summer, BERLIN));
    assertEquals(raw, RangeValues.ofInstant(ValueType.TIMESTAMP, summer, ZoneOffset.UTC));
    assertEquals(
        RangeValues.parse(ValueType.DATE, "2026-07-02", BERLIN),
        RangeValues.ofInstant(ValueType.DATE, summer, BERLIN));
  }

  @Test
  void lowest_clockSetBackInBetween_isTheTimeAfterwards() {
    long before = Instant.parse("2026-10-25T00:59:00Z").getEpochSecond() * 1_000_000;
    long after = before + 120_000_000;

    assertEquals(
        RangeValues.parse(ValueType.TIMESTAMP, "2026-10-25T02:59:00", BERLIN),
        RangeValues.lowest(ValueType.TIMESTAMP, before, before, BERLIN));
    assertEquals(
        RangeValues.parse(ValueType.TIMESTAMP, "2026-10-25T02:00:00", BERLIN),
        RangeValues.lowest(ValueType.TIMESTAMP, before, after, BERLIN));
    assertEquals(
        RangeValues.ofInstant(ValueType.TIMESTAMPTZ, before, BERLIN),
        RangeValues.lowest(ValueType.TIMESTAMPTZ, before, after, BERLIN));
  }

  @Test
  void arithmetic_beyondALong_isCut() {
    assertEquals(Long.MIN_VALUE, RangeValues.plus(Long.MIN_VALUE + 1, -2));
    assertEquals(Long.MAX_VALUE, RangeValues.plus(Long.MAX_VALUE - 1, 2));
    assertEquals(Long.MIN_VALUE, RangeValues.micros(Duration.ofSeconds(Long.MIN_VALUE)));
    assertEquals(-1_500_000, RangeValues.micros(Duration.ofMillis(-1500)));
    for (ValueType type : Arrays.asList(ValueType.TIMESTAMP, ValueType.DATE)) {
      RangeValues.lowest(type, Long.MIN_VALUE, Long.MAX_VALUE, BERLIN);
    }
  }
}
