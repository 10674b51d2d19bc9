package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.expression.DerivedSlots;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.ZoneNames;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.TableDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever rows PostgreSQL finds lie within the spec, for conditions whose bounds are moved through
 * functions.
 */
final class InversionTest {
  private static final long SEED = 20_260_103;
  private static final int ROUNDS = 12;

  private static final String[] TIMES = {
    "2026-01-01 00:00:00",
    "2025-12-31 23:59:59.999999",
    "2026-02-28 12:34:56.5",
    "2026-03-08 02:30:00",
    "2026-03-08 07:00:00",
    "2026-11-01 01:30:00",
    "2026-11-01 05:59:59.9",
    "2026-05-17 00:00:00",
    "2026-05-18 00:00:00",
    "2026-07-01 00:00:00",
    "2026-07-01 13:00:00",
    "2026-07-01 13:37:00",
    "2026-07-01 13:37:42",
    "2026-07-01 13:37:42.123",
    "2026-09-30 23:59:59"
  };

  private static Connection connection;

  @BeforeAll
  static void fill() throws SQLException {
    connection = DriverManager.getConnection(PlanFixtures.URL);
    String values = "'" + String.join("', '", TIMES) + "'";
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "INSERT INTO moments SELECT n - 40, (n - 40) * 1000000007, n - 40, t::date + (n /"
              + " 9)::int, t + k * interval '1 us' + n * interval '7 h', t::timestamptz + k *"
              + " interval '1 us' FROM unnest(ARRAY["
              + values
              + "]::timestamp[]) WITH ORDINALITY AS v(t, n), generate_series(-1, 1) k");
      statement.execute(
          "INSERT INTO moments SELECT n, n, n, t::date, t, t::timestamptz FROM unnest(ARRAY["
              + values
              + "]::timestamp[]) WITH ORDINALITY AS v(t, n)");
      statement.execute(
          "INSERT INTO moments VALUES (NULL, NULL, NULL, NULL, NULL, NULL),"
              + " (2147483647, 9223372036854775807, 32767, 'infinity', 'infinity', 'infinity'),"
              + " (-2147483648, -9223372036854775808, -32768, '-infinity',"
              + " '-infinity', '-infinity')");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  /** The range column, and a condition; T is a time, D a day, N a number. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ts | ts + interval '3 days 2 hours' >= 'T'",
        "ts | ts - interval '90 minutes' < 'T'",
        "ts | 'T'::timestamp > ts + interval '-1 day'",
        "ts | date_trunc('microseconds', ts) = 'T'",
        "ts | date_trunc('milliseconds', ts) = 'T'",
        "ts | date_trunc('second', ts) = 'T'",
        "ts | date_trunc('minute', ts) = 'T'",
        "ts | date_trunc('hour', ts) <= 'T'",
        "ts | date_trunc('day', ts) = 'T'",
        "ts | date_trunc('week', ts) >= 'T'",
        "ts | date_trunc('month', ts) < 'T'",
        "ts | date_trunc('quarter', ts) = 'T'",
        "ts | date_trunc('year', ts) = 'T'",
        "ts | ts::date = 'D'",
        "ts | ts::date < 'D'",
        "ts | ts::date >= 'D'",
        "ts | ts::date BETWEEN 'D' AND 'D'",
        "ts | ts >= 'D'::date",
        "ts | ts = 'D'::date",
        "ts | ts::timestamp(0) = 'T'",
        "ts | ts::timestamp(3) < 'T'",
        "ts | extract(epoch FROM ts) > extract(epoch FROM 'T'::timestamp)",
        "ts | date_part('epoch', ts) <= date_part('epoch', 'T'::timestamp)",
        "ts | ts >= 'T'::timestamptz",
        "ts | ts < 'T'::timestamptz",
        "ts | ts = 'T'::timestamptz",
        "ts | ts AT TIME ZONE 'UTC' < 'T'::timestamptz",
        "ts | ts BETWEEN SYMMETRIC 'T' AND 'T'",
        "ts | ts < 'T' OR ts > 'T' AND ts < 'T'",
        "ts | NOT ts BETWEEN 'T' AND 'T'",
        "ts | (ts, i) >= ('T', 5)",
        "ts | (ts, i) < ('T', 5)",
        "ts | ts NOT IN ('T', 'T') AND ts > 'T'",
        "ts | ts IN ('T', 'T') OR ts IS NULL",
        "ts | (ts > 'T') IS TRUE AND (ts < 'T') IS NOT FALSE",
        "ts | ts = ANY (ARRAY['T', 'T']::timestamp[])",
        "tz | tz + interval '5 hours' > 'T'",
        "tz | tz - interval '1 s' <= 'T'",
        "tz | date_trunc('hour', tz) = 'T'",
        "tz | date_trunc('day', tz) = 'T'",
        "tz | date_trunc('month', tz) >= 'T'",
        "tz | tz::timestamptz(0) = 'T'",
        "tz | extract(epoch FROM tz) < extract(epoch FROM 'T'::timestamptz)",
        "tz | tz >= 'T'",
        "tz | tz = 'D'::date OR tz < 'T'::timestamp",
        "d | d = 'D'",
        "d | d >= 'T'::timestamp",
        "d | d < 'T'::timestamp",
        "d | d = 'T'::timestamp",
        "d | d > 'D' OR d < 'D'",
        "i | i > N.5",
        "i | i = N.0",
        "i | i <= N.25::float8",
        "i | i::int8 >= N",
        "i | i IN (N, N)",
        "n | n < N.5",
        "n | n >= N::float8",
        "n | n = N",
        "s | s > N.1",
        "s | s = N::int8"
      })
  void spec_conditionOnAFunction_holdsAllRowsThatAreFound(String column, String condition)
      throws SQLException {
    Random random = new Random(SEED);
    int bounded = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String where = fill(condition, random);
      for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
        IndexSpec spec = spec(column, where, ZoneId.of(zone));
        if (spec == null) {
          continue;
        }
        bounded += spec.intervals().equals(Intervals.ALL) ? 0 : 1;
        for (Long found : found(column, where, zone)) {
          boolean isIn = found == null ? spec.nulls() : spec.intervals().contains(found);
          assertTrue(isIn, () -> where + " finds " + found + ", which is not in " + spec);
        }
      }
    }
    assertTrue(bounded > 0, "no bounds are known of " + condition);
  }

  private static String fill(String condition, Random random) {
    StringBuilder filled = new StringBuilder();
    for (String part : condition.split("(?<=\\b[TDN]\\b)|(?=\\b[TDN]\\b)")) {
      String time = TIMES[random.nextInt(TIMES.length)];
      switch (part) {
        case "T" -> filled.append(time);
        case "D" -> filled.append(time, 0, 10);
        case "N" -> filled.append(random.nextInt(90) - 45);
        default -> filled.append(part);
      }
    }
    return filled.toString();
  }

  private static @Nullable IndexSpec spec(String column, String where, ZoneId zone) {
    TableDefinition moments = PlanFixtures.MOMENTS;
    int ordinal = moments.column(column).map(ColumnDefinition::ordinal).orElseThrow();
    TableDefinition table =
        PlanFixtures.redefined(
            moments,
            IndexDefinition.NO_RANGE,
            List.of(new IndexDefinition("by", 0, List.of(), ordinal)));
    Planned planned =
        PlanFixtures.planned(List.of(table), "SELECT " + column + " FROM moments WHERE " + where);
    try {
      SlotValues values = PlanFixtures.given(planned);
      DerivedSlots.compute(
          planned.query().derived(), new EvaluationContext(values, zone, 0, ZoneNames.NONE));
      IndexSpec spec = planned.scan().spec().spec(values);
      assertTrue(spec.segments() == SegmentKeys.ALL);
      return spec;
    } catch (EvaluationException delegated) {
      return null;
    }
  }

  private static List<@Nullable Long> found(String column, String where, String zone)
      throws SQLException {
    List<@Nullable Long> found = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = '" + zone + "'");
      try (ResultSet rows =
          statement.executeQuery("SELECT " + column + "::text FROM moments WHERE " + where)) {
        while (rows.next()) {
          String text = rows.getString(1);
          found.add(text == null ? null : PlanFixtures.raw(PlanFixtures.MOMENTS, column, text));
        }
      }
    }
    return found;
  }
}
