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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached results that outlive what they came from. */
final class CachedResultLifeTest {
  @TempDir private static Path directory;

  private static final TableCacheDataSource DATA_SOURCE = new TableCacheDataSource();

  @BeforeAll
  static void load() throws SQLException, IOException, InterruptedException {
    String url = PostgresServer.shared().createDatabase();
    try (Connection plain = DriverManager.getConnection(url);
        Statement statement = plain.createStatement()) {
      statement.execute("CREATE TABLE device (id integer PRIMARY KEY)");
      statement.execute("INSERT INTO device VALUES (1), (2)");
    }
    Path config = directory.resolve("tablecache.conf");
    Files.writeString(config, "tablecache.tables { device { relation = public.device } }");
    DATA_SOURCE.setUrl(url);
    DATA_SOURCE.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(DATA_SOURCE, Duration.ofSeconds(30)));
  }

  @Test
  void close_afterItsConnection_doesNotFail() throws SQLException {
    Connection connection = DATA_SOURCE.getConnection();
    PreparedStatement statement = connection.prepareStatement("SELECT id FROM device WHERE id = ?");
    statement.setInt(1, 1);
    ResultSet result = statement.executeQuery();
    assertEquals("CachedResultSet", result.getClass().getSimpleName());
    connection.close();

    result.close();
    statement.close();

    assertTrue(result.isClosed());
  }
}
