package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A hit of 10 rows of a random device, in tables of different sizes. */
public class SizedHit {
  private static final int ROWS = 10;

  /** A connection whose table is of one size. */
  @State(Scope.Thread)
  public static class Reads {
    @Param({"1000"})
    public int devices;

    @Param({"1000"})
    public int rowsPerDevice;

    private final DeviceQuery[] pool = new DeviceQuery[4_096];
    private int next;
    private Connection connection;
    private PreparedStatement statement;

    @Setup
    public void open(Blackhole blackhole) throws Exception {
      DeviceTable table = DeviceTable.of(devices, rowsPerDevice);
      table.create();
      SplittableRandom random = new SplittableRandom(42);
      Arrays.setAll(pool, i -> query(random));
      String sql =
          "SELECT device_id, data_seq, data, ts FROM "
              + table.name()
              + " WHERE device_id = ? AND ts >= ? AND ts < ? ORDER BY ts";
      connection = BenchmarkDatabase.connectCached(table.config());
      statement = connection.prepareStatement(sql);
      int found = read(blackhole);
      if (found != ROWS) {
        throw new IllegalStateException(found + " rows, expected were " + ROWS);
      }
      try (Connection plainConnection = BenchmarkDatabase.connectPlain();
          PreparedStatement plain = plainConnection.prepareStatement(sql)) {
        pool[0].bind(statement);
        pool[0].bind(plain);
        Answer.of(statement.executeQuery()).require(Answer.of(plain.executeQuery()));
      }
    }

    private DeviceQuery query(SplittableRandom random) {
      int start = random.nextInt(rowsPerDevice - ROWS + 1);
      LocalDateTime from = BenchmarkDatabase.START.plusSeconds(start).minusNanos(500_000_000);
      return new DeviceQuery(
          1 + random.nextInt(devices),
          0,
          Timestamp.valueOf(from),
          Timestamp.valueOf(from.plusSeconds(ROWS)),
          0,
          0);
    }

    final int read(Blackhole blackhole) throws SQLException {
      pool[next++ & (pool.length - 1)].bind(statement);
      return DeviceRows.read(statement.executeQuery(), blackhole);
    }

    @TearDown
    public void close() throws SQLException {
      BenchmarkDatabase.requireHits(connection);
      connection.close();
    }
  }

  @Benchmark
  public int cache(Reads reads, Blackhole blackhole) throws SQLException {
    return reads.read(blackhole);
  }
}
