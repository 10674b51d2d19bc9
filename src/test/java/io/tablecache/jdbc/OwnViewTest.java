package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement does beside what its text says is seen by the statements after it. */
final class OwnViewTest {
  private static final String COUNT = "SELECT id FROM device WHERE id > 0";

  @TempDir private Path directory;

  private final TableCacheDataSource dataSource = new TableCacheDataSource();
  private String url = "";

  @BeforeEach
  void load() throws SQLException, IOException, InterruptedException {
    url = PostgresServer.shared().createDatabase();
    try (Connection plain = DriverManager.getConnection(url)) {
      execute(
          plain,
          "CREATE TABLE device (id integer PRIMARY KEY)",
          "INSERT INTO device VALUES (1), (2)",
          "CREATE SCHEMA other",
          "CREATE TABLE other.device (id integer PRIMARY KEY)",
          "CREATE TABLE event (id integer PRIMARY KEY)",
          "CREATE FUNCTION log(t text) RETURNS integer LANGUAGE sql AS"
              + " 'INSERT INTO device SELECT max(id) + 1 FROM device RETURNING id'",
          "CREATE VIEW logging AS SELECT log('x') AS id",
          "CREATE VIEW over_logging AS SELECT id FROM logging",
          "CREATE VIEW renamed AS SELECT id AS number FROM device",
          "CREATE FUNCTION happened() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM set_config(''search_path'', ''other'', false); RETURN NEW; END'",
          "CREATE TRIGGER happened AFTER INSERT ON event"
              + " FOR EACH ROW EXECUTE FUNCTION happened()");
    }
    Path config = directory.resolve("tablecache.conf");
    Files.writeString(config, "tablecache.tables { device { relation = public.device } }");
    dataSource.setUrl(url);
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(30)));
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static int rows(Connection connection) throws SQLException {
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(COUNT)) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }

  @Test
  void insert_whoseTriggerChangesTheSearchPath_isFollowedByItsTable() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      assertEquals(2, rows(connection));

      execute(connection, "INSERT INTO event VALUES (1)", "CALL tablecache.adjust('device')");

      assertEquals(0, rows(connection));
    }
  }

  @Test
  void insertRow_whoseTriggerChangesTheSearchPath_isFollowedByItsTable() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          ResultSet events = statement.executeQuery("SELECT id FROM public.event")) {
        assertEquals(2, rows(connection));
        events.moveToInsertRow();
        events.updateInt("id", 1);
        events.insertRow();
      }
      execute(connection, "CALL tablecache.adjust('device')");

      assertEquals(0, rows(connection));
    }
  }

  @Test
  void refreshRow_ofALaterState_isNotFollowedByAnOlderSnapshot() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Connection plain = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          ResultSet devices = statement.executeQuery("SELECT id FROM device WHERE id = 1")) {
        assertTrue(devices.next());
        execute(connection, "CALL tablecache.adjust('device')");
        assertEquals(2, rows(connection));
        execute(plain, "INSERT INTO device VALUES (7)");
        devices.refreshRow();
        assertEquals(3, rows(connection));
      }
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT log('x')", "SELECT * FROM logging", "SELECT id FROM Over_Logging"})
  void select_thatWritesBehindItsText_isSeenAtOnce(String writing) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Connection other = dataSource.getConnection()) {
      assertEquals(2, rows(connection));
      execute(connection, writing);
      assertEquals(3, rows(connection));
      assertEquals(3, rows(other));
    }
  }

  @Test
  void read_ofACachedTableThroughAView_isNotFollowedByAnOlderSnapshot() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Connection plain = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      assertEquals(2, rows(connection));
      execute(plain, "INSERT INTO device VALUES (7)");
      execute(connection, "SELECT * FROM renamed");
      assertEquals(3, rows(connection));
      connection.rollback();
    }
  }

  @Test
  void commitAndChain_afterASnapshotWithoutTheRow_isSeenByOtherConnections() throws SQLException {
    try (Connection writing = dataSource.getConnection();
        Connection reading = dataSource.getConnection()) {
      execute(writing, "BEGIN", "INSERT INTO device VALUES (3)");
      execute(reading, "CALL tablecache.adjust('device')");
      assertEquals(2, rows(reading));

      execute(writing, "COMMIT AND CHAIN");

      assertEquals(3, rows(reading));
      execute(writing, "ROLLBACK");
    }
  }

  @Test
  void commitAndBeginInOneText_afterASnapshotWithoutTheRow_isSeenByOtherConnections()
      throws SQLException {
    try (Connection writing = dataSource.getConnection();
        Connection reading = dataSource.getConnection()) {
      execute(writing, "BEGIN; INSERT INTO device VALUES (3)");
      execute(reading, "CALL tablecache.adjust('device')");

      execute(writing, "COMMIT; BEGIN");

      assertEquals(3, rows(reading));
      execute(writing, "ROLLBACK");
    }
  }
}
