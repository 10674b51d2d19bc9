package io.tablecache.stress;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.model.Outcome;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database, its cache, and what can be asked of both: by the plain driver, and by this one.
 *
 * <p>Thread-safe but for its own two connections, which are the test's main thread's.
 */
final class CachedServer implements AutoCloseable {
  private static final Duration LOADED = Duration.ofSeconds(30);

  private final String url;
  private final TableCacheDataSource dataSource;
  private final Connection plain;
  private @Nullable Connection monitor;

  /** A fresh database of the shared server, with the given tables. */
  static CachedServer of(Path directory, String tablesConfig, String... ddl)
      throws SQLException, IOException {
    return of(PostgresServer.shared().createDatabase(), directory, tablesConfig, ddl);
  }

  /** A given database, with the given tables. */
  static CachedServer of(String url, Path directory, String tablesConfig, String... ddl)
      throws SQLException, IOException {
    Path config =
        Files.writeString(
            Files.createTempFile(directory, "tablecache", ".conf"),
            "tablecache {\n  tables {\n" + tablesConfig + "\n  }\n}\n");
    return new CachedServer(url, config, ddl);
  }

  private CachedServer(String url, Path config, String... ddl) throws SQLException {
    this.url = url;
    this.dataSource = new TableCacheDataSource();
    dataSource.setUrl(url);
    dataSource.setConfig(config.toString());
    this.plain = DriverManager.getConnection(url);
    execute(ddl);
  }

  String url() {
    return url;
  }

  TableCacheDataSource dataSource() {
    return dataSource;
  }

  /** Waits until all tables are loaded, and keeps a connection open from then on. */
  CachedServer loaded() throws SQLException, InterruptedException {
    if (monitor == null) {
      monitor = dataSource.getConnection();
    }
    if (!TableCache.awaitLoaded(dataSource, LOADED)) {
      throw new AssertionError("never loaded: " + status("table_name, last_failure"));
    }
    return this;
  }

  /** A connection of this driver. */
  Connection cached() throws SQLException {
    return dataSource.getConnection();
  }

  /** A connection of the plain driver. */
  Connection plain() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** Executes statements by the plain driver, as another process would. */
  void execute(String... statements) throws SQLException {
    for (String sql : statements) {
      try (Statement statement = plain.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  /** The rows by the plain driver. */
  List<String> expected(String sql) throws SQLException {
    return rows(plain, sql);
  }

  /** Makes the table's next snapshot. */
  void adjust(String table) throws SQLException {
    try (Statement statement = monitor().createStatement()) {
      statement.execute("CALL tablecache.adjust('" + table + "')");
    }
  }

  /** How often statements on the table ended so. */
  long counted(String table, Outcome outcome) throws SQLException {
    try (Statement statement = monitor().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        if (rows.getString("table_name").equals(table)
            && rows.getString("outcome").equals(outcome.name())) {
          return rows.getLong("count");
        }
      }
      return 0;
    }
  }

  long hits(String table) throws SQLException {
    return counted(table, Outcome.HIT);
  }

  /** A column of {@code tablecache.tables}. */
  String status(String table, String column) throws SQLException {
    try (Statement statement = monitor().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.tables")) {
      while (rows.next()) {
        if (rows.getString("table_name").equals(table)) {
          return String.valueOf(rows.getString(column));
        }
      }
      throw new AssertionError("no cached table " + table);
    }
  }

  private String status(String columns) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Statement statement = monitor().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.tables")) {
      while (rows.next()) {
        for (String column : columns.split(", ", -1)) {
          text.append(rows.getString(column)).append(' ');
        }
      }
    }
    return text.toString();
  }

  private Connection monitor() {
    if (monitor == null) {
      throw new IllegalStateException("not loaded");
    }
    return monitor;
  }

  /** What a statement gave, and how it ended. */
  record Answer(List<String> rows, boolean isHit) {}

  /** Executes a query by this driver, on a table that nobody else reads now. */
  Answer answer(Connection connection, String table, String sql) throws SQLException {
    long before = hits(table);
    List<String> rows = rows(connection, sql);
    return new Answer(rows, hits(table) > before);
  }

  /** A query's rows as text. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows(rows);
    }
  }

  /** The rest of a result's rows as text. */
  static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(i == 1 ? "" : ",").append(result.getString(i));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    if (monitor != null) {
      monitor.close();
    }
    plain.close();
  }
}
