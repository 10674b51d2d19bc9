package io.tablecache.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The twin without any driver: each device's rows in arrays that are sorted by time, read as a
 * program would that knows the table and the question.
 */
final class DeviceArrays {
  private final long[][] tsMicros = new long[BenchmarkDatabase.DEVICES + 1][];
  private final int[][] seqs = new int[BenchmarkDatabase.DEVICES + 1][];
  private final int[][] data = new int[BenchmarkDatabase.DEVICES + 1][];
  private final long offsetMillis = TimeZone.getDefault().getRawOffset();

  /** Reads the whole table by the plain driver. */
  static DeviceArrays load() throws SQLException {
    DeviceArrays arrays = new DeviceArrays();
    try (Connection connection = BenchmarkDatabase.connectPlain();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10_000);
      try (ResultSet rows =
          statement.executeQuery(DeviceQuery.COLUMNS + " ORDER BY device_id, ts")) {
        for (int device = 1; device <= BenchmarkDatabase.DEVICES; device++) {
          arrays.loadDevice(device, rows);
        }
      }
    }
    return arrays;
  }

  private void loadDevice(int device, ResultSet rows) throws SQLException {
    tsMicros[device] = new long[BenchmarkDatabase.ROWS_PER_DEVICE];
    seqs[device] = new int[BenchmarkDatabase.ROWS_PER_DEVICE];
    data[device] = new int[BenchmarkDatabase.ROWS_PER_DEVICE];
    for (int i = 0; i < BenchmarkDatabase.ROWS_PER_DEVICE; i++) {
      if (!rows.next() || rows.getInt(1) != device) {
        throw new IllegalStateException("device " + device + " has only " + i + " rows");
      }
      LocalDateTime ts = rows.getObject(4, LocalDateTime.class);
      tsMicros[device][i] = ts.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + ts.getNano() / 1_000;
      seqs[device][i] = rows.getInt(2);
      data[device][i] = rows.getInt(3);
    }
  }

  /** Reads a device's rows as a result set is read; how many there are. */
  int read(DeviceQuery query, Blackhole blackhole) {
    long[] ts = tsMicros[query.device()];
    int from = lowerBound(ts, query.fromMicros());
    int to = lowerBound(ts, query.toMicros());
    int[] seq = seqs[query.device()];
    int[] value = data[query.device()];
    for (int i = from; i < to; i++) {
      blackhole.consume(query.device());
      blackhole.consume(seq[i]);
      blackhole.consume(value[i]);
      blackhole.consume(timestamp(ts[i]));
    }
    return to - from;
  }

  /** As {@link #read}, with the objects of other getters. */
  int readLongs(DeviceQuery query, Blackhole blackhole) {
    long[] ts = tsMicros[query.device()];
    int from = lowerBound(ts, query.fromMicros());
    int to = lowerBound(ts, query.toMicros());
    int[] seq = seqs[query.device()];
    int[] value = data[query.device()];
    for (int i = from; i < to; i++) {
      blackhole.consume((long) query.device());
      blackhole.consume((long) seq[i]);
      blackhole.consume((long) value[i]);
      blackhole.consume(
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(ts[i], 1_000_000),
              (int) Math.floorMod(ts[i], 1_000_000) * 1_000,
              ZoneOffset.UTC));
    }
    return to - from;
  }

  /** Reads a device's rows as raw values; how many there are. */
  int readRaw(DeviceQuery query, Blackhole blackhole) {
    long[] ts = tsMicros[query.device()];
    int from = lowerBound(ts, query.fromMicros());
    int to = lowerBound(ts, query.toMicros());
    int[] seq = seqs[query.device()];
    int[] value = data[query.device()];
    for (int i = from; i < to; i++) {
      blackhole.consume((long) query.device());
      blackhole.consume((long) seq[i]);
      blackhole.consume((long) value[i]);
      blackhole.consume(ts[i]);
    }
    return to - from;
  }

  private Timestamp timestamp(long micros) {
    Timestamp timestamp = new Timestamp(Math.floorDiv(micros, 1_000_000) * 1_000 - offsetMillis);
    timestamp.setNanos((int) Math.floorMod(micros, 1_000_000) * 1_000);
    return timestamp;
  }

  /** The first position whose value is at least the given one. */
  private static int lowerBound(long[] values, long value) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
