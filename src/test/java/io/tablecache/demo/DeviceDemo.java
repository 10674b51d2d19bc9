package io.tablecache.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.TableCache;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The device scenario: two devices get a row every 7 seconds, written by another process as it
 * were; a dashboard asks every 10 seconds for their latest minutes through a Hikari pool.
 *
 * <p>{@code -Dtablecache.demo.seconds=} says for how long (60; 0 for ever), {@code
 * -Dtablecache.demo.url=} on which server ({@code jdbc:postgresql:...}; an embedded one without
 * it). Ends with an error if a read that the window covers was not answered from the cache.
 */
public final class DeviceDemo {
  private static final Duration WRITE_EVERY = Duration.ofSeconds(7);
  private static final Duration READ_EVERY = Duration.ofSeconds(10);
  private static final int MEASURED_READS = 3_000;

  /** One statement of the dashboard. */
  private record Read(String title, String sql, List<Integer> devices, Duration past, boolean hit) {
    PreparedStatement prepare(Connection connection) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      int i = 1;
      for (int device : devices) {
        statement.setInt(i++, device);
      }
      statement.setObject(i, LocalDateTime.now(ZoneOffset.UTC).minus(past));
      return statement;
    }
  }

  private static final List<Read> READS =
      List.of(
          new Read(
              "device 1, past 2 minutes",
              "SELECT data_seq, data, ts FROM device_data WHERE device_id = ? AND ts >= ?"
                  + " ORDER BY ts",
              List.of(1),
              Duration.ofMinutes(2),
              true),
          new Read(
              "device 1, past 4 minutes",
              "SELECT data_seq, data, ts FROM device_data WHERE device_id = ? AND ts >= ?"
                  + " ORDER BY ts",
              List.of(1),
              Duration.ofMinutes(4),
              false),
          new Read(
              "both devices, past 2 minutes",
              "SELECT device_id, data_seq, data, ts FROM device_data"
                  + " WHERE device_id IN (?, ?) AND ts >= ? ORDER BY ts",
              List.of(1, 2),
              Duration.ofMinutes(2),
              true));

  private final String plainUrl;
  private final Duration time;
  private final Map<String, Integer> endings = new TreeMap<>();
  private int reads;
  private int unexpected;

  private DeviceDemo(String plainUrl, Duration time) {
    this.plainUrl = plainUrl;
    this.time = time;
  }

  public static void main(String[] args) throws Exception {
    long seconds = Long.getLong("tablecache.demo.seconds", 60);
    Duration time = seconds == 0 ? ChronoUnit.FOREVER.getDuration() : Duration.ofSeconds(seconds);
    String url = System.getProperty("tablecache.demo.url");
    int unexpected;
    if (url != null) {
      unexpected = new DeviceDemo(url, time).run();
    } else {
      try (EmbeddedPostgres postgres = start()) {
        unexpected = new DeviceDemo(postgres.getJdbcUrl("postgres", "postgres"), time).run();
      }
    }
    if (unexpected > 0) {
      throw new IllegalStateException(unexpected + " reads did not come from where they should");
    }
  }

  private static EmbeddedPostgres start() throws IOException {
    say("Starting an embedded PostgreSQL ...");
    return EmbeddedPostgres.builder().start();
  }

  private int run() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName("io.tablecache.TableCacheDriver");
    config.setJdbcUrl(
        plainUrl.replaceFirst("^jdbc:", "jdbc:tablecache:")
            + (plainUrl.contains("?") ? "&" : "?")
            + "tablecache.config=config/tablecache.conf");
    config.setMaximumPoolSize(4);
    try (Connection writer = DriverManager.getConnection(plainUrl)) {
      prepareTables(writer);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        Thread writing = new Thread(() -> keepWriting(writer), "device-writer");
        writing.setDaemon(true);
        writing.start();
        if (!TableCache.awaitLoaded(pool, Duration.ofSeconds(30))) {
          throw new IllegalStateException("the cache was not loaded within 30 seconds");
        }
        keepReading(pool);
        summarize(pool);
        writing.interrupt();
        writing.join(Duration.ofSeconds(5).toMillis());
      }
    }
    return unexpected;
  }

  /** Makes the tables if there are none, and gives the devices a past of ten minutes. */
  private static void prepareTables(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS devices (device_id integer PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS device_data ("
              + "device_id integer NOT NULL REFERENCES devices, data_seq integer NOT NULL,"
              + " data integer NOT NULL, ts timestamp NOT NULL, PRIMARY KEY (device_id, data_seq))");
      statement.execute("CREATE INDEX IF NOT EXISTS device_data_ts ON device_data (ts)");
      statement.execute("INSERT INTO devices VALUES (1), (2) ON CONFLICT DO NOTHING");
    }
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    for (LocalDateTime ts = now.minusMinutes(10); ts.isBefore(now); ts = ts.plus(WRITE_EVERY)) {
      write(writer, ts);
    }
  }

  private static void write(Connection writer, LocalDateTime ts) throws SQLException {
    try (PreparedStatement insert =
        writer.prepareStatement(
            "INSERT INTO device_data SELECT device_id, coalesce((SELECT max(data_seq) FROM"
                + " device_data d WHERE d.device_id = devices.device_id), 0) + 1,"
                + " (random() * 1000)::integer, ? FROM devices WHERE device_id IN (1, 2)")) {
      insert.setObject(1, ts);
      insert.executeUpdate();
    }
  }

  private static void keepWriting(Connection writer) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        write(writer, LocalDateTime.now(ZoneOffset.UTC));
        LockSupport.parkNanos(WRITE_EVERY.toNanos());
      }
    } catch (SQLException e) {
      say("The writer ended: " + e.getMessage());
    }
  }

  private void keepReading(HikariDataSource pool) throws SQLException {
    Instant start = Instant.now();
    while (true) {
      long elapsed = Duration.between(start, Instant.now()).toSeconds();
      say("%n%4d s", elapsed);
      for (Read read : READS) {
        read(pool, read);
      }
      Instant next = Instant.now().plus(READ_EVERY);
      if (Duration.between(start, next).compareTo(time) > 0) {
        return;
      }
      while (Instant.now().isBefore(next)) {
        LockSupport.parkNanos(Duration.between(Instant.now(), next).toNanos());
      }
    }
  }

  private void read(HikariDataSource pool, Read read) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Map<String, Long> before = outcomes(connection);
      List<String> rows = new ArrayList<>();
      try (PreparedStatement statement = read.prepare(connection);
          ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          StringBuilder row = new StringBuilder();
          for (int i = 1; i <= columns; i++) {
            row.append(i == 1 ? "" : ", ").append(result.getString(i));
          }
          rows.add(row.toString());
        }
      }
      String outcome = outcomeSince(before, outcomes(connection));
      reads++;
      endings.merge(outcome, 1, Integer::sum);
      boolean expected = outcome.equals("HIT") == read.hit();
      unexpected += expected ? 0 : 1;
      say(
          "  %-29s %3d rows, the last (%s), from the %s%s",
          read.title(),
          rows.size(),
          rows.isEmpty() ? "" : rows.get(rows.size() - 1),
          outcome.equals("HIT") ? "cache" : "database: " + outcome,
          expected ? "" : "  <- unexpected");
    }
  }

  private static Map<String, Long> outcomes(Connection connection) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (result.next()) {
        if (result.getString("table_name").equals("device_data")) {
          counts.put(result.getString("outcome"), result.getLong("count"));
        }
      }
    }
    return counts;
  }

  private static String outcomeSince(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("not counted");
  }

  private void summarize(HikariDataSource pool) throws SQLException {
    Read read = READS.get(0);
    double hit;
    double plain;
    try (Connection cached = pool.getConnection();
        Connection database = DriverManager.getConnection(plainUrl)) {
      hit = medianMicros(cached, read);
      plain = medianMicros(database, read);
    }
    say("%nSummary");
    say("  reads        %d", reads);
    say("  hits         %d", endings.getOrDefault("HIT", 0));
    endings.forEach(
        (outcome, count) -> {
          if (!outcome.equals("HIT")) {
            say("  database     %d  %s", count, outcome);
          }
        });
    say("  unexpected   %d", unexpected);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT * FROM tablecache.tables")) {
      while (tables.next()) {
        say(
            "  %-12s %d rows in %d segments, %d adjustments, %d rows loaded, %d expired",
            tables.getString("table_name"),
            tables.getLong("rows"),
            tables.getLong("segments"),
            tables.getLong("adjustments"),
            tables.getLong("rows_loaded"),
            tables.getLong("rows_expired"));
      }
    }
    say("  median time  %.1f us from the cache, %.1f us by the plain driver", hit, plain);
  }

  private static double medianMicros(Connection connection, Read read) throws SQLException {
    long[] nanos = new long[MEASURED_READS];
    for (int i = -MEASURED_READS; i < MEASURED_READS; i++) {
      long start = System.nanoTime();
      long sum = 0;
      try (PreparedStatement statement = read.prepare(connection);
          ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          sum += result.getInt(2);
        }
      }
      if (i >= 0) {
        nanos[i] = sum == Long.MIN_VALUE ? 0 : System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[MEASURED_READS / 2] / 1000.0;
  }

  private static void say(String format, @Nullable Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
