package io.tablecache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TableCacheDataSourceTest {
  private static final String ROLE = "role_of_an_argument";
  private static final String URL = PostgresServer.shared().url();

  @BeforeEach
  void createRole() throws SQLException {
    execute("CREATE ROLE " + ROLE + " LOGIN");
  }

  @AfterEach
  void dropRole() throws SQLException {
    execute("DROP ROLE " + ROLE);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void getConnection_userBesideOneInTheUrl_isTheArguments() throws SQLException {
    assertTrue(URL.contains("user="), URL);
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(URL + "&ApplicationName=kept");
    dataSource.setEnabled(false);
    try (Connection connection = dataSource.getConnection(ROLE, "")) {
      assertEquals(ROLE, connection.getMetaData().getUserName());
      assertEquals("kept", connection.getClientInfo("ApplicationName"));
    }
  }
}
