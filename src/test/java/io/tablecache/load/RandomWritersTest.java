package io.tablecache.load;

import static io.tablecache.load.LoadTesting.appendOnly;
import static io.tablecache.load.LoadTesting.at;
import static io.tablecache.load.LoadTesting.execute;
import static io.tablecache.load.LoadTesting.index;
import static io.tablecache.load.LoadTesting.past;
import static io.tablecache.load.LoadTesting.rows;
import static io.tablecache.load.LoadTesting.rule;
import static io.tablecache.load.LoadTesting.window;
import static io.tablecache.load.LoadTesting.withIndexes;
import static io.tablecache.load.LoadTesting.withWindow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.TableRule;
import io.tablecache.load.Adjustment.Way;
import io.tablecache.model.Clock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adjusts again and again while writers do what writers do; each snapshot must be the table. */
class RandomWritersTest {
  private static final Duration IMPATIENT = Duration.ofMillis(20);
  private static final int ROUNDS = 250;

  private static final TableRule WHOLE = rule("t");
  private static final TableRule WINDOW =
      withWindow(
          withIndexes(
              rule("t"), index("all", List.of(), "n"), index("by_part", List.of("part"), "n")),
          window("n", at("300"), at("700")));

  /** What one writer does in one step. */
  private static String statement(Random random) {
    String key = "id = " + random.nextInt(60) + " AND part = " + random.nextInt(3);
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 ->
          "INSERT INTO t VALUES (%d, %d, %d, 'i') ON CONFLICT DO NOTHING"
              .formatted(random.nextInt(60), random.nextInt(3), random.nextInt(1000));
      case 5, 6, 7 -> "UPDATE t SET v = v || 'u' WHERE " + key;
      case 8, 9 -> "UPDATE t SET n = " + random.nextInt(1000) + " WHERE " + key;
      case 10 -> "UPDATE t SET n = NULL WHERE " + key;
      case 11 -> "UPDATE t SET id = " + (100 + random.nextInt(1_000_000)) + " WHERE " + key;
      case 12 -> "DELETE FROM t WHERE " + key;
      case 13 -> "SAVEPOINT s";
      case 14, 15 -> "ROLLBACK TO s";
      case 16 -> random.nextInt(10) == 0 ? "TRUNCATE t" : "SELECT 1";
      case 17 -> "ROLLBACK";
      default -> "COMMIT";
    };
  }

  /** One step of a writer, which may fail as writers do: then its transaction is rolled back. */
  private static void step(Connection writer, Random random) throws SQLException {
    String sql = statement(random);
    try {
      if (random.nextInt(4) == 0) {
        execute(writer, "BEGIN");
      }
      execute(writer, sql);
    } catch (SQLException failed) {
      // No savepoint, a lock that another writer holds, or a duplicate key.
      execute(writer, "ROLLBACK");
    }
  }

  private static List<String> truth(LoadTesting db, TableRule rule) throws SQLException {
    String where = rule.window() == null ? "" : " WHERE n BETWEEN 300 AND 700";
    List<String> rows = new ArrayList<>();
    try (Statement statement = db.connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, part, n, v FROM t" + where)) {
      while (row.next()) {
        String n = row.getString(3);
        rows.add("|%s|%s|%s|%s".formatted(row.getString(1), row.getString(2), n, row.getString(4)));
      }
    }
    rows.sort(null);
    return rows;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void run_afterRandomWrites_isTheTable(long seed) throws SQLException {
    for (TableRule rule : List.of(WHOLE, WINDOW)) {
      Random random = new Random(seed);
      Map<Way, Integer> ways = new EnumMap<>(Way.class);
      try (LoadTesting db = new LoadTesting(Clock.SYSTEM, IMPATIENT);
          Connection first = db.connect();
          Connection second = db.connect();
          Connection third = db.connect()) {
        db.sql(
            "CREATE TABLE t (id int, part int, n int, v text, PRIMARY KEY (id, part))",
            "INSERT INTO t SELECT i, i % 3, i * 17 % 1000, 'x' FROM generate_series(0, 59) i",
            "SET lock_timeout = 20");
        List<Connection> writers = List.of(first, second, third);
        for (Connection writer : writers) {
          execute(writer, "SET lock_timeout = 20");
        }
        Adjustment former = null;
        for (int round = 0; round < ROUNDS; round++) {
          for (int i = random.nextInt(4); i > 0; i--) {
            step(writers.get(random.nextInt(writers.size())), random);
          }
          if (random.nextInt(30) == 0) {
            vacuum(db);
          }
          former = adjust(db, rule, former, ways, "seed " + seed + ", round " + round);
        }
      }
      for (Way way : List.of(Way.UNCHANGED, Way.DELTA, Way.RELOAD)) {
        assertTrue(ways.getOrDefault(way, 0) > 5, () -> "seed " + seed + ": " + ways);
      }
    }
  }

  private static void vacuum(LoadTesting db) throws SQLException {
    try {
      db.sql("VACUUM FREEZE t");
    } catch (SQLException locked) {
      assertEquals("55P03", locked.getSQLState());
    }
  }

  private static @Nullable Adjustment adjust(
      LoadTesting db,
      TableRule rule,
      @Nullable Adjustment former,
      Map<Way, Integer> ways,
      String where)
      throws SQLException {
    LoadResult result = db.run(rule, former, LoadTesting.MEMORY);
    if (result instanceof LoadResult.Adjusted adjusted) {
      Adjustment adjustment = adjusted.adjustment();
      assertEquals(truth(db, rule), rows(adjustment.snapshot()), where + ": " + adjustment.way());
      ways.merge(adjustment.way(), 1, Integer::sum);
      return adjustment;
    }
    // A writer that has truncated the table holds its lock.
    assertTrue(((LoadResult.Failed) result).message().contains("55P03"), result::toString);
    return former;
  }

  @Test
  void run_appendOnlyWithLateCommits_isTheTable() throws SQLException {
    long seed = 4;
    Random random = new Random(seed);
    TableRule rule =
        appendOnly(
            withWindow(rule("log"), window("ts", past(Duration.ofHours(1)), null)),
            Duration.ofSeconds(60));
    try (LoadTesting db = new LoadTesting();
        Connection slow = db.connect()) {
      db.sql("CREATE TABLE log (id bigserial, ts timestamptz DEFAULT clock_timestamp(), v int)");
      Adjustment former = db.load(rule);
      for (int round = 0; round < 100; round++) {
        Connection writer = random.nextBoolean() ? slow : db.connection;
        if (writer == slow) {
          slow.setAutoCommit(false);
        }
        execute(writer, "INSERT INTO log (v) VALUES (" + round + ")");
        if (random.nextInt(3) == 0) {
          slow.setAutoCommit(true);
        }
        former = db.adjust(rule, former);
        assertEquals(
            db.number("SELECT count(*) FROM log"),
            former.snapshot().rowCount(),
            "seed " + seed + ", round " + round);
        assertTrue(former.way() != Way.RELOAD && former.way() != Way.DELTA);
      }
    }
  }
}
