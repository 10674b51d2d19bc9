package io.tablecache.load;

import static io.tablecache.load.LoadTesting.execute;
import static io.tablecache.load.LoadTesting.rows;
import static io.tablecache.load.LoadTesting.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.TableRule;
import io.tablecache.model.Clock;
import io.tablecache.testing.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderConcurrencyTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private LoadTesting db;
  private ExecutorService thread;

  @BeforeEach
  void open() throws SQLException {
    db = new LoadTesting();
    thread = Executors.newSingleThreadExecutor();
    db.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "INSERT INTO t SELECT i, i FROM generate_series(1, 100) i",
        "CREATE VIEW over_t AS SELECT id, v + 0 AS v FROM t",
        "CREATE TABLE parts (id int PRIMARY KEY, v int) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000)",
        "INSERT INTO parts SELECT * FROM t");
  }

  @AfterEach
  void close() throws SQLException {
    thread.shutdownNow();
    db.close();
  }

  private void awaitLoaderWaitsForALock() throws Exception {
    Await.until(
        "the loader waits for a lock",
        () ->
            db.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'TableCache'"
                        + " AND datname = current_database() AND wait_event_type = 'Lock'")
                == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t t", "t over_t", "parts parts", "parts_1 parts"})
  void run_truncatedAndRefilledWhileItWaits_neverSeesTheTableEmpty(String tables) throws Exception {
    String written = tables.split(" ")[0];
    TableRule rule = rule(tables.split(" ")[1]);
    Adjustment first = db.load(rule);
    try (Connection writer = db.connect()) {
      writer.setAutoCommit(false);
      execute(
          writer,
          "TRUNCATE " + written,
          "INSERT INTO " + written + " SELECT i, -i FROM generate_series(1, 100) i");
      Future<Adjustment> next = thread.submit(() -> db.adjust(rule, first));
      awaitLoaderWaitsForALock();
      writer.commit();

      List<String> rows = rows(next.get().snapshot());

      assertEquals(100, rows.size());
      assertTrue(rows.contains("|7|-7"));
    }
  }

  @Test
  void run_tableLockedTooLong_failsAloneAndTheFormerGoesOn() throws SQLException {
    db.sql("CREATE TABLE u (id int PRIMARY KEY)");
    try (Loader impatient = new Loader(db::connect, Clock.SYSTEM, SHORT);
        Connection writer = db.connect()) {
      writer.setAutoCommit(false);
      execute(writer, "LOCK TABLE t");
      List<LoadRequest> due =
          List.of(
              new LoadRequest(rule("t"), null, LoadTesting.MEMORY),
              new LoadRequest(rule("u"), null, LoadTesting.MEMORY));
      List<LoadResult> results = impatient.run(due);

      LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, results.get(0));
      assertTrue(failed.keepsFormer());
      assertTrue(failed.message().contains("55P03"), failed.message());
      assertInstanceOf(LoadResult.Adjusted.class, results.get(1));

      writer.rollback();
      assertInstanceOf(LoadResult.Adjusted.class, impatient.run(due).get(0));
    }
  }

  @Test
  void run_othersWaitForItsLocks_neverWaitsForTheirs() throws Exception {
    db.sql("CREATE TABLE u (id int PRIMARY KEY)", "CREATE TABLE w (id int PRIMARY KEY)");
    try (Loader patient = new Loader(db::connect, Clock.SYSTEM, Duration.ofSeconds(3));
        Connection first = db.connect();
        Connection second = db.connect()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      execute(first, "LOCK TABLE u");
      execute(second, "LOCK TABLE w");
      List<LoadRequest> due =
          Stream.of("t", "w", "u")
              .map(table -> new LoadRequest(rule(table), null, LoadTesting.MEMORY))
              .toList();
      Future<List<LoadResult>> round = thread.submit(() -> patient.run(due));
      Await.until("the loader has locked t", () -> accessShareLocks("t") == 1);
      ExecutorService application = Executors.newSingleThreadExecutor();
      try {
        // Waits for the loader, whose next wait would close the circle.
        Future<?> waiting =
            application.submit(
                () -> {
                  execute(first, "LOCK TABLE t");
                  return null;
                });
        Await.until("the application waits for t", () -> waitingSessions() == 1);
        second.rollback();

        List<LoadResult> results = round.get();

        assertInstanceOf(LoadResult.Adjusted.class, results.get(0));
        assertInstanceOf(LoadResult.Adjusted.class, results.get(1));
        LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, results.get(2));
        assertTrue(failed.message().contains("55P03"), failed.message());
        waiting.get();
      } finally {
        application.shutdownNow();
      }
    }
  }

  private long accessShareLocks(String table) throws SQLException {
    return db.number(
        "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessShareLock' AND relation = '"
            + table
            + "'::regclass");
  }

  private long waitingSessions() throws SQLException {
    return db.number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock'");
  }

  @Test
  void close_duringARound_endsIt() throws Exception {
    try (Connection writer = db.connect()) {
      writer.setAutoCommit(false);
      execute(writer, "LOCK TABLE t");
      Future<Adjustment> round = thread.submit(() -> db.load(rule("t")));
      awaitLoaderWaitsForALock();

      db.loader.close();

      ExecutionException failed = assertThrows(ExecutionException.class, round::get);
      assertInstanceOf(SQLException.class, failed.getCause());
    }
  }

  @Test
  void close_whileConnecting_leavesNoConnection() {
    AtomicReference<@Nullable Loader> self = new AtomicReference<>();
    List<Connection> opened = new ArrayList<>();
    Loader loader =
        new Loader(
            () -> {
              Loader closing = self.get();
              if (closing != null) {
                closing.close();
              }
              Connection connection = db.connect();
              opened.add(connection);
              return connection;
            },
            Clock.SYSTEM);
    self.set(loader);

    assertThrows(SQLException.class, () -> loader.run(List.of()));

    assertEquals(1, opened.size());
    assertEquals(List.of(true), opened.stream().map(LoaderConcurrencyTest::isClosed).toList());
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void run_underConcurrentTransfers_tablesAlwaysAgree() throws Exception {
    db.sql("CREATE TABLE a (id int PRIMARY KEY, v int)", "CREATE TABLE b (LIKE a INCLUDING ALL)");
    db.sql("INSERT INTO a SELECT i, 10 FROM generate_series(1, 50) i");
    AtomicBoolean stop = new AtomicBoolean();
    Future<Integer> writer =
        thread.submit(
            () -> {
              int moves = 0;
              try (Connection connection = db.connect()) {
                while (!stop.get()) {
                  String id = String.valueOf(moves % 50 + 1);
                  String from = moves / 50 % 2 == 0 ? "a" : "b";
                  String to = from.equals("a") ? "b" : "a";
                  connection.setAutoCommit(false);
                  execute(
                      connection,
                      "DELETE FROM " + from + " WHERE id = " + id,
                      "INSERT INTO " + to + " VALUES (" + id + ", 10)");
                  connection.commit();
                  moves++;
                }
              }
              return moves;
            });
    Adjustment a = null;
    Adjustment b = null;
    for (int round = 0; round < 300; round++) {
      List<LoadResult> results =
          db.loader.run(
              List.of(
                  new LoadRequest(rule("a"), a, LoadTesting.MEMORY),
                  new LoadRequest(rule("b"), b, LoadTesting.MEMORY)));
      a = assertInstanceOf(LoadResult.Adjusted.class, results.get(0)).adjustment();
      b = assertInstanceOf(LoadResult.Adjusted.class, results.get(1)).adjustment();
      List<String> both = new ArrayList<>(rows(a.snapshot()));
      both.addAll(rows(b.snapshot()));
      assertEquals(50, both.size(), "round " + round);
      assertEquals(50, both.stream().distinct().count(), "round " + round);
    }
    stop.set(true);
    assertTrue(writer.get() > 0);
  }
}
