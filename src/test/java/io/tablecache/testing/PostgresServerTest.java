package io.tablecache.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  private final PostgresServer server = PostgresServer.shared();

  @Test
  void shared_calledTwice_isOneServer() {
    assertEquals(server.url(), PostgresServer.shared().url());
  }

  @Test
  void majorVersion_shared_isOfTheVersionThatTheBuildChose() {
    String version = System.getProperty("tablecache.test.postgres", "unset");

    assertEquals(version.split("\\.", 2)[0], String.valueOf(server.majorVersion()));
  }

  @Test
  void connect_freshServer_hasTheSettingsThatTestsRelyOn() throws SQLException {
    try (Connection connection = server.connect()) {
      assertEquals("logical", setting(connection, "wal_level"));
      assertEquals("UTF8", setting(connection, "server_encoding"));
      assertEquals("200", setting(connection, "max_connections"));
    }
  }

  @Test
  void createDatabase_calledTwice_areDifferentAndEmpty() throws SQLException {
    String first = server.createDatabase();
    String second = server.createDatabase();

    assertNotEquals(first, second);
    try (Connection connection = DriverManager.getConnection(first);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")) {
      assertTrue(rows.next());
      assertEquals(0, rows.getInt(1));
    }
  }

  @Test
  void close_shared_isRefused() {
    assertThrows(IllegalStateException.class, server::close);
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + name)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}
