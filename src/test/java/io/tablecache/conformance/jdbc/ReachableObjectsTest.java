package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;

/** Whatever is reached from a connection leads back to it, and not to the one behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReachableObjectsTest {
  private BothDrivers drivers;
  private Connection connection;

  @BeforeAll
  void open() throws SQLException {
    drivers = BothDrivers.open();
    drivers.execute(
        "CREATE FUNCTION items() RETURNS refcursor LANGUAGE plpgsql AS $$"
            + " DECLARE c refcursor; BEGIN OPEN c FOR SELECT id, tags FROM plain_item; RETURN c;"
            + " END $$");
    drivers.execute(
        "CREATE FUNCTION twice(INOUT n int, OUT tags int[]) LANGUAGE plpgsql AS $$"
            + " BEGIN n := 2 * n; tags := ARRAY[n, n]; END $$");
    drivers.execute("CREATE TABLE keyed (id serial PRIMARY KEY, tags int[])");
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = drivers.caching();
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

  private void assertOurs(ResultSet rows) throws SQLException {
    Statement statement = rows.getStatement();
    assertNotNull(statement);
    assertSame(connection, statement.getConnection());
    assertSame(statement, rows.getStatement());
    assertTrue(rows.isWrapperFor(ResultSet.class));
  }

  private void assertOurs(Array array) throws SQLException {
    assertTrue(array instanceof PgArray, "applications cast to PgArray");
    assertOurs(array.getResultSet());
    assertOurs(array.getResultSet(1, 1));
    assertOurs(array.getResultSet(Map.of()));
    assertOurs(array.getResultSet(1, 1, Map.of()));
    try (ResultSet elements = array.getResultSet()) {
      assertTrue(elements.next());
      assertEquals(1, elements.getInt(1));
    }
  }

  private void assertArraysOurs(ResultSet rows, int column, String label) throws SQLException {
    assertOurs(rows.getArray(column));
    assertOurs(rows.getArray(label));
    assertOurs((Array) rows.getObject(column));
    assertOurs((Array) rows.getObject(label));
    assertOurs((Array) rows.getObject(column, Map.of()));
    assertOurs((Array) rows.getObject(label, Map.of()));
    assertOurs(rows.getObject(column, Array.class));
    assertOurs(rows.getObject(label, Array.class));
  }

  @ParameterizedTest
  @EnumSource
  void arrays_ofAResult_leadBack(ServedFrom from) throws SQLException {
    long before = drivers.hits();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, tags FROM " + from.table + " WHERE id = 2")) {
      assertTrue(rows.next());
      assertOurs(rows);
      assertArraysOurs(rows, 2, "tags");
    }
    assertEquals(from == ServedFrom.CACHE, drivers.hits() > before);
  }

  @Test
  void arrays_nestedOrMade_leadBackAndCanBeParameters() throws SQLException {
    Array made = connection.createArrayOf("int4", new Object[] {1, 2});
    assertOurs(made);
    Array primitive = connection.unwrap(PGConnection.class).createArrayOf("int4", new int[] {3, 4});
    assertOurs(primitive);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ARRAY[[1, 2], [3, 4]] AS nested")) {
      assertTrue(rows.next());
      try (ResultSet outer = rows.getArray(1).getResultSet()) {
        assertTrue(outer.next());
        assertOurs(outer.getArray(2));
      }
    }
    for (ServedFrom from : ServedFrom.values()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT count(*) FROM " + from.table + " WHERE id = ANY (?)")) {
        statement.setArray(1, made);
        try (ResultSet rows = statement.executeQuery()) {
          assertTrue(rows.next());
          assertEquals(2, rows.getInt(1));
        }
      }
    }
    assertEquals("{\"1\",\"2\"}", String.valueOf(made));
    made.free();
  }

  @Test
  void generatedKeys_leadBack() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO keyed (tags) VALUES ('{1}')", new String[] {"id", "tags"});
      ResultSet keys = statement.getGeneratedKeys();
      assertSame(keys, statement.getGeneratedKeys());
      assertSame(statement, keys.getStatement());
      assertOurs(keys);
      assertTrue(keys.next());
      assertArraysOurs(keys, 2, "tags");
    }
  }

  @Test
  void refCursors_leadBackFromAResultAndFromACall() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT items()")) {
      assertTrue(rows.next());
      try (ResultSet items = (ResultSet) rows.getObject(1)) {
        assertOurs(items);
        assertTrue(items.next());
        assertArraysOurs(items, 2, "tags");
      }
    }
    try (CallableStatement call = connection.prepareCall("{? = call items()}")) {
      call.registerOutParameter(1, Types.REF_CURSOR);
      call.execute();
      try (ResultSet items = (ResultSet) call.getObject(1)) {
        assertOurs(items);
        assertFalse(call == items.getStatement(), "it has a statement of its own, as in pgjdbc");
        assertTrue(items.next());
      }
      assertFalse(call.isClosed());
    }
    connection.rollback();
  }

  @Test
  void callableStatement_arraysAndResults_leadBack() throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call twice(?, ?)}")) {
      assertSame(connection, call.getConnection());
      assertTrue(call instanceof PGStatement);
      assertTrue(new HashSet<>(Set.of(call)).contains(call), "equal to itself");
      assertTrue(call.isWrapperFor(CallableStatement.class));
      assertSame(call, call.unwrap(Statement.class));
      call.registerOutParameter(1, Types.INTEGER);
      call.registerOutParameter(2, Types.ARRAY);
      call.setInt(1, 4);
      call.execute();
      assertEquals(8, call.getInt(1));
      assertOurs(call.getArray(2));
      assertOurs((Array) call.getObject(2));
    }
    try (CallableStatement call = connection.prepareCall("SELECT tags FROM plain_item")) {
      try (ResultSet rows = call.executeQuery()) {
        assertSame(rows, call.getResultSet());
        assertSame(call, rows.getStatement());
        assertTrue(rows.next());
        assertArraysOurs(rows, 1, "tags");
      }
    }
  }

  @Test
  void databaseMetaData_connectionAndResults_leadBack() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    assertSame(connection, metaData.getConnection());
    assertSame(metaData, metaData.unwrap(DatabaseMetaData.class));
    assertTrue(new HashSet<>(Set.of(metaData)).contains(metaData), "equal to itself");
    try (ResultSet tables = metaData.getTables(null, "public", "%", null)) {
      assertOurs(tables);
      assertTrue(tables.next());
    }
    try (ResultSet types = metaData.getTypeInfo()) {
      assertOurs(types);
    }
    assertEquals(connection.unwrap(BaseConnection.class).getMetaData().getURL(), metaData.getURL());
  }

  @ParameterizedTest
  @EnumSource
  void closedStatement_connection_isStillOurs(ServedFrom from) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement("SELECT id FROM " + from.table);
    prepared.executeQuery();
    prepared.close();
    assertSame(connection, prepared.getConnection());
    Statement statement = connection.createStatement();
    statement.close();
    assertSame(connection, statement.getConnection());
  }

  @Test
  void isWrapperFor_asked_doesNotEndHits() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    assertTrue(metaData.isWrapperFor(metaData.getClass()));
    assertFalse(metaData.isWrapperFor(Runnable.class));
    assertTrue(connection.isWrapperFor(BaseConnection.class));
    long before = drivers.hits();
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT id FROM cached_item WHERE id = 1");
    }
    assertTrue(drivers.hits() > before);
  }
}
