package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A database of the test's own with whole tables cached, and connections to it by both drivers.
 *
 * <p>Confined to one thread.
 */
final class CachedTables implements AutoCloseable {

  /** What is done to the database before its tables are loaded. */
  @FunctionalInterface
  interface Setup {
    void run(Connection connection) throws SQLException;
  }

  private final String url;
  private final TableCacheDataSource dataSource = new TableCacheDataSource();
  private final Connection control;

  private CachedTables(String url, Path config) throws SQLException {
    this.url = url;
    dataSource.setUrl(url);
    dataSource.setConfig(config.toString());
    try {
      assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(60)), "loaded");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    this.control = dataSource.getConnection();
  }

  static CachedTables of(Setup setup, String... tables) throws SQLException {
    String url = PostgresServer.shared().createDatabase();
    try (Connection connection = DriverManager.getConnection(url)) {
      setup.run(connection);
    }
    try {
      Path config = Files.createTempFile("tablecache", ".conf");
      config.toFile().deleteOnExit();
      StringBuilder text = new StringBuilder();
      for (String table : tables) {
        text.append(
            "tablecache.tables.%1$s { relation = public.%1$s, freshness { every = 1h, max-staleness = 3h } }\n"
                .formatted(table));
      }
      Files.writeString(config, text);
      return new CachedTables(url, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection plain() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** A connection of the plain driver with more in its URL, such as {@code &ssl=false}. */
  Connection plain(String properties) throws SQLException {
    return DriverManager.getConnection(url + properties);
  }

  Connection caching() throws SQLException {
    return dataSource.getConnection();
  }

  Connection caching(String properties) throws SQLException {
    TableCacheDataSource other = new TableCacheDataSource();
    other.setUrl(url + properties);
    other.setConfig(dataSource.getConfig());
    return other.getConnection();
  }

  /** How many statements ended so. */
  long count(String outcome) throws SQLException {
    long count = 0;
    try (Statement statement = control.createStatement();
        ResultSet outcomes = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (outcomes.next()) {
        if (outcomes.getString("outcome").equals(outcome)) {
          count += outcomes.getLong("count");
        }
      }
    }
    return count;
  }

  long hits() throws SQLException {
    return count("HIT");
  }

  /** Makes a new copy of a table, which holds all that was written before. */
  void adjust(String table) throws SQLException {
    try (Statement statement = control.createStatement()) {
      statement.execute("CALL tablecache.adjust('" + table + "')");
    }
  }

  /** Executes a query that must be answered from the cache. */
  CachedResultSet hit(Statement statement, String sql) throws SQLException {
    long before = hits();
    ResultSet result = statement.executeQuery(sql);
    assertEquals(before + 1, hits(), sql);
    return assertInstanceOf(CachedResultSet.class, result);
  }

  CachedResultSet hit(PreparedStatement statement) throws SQLException {
    long before = hits();
    ResultSet result = statement.executeQuery();
    assertEquals(before + 1, hits(), statement.toString());
    return assertInstanceOf(CachedResultSet.class, result);
  }

  @Override
  public void close() throws SQLException {
    control.close();
  }
}
