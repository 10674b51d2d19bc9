package io.tablecache.conformance.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCacheDriver;
import io.tablecache.conformance.jdbc.Transcript.Script;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A database that scripts run on through either driver. Its tables {@code cached_item}, which is
 * cached, and {@code plain_item} hold the same five rows.
 *
 * <p>Confined to one thread.
 */
final class BothDrivers {
  private final String url;
  private final String cachingUrl;
  private final Connection control;

  private BothDrivers(String url, Path config) throws SQLException {
    this.url = url;
    this.cachingUrl =
        url.replaceFirst("^jdbc:", "jdbc:tablecache:") + "&tablecache.config=" + config;
    this.control = caching();
  }

  static BothDrivers open() throws SQLException {
    String url = PostgresServer.shared().createDatabase();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (ServedFrom from : ServedFrom.values()) {
        statement.execute(
            "CREATE TABLE %s (id int PRIMARY KEY, name text, tags int[], made timestamp)"
                .formatted(from.table));
        statement.execute(
            ("INSERT INTO %s SELECT i, 'item ' || i, ARRAY[i, i + 1],"
                    + " timestamp '2026-01-01' + i * interval '1 hour' FROM generate_series(1, 5) i")
                .formatted(from.table));
      }
    }
    try {
      Path config = Files.createTempFile("tablecache", ".conf");
      config.toFile().deleteOnExit();
      Files.writeString(
          config,
          "tablecache.tables.item { relation = public.cached_item,"
              + " freshness { mode = poll, every = 1h, max-staleness = 3h } }");
      return new BothDrivers(url, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL for this driver. */
  String cachingUrl() {
    return cachingUrl;
  }

  Connection plain() throws SQLException {
    return DriverManager.getConnection(url);
  }

  Connection caching() throws SQLException {
    Connection connection = new TableCacheDriver().connect(cachingUrl, new Properties());
    if (connection == null) {
      throw new SQLException("not accepted: " + cachingUrl);
    }
    return connection;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = control.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many statements were answered from the cache so far. */
  long hits() throws SQLException {
    try (Statement statement = control.createStatement();
        ResultSet outcomes = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (outcomes.next()) {
        if (outcomes.getString("outcome").equals("HIT")) {
          return outcomes.getLong("count");
        }
      }
      return 0;
    }
  }

  /** Runs the script on both drivers, and asserts the same transcript and who answered. */
  void assertSame(ServedFrom from, Script script) throws Exception {
    Transcript expected = new Transcript();
    try (Connection connection = plain()) {
      script.run(connection, from.table, expected);
    }
    execute("CALL tablecache.adjust('item')");
    Transcript actual = new Transcript();
    long before = hits();
    try (Connection connection = caching()) {
      script.run(connection, from.table, actual);
    }
    assertEquals(String.join("\n", expected.lines()), String.join("\n", actual.lines()));
    assertTrue(!expected.lines().isEmpty(), "nothing was seen");
    assertEquals(from == ServedFrom.CACHE, hits() > before, "answered from the cache");
  }

  /** Runs a script that does not read the cached table. */
  void assertSame(Script script) throws Exception {
    assertSame(ServedFrom.DATABASE, script);
  }

  void close() throws SQLException {
    control.close();
  }
}
