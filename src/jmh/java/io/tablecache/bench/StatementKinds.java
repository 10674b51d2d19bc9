package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
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

/**
 * The kinds of statements that clients send, over 1,000,000 rows: by this driver and by the plain
 * one, which has the best index for each, in turns.
 */
public class StatementKinds {
  private static final DeviceTable TABLE = DeviceTable.of(100, 10_000);
  private static final int CHECKED = 5;

  /** What is asked. */
  public enum Kind {
    RANGE(Ask.ROWS + " WHERE device_id = ? AND ts >= ? AND ts < ? ORDER BY ts", 60, 20, 20),
    LATEST(Ask.LATEST_ROWS, 0, 100, 1),
    TOP_K(Ask.ROWS + " ORDER BY ts DESC LIMIT 10", 0, 20, 20),
    AGGREGATE_10000(Ask.AGGREGATES + " WHERE device_id = ?", 0, 50, 5),
    AGGREGATE_1000000(Ask.AGGREGATES, 0, 10, 1),
    TRUNCATED_MINUTES(Ask.MINUTES.formatted("date_trunc('minute', ts)"), 600, 10, 1),
    BINNED_MINUTES(
        Ask.MINUTES.formatted("date_bin(interval '1 minute', ts, timestamp '2000-01-01')"),
        600,
        10,
        1);

    private final String sql;
    private final int seconds;
    private final int cacheCalls;
    private final int plainCalls;

    /**
     * @param seconds of the range that is asked for, or 0 if there is none
     * @param cacheCalls how many make a turn of the cache
     * @param plainCalls how many make a turn of the plain driver
     */
    Kind(String sql, int seconds, int cacheCalls, int plainCalls) {
      this.sql = sql.formatted(TABLE.name());
      this.seconds = seconds;
      this.cacheCalls = cacheCalls;
      this.plainCalls = plainCalls;
    }
  }

  /** What statements have in common. */
  private static final class Ask {
    static final String ROWS = "SELECT device_id, data_seq, data, ts FROM %s";
    static final String LATEST_ROWS =
        "SELECT DISTINCT ON (device_id) device_id, data_seq, data, ts FROM %s"
            + " ORDER BY device_id, ts DESC";
    static final String AGGREGATES =
        "SELECT count(*), sum(data), avg(data), min(data), max(data) FROM %s";
    static final String MINUTES =
        "SELECT device_id, %s, count(*), avg(data), max(data) FROM %%s"
            + " WHERE ts >= ? AND ts < ? GROUP BY 1, 2 ORDER BY 1, 2";
  }

  /** One statement on two connections. */
  @State(Scope.Thread)
  public static class Statements {
    @Param({
      "RANGE",
      "LATEST",
      "TOP_K",
      "AGGREGATE_10000",
      "AGGREGATE_1000000",
      "TRUNCATED_MINUTES",
      "BINNED_MINUTES"
    })
    public Kind kind;

    private final SplittableRandom random = new SplittableRandom(42);
    private final Question[] pool = new Question[1_024];
    private int next;
    private Connection plainConnection;
    private Connection cachedConnection;
    private PreparedStatement plain;
    private PreparedStatement cached;
    private int[] types;

    @Setup
    public void open() throws Exception {
      TABLE.create();
      Arrays.setAll(pool, i -> random());
      plainConnection = BenchmarkDatabase.connectPlain();
      cachedConnection = BenchmarkDatabase.connectCached(TABLE.config());
      plain = plainConnection.prepareStatement(kind.sql);
      cached = cachedConnection.prepareStatement(kind.sql);
      for (int i = 0; i < CHECKED; i++) {
        Question question = next();
        answer(cached, question).require(answer(plain, question));
      }
      types = types(plain.getMetaData());
    }

    private static int[] types(ResultSetMetaData columns) throws SQLException {
      int[] types = new int[columns.getColumnCount()];
      for (int i = 0; i < types.length; i++) {
        types[i] = columns.getColumnType(i + 1);
      }
      return types;
    }

    private static Answer answer(PreparedStatement statement, Question question)
        throws SQLException {
      question.bind(statement);
      return Answer.of(statement.executeQuery());
    }

    private Question next() {
      return pool[next++ & (pool.length - 1)];
    }

    /** A random device and range. */
    private Question random() {
      int device = 1 + random.nextInt(TABLE.devices());
      int start = random.nextInt(TABLE.rowsPerDevice() - kind.seconds);
      LocalDateTime from = BenchmarkDatabase.START.plusSeconds(start).minusNanos(500_000_000);
      return new Question(
          kind.sql.contains("device_id = ?") ? device : 0,
          kind.seconds == 0 ? null : Timestamp.valueOf(from),
          Timestamp.valueOf(from.plusSeconds(kind.seconds)));
    }

    @TearDown
    public void close() throws SQLException {
      BenchmarkDatabase.requireHits(cachedConnection);
      cachedConnection.close();
      plainConnection.close();
    }
  }

  /**
   * The values of a statement's parameters.
   *
   * @param device or 0 if it has none
   * @param from or null if it has no range
   */
  private record Question(int device, Timestamp from, Timestamp to) {
    void bind(PreparedStatement statement) throws SQLException {
      int i = 1;
      if (device != 0) {
        statement.setInt(i++, device);
      }
      if (from != null) {
        statement.setTimestamp(i++, from);
        statement.setTimestamp(i, to);
      }
    }
  }

  @Benchmark
  public void pair(Statements statements, PairedTimes times, Blackhole blackhole) throws Exception {
    times.measure(
        statements.kind.cacheCalls,
        () -> read(statements, statements.cached, blackhole),
        statements.kind.plainCalls,
        () -> read(statements, statements.plain, blackhole));
  }

  private static void read(Statements statements, PreparedStatement statement, Blackhole blackhole)
      throws SQLException {
    statements.next().bind(statement);
    int[] types = statements.types;
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        for (int i = 0; i < types.length; i++) {
          read(rows, i + 1, types[i], blackhole);
        }
      }
    }
  }

  private static void read(ResultSet rows, int column, int type, Blackhole blackhole)
      throws SQLException {
    switch (type) {
      case Types.INTEGER -> blackhole.consume(rows.getInt(column));
      case Types.BIGINT -> blackhole.consume(rows.getLong(column));
      case Types.TIMESTAMP -> blackhole.consume(rows.getTimestamp(column));
      case Types.NUMERIC -> blackhole.consume(rows.getBigDecimal(column));
      default -> throw new IllegalStateException("a column of type " + type);
    }
  }
}
