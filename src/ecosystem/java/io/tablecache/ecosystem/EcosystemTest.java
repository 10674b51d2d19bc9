package io.tablecache.ecosystem;

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
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices and their data in a database of the test class, cached by a config of its own.
 *
 * <p>Three devices have 60 rows each, one per minute from {@link #START} on; the window begins at
 * {@link #WINDOW}, half an hour later. Snapshots never grow too old, so that every miss has a
 * reason that the test has given.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EcosystemTest {
  static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
  static final LocalDateTime WINDOW = START.plusMinutes(30);
  static final LocalDateTime END = START.plusMinutes(59);

  private static final String TABLES =
      """
      CREATE TABLE devices (device_id integer PRIMARY KEY);
      CREATE TABLE device_data (
        device_id integer NOT NULL REFERENCES devices, data_seq integer NOT NULL,
        data integer NOT NULL, ts timestamp NOT NULL, PRIMARY KEY (device_id, data_seq));
      CREATE TABLE device_settings (
        device_id integer PRIMARY KEY, options jsonb NOT NULL, tags text[] NOT NULL,
        limits integer[]);
      INSERT INTO devices VALUES (1), (2), (3);
      INSERT INTO device_data
        SELECT d, m + 1, d * 1000 + m, timestamp '2026-01-01' + m * interval '1 minute'
        FROM generate_series(1, 3) d, generate_series(0, 59) m;
      INSERT INTO device_settings VALUES
        (1, '{"unit": "celsius", "digits": 2}', '{indoor,"north, upper"}', '{-10,40}'),
        (2, '{"unit": "kelvin", "digits": 0}', '{}', NULL);
      """;

  private static final String CONFIG =
      """
      tablecache.tables {
        device_data {
          relation = public.device_data
          indexes {
            time            { range = ts }
            device_and_time { segment = [device_id], range = ts }
          }
          window    { range = ts, from = "2026-01-01T00:30:00" }
          freshness { every = 1h, max-staleness = 2h }
        }
        devices { relation = public.devices, freshness { every = 1h, max-staleness = 2h } }
        device_settings {
          relation = public.device_settings, freshness { every = 1h, max-staleness = 2h }
        }
      }
      """;

  @TempDir static Path directory;

  private String plainUrl;
  private Connection observer;

  @BeforeAll
  void createDatabase() throws SQLException, IOException, InterruptedException {
    plainUrl = PostgresServer.shared().createDatabase();
    try (Connection plain = plain();
        Statement statement = plain.createStatement()) {
      statement.execute(TABLES);
    }
    Files.writeString(config(), CONFIG);
    TableCacheDataSource dataSource = dataSource();
    assertTrue(TableCache.awaitLoaded(dataSource, Duration.ofSeconds(30)), "loaded");
    observer = dataSource.getConnection();
  }

  /** What the former test wrote is in the cache when a test begins. */
  @BeforeEach
  void adjustAll() throws SQLException {
    adjust("device_data");
    adjust("devices");
    adjust("device_settings");
  }

  @AfterAll
  void closeObserver() throws SQLException {
    observer.close();
  }

  final Path config() {
    return directory.resolve("tablecache.conf");
  }

  /** The URL of the database for the plain driver. */
  final String plainUrl() {
    return plainUrl;
  }

  /** The URL of the database for this driver, config included. */
  final String url() {
    return plainUrl.replaceFirst("^jdbc:", "jdbc:tablecache:")
        + (plainUrl.contains("?") ? "&" : "?")
        + "tablecache.config="
        + config();
  }

  final Connection plain() throws SQLException {
    return DriverManager.getConnection(plainUrl);
  }

  final TableCacheDataSource dataSource() {
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(url());
    return dataSource;
  }

  /** Renews the snapshot of a cached table, after which what was written can be a hit. */
  final void adjust(String table) throws SQLException {
    try (Statement statement = observer.createStatement()) {
      statement.execute("CALL tablecache.adjust('" + table + "')");
    }
  }

  /**
   * Runs an action and asserts how its statements on cached tables ended.
   *
   * @param outcomes such as {@code device_data HIT 2, devices NOT_A_SELECT 1}, ordered by name
   */
  final <T> T expecting(String outcomes, Callable<T> action) throws Exception {
    Map<String, Long> before = outcomes();
    T result = action.call();
    StringBuilder since = new StringBuilder();
    outcomes()
        .forEach(
            (outcome, count) -> {
              long added = count - before.getOrDefault(outcome, 0L);
              if (added > 0) {
                since.append(since.isEmpty() ? "" : ", ").append(outcome).append(' ').append(added);
              }
            });
    assertEquals(outcomes, since.toString());
    return result;
  }

  private Map<String, Long> outcomes() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = observer.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (result.next()) {
        counts.put(result.getString(1) + " " + result.getString(2), result.getLong(3));
      }
    }
    return counts;
  }
}
