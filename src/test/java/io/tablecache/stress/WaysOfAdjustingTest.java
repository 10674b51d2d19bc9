package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.stress.CachedServer.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way of adjusting is taken when it should, and gives the table. */
final class WaysOfAdjustingTest {
  private static final String TABLE =
      "(device_id integer NOT NULL, seq integer NOT NULL, value integer, ts timestamp NOT NULL,"
          + " PRIMARY KEY (device_id, seq))";
  private static final String CONFIG =
      """
      data {
        relation = public.data
        indexes {
          time   { range = ts }
          device { segment = [device_id], range = ts }
        }
        window { range = ts, from = "2026-01-01T00:00:00" }
        freshness { every = 1h, max-staleness = 2h }
      }
      log {
        relation = public.log
        indexes { device { segment = [device_id], range = ts } }
        window { range = ts, from = -10m }
        freshness { every = 1h, max-staleness = 2h, append-only { lateness = 1m } }
      }
      """;
  private static final String WINDOW = " WHERE ts >= '2026-01-01' ORDER BY ts";

  @TempDir private Path directory;

  private CachedServer server() throws Exception {
    return CachedServer.of(
            directory,
            CONFIG,
            "CREATE TABLE data " + TABLE,
            "CREATE TABLE log " + TABLE,
            "INSERT INTO data SELECT i % 5, i, i, timestamp '2025-12-31 23:00' + i * interval '1 min'"
                + " FROM generate_series(1, 300) i")
        .loaded();
  }

  @Test
  void adjust_nothingChanged_isUnchanged() throws Exception {
    try (CachedServer server = server();
        Connection cached = server.cached()) {
      server.adjust("data");

      assertEquals("UNCHANGED", way(server, cached));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO data VALUES (9, 900, 1, '2026-02-01')",
        "UPDATE data SET value = value + 1 WHERE device_id = 2",
        "UPDATE data SET ts = ts + interval '1 s' WHERE ts > '2026-01-01' AND device_id = 3",
        "BEGIN; SAVEPOINT a; DELETE FROM data; ROLLBACK TO a; SAVEPOINT b;"
            + " INSERT INTO data VALUES (8, 800, 1, '2026-02-01'); RELEASE b; COMMIT",
        "UPDATE data SET ts = '2026-03-01' WHERE seq = 1",
        "CREATE TABLE kept AS SELECT * FROM data; TRUNCATE data; INSERT INTO data SELECT * FROM kept"
      })
  void adjust_rowsAddedOrChanged_isDelta(String change) throws Exception {
    try (CachedServer server = server();
        Connection cached = server.cached()) {
      server.execute(change);
      server.adjust("data");

      assertEquals("DELTA", way(server, cached));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM data WHERE seq = 200",
        "TRUNCATE data",
        "UPDATE data SET seq = seq + 1000 WHERE seq = 200",
        "UPDATE data SET ts = '2025-06-01' WHERE seq = 200",
        "DELETE FROM data WHERE seq = 200; INSERT INTO data VALUES (7, 700, 1, '2026-02-01')"
      })
  void adjust_rowsGone_isReload(String change) throws Exception {
    try (CachedServer server = server();
        Connection cached = server.cached()) {
      server.execute(change);
      server.adjust("data");

      assertEquals("RELOAD", way(server, cached));
    }
  }

  @Test
  void adjust_declaredAppendOnly_isAppend() throws Exception {
    String query = "SELECT * FROM log WHERE ts >= ((now() AT TIME ZONE 'UTC') - interval '9 min')";
    try (CachedServer server = server();
        Connection cached = server.cached()) {
      for (int i = 0; i < 20; i++) {
        server.execute(
            "INSERT INTO log SELECT d, "
                + i
                + ", d, (now() AT TIME ZONE 'UTC') - d * interval '5 s' FROM generate_series(0, 3) d");
        server.adjust("log");

        assertEquals("APPEND", server.status("log", "last_way"));
        assertEquals(
            server.expected(query + " ORDER BY 1, 2"),
            CachedServer.rows(cached, query + " ORDER BY 1, 2"));
        Answer answer =
            server.answer(
                cached,
                "log",
                "SELECT seq, value FROM log WHERE device_id = 2 AND ts >= '"
                    + server.expected("SELECT (now() AT TIME ZONE 'UTC') - interval '9 min'").get(0)
                    + "' ORDER BY ts");
        assertTrue(answer.isHit());
        assertEquals(i + 1, answer.rows().size());
      }
    }
  }

  private static String way(CachedServer server, Connection cached) throws SQLException {
    assertIsTheTable(server, cached, "");
    return server.status("data", "last_way");
  }

  private static void assertIsTheTable(CachedServer server, Connection cached, String message)
      throws SQLException {
    Answer all = server.answer(cached, "data", "SELECT * FROM data" + WINDOW);
    assertTrue(all.isHit(), message);
    List<String> expected = new ArrayList<>(server.expected("SELECT * FROM data" + WINDOW));
    List<String> actual = new ArrayList<>(all.rows());
    // Rows of the same instant may come in any order.
    expected.sort(null);
    actual.sort(null);
    assertEquals(expected, actual, message);
    for (int device = 0; device < 10; device++) {
      String one =
          "SELECT seq, value FROM data WHERE device_id = " + device + " AND ts >= '2026-01-01'";
      Answer answer = server.answer(cached, "data", one);
      assertTrue(answer.isHit(), message);
      List<String> rows = new ArrayList<>(answer.rows());
      List<String> wanted = new ArrayList<>(server.expected(one));
      rows.sort(null);
      wanted.sort(null);
      assertEquals(wanted, rows, message);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void adjust_randomWritersWithOpenTransactions_isTheTable(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> ways = new TreeMap<>();
    try (CachedServer server = server();
        Connection cached = server.cached();
        Connection first = server.plain();
        Connection second = server.plain()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      // Two transactions on different devices, so that they never wait for each other.
      Connection[] writers = {first, second};
      int seq = 1000;
      for (int step = 0; step < 120; step++) {
        int who = random.nextInt(2);
        int device = 2 * random.nextInt(4) + who;
        try (Statement statement = writers[who].createStatement()) {
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> statement.execute(insert(device, seq++, random));
            case 3 ->
                statement.execute("UPDATE data SET value = value + 1 WHERE device_id = " + device);
            case 4 ->
                statement.execute(
                    "DELETE FROM data WHERE device_id = " + device + " AND seq % 7 = 0");
            case 5 ->
                statement.execute(
                    "UPDATE data SET seq = seq + 100000 WHERE device_id = "
                        + device
                        + " AND seq % 11 = 0");
            case 6 -> {
              statement.execute("SAVEPOINT s");
              statement.execute("DELETE FROM data WHERE device_id = " + device);
              statement.execute(insert(device, seq++, random));
              statement.execute("ROLLBACK TO SAVEPOINT s");
            }
            case 7 -> writers[who].rollback();
            default -> writers[who].commit();
          }
        }
        if (random.nextInt(2) == 0) {
          server.adjust("data");
          assertIsTheTable(server, cached, "seed " + seed + ", step " + step);
          ways.merge(server.status("data", "last_way"), 1, Integer::sum);
        }
      }
      first.rollback();
      second.rollback();
    }
    assertTrue(ways.keySet().containsAll(List.of("UNCHANGED", "DELTA", "RELOAD")), ways.toString());
  }

  private static String insert(int device, int seq, Random random) {
    return "INSERT INTO data VALUES ("
        + device
        + ", "
        + seq
        + ", "
        + random.nextInt(100)
        + ", timestamp '2025-12-31' + interval '"
        + random.nextInt(5_000)
        + " min')";
  }
}
