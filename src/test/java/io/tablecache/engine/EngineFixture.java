package io.tablecache.engine;

import io.tablecache.config.CacheConfig;
import io.tablecache.config.ConfigReader;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of its own and configs for it. Confined to one thread, but {@link #open}. */
final class EngineFixture implements AutoCloseable {
  private static final String ENGINE_CONNECTIONS =
      " FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " AND datname = current_database() AND pid <> pg_backend_pid()";

  private final String url;
  private final Connection admin;

  EngineFixture() throws SQLException {
    url = PostgresServer.shared().createDatabase();
    admin = DriverManager.getConnection(url);
    execute(
        "CREATE TABLE devices (device_id integer PRIMARY KEY)",
        "CREATE TABLE device_data (device_id integer NOT NULL REFERENCES devices,"
            + " data_seq integer NOT NULL, data integer NOT NULL, ts timestamp NOT NULL,"
            + " PRIMARY KEY (device_id, data_seq))",
        "INSERT INTO devices VALUES (1), (2)",
        "INSERT INTO device_data SELECT d, s, s,"
            + " (now() AT TIME ZONE 'UTC') - make_interval(secs => s * 7)"
            + " FROM generate_series(1, 2) d, generate_series(0, 99) s");
  }

  /** The database's name. */
  String database() {
    return url.replaceFirst(".*/([^/?]+).*", "$1");
  }

  String url() {
    return url;
  }

  /** Opens one of the engine's connections. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long query(String sql) throws SQLException {
    try (Statement statement = admin.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** How many connections there are besides this fixture's own. */
  long engineConnections() throws SQLException {
    return query("SELECT count(*)" + ENGINE_CONNECTIONS);
  }

  void terminateEngineConnections() throws SQLException {
    query("SELECT count(pg_terminate_backend(pid, 10000))" + ENGINE_CONNECTIONS);
  }

  static CacheConfig config(Path directory, String tables) throws IOException {
    Path file = Files.createTempFile(directory, "engine", ".conf");
    Files.writeString(file, "tablecache {\n tables {\n" + tables + "\n }\n}");
    return ConfigReader.read(file.toString());
  }

  static CacheConfig deviceScenario() {
    return ConfigReader.read("config/tablecache.conf");
  }

  @Override
  public void close() throws SQLException {
    admin.close();
  }
}
