package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.model.Outcome;
import io.tablecache.stress.CachedServer.Answer;
import io.tablecache.testing.Await;
import io.tablecache.testing.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that end, servers that stop, locks that are held: the application goes on. */
final class ConnectionTroubleTest {
  private static final String[] DDL = {
    "CREATE TABLE data (id integer PRIMARY KEY, value integer NOT NULL)",
    "INSERT INTO data SELECT i, i FROM generate_series(1, 100) i"
  };
  private static final String ONE = "SELECT value FROM data WHERE id = 7";
  private static final String UNCACHED = "SELECT count(*) FROM pg_class";
  private static final String TERMINATE_ENGINE =
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND application_name = 'TableCache'";

  @TempDir private Path directory;

  private static String config(String every, String maxStaleness) {
    return """
      data {
        relation = public.data
        indexes { by_id { segment = [id] } }
        freshness { every = %s, max-staleness = %s }
      }
      """
        .formatted(every, maxStaleness);
  }

  @Test
  void engineConnections_terminatedBetweenRounds_recoverByThemselves() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("50ms", "2s"), DDL).loaded();
        Connection cached = server.cached()) {
      for (int i = 0; i < 5; i++) {
        server.execute(TERMINATE_ENGINE);
        // A statement that was never seen needs the describer too.
        String fresh =
            "SELECT value + 0 AS v" + i + ", value, id AS i" + i + " FROM data WHERE id = 7";
        assertEquals(server.expected(fresh), CachedServer.rows(cached, fresh));
        int value = 1000 + i;
        server.execute("UPDATE data SET value = " + value + " WHERE id = 7");
        Await.until(
            "the new value from the cache",
            () ->
                server
                    .answer(cached, "data", ONE)
                    .equals(new Answer(List.of(String.valueOf(value)), true)));
      }
      assertTrue(Long.parseLong(server.status("data", "failures")) >= 1, "was seen and counted");
    }
  }

  @Test
  void describerConnection_terminated_newTemplateIsPlanned() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded();
        Connection cached = server.cached()) {
      assertTrue(server.answer(cached, "data", ONE).isHit());
      server.execute(TERMINATE_ENGINE);

      assertTrue(server.answer(cached, "data", "SELECT id, value FROM data WHERE id = 8").isHit());
    }
  }

  @Test
  void loader_lockedOut_neverStopsHitsUntilTooOld() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("100ms", "4s"), DDL).loaded();
        Connection cached = server.cached();
        Connection locking = server.plain()) {
      assertTrue(server.answer(cached, "data", ONE).isHit());
      locking.setAutoCommit(false);
      CachedServer.rows(locking, "SELECT 1");
      try (Statement statement = locking.createStatement()) {
        statement.execute("LOCK TABLE data IN ACCESS EXCLUSIVE MODE");
      }
      long hits = server.hits("data");
      long slowest = 0;
      // As long as the adjustment waits for its lock, and until it has given up.
      long failures = Long.parseLong(server.status("data", "failures"));
      while (Long.parseLong(server.status("data", "failures")) == failures) {
        long start = System.nanoTime();
        assertEquals(List.of("7"), CachedServer.rows(cached, ONE));
        slowest = Math.max(slowest, System.nanoTime() - start);
      }
      assertTrue(server.hits("data") > hits + 10, "hits while the loader waits");
      assertTrue(slowest < 1_000_000_000, "a reader waited " + slowest / 1_000_000 + " ms");
      assertTrue(server.status("data", "last_failure").contains("55P03"));

      // When it is too old, statements go to the database: they wait for the lock, as without us.
      Await.until("too old", () -> server.status("data", "state").equals("TOO_OLD"));
      try (Statement statement = cached.createStatement()) {
        statement.execute("SET lock_timeout = '100ms'");
        SQLException locked =
            assertThrows(SQLException.class, () -> CachedServer.rows(cached, ONE));
        assertEquals("55P03", locked.getSQLState());
      }
      assertTrue(server.counted("data", Outcome.TOO_OLD) > 0);

      locking.rollback();
      Await.until("hits again", () -> server.answer(cached, "data", ONE).isHit());
    }
  }

  @Test
  void adjustment_failsHalfWay_leavesNothing() throws Exception {
    // The second table's load fails after the first one's succeeded, and after its own rows began
    // to come.
    String config =
        """
        data {
          relation = public.data
          indexes { by_id { segment = [id] } }
          freshness { every = 1h, max-staleness = 2h }
        }
        risky {
          relation = public.risky
          freshness { every = 1h, max-staleness = 2h }
        }
        """;
    try (CachedServer server =
            CachedServer.of(
                    directory,
                    config,
                    DDL[0],
                    DDL[1],
                    "CREATE TABLE parts (id integer PRIMARY KEY, divisor integer NOT NULL)",
                    "INSERT INTO parts SELECT i, i FROM generate_series(1, 5000) i",
                    "CREATE VIEW risky AS SELECT id, 1000 / divisor AS share FROM parts")
                .loaded();
        Connection cached = server.cached()) {
      List<String> before = server.expected("SELECT id, share FROM risky");
      server.execute(
          "UPDATE parts SET divisor = 0 WHERE id = 5000", "DELETE FROM parts WHERE id < 9");

      assertThrows(SQLException.class, () -> server.adjust("risky"));

      // Still the former one, whole.
      Answer answer = server.answer(cached, "risky", "SELECT id, share FROM risky");
      assertTrue(answer.isHit());
      assertEquals(before.stream().sorted().toList(), answer.rows().stream().sorted().toList());

      server.execute("UPDATE parts SET divisor = 2 WHERE id = 5000");
      server.adjust("risky");
      Answer repaired = server.answer(cached, "risky", "SELECT id, share FROM risky");
      assertTrue(repaired.isHit());
      assertEquals(
          server.expected("SELECT id, share FROM risky").stream().sorted().toList(),
          repaired.rows().stream().sorted().toList());
    }
  }

  @Test
  void adjustment_columnDroppedMeanwhile_neverShowsWrongColumns() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded();
        Connection cached = server.cached()) {
      server.execute("ALTER TABLE data ADD COLUMN note text DEFAULT 'x'");
      server.adjust("data");
      assertTrue(server.answer(cached, "data", "SELECT * FROM data WHERE id = 3").isHit());
      server.execute("ALTER TABLE data DROP COLUMN value");
      server.adjust("data");

      assertEquals(
          new Answer(List.of("3,x"), true),
          server.answer(cached, "data", "SELECT * FROM data WHERE id = 3"));
      SQLException gone = assertThrows(SQLException.class, () -> CachedServer.rows(cached, ONE));
      assertEquals("42703", gone.getSQLState());

      server.execute("ALTER TABLE data DROP COLUMN id");
      assertThrows(SQLException.class, () -> server.adjust("data"));
      assertFalse(server.answer(cached, "data", "SELECT note FROM data").isHit());
    }
  }

  @Test
  void usersConnection_terminated_failsAsThePlainOneAndThePoolRecovers() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded()) {
      HikariConfig hikari = new HikariConfig();
      hikari.setDataSource(server.dataSource());
      hikari.setMaximumPoolSize(1);
      hikari.setMinimumIdle(1);
      try (HikariDataSource pool = new HikariDataSource(hikari);
          Connection plain = server.plain()) {
        String plainState = stateAfterTermination(server, plain, UNCACHED);
        String pooledState;
        try (Connection pooled = pool.getConnection()) {
          pooledState = stateAfterTermination(server, pooled, UNCACHED);
        }
        assertEquals(plainState, pooledState);

        try (Connection next = pool.getConnection()) {
          assertEquals(new Answer(List.of("7"), true), server.answer(next, "data", ONE));
        }
      }
    }
  }

  @Test
  void usersConnection_terminatedBeforeItsFirstRead_failsAsThePlainOne() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded();
        Connection other = server.cached();
        Connection cached = server.cached();
        Connection plain = server.plain()) {
      assertTrue(server.answer(other, "data", ONE).isHit());

      // It is the question for the session's facts that finds the connection gone.
      assertEquals(
          stateAfterTermination(server, plain, ONE), stateAfterTermination(server, cached, ONE));
      assertTrue(cached.isClosed());
      SQLException closed = assertThrows(SQLException.class, () -> CachedServer.rows(cached, ONE));
      assertEquals("08003", closed.getSQLState());
    }
  }

  @Test
  void questionForFacts_canceledInTransaction_failsAsTheStatementOfThePlainOne() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded();
        Connection other = server.cached();
        Connection cached = server.cached();
        Connection plain = server.plain();
        Connection locking = server.plain()) {
      assertTrue(server.answer(other, "data", ONE).isHit());
      for (Connection waiting : List.of(cached, plain)) {
        waiting.setAutoCommit(false);
        try (Statement statement = waiting.createStatement()) {
          statement.execute("SET LOCAL statement_timeout = '100ms'");
        }
      }
      locking.setAutoCommit(false);
      try (Statement statement = locking.createStatement()) {
        statement.execute("LOCK TABLE pg_catalog.pg_proc IN ACCESS EXCLUSIVE MODE");
      }

      for (Connection waiting : List.of(plain, cached)) {
        SQLException canceled =
            assertThrows(SQLException.class, () -> CachedServer.rows(waiting, ONE));
        assertEquals("57014", canceled.getSQLState());
        SQLException failed =
            assertThrows(SQLException.class, () -> CachedServer.rows(waiting, ONE));
        assertEquals("25P02", failed.getSQLState());
      }

      locking.rollback();
      cached.rollback();
      assertEquals(new Answer(List.of("7"), true), server.answer(cached, "data", ONE));
    }
  }

  /** The SQLState of a statement on a connection that is gone. */
  private static String stateAfterTermination(
      CachedServer server, Connection connection, String sql) throws SQLException {
    String pid = CachedServer.rows(connection, "SELECT pg_backend_pid()").get(0);
    server.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
    return assertThrows(SQLException.class, () -> CachedServer.rows(connection, sql)).getSQLState();
  }

  @Test
  void pool_ofOneConnection_nestedStatementsDoNotWaitForEachOther() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded()) {
      HikariConfig hikari = new HikariConfig();
      hikari.setDataSource(server.dataSource());
      hikari.setMaximumPoolSize(1);
      hikari.setConnectionTimeout(5_000);
      try (HikariDataSource pool = new HikariDataSource(hikari);
          Connection connection = pool.getConnection();
          PreparedStatement outer =
              connection.prepareStatement("SELECT id FROM data WHERE id <= 20");
          ResultSet ids = outer.executeQuery();
          PreparedStatement hit =
              connection.prepareStatement("SELECT value FROM data WHERE id = ?");
          PreparedStatement miss =
              connection.prepareStatement(
                  "SELECT sum(d.value) FROM data d WHERE id = ? GROUP BY id")) {
        int rows = 0;
        while (ids.next()) {
          for (PreparedStatement inner : List.of(hit, miss)) {
            inner.setInt(1, ids.getInt(1));
            try (ResultSet value = inner.executeQuery()) {
              assertTrue(value.next());
              assertEquals(ids.getInt(1), value.getInt(1));
            }
          }
          rows++;
        }
        assertEquals(20, rows);
      }
    }
  }

  @Test
  void result_abandonedHalfRead_blocksNothing() throws Exception {
    try (CachedServer server = CachedServer.of(directory, config("1h", "2h"), DDL).loaded();
        Connection cached = server.cached()) {
      Statement abandoned = cached.createStatement();
      ResultSet half = abandoned.executeQuery("SELECT id, value FROM data WHERE id <= 50");
      assertTrue(half.next());
      for (int i = 0; i < 5; i++) {
        server.execute(
            "UPDATE data SET value = -" + i + " WHERE id <= 50", "TRUNCATE data", DDL[1]);
        server.adjust("data");
      }
      server.execute("UPDATE data SET value = 0");
      server.adjust("data");
      assertEquals(new Answer(List.of("0"), true), server.answer(cached, "data", ONE));

      // What was begun goes on with the snapshot that it began with.
      int rows = 1;
      assertEquals(half.getInt(1), half.getInt(2));
      while (half.next()) {
        assertEquals(half.getInt(1), half.getInt(2));
        rows++;
      }
      assertEquals(50, rows);
    }
  }

  @Test
  void server_stopsForGood_answersUntilTooOldThenFailsAsThePlainDriver() throws Exception {
    PostgresServer own = PostgresServer.start();
    String url = own.createDatabase();
    try (CachedServer server = CachedServer.of(url, directory, config("100ms", "1500ms"), DDL)) {
      server.loaded();
      try (Connection cached = server.cached();
          Connection plain = server.plain()) {
        assertTrue(server.answer(cached, "data", ONE).isHit());
        own.close();

        String plainState =
            assertThrows(SQLException.class, () -> CachedServer.rows(plain, ONE)).getSQLState();
        String[] state = {""};
        Await.until(
            "the database's error",
            () -> {
              try {
                assertEquals(List.of("7"), CachedServer.rows(cached, ONE));
                return false;
              } catch (SQLException e) {
                state[0] = e.getSQLState();
                return true;
              }
            });
        assertEquals(plainState, state[0]);
      }
    }
  }

  @Test
  void server_startedAgain_isAnsweredFromAgain() throws Exception {
    EmbeddedPostgres former =
        EmbeddedPostgres.builder()
            .setCleanDataDirectory(false)
            .setDataDirectory(directory.resolve("data"))
            .start();
    EmbeddedPostgres again = null;
    try (CachedServer server =
        CachedServer.of(
            former.getJdbcUrl("postgres", "postgres"), directory, config("100ms", "10s"), DDL)) {
      server.loaded();
      Connection cached = server.cached();
      assertTrue(server.answer(cached, "data", ONE).isHit());

      former.close();
      // Nothing of it needs the server.
      assertEquals(new Answer(List.of("7"), true), server.answer(cached, "data", ONE));
      again =
          EmbeddedPostgres.builder()
              .setCleanDataDirectory(false)
              .setDataDirectory(directory.resolve("data"))
              .setPort(former.getPort())
              .start();
      try (Connection plain = server.plain();
          Statement statement = plain.createStatement()) {
        statement.execute("UPDATE data SET value = 70 WHERE id = 7");
      }
      try (Connection fresh = server.cached()) {
        Await.until(
            "the new value from the cache",
            () -> server.answer(fresh, "data", ONE).equals(new Answer(List.of("70"), true)));
      }
      cached.close();
    } finally {
      former.close();
      if (again != null) {
        again.close();
      }
    }
  }
}
