package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgStatement;

/** The life of a statement and its results, whoever answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StatementsTest {
  private static final String READ = DeviceDatabase.COVERED;
  private static final int ROWS = 31;

  private DeviceDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private static void assertState(String sqlState, Executable executable) {
    assertEquals(sqlState, assertThrows(SQLException.class, executable).getSQLState());
  }

  private static int count(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_result_belongsToTheStatementAndTheConnection(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));

      assertSame(statement, rows.getStatement());
      assertSame(connection, statement.getConnection());
      assertSame(connection, rows.getStatement().getConnection());
      assertSame(rows, statement.getResultSet());
      assertEquals(-1, statement.getUpdateCount());
      assertEquals(-1L, statement.getLargeUpdateCount());
      assertEquals(ROWS, count(rows));
      assertFalse(statement.getMoreResults());
      assertEquals(-1, statement.getUpdateCount());
      assertTrue(rows.isClosed());
      assertNull(statement.getResultSet());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void execute_query_hasAResultAndNoUpdateCount(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertTrue(from.query(database, () -> statement.execute(READ)));
      assertEquals(-1, statement.getUpdateCount());
      ResultSet rows = statement.getResultSet();
      assertNotNull(rows);
      assertSame(rows, statement.getResultSet());
      assertSame(statement, rows.getStatement());
      assertEquals(ROWS, count(rows));
      assertFalse(statement.getMoreResults(Statement.CLOSE_CURRENT_RESULT));
      assertTrue(rows.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getMoreResults_keepingTheCurrent_leavesItOpen(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      Statement statement = connection.createStatement();
      assertTrue(from.query(database, () -> statement.execute(READ)));
      ResultSet rows = statement.getResultSet();
      assertTrue(rows.next());
      assertFalse(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      assertEquals(-1, statement.getUpdateCount());
      assertFalse(rows.isClosed());
      assertEquals(ROWS - 1, count(rows));
      assertFalse(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS));
      assertTrue(rows.isClosed());
      statement.close();
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getMoreResults_keptResult_isClosedByTheNextExecutionAndByClose(ServedFrom from)
      throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      from.query(database, () -> statement.execute(READ));
      ResultSet first = statement.getResultSet();
      statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
      from.query(database, () -> statement.execute(READ));
      assertTrue(first.isClosed());
      ResultSet second = statement.getResultSet();
      statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
      statement.close();
      assertTrue(second.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_again_closesTheFormerResult(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      ResultSet first = from.query(database, () -> statement.executeQuery(READ));
      assertTrue(first.next());
      ResultSet second = from.query(database, () -> statement.executeQuery(READ));
      assertTrue(first.isClosed());
      assertState("55000", first::next);
      ResultSet other = statement.executeQuery("SELECT 1");
      assertTrue(second.isClosed());
      ResultSet third = from.query(database, () -> statement.executeQuery(READ));
      assertTrue(other.isClosed());
      statement.executeUpdate("SET application_name = 'x'");
      assertTrue(third.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void unwrap_statementAndResult_reachesWhatTheRealOnesImplement(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = from.query(database, () -> statement.executeQuery(READ))) {
      assertTrue(statement.isWrapperFor(Statement.class));
      assertSame(statement, statement.unwrap(Statement.class));
      assertTrue(statement.isWrapperFor(PGStatement.class));
      assertNotNull(statement.unwrap(PGStatement.class));
      assertTrue(rows.isWrapperFor(ResultSet.class));
      assertSame(rows, rows.unwrap(ResultSet.class));
      assertFalse(statement.isWrapperFor(Runnable.class));
      assertThrows(SQLException.class, () -> statement.unwrap(Runnable.class));
      assertThrows(SQLException.class, () -> rows.unwrap(Runnable.class));
      assertTrue(statement.isWrapperFor(PgStatement.class));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void setMaxRows_query_givesThatManyRows(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(5);
      assertEquals(5, statement.getMaxRows());
      assertEquals(5, count(from.query(database, () -> statement.executeQuery(READ))));
      statement.setMaxRows(0);
      assertEquals(ROWS, count(from.query(database, () -> statement.executeQuery(READ))));
      assertState("22023", () -> statement.setMaxRows(-1));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void setFetchSize_query_isTheResultsToo(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(4);
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertEquals(4, rows.getFetchSize());
      assertEquals(ResultSet.FETCH_FORWARD, rows.getFetchDirection());
      assertEquals(ROWS, count(rows));
      assertState("22023", () -> statement.setFetchSize(-1));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void createStatement_scrollInsensitive_movesEverywhere(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertEquals(ResultSet.TYPE_SCROLL_INSENSITIVE, rows.getType());
      assertEquals(ResultSet.CONCUR_READ_ONLY, rows.getConcurrency());
      assertTrue(rows.last());
      assertEquals(ROWS, rows.getRow());
      assertTrue(rows.absolute(3));
      assertTrue(rows.relative(-1));
      assertEquals(2, rows.getRow());
      assertTrue(rows.previous());
      assertFalse(rows.previous());
      assertTrue(rows.isBeforeFirst());
      assertState("24000", () -> rows.updateInt(1, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void createStatement_forwardOnly_refusesToMoveBack(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertEquals(ResultSet.TYPE_FORWARD_ONLY, rows.getType());
      assertState("24000", () -> rows.getInt(1));
      assertTrue(rows.next());
      assertState("24000", rows::previous);
      assertState("24000", () -> rows.absolute(1));
      assertState("42703", () -> rows.getInt("no_such_column"));
      assertState("22023", () -> rows.getInt(99));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeUpdate_query_failsAsThePlainDriver(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertState("0100E", () -> statement.executeUpdate(READ));
      assertState("0100E", () -> statement.executeLargeUpdate(READ));
      assertState("0100E", () -> statement.executeUpdate(READ, Statement.NO_GENERATED_KEYS));
      assertState("02000", () -> statement.executeQuery("SET application_name = 'y'"));
      assertEquals(ROWS, count(from.query(database, () -> statement.executeQuery(READ))));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void execute_withGeneratedKeysOptions_givesTheSameRows(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertTrue(statement.execute(READ, Statement.NO_GENERATED_KEYS));
      assertEquals(ROWS, count(statement.getResultSet()));
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertFalse(keys.next());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void execute_severalStatements_givesAllResultsInOrder(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertTrue(statement.execute(READ + "; SELECT 7; SET application_name = 'z'"));
      ResultSet first = statement.getResultSet();
      assertSame(statement, first.getStatement());
      assertEquals(ROWS, count(first));
      assertTrue(statement.getMoreResults());
      assertTrue(first.isClosed());
      assertEquals("[[7]]", Answer.of(statement.getResultSet()).rows().toString());
      assertFalse(statement.getMoreResults());
      assertEquals(0, statement.getUpdateCount());
      assertFalse(statement.getMoreResults());
      assertEquals(-1, statement.getUpdateCount());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_jdbcEscapes_areUnderstoodOrLeftAlone(ServedFrom from) throws Exception {
    String escaped =
        "SELECT data FROM device_data WHERE device_id = 1 AND ts >= {ts '2026-01-01 00:10:00'}";
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertEquals(ROWS, count(statement.executeQuery(escaped)));
      statement.setEscapeProcessing(false);
      assertState("42601", () -> statement.executeQuery(escaped));
      assertEquals(ROWS, count(from.query(database, () -> statement.executeQuery(READ))));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_syntaxError_hasTheServersState(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      assertState("42601", () -> statement.executeQuery("SELECT FROM WHERE device_data"));
      assertState("42703", () -> statement.executeQuery("SELECT nothing FROM device_data"));
      assertState(
          "22007", () -> statement.executeQuery("SELECT 1 FROM device_data WHERE ts = 'x'"));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void warnings_ofAFormerExecution_areCleared(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
      assertNotNull(statement.getWarnings());
      database.adjust();
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertNull(statement.getWarnings());
      assertNull(rows.getWarnings());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void cancel_nothingRunning_disturbsNothing(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      statement.cancel();
      assertEquals(ROWS, count(rows));
      assertEquals(ROWS, count(from.query(database, () -> statement.executeQuery(READ))));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void setQueryTimeout_hit_isKeptAndHarmless(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertEquals(1, statement.getQueryTimeout());
      assertEquals(ROWS, count(from.query(database, () -> statement.executeQuery(READ))));
      assertState("57014", () -> statement.executeQuery("SELECT pg_sleep(10)"));
    }
  }
}
