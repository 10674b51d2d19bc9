package io.tablecache.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A prepared statement, executed with a random device and range each time, of which every column of
 * every row is read.
 */
public class PreparedHit {

  /** A connection with the statement. */
  @State(Scope.Thread)
  public abstract static class Reads {
    private Connection connection;
    private PreparedStatement statement;

    abstract Connection connect() throws Exception;

    @Setup
    public void open(DeviceQueries queries, Blackhole blackhole) throws Exception {
      connection = connect();
      statement = connection.prepareStatement(DeviceQuery.sql(queries.rows));
      queries.require(read(queries.next(), blackhole));
      queries.require(readPrimitives(queries.next(), blackhole));
      queries.require(readLongs(queries.next(), blackhole));
      DeviceQuery query = queries.next();
      query.bind(statement);
      query.requireAnswer(statement.executeQuery());
    }

    final Connection connection() {
      return connection;
    }

    final int read(DeviceQuery query, Blackhole blackhole) throws SQLException {
      query.bind(statement);
      return DeviceRows.read(statement.executeQuery(), blackhole);
    }

    final int readPrimitives(DeviceQuery query, Blackhole blackhole) throws SQLException {
      query.bind(statement);
      return DeviceRows.readPrimitives(statement.executeQuery(), blackhole);
    }

    final int readLongs(DeviceQuery query, Blackhole blackhole) throws SQLException {
      query.bind(statement);
      return DeviceRows.readLongs(statement.executeQuery(), blackhole);
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

  /** By a loop over arrays. */
  @State(Scope.Thread)
  public static class ArrayReads {
    private DeviceArrays arrays;

    @Setup
    public void load(DeviceQueries queries, Blackhole blackhole) throws SQLException {
      arrays = DeviceArrays.load();
      queries.require(read(queries.next(), blackhole));
    }

    final int read(DeviceQuery query, Blackhole blackhole) {
      return arrays.read(query, blackhole);
    }
  }

  @Benchmark
  public int cache(DeviceQueries queries, CachedReads reads, Blackhole blackhole)
      throws SQLException {
    return reads.read(queries.next(), blackhole);
  }

  @Benchmark
  public int plain(DeviceQueries queries, PlainReads reads, Blackhole blackhole)
      throws SQLException {
    return reads.read(queries.next(), blackhole);
  }

  @Benchmark
  public int arrays(DeviceQueries queries, ArrayReads reads, Blackhole blackhole) {
    return reads.read(queries.next(), blackhole);
  }

  /** As {@link #cache}, by getLong and getObject. */
  @Benchmark
  public int cacheLongs(DeviceQueries queries, CachedReads reads, Blackhole blackhole)
      throws SQLException {
    return reads.readLongs(queries.next(), blackhole);
  }

  @Benchmark
  public int plainLongs(DeviceQueries queries, PlainReads reads, Blackhole blackhole)
      throws SQLException {
    return reads.readLongs(queries.next(), blackhole);
  }

  @Benchmark
  public int arraysLongs(DeviceQueries queries, ArrayReads reads, Blackhole blackhole) {
    return reads.arrays.readLongs(queries.next(), blackhole);
  }

  /** As {@link #cache}, but through primitive getters only, to see what a hit allocates. */
  @Benchmark
  public int primitives(DeviceQueries queries, CachedReads reads, Blackhole blackhole)
      throws SQLException {
    return reads.readPrimitives(queries.next(), blackhole);
  }
}
