package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/** What frameworks decide by: the database's metadata and what a connection unwraps to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionMetaDataTest {
  private DeviceDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private static List<Object> names(DatabaseMetaData metaData) throws SQLException {
    return List.of(
        metaData.getURL(),
        metaData.getDatabaseProductName(),
        metaData.getDatabaseProductVersion(),
        metaData.getDatabaseMajorVersion(),
        metaData.getDriverName(),
        metaData.getDriverVersion(),
        metaData.getDriverMajorVersion(),
        metaData.getUserName(),
        metaData.getJDBCMajorVersion(),
        metaData.getSQLKeywords(),
        metaData.getDefaultTransactionIsolation());
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getMetaData_names_arePostgres(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database);
        Connection plain = database.plain()) {
      assertEquals(names(plain.getMetaData()), names(connection.getMetaData()));
      assertEquals("PostgreSQL", connection.getMetaData().getDatabaseProductName());
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void getMetaData_objectsReached_areTheApplications(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      DatabaseMetaData metaData = connection.getMetaData();
      assertSame(connection, metaData.getConnection());
      try (ResultSet columns = metaData.getColumns(null, "public", "device_data", "%")) {
        assertSame(connection, columns.getStatement().getConnection());
        assertTrue(columns.next());
        assertEquals("device_id", columns.getString("COLUMN_NAME"));
      }
      DatabaseMetaData self = metaData;
      assertTrue(metaData.equals(self));
      assertSame(metaData, metaData.unwrap(DatabaseMetaData.class));
      assertFalse(metaData.isWrapperFor(Runnable.class));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void unwrap_connection_reachesThePlainDriversInterfaces(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      assertTrue(connection.isWrapperFor(Connection.class));
      assertSame(connection, connection.unwrap(Connection.class));
      assertTrue(connection.isWrapperFor(PGConnection.class));
      assertTrue(connection.unwrap(PGConnection.class).getBackendPID() > 0);
      assertTrue(connection.isWrapperFor(BaseConnection.class));
      assertNotNull(connection.unwrap(BaseConnection.class));
      assertFalse(connection.isWrapperFor(Runnable.class));
    }
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void unwrap_pgConnectionForArraysAndPid_keepsTheCache(ServedFrom from) throws Exception {
    try (Connection connection = from.connect(database)) {
      PGConnection pg = connection.unwrap(PGConnection.class);
      assertNotNull(pg.createArrayOf("int4", new Integer[] {1}));
      assertNotNull(connection.createArrayOf("int4", new Integer[] {1}));
      assertTrue(connection.isValid(5));
      assertEquals(
          31,
          from.query(database, () -> Answer.of(connection, DeviceDatabase.COVERED)).rows().size());
    }
  }
}
