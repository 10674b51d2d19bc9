package io.tablecache.bench;

import io.tablecache.jdbc.CacheSession;
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
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The database that every benchmark reads: 100 devices with 6,000 rows each, one per second, and
 * tables that are never cached. Tables of other sizes are {@link DeviceTable}s.
 *
 * <p>All processes of one run share one server, whose URL they get by a system property. Without
 * it, a process starts a server of its own.
 */
final class BenchmarkDatabase {
  /** The system property with the URL of a database that is {@link #prepare prepared}. */
  static final String URL_PROPERTY = "tablecache.benchmark.url";

  static final int DEVICES = 100;
  static final int ROWS_PER_DEVICE = 6_000;

  /** The time of each device's first row. */
  static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

  /** Caches device_data whole, by both of its indexes. */
  static final String DEVICE_DATA_CONFIG =
      deviceDataConfig("device_data", "freshness { every = 30m, max-staleness = 2h }");

  /** Caches nothing that a pass-through statement reads. */
  static final String DEVICES_CONFIG =
      """
      tablecache.tables.devices {
        relation = public.devices
        freshness { every = 30m, max-staleness = 2h }
      }
      """;

  static final Duration LOAD_TIMEOUT = Duration.ofMinutes(10);

  /** The files of configs: connections with the same config share what is cached. */
  private static final Map<String, Path> FILES = new ConcurrentHashMap<>();

  private BenchmarkDatabase() {}

  /**
   * Caches a table with the columns of device_data by both indexes.
   *
   * @param rules what else is said of the table
   */
  static String deviceDataConfig(String table, String rules) {
    return """
    tablecache {
      tables.%1$s {
        relation = public.%1$s
        indexes {
          time            { range = ts }
          device_and_time { segment = [device_id], range = ts }
        }
        %2$s
      }
      memory.max = 4GiB
    }
    """
        .formatted(table, rules);
  }

  /** The plain driver's URL. */
  static String url() throws SQLException {
    String given = System.getProperty(URL_PROPERTY);
    if (given != null) {
      return given;
    }
    String own = PostgresServer.shared().createDatabase();
    prepare(own);
    System.setProperty(URL_PROPERTY, own);
    return own;
  }

  /** Creates and fills the tables of an empty database. */
  static void prepare(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "CREATE TABLE devices (device_id integer PRIMARY KEY)",
            "INSERT INTO devices SELECT generate_series(1, " + DEVICES + ")",
            """
            CREATE TABLE device_data (
              device_id integer NOT NULL REFERENCES devices, data_seq integer NOT NULL,
              data integer NOT NULL, ts timestamp NOT NULL, PRIMARY KEY (device_id, data_seq))\
            """,
            """
            INSERT INTO device_data
            SELECT device_id, seq, hashint4(device_id * 10007 + seq),
                   timestamp '2026-01-01' + seq * interval '1 s'
            FROM devices, generate_series(0, %d) seq\
            """
                .formatted(ROWS_PER_DEVICE - 1),
            "CREATE INDEX ON device_data (device_id, ts)",
            "CREATE TABLE notes (id integer PRIMARY KEY, size integer NOT NULL, body text NOT"
                + " NULL)",
            "INSERT INTO notes SELECT id, id % 97, 'note ' || id FROM generate_series(1, 10000) id",
            "CREATE TABLE journal (id bigserial PRIMARY KEY, size integer NOT NULL)",
            "VACUUM (ANALYZE) devices, device_data, notes"
          }) {
        statement.execute(sql);
      }
    }
  }

  static Connection connectPlain() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Opens a connection of this driver whose tables are loaded. */
  static Connection connectCached(String config) throws Exception {
    Connection connection = DriverManager.getConnection(cachedUrl(config));
    if (!connection.unwrap(CacheSession.class).awaitLoaded(LOAD_TIMEOUT)) {
      throw new IllegalStateException("the cache was not loaded within " + LOAD_TIMEOUT);
    }
    return connection;
  }

  /** This driver's URL. */
  static String cachedUrl(String config) throws SQLException {
    String url = url();
    return url.replaceFirst("^jdbc:", "jdbc:tablecache:")
        + (url.contains("?") ? "&" : "?")
        + "tablecache.config="
        + file(config);
  }

  /** A temporary file with a config. */
  static Path file(String config) {
    return FILES.computeIfAbsent(config, BenchmarkDatabase::write);
  }

  private static Path write(String config) {
    try {
      Path file = Files.createTempFile("tablecache-benchmark", ".conf");
      file.toFile().deleteOnExit();
      return Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if a statement on a cached table was not answered from the cache. */
  static void requireHits(Connection cached) throws SQLException {
    long hits = 0;
    try (Statement statement = cached.createStatement();
        ResultSet outcomes = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (outcomes.next()) {
        if (!outcomes.getString("outcome").equals("HIT")) {
          throw new IllegalStateException(
              outcomes.getLong("count") + " statements ended as " + outcomes.getString("outcome"));
        }
        hits += outcomes.getLong("count");
      }
    }
    if (hits == 0) {
      throw new IllegalStateException("no statement was a hit");
    }
  }
}
