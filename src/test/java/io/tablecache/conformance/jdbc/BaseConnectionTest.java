package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgArray;

/** What applications do that cast a connection to pgjdbc's {@link BaseConnection}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaseConnectionTest {
  private static final String COUNT = "SELECT count(*) FROM cached_item";

  private BothDrivers drivers;
  private Connection connection;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = drivers.caching();
    drivers.execute("DELETE FROM cached_item WHERE id > 5");
    drivers.execute("CALL tablecache.adjust('item')");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @AfterAll
  void close() throws SQLException {
    drivers.close();
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COUNT)) {
      assertTrue(rows.next());
      return rows.getLong(1);
    }
  }

  private boolean isHit(Connection connection) throws SQLException {
    long before = drivers.hits();
    count(connection);
    return drivers.hits() > before;
  }

  @Test
  void copyManager_ofTheCastConnection_copiesAndItsRowsAreSeen() throws Exception {
    CopyManager copies = new CopyManager((BaseConnection) connection);
    assertEquals(1, copies.copyIn("COPY cached_item (id) FROM STDIN", new StringReader("6\n")));
    assertEquals(6, count(connection));
    StringWriter copied = new StringWriter();
    assertEquals(6, copies.copyOut("COPY cached_item (id) TO STDOUT", copied));
    assertEquals(List.of("1", "2", "3", "4", "5", "6"), copied.toString().lines().toList());
    assertFalse(isHit(connection), "nothing that the copies do is seen");
  }

  @Test
  void execSqlUpdate_insert_isSeenByEveryConnectionAtOnce() throws SQLException {
    try (Connection other = drivers.caching()) {
      assertTrue(isHit(other));
      ((BaseConnection) connection).execSQLUpdate("INSERT INTO cached_item VALUES (6)");
      assertEquals(6, count(other));
      assertEquals(6, count(connection));
    }
    drivers.execute("CALL tablecache.adjust('item')");
    assertTrue(isHit(connection), "the session is still known");
  }

  @Test
  void execSqlQuery_insertReturning_isSeenAndItsRowsLeadBack() throws SQLException {
    try (Connection other = drivers.caching()) {
      assertTrue(isHit(other));
      try (ResultSet rows =
          ((BaseConnection) connection)
              .execSQLQuery("INSERT INTO cached_item VALUES (6) RETURNING id")) {
        assertTrue(rows.next());
        assertEquals(6, rows.getInt(1));
        assertSame(connection, rows.getStatement().getConnection());
      }
      assertEquals(6, count(other));
    }
    try (ResultSet rows =
        ((BaseConnection) connection)
            .execSQLQuery(COUNT, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      assertTrue(rows.last());
      assertEquals(6, rows.getLong(1));
    }
  }

  @Test
  void getters_called_keepTheCache() throws SQLException {
    BaseConnection base = (BaseConnection) connection;
    assertTrue(base.haveMinimumServerVersion(100000));
    assertTrue(base.getStandardConformingStrings());
    assertEquals("it''s", base.escapeString("it's"));
    assertEquals("int4", base.getTypeInfo().getPGType(23));
    assertEquals("UTF-8", base.getEncoding().name().replace("UTF8", "UTF-8"));
    assertFalse(base.isColumnSanitiserDisabled());
    assertTrue(isHit(connection));
  }

  @Test
  void getTransactionState_afterHitsInATransaction_isOpenUntilItEnds() throws SQLException {
    BaseConnection base = (BaseConnection) connection;
    connection.setAutoCommit(false);
    assertEquals(TransactionState.IDLE, base.getTransactionState());
    assertTrue(isHit(connection));
    assertEquals(TransactionState.OPEN, base.getTransactionState());
    connection.commit();
    assertEquals(TransactionState.IDLE, base.getTransactionState());
  }

  @Test
  void getQueryExecutor_handedOut_endsHits() throws SQLException {
    assertTrue(isHit(connection));
    ((BaseConnection) connection).getQueryExecutor();
    assertFalse(isHit(connection));
  }

  @Test
  void unwrap_baseConnection_isTheOneBehindAndMakesTheDriversObjects() throws SQLException {
    BaseConnection real = connection.unwrap(BaseConnection.class);
    assertNotSame(connection, real);
    PgArray array = new PgArray(real, 1007, "{1,2}");
    try (ResultSet rows = array.getResultSet()) {
      assertTrue(rows.next());
      assertEquals(1, rows.getInt(2));
    }
    assertFalse(isHit(connection), "what is done behind is not seen");
  }
}
