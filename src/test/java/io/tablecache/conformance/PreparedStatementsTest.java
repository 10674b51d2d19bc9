package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.DeviceDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGStatement;

/** The life of a prepared statement and its parameters, whoever answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreparedStatementsTest {
  private static final String READ = DeviceDatabase.COVERED_PREPARED;
  private static final Timestamp SINCE = Timestamp.valueOf("2026-01-01 00:10:00");
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

  private static PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(READ);
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

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_result_belongsToTheStatementAndTheConnection(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      ResultSet rows = from.query(database, statement::executeQuery);

      assertSame(statement, rows.getStatement());
      assertSame(connection, statement.getConnection());
      assertSame(rows, statement.getResultSet());
      assertEquals(-1, statement.getUpdateCount());
      assertFalse(statement.getMoreResults());
      assertTrue(rows.isClosed());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void execute_again_closesTheFormerResult(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertEquals(true, from.query(database, statement::execute));
      ResultSet first = statement.getResultSet();
      assertEquals(true, from.query(database, statement::execute));
      assertTrue(first.isClosed());
      assertTrue(statement.getResultSet().next());
      assertFalse(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_manyTimesWithOtherValues_givesTheirRows(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = connection.prepareStatement(READ)) {
      for (int i = 0; i < 12; i++) {
        statement.setInt(1, 1 + i % 3);
        statement.setTimestamp(2, Timestamp.valueOf(SINCE.toLocalDateTime().plusSeconds(10L * i)));
        assertEquals(ROWS - i, rows(from, statement));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_parametersOfChangingTypes_givesTheSameRows(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setInt(1, 1);
      statement.setTimestamp(2, SINCE);
      assertEquals(ROWS, rows(from, statement));
      statement.setLong(1, 1L);
      statement.setObject(2, LocalDateTime.parse("2026-01-01T00:10:00"));
      assertEquals(ROWS, rows(from, statement));
      statement.setShort(1, (short) 1);
      assertEquals(ROWS, rows(from, statement));
      statement.setNull(1, Types.INTEGER);
      assertEquals(0, rows(from, statement));
      statement.setObject(1, "1", Types.INTEGER);
      assertEquals(ROWS, Answer.of(statement::executeQuery).rows().size());
      statement.setObject(2, "2026-01-01 00:10:00", Types.OTHER);
      assertEquals(ROWS, Answer.of(statement::executeQuery).rows().size());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeQuery_parameterMissing_is22023(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = connection.prepareStatement(READ)) {
      assertState("22023", statement::executeQuery);
      statement.setInt(1, 1);
      assertState("22023", statement::executeQuery);
      assertState("22023", statement::execute);
      statement.setTimestamp(2, SINCE);
      assertEquals(ROWS, rows(from, statement));
      statement.clearParameters();
      assertState("22023", statement::executeQuery);
      statement.setTimestamp(2, SINCE);
      statement.setInt(1, 1);
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void set_wrongIndex_is22023(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertState("22023", () -> statement.setInt(0, 1));
      assertState("22023", () -> statement.setInt(3, 1));
      assertState("22023", () -> statement.setString(-1, "x"));
      assertState("22023", () -> statement.setNull(3, Types.INTEGER));
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void textMethods_onPrepared_fail(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertState("42809", () -> statement.executeQuery("SELECT 1"));
      assertState("42809", () -> statement.execute("SELECT 1"));
      assertState("42809", () -> statement.executeUpdate("SELECT 1"));
      assertState("42809", () -> statement.addBatch("SELECT 1"));
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeUpdate_query_failsAsThePlainDriver(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertState("0100E", statement::executeUpdate);
      assertState("0100E", statement::executeLargeUpdate);
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void setMaxRows_query_givesThatManyRows(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      statement.setMaxRows(3);
      assertEquals(3, rows(from, statement));
      statement.setFetchSize(2);
      try (ResultSet rows = from.query(database, statement::executeQuery)) {
        assertEquals(2, rows.getFetchSize());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void prepareStatement_scrollInsensitive_movesEverywhere(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement =
            connection.prepareStatement(
                READ, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      statement.setInt(1, 1);
      statement.setTimestamp(2, SINCE);
      ResultSet rows = from.query(database, statement::executeQuery);
      assertTrue(rows.last());
      assertEquals(ROWS, rows.getRow());
      assertEquals(ResultSet.TYPE_SCROLL_INSENSITIVE, statement.getResultSetType());
      assertEquals(ResultSet.CONCUR_READ_ONLY, statement.getResultSetConcurrency());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getMetaData_beforeExecution_isThePlainDrivers(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = connection.prepareStatement(READ)) {
      ResultSetMetaData metaData = statement.getMetaData();
      assertEquals(4, metaData.getColumnCount());
      assertEquals("ts", metaData.getColumnLabel(4));
      assertEquals(Types.TIMESTAMP, metaData.getColumnType(4));
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertEquals(2, parameters.getParameterCount());
      assertEquals(Types.INTEGER, parameters.getParameterType(1));
      statement.setInt(1, 1);
      statement.setTimestamp(2, SINCE);
      assertEquals(ROWS, rows(from, statement));
      assertEquals(4, statement.getMetaData().getColumnCount());
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void toString_withParameters_isThePlainDrivers(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Connection plain = database.plain();
        PreparedStatement statement = prepare(connection);
        PreparedStatement twin = prepare(plain)) {
      assertEquals(twin.toString(), statement.toString());
      assertEquals(ROWS, rows(from, statement));
      assertEquals(twin.toString(), statement.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void equalsAndHashCode_anyStatement_areIdentity(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection);
        CallableStatement callable = connection.prepareCall("{call now()}")) {
      for (Object object : new Object[] {connection, statement, callable}) {
        Object self = object;
        assertEquals(self, object);
        assertTrue(object.equals(self));
        assertEquals(object.hashCode(), self.hashCode());
      }
      assertSame(connection, callable.getConnection());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void unwrap_prepared_reachesThePlainDriversInterfaces(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertTrue(statement.isWrapperFor(PGStatement.class));
      PGStatement pg = statement.unwrap(PGStatement.class);
      pg.setPrepareThreshold(1);
      assertEquals(1, pg.getPrepareThreshold());
      assertSame(statement, statement.unwrap(PreparedStatement.class));
      assertEquals(ROWS, rows(from, statement));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void executeBatch_ofWrites_givesCountsAndIsSeen(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE device_data SET data = ? WHERE device_id = 2 AND data_seq = ?");
        Statement read = connection.createStatement()) {
      for (int i = 100; i < 105; i++) {
        update.setInt(1, from.ordinal() * 10 + i);
        update.setInt(2, i);
        update.addBatch();
      }
      assertEquals(5, update.executeBatch().length);
      assertEquals(0, update.executeBatch().length);
      try (ResultSet rows =
          read.executeQuery(
              "SELECT data FROM device_data WHERE device_id = 2 AND data_seq IN (100, 104)"
                  + " AND ts >= '2026-01-01' ORDER BY ts")) {
        assertTrue(rows.next());
        assertEquals(from.ordinal() * 10 + 100, rows.getInt(1));
        assertTrue(rows.next());
        assertEquals(from.ordinal() * 10 + 104, rows.getInt(1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getWarnings_freshStatement_isNone(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        PreparedStatement statement = prepare(connection)) {
      assertEquals(null, statement.getWarnings());
      assertEquals(ROWS, rows(from, statement));
      statement.clearWarnings();
      statement.cancel();
      assertNotNull(statement.toString());
      assertEquals(ROWS, rows(from, statement));
    }
  }
}
