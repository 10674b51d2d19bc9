package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How long hits of 60 rows take, each of them: while nothing else happens, and while 100 of 600,000
 * rows are changed and the table is adjusted every 200 ms.
 */
public class ReadersWhileAdjusting {
  private static final DeviceTable TABLE = new DeviceTable("adjusted", 100, 6_000);
  private static final int ROWS = 60;
  private static final int PERIOD_MILLIS = 200;

  /** Readers of a table that stays as it is. */
  @State(Scope.Thread)
  public static class Idle {
    private final SplittableRandom random = new SplittableRandom(42);
    private final Timestamp[] times = new Timestamp[TABLE.rowsPerDevice() + 1];
    private Connection connection;
    private PreparedStatement statement;

    /** How often the table is adjusted. */
    String every() {
      return "30m";
    }

    @Setup
    public void open(Blackhole blackhole) throws Exception {
      TABLE.create();
      LocalDateTime before = BenchmarkDatabase.START.minusNanos(500_000_000);
      for (int i = 0; i < times.length; i++) {
        times[i] = Timestamp.valueOf(before.plusSeconds(i));
      }
      String sql =
          "SELECT device_id, data_seq, data, ts FROM "
              + TABLE.name()
              + " WHERE device_id = ? AND ts >= ? AND ts < ? ORDER BY ts";
      connection =
          BenchmarkDatabase.connectCached(
              TABLE.config("freshness { every = " + every() + ", max-staleness = 2h }"));
      statement = connection.prepareStatement(sql);
      try (Connection plainConnection = BenchmarkDatabase.connectPlain();
          PreparedStatement plain = plainConnection.prepareStatement(sql)) {
        bind(statement, 1, 0);
        bind(plain, 1, 0);
        Answer.of(statement.executeQuery()).require(Answer.of(plain.executeQuery()));
      }
    }

    final Connection connection() {
      return connection;
    }

    private void bind(PreparedStatement target, int device, int start) throws SQLException {
      target.setInt(1, device);
      target.setTimestamp(2, times[start]);
      target.setTimestamp(3, times[start + ROWS]);
    }

    final int read(Blackhole blackhole) throws SQLException {
      bind(
          statement,
          1 + random.nextInt(TABLE.devices()),
          random.nextInt(TABLE.rowsPerDevice() - ROWS));
      return DeviceRows.read(statement.executeQuery(), blackhole);
    }

    @TearDown
    public void close() throws Exception {
      BenchmarkDatabase.requireHits(connection);
      connection.close();
    }
  }

  /** Readers of a table that changes and is adjusted all the time. */
  public static class Busy extends Idle {
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
    private Connection plain;
    private PreparedStatement write;
    private ScheduledFuture<?> writes;
    private long adjustmentsBefore;
    private int seq;

    @Override
    String every() {
      return PERIOD_MILLIS + "ms";
    }

    @Override
    public void open(Blackhole blackhole) throws Exception {
      super.open(blackhole);
      plain = BenchmarkDatabase.connectPlain();
      write =
          plain.prepareStatement(
              "UPDATE " + TABLE.name() + " SET data = data + 1 WHERE data_seq = ?");
      adjustmentsBefore = adjustments();
      writes =
          executor.scheduleAtFixedRate(
              this::write, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write() {
      try {
        write.setInt(1, seq++ % TABLE.rowsPerDevice());
        write.executeUpdate();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private long adjustments() throws SQLException {
      try (Statement statement = connection().createStatement();
          ResultSet table = statement.executeQuery("SELECT * FROM tablecache.tables")) {
        table.next();
        return table.getLong("adjustments");
      }
    }

    @Override
    public void close() throws Exception {
      if (writes.isDone()) {
        throw new ExecutionException("the writes have ended", null);
      }
      executor.shutdownNow();
      executor.awaitTermination(1, TimeUnit.MINUTES);
      plain.close();
      if (adjustments() == adjustmentsBefore) {
        throw new IllegalStateException("no adjustment while hits were measured");
      }
      super.close();
    }
  }

  @Benchmark
  public int idle(Idle idle, Latencies latencies, Blackhole blackhole) throws SQLException {
    return read(idle, latencies, blackhole);
  }

  @Benchmark
  public int busy(Busy busy, Latencies latencies, Blackhole blackhole) throws SQLException {
    return read(busy, latencies, blackhole);
  }

  private static int read(Idle reads, Latencies latencies, Blackhole blackhole)
      throws SQLException {
    long start = System.nanoTime();
    int found = reads.read(blackhole);
    latencies.add(System.nanoTime() - start);
    if (found != ROWS) {
      throw new IllegalStateException(found + " rows, expected were " + ROWS);
    }
    return found;
  }
}
