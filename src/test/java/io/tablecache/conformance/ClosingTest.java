package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What closes what, and how the use of something closed ends, whoever answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClosingTest {
  private static final String READ = DeviceDatabase.COVERED;
  private static final Timestamp SINCE = Timestamp.valueOf("2026-01-01 00:10:00");
  private static final int ROWS = 31;

  private static final Map<String, Answer.Setup<Statement>> STATEMENT_USES =
      Map.ofEntries(
          Map.entry("executeQuery", s -> s.executeQuery(READ)),
          Map.entry("execute", s -> s.execute(READ)),
          Map.entry("executeUpdate", s -> s.executeUpdate(READ)),
          Map.entry("addBatch", s -> s.addBatch(READ)),
          Map.entry("executeBatch", Statement::executeBatch),
          Map.entry("getResultSet", Statement::getResultSet),
          Map.entry("getUpdateCount", Statement::getUpdateCount),
          Map.entry("getMoreResults", Statement::getMoreResults),
          Map.entry("getGeneratedKeys", Statement::getGeneratedKeys),
          Map.entry("getConnection", Statement::getConnection),
          Map.entry("getWarnings", Statement::getWarnings),
          Map.entry("getMaxRows", Statement::getMaxRows),
          Map.entry("setMaxRows", s -> s.setMaxRows(1)),
          Map.entry("setFetchSize", s -> s.setFetchSize(1)),
          Map.entry("getResultSetType", Statement::getResultSetType),
          Map.entry("closeOnCompletion", Statement::closeOnCompletion),
          Map.entry("cancel", Statement::cancel),
          Map.entry("close", Statement::close));

  private static final Map<String, Answer.Setup<PreparedStatement>> PREPARED_USES =
      Map.ofEntries(
          Map.entry("executeQuery", PreparedStatement::executeQuery),
          Map.entry("execute", PreparedStatement::execute),
          Map.entry("executeUpdate", PreparedStatement::executeUpdate),
          Map.entry("addBatch", PreparedStatement::addBatch),
          Map.entry("executeBatch", PreparedStatement::executeBatch),
          Map.entry("getMetaData", PreparedStatement::getMetaData),
          Map.entry("getParameterMetaData", PreparedStatement::getParameterMetaData),
          Map.entry("getConnection", PreparedStatement::getConnection),
          Map.entry("getResultSet", PreparedStatement::getResultSet),
          Map.entry("getUpdateCount", PreparedStatement::getUpdateCount),
          Map.entry("getMoreResults", PreparedStatement::getMoreResults),
          Map.entry("clearParameters", PreparedStatement::clearParameters),
          Map.entry("setInt", s -> s.setInt(1, 1)),
          Map.entry("setTimestamp", s -> s.setTimestamp(2, SINCE)),
          Map.entry("setNull", s -> s.setNull(1, Types.INTEGER)),
          Map.entry("setMaxRows", s -> s.setMaxRows(1)),
          Map.entry("isCloseOnCompletion", PreparedStatement::isCloseOnCompletion),
          Map.entry("cancel", PreparedStatement::cancel),
          Map.entry("close", PreparedStatement::close));

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

  private static PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(DeviceDatabase.COVERED_PREPARED);
    statement.setInt(1, 1);
    statement.setTimestamp(2, SINCE);
    return statement;
  }

  private int rows(ServedFrom from, PreparedStatement statement) throws Exception {
    try (ResultSet rows = from.query(database, statement::executeQuery)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private static <S> String ended(S statement, Answer.Setup<S> use) {
    try {
      use.on(statement);
      return "well";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void close_statement_closesItsResultAndTwiceIsFine(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      Statement statement = connection.createStatement();
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertTrue(rows.next());
      statement.close();
      statement.close();

      assertTrue(statement.isClosed());
      assertTrue(rows.isClosed());
      assertState("55000", () -> rows.getInt(1));
      rows.close();
      assertEquals(List.of(), differencesFromPlain(statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void close_connection_closesItsStatementsAndResults(ServedFrom from) throws Exception {
    Connection connection = from.connect(database);
    Statement statement = connection.createStatement();
    ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
    assertTrue(rows.next());
    connection.close();
    connection.close();

    assertTrue(connection.isClosed());
    assertFalse(connection.isValid(1));
    assertState("08003", () -> statement.executeQuery(READ));
    assertState("08003", connection::createStatement);
    assertState("08003", () -> connection.prepareStatement(READ));
    assertState("08003", connection::getMetaData);
    assertState("08003", connection::commit);
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void closeOnCompletion_resultClosed_closesTheStatement(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      Statement statement = connection.createStatement();
      statement.closeOnCompletion();
      assertTrue(statement.isCloseOnCompletion());
      ResultSet rows = from.query(database, () -> statement.executeQuery(READ));
      assertTrue(rows.next());
      assertFalse(statement.isClosed());
      rows.close();
      assertTrue(statement.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void abort_connection_isClosedAndItsStatementsFail(ServedFrom from) throws Exception {
    Connection connection = from.connect(database);
    Statement statement = connection.createStatement();
    from.query(database, () -> statement.executeQuery(READ)).close();
    connection.abort(Runnable::run);

    assertTrue(connection.isClosed());
    assertThrows(SQLException.class, () -> statement.executeQuery(READ));
    connection.close();
  }

  /** The uses of a closed statement that end otherwise than on the plain driver. */
  private List<String> differencesFromPlain(Statement closed) throws Exception {
    List<String> differences = new ArrayList<>();
    try (Connection plain = database.plain()) {
      Statement twin = plain.createStatement();
      twin.close();
      STATEMENT_USES.forEach(
          (name, use) -> {
            String expected = ended(twin, use);
            String actual = ended(closed, use);
            if (!expected.equals(actual)) {
              differences.add(name + ": " + expected + ", but here " + actual);
            }
          });
    }
    return differences;
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void close_prepared_thenEveryUseFailsAlike(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      PreparedStatement statement = prepare(connection);
      ResultSet rows = from.query(database, statement::executeQuery);
      statement.close();
      statement.close();

      assertTrue(statement.isClosed());
      assertTrue(rows.isClosed());
      try (Connection plain = database.plain()) {
        PreparedStatement twin = prepare(plain);
        twin.close();
        for (Map.Entry<String, Answer.Setup<PreparedStatement>> use : PREPARED_USES.entrySet()) {
          assertEquals(ended(twin, use.getValue()), ended(statement, use.getValue()), use.getKey());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void close_connection_preparedThenEveryUseFailsAlike(ServedFrom from) throws Exception {
    Connection connection = from.connect(database);
    PreparedStatement used = prepare(connection);
    assertEquals(ROWS, rows(from, used));
    PreparedStatement unused = prepare(connection);
    connection.close();

    for (PreparedStatement statement : new PreparedStatement[] {used, unused}) {
      assertThrows(SQLException.class, statement::executeQuery);
      assertThrows(SQLException.class, statement::getMetaData);
      statement.close();
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void closeOnCompletion_preparedsResultClosed_closesTheStatement(ServedFrom from)
      throws Exception {
    try (Connection connection = from.connect(database)) {
      PreparedStatement statement = prepare(connection);
      assertFalse(statement.isCloseOnCompletion());
      statement.closeOnCompletion();
      assertTrue(statement.isCloseOnCompletion());
      ResultSet rows = from.query(database, statement::executeQuery);
      rows.close();
      assertTrue(statement.isClosed());
    }
  }
}
