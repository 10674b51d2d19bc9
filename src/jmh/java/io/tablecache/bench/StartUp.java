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
 * From nothing to the first answer in a fresh process: classes, connection, config, catalog, load
 * and plan.
 */
public class StartUp {

  /** What is asked, and the connection that is made. */
  @State(Scope.Thread)
  public static class First {
    private DeviceQuery query;
    private Connection connection;

    @Setup
    public void make() {
      query = DeviceQuery.pool(60)[0];
    }

    final Connection connection() {
      return connection;
    }

    final int answer(Connection made, Blackhole blackhole) throws SQLException {
      connection = made;
      try (PreparedStatement statement = made.prepareStatement(query.sql())) {
        query.bind(statement);
        return DeviceRows.read(statement.executeQuery(), blackhole);
      }
    }

    @TearDown
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** By this driver. */
  public static class FirstHit extends First {
    @Override
    public void close() throws SQLException {
      BenchmarkDatabase.requireHits(connection());
      super.close();
    }
  }

  @Benchmark
  public int cache(FirstHit first, Blackhole blackhole) throws Exception {
    return first.answer(
        BenchmarkDatabase.connectCached(BenchmarkDatabase.DEVICE_DATA_CONFIG), blackhole);
  }

  @Benchmark
  public int plain(First first, Blackhole blackhole) throws SQLException {
    return first.answer(BenchmarkDatabase.connectPlain(), blackhole);
  }
}
