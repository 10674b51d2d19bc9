package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import io.tablecache.stress.CachedServer.Answer;
import io.tablecache.testing.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be possible, each shown through the driver; see pitfalls.md for the others. */
final class PitfallsTest {
  private static final String DDL =
      "CREATE TABLE data (device_id bigint NOT NULL, seq integer NOT NULL, value integer, ts"
          + " timestamp, PRIMARY KEY (device_id, seq))";

  @TempDir private Path directory;

  private static String config(String window, String every, String maxStaleness) {
    return """
      data {
        relation = public.data
        indexes {
          time   { range = ts }
          device { segment = [device_id], range = ts }
        }
        %s
        freshness { every = %s, max-staleness = %s }
      }
      """
        .formatted(window, every, maxStaleness);
  }

  private CachedServer server(String window, String... fill) throws Exception {
    List<String> all = new ArrayList<>(List.of(DDL));
    all.addAll(List.of(fill));
    return CachedServer.of(directory, config(window, "1h", "2h"), all.toArray(new String[0]))
        .loaded();
  }

  /** The same rows in any order, and from the cache. */
  private static void assertHit(CachedServer server, Connection cached, String sql)
      throws SQLException {
    Answer answer = server.answer(cached, "data", sql);
    assertTrue(answer.isHit(), sql);
    assertEquals(
        server.expected(sql).stream().sorted().toList(),
        answer.rows().stream().sorted().toList(),
        sql);
  }

  @Test
  void bounds_withFractionsOfASecond_selectExactlyTheirRows() throws Exception {
    String fill =
        "INSERT INTO data SELECT 1, i, i, timestamp '1969-12-31 23:59:58' + i * interval '0.1 s'"
            + " + interval '1 microsecond' FROM generate_series(1, 60) i";
    try (CachedServer server = server("", fill);
        Connection cached = server.cached()) {
      for (String where :
          List.of(
              "ts >= '1969-12-31 23:59:58.5' AND ts < '1969-12-31 23:59:59.5'",
              "ts > '1970-01-01 00:00:00.2' AND ts < '1970-01-01 00:00:00.9'",
              "ts >= '1969-12-31 23:59:58.100001' AND ts <= '1969-12-31 23:59:58.100001'",
              "ts > '1969-12-31 23:59:58.100001' AND ts <= '1969-12-31 23:59:58.300001'")) {
        assertHit(server, cached, "SELECT * FROM data WHERE " + where);
        assertHit(server, cached, "SELECT * FROM data WHERE device_id = 1 AND " + where);
      }
    }
  }

  @Test
  void devices_farApartAndBeforeTheEpoch_areKeptApart() throws Exception {
    String fill =
        "INSERT INTO data SELECT d, i, i, t FROM unnest(ARRAY[0, 1, 2, -1, 4294967295, 4294967296,"
            + " 4294967297, 9007199254740992, 9007199254740993, 9223372036854775807,"
            + " -9223372036854775808]::bigint[]) d, unnest(ARRAY['1901-01-01', '1969-12-31"
            + " 23:59:59', '1970-01-01', '2106-02-07 06:28:16', '2300-01-01']::timestamp[])"
            + " WITH ORDINALITY AS x (t, i)";
    try (CachedServer server = server("", fill);
        Connection cached = server.cached()) {
      for (String device : server.expected("SELECT DISTINCT device_id FROM data")) {
        for (String where : List.of("", " AND ts >= '1960-01-01'", " AND ts > '2106-02-07'")) {
          assertHit(
              server, cached, "SELECT * FROM data WHERE device_id = '" + device + "'" + where);
        }
      }
    }
  }

  @Test
  void device_firstSeenAfterTheLastAdjustment_isSeenWithTheNext() throws Exception {
    try (CachedServer server = server("", "INSERT INTO data VALUES (1, 1, 1, '2026-01-01')");
        Connection cached = server.cached()) {
      String sql = "SELECT * FROM data WHERE device_id = 77";
      assertEquals(new Answer(List.of(), true), server.answer(cached, "data", sql));
      for (int i = 1; i <= 3; i++) {
        server.execute("INSERT INTO data VALUES (77, " + i + ", 5, '2026-01-0" + i + "')");
        server.adjust("data");
        assertHit(server, cached, sql);
        assertHit(server, cached, "SELECT * FROM data WHERE ts >= '2026-01-01'");
      }

      // Written through this driver, it is seen at once.
      try (Statement statement = cached.createStatement()) {
        statement.execute("INSERT INTO data VALUES (78, 1, 1, '2026-01-01')");
      }
      assertEquals(
          List.of("78"),
          CachedServer.rows(cached, "SELECT device_id FROM data WHERE device_id = 78"));
    }
  }

  @Test
  void row_whoseScoreMoved_isNeverUnderBothScores() throws Exception {
    try (CachedServer server =
            server(
                "",
                "INSERT INTO data SELECT i % 3, i, i, timestamp '2026-01-01' + i * interval '1 s'"
                    + " FROM generate_series(1, 3000) i");
        Connection cached = server.cached();
        Background background = new Background()) {
      background.start(
          () -> {
            for (int i = 1; i <= 30; i++) {
              server.execute(
                  "UPDATE data SET ts = ts + interval '1 hour' * (CASE WHEN "
                      + i
                      + " % 2 = 1 THEN 1 ELSE -1 END) WHERE seq = 1500");
              server.adjust("data");
            }
          });
      int seen = 0;
      for (int i = 0; i < 800; i++) {
        List<String> rows =
            CachedServer.rows(
                cached, "SELECT seq, ts FROM data WHERE device_id = 0 AND ts >= '2026-01-01'");
        seen += (int) rows.stream().filter(row -> row.startsWith("1500,")).count();
        assertEquals(1000, rows.size());
        assertEquals(i + 1, seen);
      }
      background.end();
    }
  }

  @Test
  void rows_ofTheFutureAndInfinity_areThere() throws Exception {
    String window = "window { range = ts, from = -2m }";
    String fill =
        "INSERT INTO data VALUES (1, 1, 1, 'infinity'), (1, 2, 2, '-infinity'), (1, 3, 3, NULL),"
            + " (1, 4, 4, (now() AT TIME ZONE 'UTC') + interval '10 years'),"
            + " (1, 5, 5, now() AT TIME ZONE 'UTC'), (1, 6, 6, '294276-12-31 23:59:59.999999'),"
            + " (1, 7, 7, '4713-01-01 BC')";
    try (CachedServer server = server(window, fill);
        Connection cached = server.cached()) {
      String recent =
          server.expected("SELECT (now() AT TIME ZONE 'UTC') - interval '1 min'").get(0);
      for (String where :
          List.of(
              "ts >= '" + recent + "'",
              "ts > '" + recent + "' AND ts < 'infinity'",
              "ts = 'infinity'",
              "ts >= 'infinity'",
              "ts > 'infinity'")) {
        assertHit(server, cached, "SELECT * FROM data WHERE " + where);
        assertHit(server, cached, "SELECT * FROM data WHERE device_id = 1 AND " + where);
      }
      for (String where :
          List.of(
              "ts <= 'infinity'",
              "ts = '-infinity'",
              "ts IS NULL",
              "ts >= '294276-12-31 23:59:59.999999'",
              "ts > '294276-12-31 23:59:59.999999'",
              "true")) {
        String sql = "SELECT * FROM data WHERE " + where;
        assertEquals(
            server.expected(sql).stream().sorted().toList(),
            CachedServer.rows(cached, sql).stream().sorted().toList());
      }
    }
  }

  @Test
  void rows_ofInfinityInAWholeTable_areThere() throws Exception {
    String fill =
        "INSERT INTO data VALUES (9223372036854775807, 1, 1, 'infinity'),"
            + " (-9223372036854775808, 2, 2, '-infinity'), (1, 3, 3, NULL)";
    try (CachedServer server = server("", fill);
        Connection cached = server.cached()) {
      for (String where :
          List.of(
              "ts <= 'infinity'",
              "ts < 'infinity'",
              "ts >= '-infinity'",
              "ts > '-infinity'",
              "ts < '-infinity'",
              "device_id = 9223372036854775807",
              "device_id = '-9223372036854775808' AND ts = '-infinity'")) {
        assertHit(server, cached, "SELECT * FROM data WHERE " + where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"})
  void timestamps_aroundClockChanges_areThoseOfTheColumnsZone(String zone) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try (CachedServer server =
            server(
                "window { range = ts, from = \"2025-01-01T00:00:00\", zone = UTC }",
                clockChanges("2026-03-08 04:00", 1),
                clockChanges("2026-03-28 22:00", 2),
                clockChanges("2026-04-04 12:00", 3),
                clockChanges("2026-10-03 12:00", 4),
                clockChanges("2026-10-24 22:00", 5),
                clockChanges("2026-11-01 00:00", 6));
        Connection cached = server.cached();
        Connection plain = server.plain()) {
      long hits = server.hits("data");
      int executed = 0;
      for (String bound : server.expected("SELECT ts FROM data WHERE seq % 7 = 0")) {
        assertHit(server, cached, "SELECT * FROM data WHERE ts = '" + bound + "'");
        executed++;
        for (String sql :
            List.of(
                "SELECT seq, ts FROM data WHERE device_id = ? AND ts >= ? AND ts <= ? ORDER BY ts",
                "SELECT seq, ts FROM data WHERE device_id <> ? AND ts > ? AND ts < ? ORDER BY ts")) {
          for (boolean byTimestamp : new boolean[] {true, false}) {
            LocalDateTime from = LocalDateTime.parse(bound.replace(' ', 'T'));
            List<String> actual = timestamps(cached, sql, from, byTimestamp);
            assertEquals(timestamps(plain, sql, from, byTimestamp), actual, sql + " " + from);
            executed++;
          }
        }
      }
      assertTrue(server.hits("data") - hits > executed / 3, "hits in " + zone);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static String clockChanges(String from, int device) {
    return "INSERT INTO data SELECT "
        + device
        + ", i, i, timestamp '"
        + from
        + "' + i * interval '15 min' FROM generate_series(1, 60) i";
  }

  private static List<String> timestamps(
      Connection connection, String sql, LocalDateTime from, boolean byTimestamp)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, 2);
      if (byTimestamp) {
        statement.setTimestamp(2, Timestamp.valueOf(from));
        statement.setTimestamp(3, new Timestamp(Timestamp.valueOf(from).getTime() + 7_200_000));
      } else {
        statement.setObject(2, from);
        statement.setObject(3, from.plusHours(2));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Timestamp ts = result.getTimestamp(2);
          rows.add(
              result.getInt(1)
                  + " "
                  + ts.getTime()
                  + " "
                  + ts
                  + " "
                  + result.getObject(2, LocalDateTime.class)
                  + " "
                  + result.getString(2));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Auckland", "America/Los_Angeles"})
  void movingWindow_jvmFarFromTheColumnsZone_coversThePastMinute(String zone) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try (CachedServer server =
            server(
                "window { range = ts, from = -2m, zone = UTC }",
                "INSERT INTO data SELECT 1, i, i, (now() AT TIME ZONE 'UTC') - i * interval '10 s'"
                    + " FROM generate_series(0, 60) i");
        Connection cached = server.cached()) {
      String minute =
          server.expected("SELECT (now() AT TIME ZONE 'UTC') - interval '1 min'").get(0);
      Answer answer =
          server.answer(cached, "data", "SELECT seq FROM data WHERE ts >= '" + minute + "'");
      assertTrue(answer.isHit());
      assertTrue(Math.abs(6 - answer.rows().size()) <= 1);

      String hour = server.expected("SELECT (now() AT TIME ZONE 'UTC') - interval '1 hour'").get(0);
      Answer below =
          server.answer(cached, "data", "SELECT seq FROM data WHERE ts >= '" + hour + "'");
      assertEquals(61, below.rows().size());
      assertTrue(!below.isHit());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void backgroundRound_failingRepeatedly_recoversAndIsReported() throws Exception {
    try (CachedServer server =
            CachedServer.of(
                    directory,
                    config("", "50ms", "700ms"),
                    DDL,
                    "INSERT INTO data VALUES (1, 1, 1, '2026-01-01')")
                .loaded();
        Connection cached = server.cached()) {
      server.execute("ALTER TABLE data RENAME TO hidden");
      Await.until("two failures", () -> Long.parseLong(server.status("data", "failures")) >= 2);
      assertTrue(server.status("data", "last_failure").contains("data"));
      assertTrue(!server.status("data", "state").equals("LOADED"));

      server.execute("ALTER TABLE hidden RENAME TO data");
      server.execute("UPDATE data SET value = 2");

      String sql = "SELECT value FROM data WHERE device_id = 1";
      Await.until(
          "recovered",
          () -> server.answer(cached, "data", sql).equals(new Answer(List.of("2"), true)));
    }
  }

  @Test
  void truncateAndRefill_neverShowsAnEmptyTable() throws Exception {
    String refill =
        "INSERT INTO data SELECT i % 4, i, i, timestamp '2026-01-01' + i * interval '1 s'"
            + " FROM generate_series(1, 200) i";
    try (CachedServer server = server("", refill);
        Connection cached = server.cached();
        Connection adjusting = server.cached();
        Background background = new Background()) {
      background.start(
          () -> {
            for (int i = 0; i < 80; i++) {
              server.execute("BEGIN; TRUNCATE data; " + refill + "; COMMIT");
            }
          });
      background.start(
          () -> {
            for (int i = 0; i < 80; i++) {
              try (Statement call = adjusting.createStatement()) {
                call.execute("CALL tablecache.adjust('data')");
              }
            }
          });
      for (int i = 0; i < 600; i++) {
        assertEquals(
            200, CachedServer.rows(cached, "SELECT seq FROM data WHERE ts >= '2026-01-01'").size());
        background.check();
      }
      background.end();
      assertTrue(server.hits("data") > 300);
    }
  }

  @Test
  void reloads_almostAsLongApartAsMaxStaleness_leaveNoGap() throws Exception {
    try (CachedServer server =
            CachedServer.of(
                    directory,
                    config("", "1900ms", "2s"),
                    DDL,
                    "INSERT INTO data SELECT i % 50, i, i, timestamp '2026-01-01' + i * interval"
                        + " '1 s' FROM generate_series(1, 40000) i")
                .loaded();
        Connection cached = server.cached();
        Background background = new Background()) {
      // Each adjustment is a reload of 40,000 rows, and still the next comes in time.
      background.repeat(
          () -> server.execute("UPDATE data SET seq = seq + 100000 WHERE seq % 500 = 0"));
      // How long a reload takes with that is learned from the first ones.
      Await.until("two reloads", () -> Long.parseLong(server.status("data", "adjustments")) >= 3);
      long tooOld = server.counted("data", Outcome.TOO_OLD);
      long start = System.nanoTime();
      int reads = 0;
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3)) {
        CachedServer.rows(cached, "SELECT seq FROM data WHERE device_id = 7");
        reads++;
      }
      background.end();
      tooOld = server.counted("data", Outcome.TOO_OLD) - tooOld;
      // A schedule that forgets how long rounds take misses a twentieth of the time and more; one
      // round that is slower than all before it may still come late.
      assertTrue(tooOld * 100 < reads, tooOld + " of " + reads + " reads");
    }
  }

  @Test
  void asOf_machineSlept_isOldThoughTheMonotonicClockStood() {
    AsOf asOf = new AsOf(1_000, 1_000_000);

    long hour = TimeUnit.HOURS.toNanos(1);
    assertEquals(3_000, asOf.ageNanos(clock(4_000, 1_000_000)));
    assertTrue(asOf.ageNanos(clock(4_000, 1_000_000 + 3_600_001)) >= hour);
    // A wall clock that was set back makes nothing younger.
    assertEquals(hour, asOf.ageNanos(clock(1_000 + hour, 5)));
  }

  private static Clock clock(long nanoTime, long wallMillis) {
    return new Clock() {
      @Override
      public long nanoTime() {
        return nanoTime;
      }

      @Override
      public long wallMillis() {
        return wallMillis;
      }
    };
  }
}
