package io.tablecache.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.Await;
import io.tablecache.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises of the page on consistency that only whole connections show. */
final class PromisesTest {
  private static final String ROLE = "reader_of_promises";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ = "SELECT * FROM t";

  @TempDir private Path directory;
  private String plainUrl = "";

  @BeforeEach
  void makeTable() throws SQLException {
    plainUrl = PostgresServer.shared().createDatabase();
    elsewhere("CREATE TABLE t (id integer PRIMARY KEY)");
    elsewhere("INSERT INTO t VALUES (1)");
    elsewhere("CREATE ROLE " + ROLE + " LOGIN");
  }

  @AfterEach
  void dropRole() throws SQLException {
    elsewhere("DROP OWNED BY " + ROLE);
    elsewhere("DROP ROLE " + ROLE);
  }

  /** Executes by the plain driver, as another process would. */
  private void elsewhere(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(plainUrl)) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The table, cached and loaded. */
  private TableCacheDataSource cached(String freshness) throws Exception {
    Path config = directory.resolve("tablecache.conf");
    Files.writeString(
        config,
        "tablecache { tables { t { relation = public.t, freshness {" + freshness + "} } } }");
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(plainUrl);
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(60)));
    return dataSource;
  }

  private static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(READ)) {
      int rows = 0;
      while (result.next()) {
        rows++;
      }
      return rows;
    }
  }

  private static int columns(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(READ)) {
      return result.getMetaData().getColumnCount();
    }
  }

  private static String firstLineOfExplanation(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("EXPLAIN (TABLECACHE) " + READ)) {
      assertTrue(result.next());
      return result.getString(1);
    }
  }

  private static void assertHits(Connection connection) throws SQLException {
    assertTrue(firstLineOfExplanation(connection).startsWith("Cache Scan"));
  }

  @Test
  void autocommit_cacheAfterDatabase_mayBeOlder() throws Exception {
    try (Connection connection = cached("every = 30m, max-staleness = 1h").getConnection()) {
      assertHits(connection);
      elsewhere("INSERT INTO t VALUES (2)");
      try (Statement statement = connection.createStatement();
          ResultSet counted =
              statement.executeQuery("SELECT array_length(array_agg(t), 1) FROM t")) {
        assertTrue(counted.next());
        assertEquals(2, counted.getInt(1));
      }
      assertHits(connection);
      assertEquals(1, rows(connection));
    }
  }

  @Test
  void ddl_onOneConnection_isSeenAtOnceOnAll() throws Exception {
    TableCacheDataSource dataSource = cached("every = 30m, max-staleness = 1h");
    try (Connection connection = dataSource.getConnection();
        Connection other = dataSource.getConnection()) {
      assertHits(connection);
      assertHits(other);
      for (int columns = 2; columns < 10; columns++) {
        execute(connection, "ALTER TABLE t ADD COLUMN c" + columns + " integer");
        assertEquals(columns, columns(connection));
        assertEquals(columns, columns(other));
      }
      Await.until("hit", () -> firstLineOfExplanation(other).startsWith("Cache Scan"));
      assertEquals(9, columns(other));
    }
  }

  @Test
  void setRole_inATransaction_isInForceUntilItsEnd() throws Exception {
    try (Connection connection = cached("every = 30m, max-staleness = 1h").getConnection()) {
      assertHits(connection);
      connection.setAutoCommit(false);
      execute(connection, "SET LOCAL ROLE " + ROLE);
      assertEquals("Database: NO_PRIVILEGE", firstLineOfExplanation(connection));
      SQLException refused = assertThrows(SQLException.class, () -> rows(connection));
      assertEquals(INSUFFICIENT_PRIVILEGE, refused.getSQLState());
      connection.rollback();
      assertHits(connection);
      assertEquals(1, rows(connection));
      connection.rollback();
    }
  }

  @Test
  void revoke_elsewhere_isInForceWithinMaxStaleness() throws Exception {
    elsewhere("GRANT SELECT ON t TO " + ROLE);
    TableCacheDataSource dataSource = cached("every = 500ms, max-staleness = 1s");
    try (Connection connection = dataSource.getConnection(ROLE, "")) {
      Await.until("hit", () -> firstLineOfExplanation(connection).startsWith("Cache Scan"));
      assertEquals(1, rows(connection));
      elsewhere("REVOKE SELECT ON t FROM " + ROLE);
      long start = System.nanoTime();
      Await.until("refused", () -> isRefused(connection));
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }
  }

  private static boolean isRefused(Connection connection) {
    try {
      assertEquals(1, rows(connection));
      return false;
    } catch (SQLException e) {
      assertEquals(INSUFFICIENT_PRIVILEGE, e.getSQLState());
      return true;
    }
  }
}
