package io.tablecache.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A connection taken from a HikariCP pool, one prepared statement on it, and back to the pool. */
public class PooledHit {

  /** A pool. */
  @State(Scope.Thread)
  public abstract static class Pool {
    private HikariDataSource pool;

    abstract HikariConfig config() throws Exception;

    @Setup
    public void open(DeviceQueries queries, Blackhole blackhole) throws Exception {
      HikariConfig config = config();
      config.setMaximumPoolSize(2);
      pool = new HikariDataSource(config);
      DeviceQuery query = queries.next();
      queries.require(read(query, blackhole));
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(query.sql())) {
        query.bind(statement);
        query.requireAnswer(statement.executeQuery());
      }
    }

    final HikariDataSource pool() {
      return pool;
    }

    final int read(DeviceQuery query, Blackhole blackhole) throws SQLException {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(query.sql())) {
        query.bind(statement);
        return DeviceRows.read(statement.executeQuery(), blackhole);
      }
    }

    @TearDown
    public void close() throws SQLException {
      pool.close();
    }
  }

  /** By this driver. */
  public static class CachedPool extends Pool {
    @Override
    HikariConfig config() throws Exception {
      BenchmarkDatabase.connectCached(BenchmarkDatabase.DEVICE_DATA_CONFIG).close();
      HikariConfig config = new HikariConfig();
      config.setDriverClassName("io.tablecache.TableCacheDriver");
      config.setJdbcUrl(BenchmarkDatabase.cachedUrl(BenchmarkDatabase.DEVICE_DATA_CONFIG));
      return config;
    }

    @Override
    public void close() throws SQLException {
      try (Connection connection = pool().getConnection()) {
        BenchmarkDatabase.requireHits(connection);
      }
      super.close();
    }
  }

  /** By the plain driver. */
  public static class PlainPool extends Pool {
    @Override
    HikariConfig config() throws Exception {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(BenchmarkDatabase.url());
      return config;
    }
  }

  @Benchmark
  public int cache(DeviceQueries queries, CachedPool pool, Blackhole blackhole)
      throws SQLException {
    return pool.read(queries.next(), blackhole);
  }

  @Benchmark
  public int plain(DeviceQueries queries, PlainPool pool, Blackhole blackhole) throws SQLException {
    return pool.read(queries.next(), blackhole);
  }
}
