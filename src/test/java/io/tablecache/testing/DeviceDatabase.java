package io.tablecache.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.model.Outcome;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A fresh database with the device tables and a config for it, to be read by both drivers.
 *
 * <p>Devices 1, 2 and 3 have a row every 10 seconds of the half hour around {@link #WINDOW_FROM};
 * the cached window of {@code device_data} begins there and has no end. Snapshots are taken on
 * demand and after writes only, so that a test decides when the next one comes. The third cached
 * table, {@code gate}, is empty and there to be locked.
 *
 * <p>Confined to one thread, but for the connections that it opens.
 */
public final class DeviceDatabase implements AutoCloseable {
  /** Where the window of {@code device_data} begins. */
  public static final String WINDOW_FROM = "2026-01-01 00:00:00";

  /** Answered from the cache. */
  public static final String COVERED =
      "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = 1"
          + " AND ts >= '2026-01-01 00:10:00' ORDER BY ts";

  /** As {@link #COVERED}, with parameters: a device and a timestamp. */
  public static final String COVERED_PREPARED =
      "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = ?"
          + " AND ts >= ? ORDER BY ts";

  /** Reaches below the window. */
  public static final String NOT_COVERED =
      "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = 1"
          + " AND ts >= '2025-12-31 23:50:00' ORDER BY ts";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String plainUrl;
  private final Path config;
  private final TableCacheDataSource dataSource;
  private final Connection monitor;
  private final @Nullable Connection startLock;

  /** How the cache of a device database is configured; everything has a default. */
  public static final class Builder {
    private String maxStaleness = "1h";
    private String every = "30m";
    private String readYourWrites = "jvm";
    private String window = "window { range = ts, from = \"2026-01-01T00:00:00\", zone = UTC }";
    private String moreTables = "";
    private String more = "";
    private final List<String> setup = new ArrayList<>();
    private boolean awaitsLoad = true;
    private boolean isHeldUp;

    private Builder() {}

    /** The age up to which snapshots of all tables answer. */
    public Builder maxStaleness(String duration) {
      maxStaleness = duration;
      return this;
    }

    /** How often snapshots are taken without being asked for. */
    public Builder every(String duration) {
      every = duration;
      return this;
    }

    /** {@code jvm}, {@code connection} or {@code off}. */
    public Builder readYourWrites(String mode) {
      readYourWrites = mode;
      return this;
    }

    /** The window of {@code device_data}, as a section; empty for the whole table. */
    public Builder window(String section) {
      window = section;
      return this;
    }

    /** A further cached table that is to be made by {@link #setup}. */
    public Builder table(String label, String body) {
      moreTables +=
          "    "
              + label
              + " {\n"
              + body
              + "\n      freshness { every = 30m, max-staleness = 1h }}\n";
      return this;
    }

    /** Further lines of the config's top section. */
    public Builder more(String lines) {
      more += lines + "\n";
      return this;
    }

    /** Executed by the plain driver after the device tables were made and filled. */
    public Builder setup(String sql) {
      setup.add(sql);
      return this;
    }

    /** The first load is held up for a second and a half, as by {@link #holdUpAdjustments}. */
    public Builder heldUp() {
      isHeldUp = true;
      return withoutAwaitingLoad();
    }

    /** The cache is not waited for. */
    public Builder withoutAwaitingLoad() {
      awaitsLoad = false;
      return this;
    }

    public DeviceDatabase open() throws Exception {
      return new DeviceDatabase(this);
    }

    private String config() {
      String freshness =
          "freshness { every = " + every + ", max-staleness = " + maxStaleness + " }";
      return """
      tablecache {
        tables {
          device_data {
            relation = public.device_data
            indexes {
              time            { range = ts }
              device_and_time { segment = [device_id], range = ts }
            }
            %s
            %s
          }
          devices {
            relation = public.devices
            %s
          }
          gate {
            relation = public.gate
            %s
          }
      %s  }
        read-your-writes = %s
      %s}
      """
          .formatted(window, freshness, freshness, freshness, moreTables, readYourWrites, more);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The device tables, cached by the defaults and loaded. */
  public static DeviceDatabase open() throws Exception {
    return builder().open();
  }

  private DeviceDatabase(Builder builder) throws Exception {
    plainUrl = PostgresServer.shared().createDatabase();
    makeTables(builder.setup);
    config = writeConfig(builder.config());
    dataSource = new TableCacheDataSource();
    dataSource.setUrl(plainUrl);
    dataSource.setConfig(config.toString());
    startLock = builder.isHeldUp ? lockGate() : null;
    monitor = dataSource.getConnection();
    if (builder.awaitsLoad) {
      assertTrue(TableCache.awaitLoaded(dataSource, PATIENCE), "loaded");
    }
  }

  private void makeTables(List<String> setup) throws SQLException {
    try (Connection connection = plain();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE devices (device_id integer PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE device_data ("
              + "device_id integer NOT NULL REFERENCES devices, data_seq integer NOT NULL,"
              + " data integer NOT NULL, ts timestamp NOT NULL, PRIMARY KEY (device_id, data_seq))");
      statement.execute("CREATE TABLE gate (id integer PRIMARY KEY)");
      statement.execute("INSERT INTO devices VALUES (1), (2), (3)");
      statement.execute(
          "INSERT INTO device_data SELECT device_id, n, (n * 7919 + device_id) % 1000, timestamp '"
              + WINDOW_FROM
              + "' + (n - 90) * interval '10 s' FROM devices, generate_series(1, 180) n");
      for (String sql : setup) {
        statement.execute(sql);
      }
    }
  }

  private static Path writeConfig(String text) throws IOException {
    Path file = Files.createTempFile("tablecache-", ".conf");
    file.toFile().deleteOnExit();
    return Files.writeString(file, text);
  }

  /** The plain driver's URL, user included. */
  public String plainUrl() {
    return plainUrl;
  }

  /** This driver's URL, without the property that names the config. */
  public String url() {
    return plainUrl.replaceFirst("^jdbc:", "jdbc:tablecache:");
  }

  /** This driver's URL with the config. */
  public String urlWithConfig() {
    return url() + (plainUrl.contains("?") ? "&" : "?") + "tablecache.config=" + config;
  }

  /** Where the config is. */
  public Path config() {
    return config;
  }

  /** A connection of the plain driver. */
  public Connection plain() throws SQLException {
    return DriverManager.getConnection(plainUrl);
  }

  /** A connection of this driver. */
  public Connection cached() throws SQLException {
    return dataSource.getConnection();
  }

  /** A connection of this driver, with a property of either driver. */
  public Connection cachedWith(String property, String value) throws SQLException {
    TableCacheDataSource changed = new TableCacheDataSource();
    changed.setUrl(plainUrl);
    changed.setConfig(config.toString());
    changed.setProperty(property, value);
    return changed.getConnection();
  }

  public TableCacheDataSource dataSource() {
    return dataSource;
  }

  /** Executes by the plain driver, as another process would. */
  public void elsewhere(String sql) throws SQLException {
    try (Connection connection = plain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes a new snapshot of the tables. */
  public void adjust(String... labels) throws SQLException {
    try (Statement statement = monitor.createStatement()) {
      for (String label : labels) {
        statement.execute("CALL tablecache.adjust('" + label + "')");
      }
    }
  }

  /** Takes new snapshots of both device tables. */
  public void adjust() throws SQLException {
    adjust("device_data", "devices");
  }

  /**
   * Holds up every adjustment: a session that has {@code gate} locked, for which the loader waits a
   * second and a half. To be closed before the next {@link #adjust()}.
   */
  public Connection holdUpAdjustments() throws Exception {
    Connection locker = lockGate();
    Thread adjusting =
        new Thread(
            () -> {
              try (Connection connection = cached();
                  Statement statement = connection.createStatement()) {
                statement.execute("CALL tablecache.adjust('gate')");
              } catch (SQLException ignored) {
                // The loader has waited in vain, as it should.
              }
            },
            "held-up");
    adjusting.setDaemon(true);
    adjusting.start();
    try (Connection connection = plain();
        Statement statement = connection.createStatement()) {
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

  private Connection lockGate() throws SQLException {
    Connection locker = plain();
    locker.setAutoCommit(false);
    try (Statement statement = locker.createStatement()) {
      statement.execute("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE");
    }
    return locker;
  }

  /** How often each outcome was counted for a cached table so far. */
  public Map<Outcome, Long> outcomes(String label) throws SQLException {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    try (Statement statement = monitor.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        if (label.equals(rows.getString("table_name"))) {
          counts.put(Outcome.valueOf(rows.getString("outcome")), rows.getLong("count"));
        }
      }
    }
    return counts;
  }

  /** How often each outcome was counted for a cached table while something was executed. */
  public Map<Outcome, Long> outcomesOf(String label, Callable<?> execution) throws Exception {
    Map<Outcome, Long> before = outcomes(label);
    execution.call();
    Map<Outcome, Long> counted = new EnumMap<>(Outcome.class);
    outcomes(label)
        .forEach(
            (outcome, count) -> {
              long more = count - before.getOrDefault(outcome, 0L);
              if (more != 0) {
                counted.put(outcome, more);
              }
            });
    return counted;
  }

  /** Executes what must end once in the given way, on {@code device_data}. */
  public <T> T assertOutcome(Outcome expected, Callable<T> execution) throws Exception {
    return assertOutcome("device_data", expected, execution);
  }

  /** Executes what must end once in the given way. */
  public <T> T assertOutcome(String label, Outcome expected, Callable<T> execution)
      throws Exception {
    List<T> result = new ArrayList<>(1);
    Map<Outcome, Long> counted = outcomesOf(label, () -> result.add(execution.call()));
    assertEquals(Map.of(expected, 1L), counted);
    return result.get(0);
  }

  @Override
  public void close() throws SQLException {
    if (startLock != null) {
      startLock.close();
    }
    monitor.close();
  }
}
