package io.tablecache.conformance.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Two databases that are alike: one is read by the plain driver only, the other one through this
 * driver, which caches its tables.
 *
 * <p>Confined to one thread, but for the connections that it opens.
 */
final class TwinDatabases implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The two of them. */
  enum Twin {
    /** The plain driver's. */
    PLAIN,
    /** This driver's. */
    CACHED
  }

  private final Both<String> urls;
  private final Both<Connection> elsewhere;
  private final Path config;
  private String resetAt = "";
  private final Connection monitor;

  private TwinDatabases(String configText) throws Exception {
    config = Files.createTempFile("tablecache-", ".conf");
    config.toFile().deleteOnExit();
    Files.writeString(config, configText);
    urls = Both.of(twin -> PostgresServer.shared().createDatabase());
    elsewhere = Both.of(this::connectPlain);
    try (Statement statement = elsewhere.plain().createStatement()) {
      for (String role : TwinSchema.roles()) {
        statement.execute(role);
      }
    }
    reset();
    monitor = connect(Twin.CACHED, new Properties());
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(urls.cached());
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, PATIENCE), "loaded");
  }

  /** Twins with the tables and the config of {@link TwinSchema}. */
  static TwinDatabases open() throws Exception {
    return new TwinDatabases(TwinSchema.config());
  }

  static int serverVersion() {
    return PostgresServer.shared().majorVersion();
  }

  /** The name of one twin's database. */
  String name(Twin twin) {
    return urls.of(twin).replaceFirst(".*/([^/?]*).*", "$1");
  }

  /** A connection of an application's to one twin, with properties of the driver's. */
  Connection connect(Twin twin, Properties properties) throws SQLException {
    Properties all = new Properties();
    all.putAll(properties);
    String url = urls.of(twin);
    if (properties.containsKey("user")) {
      url = url.replaceFirst("user=[^&]*&?", "");
    }
    if (twin == Twin.CACHED) {
      url = url.replaceFirst("^jdbc:", "jdbc:tablecache:");
      all.setProperty("tablecache.config", config.toString());
    }
    return DriverManager.getConnection(url, all);
  }

  /** A connection of the plain driver to one twin, as another process would have it. */
  Connection connectPlain(Twin twin) throws SQLException {
    return DriverManager.getConnection(urls.of(twin));
  }

  /** Makes everything anew in both. */
  void reset() throws SQLException {
    for (Twin twin : Twin.values()) {
      elsewhere(twin, TwinSchema.reset(name(twin)));
    }
  }

  /** Makes everything anew, unless no transaction has written anything since it last was. */
  void resetIfChanged() throws SQLException {
    if (!writtenUntil().equals(resetAt)) {
      reset();
      resetAt = writtenUntil();
    }
  }

  /** The server's next transaction id. */
  private String writtenUntil() throws SQLException {
    try (Statement statement = elsewhere.plain().createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Executes on both, as another process would. */
  void elsewhere(String sql) throws SQLException {
    for (Twin twin : Twin.values()) {
      elsewhere(twin, sql);
    }
  }

  void elsewhere(Twin twin, String sql) throws SQLException {
    try (Statement statement = elsewhere.of(twin).createStatement()) {
      statement.execute(sql.replace("${database}", name(twin)));
    }
  }

  /** Takes a new snapshot of a cached table; false if that failed. */
  boolean adjust(String label) {
    try (Statement statement = monitor.createStatement()) {
      statement.execute("CALL tablecache.adjust('" + label + "')");
      return true;
    } catch (SQLException ignored) {
      // The case says by its outcome whether there must be a snapshot.
      return false;
    }
  }

  /**
   * Holds up every adjustment: a session that has {@code gate} locked, for which the loader waits a
   * second and a half. To be closed before the next {@link #adjust}.
   */
  Connection holdUpAdjustments() throws Exception {
    Connection locker = connectPlain(Twin.CACHED);
    locker.setAutoCommit(false);
    try (Statement statement = locker.createStatement()) {
      statement.execute("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE");
    }
    Thread adjusting = new Thread(this::adjustGate, "held-up");
    adjusting.setDaemon(true);
    adjusting.start();
    try (Statement statement = elsewhere.cached().createStatement()) {
      Await.until(
          "the loader to wait",
          () -> {
            try (ResultSet waiting =
                statement.executeQuery(
                    "SELECT FROM pg_locks WHERE NOT granted AND relation = 'gate'::regclass")) {
              return waiting.next();
            }
          });
    }
    return locker;
  }

  private void adjustGate() {
    try (Connection connection = connect(Twin.CACHED, new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("CALL tablecache.adjust('gate')");
    } catch (SQLException ignored) {
      // The loader has waited in vain, as it should.
    }
  }

  /** How often each outcome was counted for all cached tables so far. */
  Map<String, Long> outcomes() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = monitor.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        counts.put(
            rows.getString("table_name") + " " + rows.getString("outcome"), rows.getLong("count"));
      }
    }
    return counts;
  }

  /** The table of outcomes that were counted since. */
  Map<String, Long> outcomesSince(Map<String, Long> before) throws SQLException {
    Map<String, Long> since = new TreeMap<>();
    outcomes()
        .forEach(
            (key, count) -> {
              long more = count - before.getOrDefault(key, 0L);
              if (more != 0) {
                since.put(key, more);
              }
            });
    return since;
  }

  /** The key of {@link #outcomes}. */
  static String key(String label, Outcome outcome) {
    return label + " " + outcome;
  }

  @Override
  public void close() throws SQLException {
    monitor.close();
    for (Connection connection : elsewhere.all()) {
      connection.close();
    }
  }
}
