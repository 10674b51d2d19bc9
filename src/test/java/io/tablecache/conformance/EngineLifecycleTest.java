package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.TableCacheDriver;
import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many engines there are, and what they hold of the process and the server. */
final class EngineLifecycleTest {
  /** The loader's, and the one that statements are typed on. */
  private static final int CONNECTIONS_PER_ENGINE = 2;

  @TempDir private Path directory;

  static List<Thread> engineThreads(String database) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tablecache-" + database))
        .toList();
  }

  private static int serverSessions(Connection plain) {
    return Answer.of(
            plain,
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'TableCache'")
        .rows()
        .size();
  }

  @Test
  void engine_ofManyConnections_isOne() throws Exception {
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection plain = database.plain()) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        connections.add(database.cached());
        connections.add(DriverManager.getConnection(database.urlWithConfig()));
      }
      for (Connection connection : connections) {
        database.assertOutcome(Outcome.HIT, () -> Answer.of(connection, DeviceDatabase.COVERED));
      }
      assertEquals(1, engineThreads(plain.getCatalog()).size());
      assertTrue(serverSessions(plain) <= CONNECTIONS_PER_ENGINE);
      for (Connection connection : connections) {
        connection.close();
      }
      assertEquals(1, engineThreads(plain.getCatalog()).size(), "it goes on for a while");
    }
  }

  @Test
  void engine_thread_isADaemonWithoutTheApplicationsClassLoader() throws Exception {
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection plain = database.plain()) {
      Thread thread = engineThreads(plain.getCatalog()).get(0);

      assertTrue(thread.isDaemon());
      assertSame(TableCacheDriver.class.getClassLoader(), thread.getContextClassLoader());
    }
  }

  @Test
  void engines_ofTwoConfigs_areTwo() throws Exception {
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection plain = database.plain()) {
      Path second =
          Files.writeString(
              directory.resolve("second.conf"),
              "tablecache { tables { other { relation = public.devices } } }\n");
      TableCacheDataSource dataSource = new TableCacheDataSource();
      dataSource.setUrl(database.plainUrl());
      dataSource.setConfig(second.toString());
      assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(30)));
      try (Connection connection = dataSource.getConnection()) {
        assertEquals(
            List.of("other"), Answer.of(connection, "SELECT * FROM tablecache.tables").column());
      }
      assertEquals(2, engineThreads(plain.getCatalog()).size());
    }
  }

  @Test
  void engine_serverSessionsTerminated_recoversByItself() throws Exception {
    try (DeviceDatabase database =
            DeviceDatabase.builder().maxStaleness("2s").every("200ms").open();
        Connection plain = database.plain();
        Connection cached = database.cached()) {
      Answer.of(
          plain,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name = 'TableCache'");
      database.elsewhere("INSERT INTO device_data VALUES (1, 9999, 0, '2026-01-01 00:20:00')");
      Await.until(
          "a hit with the new row",
          () -> {
            boolean[] isComplete = new boolean[1];
            var outcomes =
                database.outcomesOf(
                    "device_data",
                    () ->
                        isComplete[0] =
                            Answer.of(cached, DeviceDatabase.COVERED).rows().size() == 32);
            return isComplete[0] && outcomes.containsKey(Outcome.HIT);
          });
    }
  }

  @Test
  void connection_serverSessionTerminated_failsAsPlainAndTheNextOneWorks() throws Exception {
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection plain = database.plain()) {
      try (Connection cached = database.cached()) {
        int pid = cached.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        Answer.of(plain, "SELECT pg_terminate_backend(" + pid + ")");
        Await.until(
            "the session is gone",
            () ->
                Answer.of(plain, "SELECT 1 FROM pg_stat_activity WHERE pid = " + pid)
                    .rows()
                    .isEmpty());
        String state = String.valueOf(Answer.of(cached, DeviceDatabase.NOT_COVERED).sqlState());
        assertTrue(state.equals("57P01") || state.startsWith("08"), state);
        assertEquals(false, cached.isValid(1));
      } catch (SQLException ignored) {
        // Closing a connection whose session is gone may fail, as the plain driver's may.
      }
      try (Connection next = database.cached()) {
        database.assertOutcome(Outcome.HIT, () -> Answer.of(next, DeviceDatabase.COVERED));
      }
    }
  }
}
