package io.tablecache.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A statement with its values in the text, which is never the same twice. */
public class LiteralHit {
  private static final int ROWS = 60;

  /** Writes the texts. */
  @State(Scope.Thread)
  public static class Texts {
    private static final int MICROS = 500_000;

    private DeviceQuery[] pool;
    private int next;

    @Setup
    public void make() {
      pool = DeviceQuery.pool(ROWS);
    }

    /** The question of the next text. */
    DeviceQuery query() {
      return pool[next & (pool.length - 1)];
    }

    /** The next question, its range moved by some microseconds which change its text only. */
    String next() {
      int number = next++;
      DeviceQuery query = pool[number & (pool.length - 1)];
      int micros = number / pool.length % MICROS;
      return DeviceQuery.COLUMNS
          + " WHERE device_id = "
          + query.device()
          + " AND ts >= '"
          + text(query.from().toString(), micros)
          + "' AND ts < '"
          + text(query.to().toString(), micros)
          + "' ORDER BY ts";
    }

    /** A time that ends with {@code .5}, moved by less than half a second. */
    private static String text(String time, int micros) {
      return time.substring(0, time.length() - 1) + (MICROS + micros);
    }
  }

  /** A connection with a statement. */
  @State(Scope.Thread)
  public abstract static class Reads {
    private Connection connection;
    private Statement statement;

    abstract Connection connect() throws Exception;

    @Setup
    public void open(Texts texts, Blackhole blackhole) throws Exception {
      connection = connect();
      statement = connection.createStatement();
      int found = read(texts.next(), blackhole);
      if (found != ROWS) {
        throw new IllegalStateException(found + " rows, expected were " + ROWS);
      }
      texts.query().requireAnswer(statement.executeQuery(texts.next()));
    }

    final Connection connection() {
      return connection;
    }

    final int read(String sql, Blackhole blackhole) throws SQLException {
      return DeviceRows.read(statement.executeQuery(sql), blackhole);
    }

    @TearDown
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** By this driver. */
  public static class CachedReads extends Reads {
    @Override
    Connection connect() throws Exception {
      return BenchmarkDatabase.connectCached(BenchmarkDatabase.DEVICE_DATA_CONFIG);
    }

    @Override
    public void close() throws SQLException {
      BenchmarkDatabase.requireHits(connection());
      super.close();
    }
  }

  /** By the plain driver. */
  public static class PlainReads extends Reads {
    @Override
    Connection connect() throws Exception {
      return BenchmarkDatabase.connectPlain();
    }
  }

  @Benchmark
  public int cache(Texts texts, CachedReads reads, Blackhole blackhole) throws SQLException {
    return reads.read(texts.next(), blackhole);
  }

  @Benchmark
  public int plain(Texts texts, PlainReads reads, Blackhole blackhole) throws SQLException {
    return reads.read(texts.next(), blackhole);
  }
}
