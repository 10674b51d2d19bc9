package io.tablecache.differential;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Given statements on a table of the test's own, on the plain driver and on this one: both give the
 * same, and it is said from where.
 *
 * <p>Confined to one thread.
 */
final class BothStatements implements AutoCloseable {
  private final Connection plain;
  private final Connection cached;

  private BothStatements(Connection plain, Connection cached) {
    this.plain = plain;
    this.cached = cached;
  }

  /** A table that is cached whole, and where to ask for it. */
  record Table(String plainUrl, TableCacheDataSource cached) {
    /**
     * Makes a table and caches it.
     *
     * @param setup statements that make the table
     */
    static Table of(Path directory, String name, String... setup)
        throws SQLException, IOException, InterruptedException {
      String url = PostgresServer.shared().createDatabase();
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        for (String sql : setup) {
          statement.execute(sql);
        }
      }
      Path config =
          Files.writeString(
              directory.resolve(name + ".conf"),
              "tablecache.tables."
                  + name
                  + " { relation = public."
                  + name
                  + ", freshness { every = 1h, max-staleness = 3h } }");
      String full = url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
      TableCacheDataSource dataSource = new TableCacheDataSource();
      dataSource.setUrl(full);
      dataSource.setConfig(config.toString());
      assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(60)), "loaded");
      return new Table(full, dataSource);
    }

    BothStatements open() throws SQLException {
      return new BothStatements(DriverManager.getConnection(plainUrl), cached.getConnection());
    }
  }

  /** Executes something in both sessions. */
  void inBoth(String sql) throws SQLException {
    for (Connection connection : List.of(plain, cached)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  /** The answer comes from the cache and is the database's. */
  void assertHit(String sql, Query.Value... parameters) throws SQLException {
    long before = count("HIT");
    Answer actual = Query.answer(cached, sql, List.of(parameters));
    assertEquals(before + 1, count("HIT"), () -> sql + ": " + reason(sql));
    assertEquals(Query.answer(plain, sql, List.of(parameters)), actual, sql);
  }

  /** The answer comes from the database, for that reason. */
  void assertDelegated(String outcome, String sql) throws SQLException {
    assertDelegated(outcome, null, sql);
  }

  /**
   * As above.
   *
   * @param sqlState with which the statement fails
   */
  void assertDelegated(String outcome, @Nullable String sqlState, String sql) throws SQLException {
    long before = count(outcome);
    Answer actual = Query.answer(cached, sql, List.of());
    assertEquals(before + 1, count(outcome), () -> sql + ": " + reason(sql));
    assertEquals(sqlState, actual.sqlState(), sql);
    assertEquals(Query.answer(plain, sql, List.of()), actual, sql);
  }

  private String reason(String sql) {
    try {
      return Query.answer(cached, "EXPLAIN (TABLECACHE) " + sql, List.of()).rows().toString();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long count(String outcome) throws SQLException {
    long count = 0;
    try (Statement statement = cached.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        if (rows.getString("outcome").equals(outcome)) {
          count += rows.getLong("count");
        }
      }
    }
    return count;
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    cached.close();
  }
}
