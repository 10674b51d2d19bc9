package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several threads use one connection at once, each with statements of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentUseTest {
  private static final int TIMES = 400;

  private BothDrivers drivers;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
    drivers.execute("CREATE TABLE log (id int)");
    drivers.execute("CALL tablecache.adjust('item')");
  }

  @AfterAll
  void close() throws SQLException {
    drivers.close();
  }

  private static Callable<Void> times(Callable<?> step) {
    return () -> {
      for (int i = 0; i < TIMES; i++) {
        step.call();
      }
      return null;
    };
  }

  private static String rows(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return Transcript.rows(rows);
    }
  }

  private static Callable<Void> reading(Connection connection, String sql, String expected) {
    return times(
        () -> {
          try (Statement statement = connection.createStatement()) {
            assertEquals(expected, rows(statement, sql), sql);
          }
          return null;
        });
  }

  /** Runs all at once, and fails as the first that fails. */
  private static void together(List<Callable<Void>> tasks) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
    try {
      CountDownLatch start = new CountDownLatch(tasks.size());
      List<Future<Void>> running = new ArrayList<>();
      for (Callable<Void> task : tasks) {
        running.add(
            executor.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return task.call();
                }));
      }
      for (Future<Void> one : running) {
        one.get(2, TimeUnit.MINUTES);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void reads_ofDifferentShapes_eachGetTheirOwnAnswer() throws Exception {
    long before = drivers.hits();
    try (Connection connection = drivers.caching();
        PreparedStatement prepared =
            connection.prepareStatement("SELECT id, name FROM cached_item WHERE id = ?")) {
      together(
          List.of(
              reading(connection, "SELECT id FROM cached_item WHERE id = 1", "[1]"),
              reading(connection, "SELECT name, id FROM cached_item WHERE id = 2", "[item 2, 2]"),
              reading(connection, "SELECT count(*), max(id) FROM cached_item", "[5, 5]"),
              reading(connection, "SELECT made FROM cached_item WHERE id < 0", ""),
              reading(connection, "SELECT id FROM plain_item WHERE id = 3", "[3]"),
              times(
                  () -> {
                    prepared.setInt(1, 4);
                    try (ResultSet rows = prepared.executeQuery()) {
                      assertEquals("[4, item 4]", Transcript.rows(rows));
                    }
                    return null;
                  })));
    }
    assertTrue(drivers.hits() > before + TIMES, "hits");
  }

  @Test
  void writesAndReads_ofOneConnection_failNowhereAndAreSeen() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    try (Connection connection = drivers.caching();
        Connection other = drivers.caching()) {
      for (int thread = 0; thread < 4; thread++) {
        int id = 100 + thread;
        tasks.add(
            times(
                () -> {
                  try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO cached_item (id) VALUES (" + id + ")");
                    String read = "SELECT id FROM cached_item WHERE id = " + id;
                    assertEquals("[" + id + "]", rows(statement, read));
                    try (Statement another = other.createStatement()) {
                      assertEquals("[" + id + "]", rows(another, read));
                    }
                    statement.execute("DELETE FROM cached_item WHERE id = " + id);
                    assertEquals("", rows(statement, read));
                    statement.execute("INSERT INTO log VALUES (1)");
                    connection.isValid(5);
                  }
                  return null;
                }));
      }
      together(tasks);
    }
  }
}
