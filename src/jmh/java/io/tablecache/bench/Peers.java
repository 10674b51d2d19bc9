package io.tablecache.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What else keeps answers or rows in the process. Caches of results are asked the same question
 * again and again, the only one that they can answer; the table in memory gets another one each
 * time.
 */
public class Peers {

  /** The data cache of the AWS wrapper: results by the text of the statement. */
  @State(Scope.Thread)
  public static class ResultCache {
    private Connection connection;
    private Statement statement;
    private String sql;

    @Setup
    public void open(DeviceQueries queries, Blackhole blackhole) throws SQLException {
      DeviceQuery query = queries.next();
      sql = query.text();
      Properties properties = new Properties();
      properties.setProperty("wrapperPlugins", "dataCache");
      properties.setProperty("dataCacheTriggerCondition", ".*device_data.*");
      connection =
          DriverManager.getConnection(
              BenchmarkDatabase.url().replaceFirst("^jdbc:", "jdbc:aws-wrapper:"), properties);
      statement = connection.createStatement();
      queries.require(read(blackhole));
      query.requireAnswer(statement.executeQuery(sql));
    }

    private int read(Blackhole blackhole) throws SQLException {
      return DeviceRows.read(statement.executeQuery(sql), blackhole);
    }

    @TearDown
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** A table in the memory of H2, with the same index. */
  @State(Scope.Thread)
  public static class MemoryTable {
    private static final int BATCH = 10_000;

    private Connection connection;
    private PreparedStatement statement;

    @Setup
    public void open(DeviceQueries queries, Blackhole blackhole) throws SQLException {
      connection = DriverManager.getConnection("jdbc:h2:mem:");
      fill();
      statement = connection.prepareStatement(DeviceQuery.sql(queries.rows));
      queries.require(read(queries.next(), blackhole));
      DeviceQuery query = queries.next();
      query.bind(statement);
      query.requireAnswer(statement.executeQuery());
    }

    private void fill() throws SQLException {
      try (Statement create = connection.createStatement()) {
        create.execute(
            """
            CREATE TABLE device_data (
              device_id integer NOT NULL, data_seq integer NOT NULL, data integer NOT NULL,
              ts timestamp NOT NULL, PRIMARY KEY (device_id, data_seq))\
            """);
        create.execute("CREATE INDEX by_device_and_time ON device_data (device_id, ts)");
      }
      try (Connection plain = BenchmarkDatabase.connectPlain();
          Statement select = plain.createStatement();
          ResultSet rows = select.executeQuery(DeviceQuery.COLUMNS);
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO device_data VALUES (?, ?, ?, ?)")) {
        int count = 0;
        while (rows.next()) {
          insert.setInt(1, rows.getInt(1));
          insert.setInt(2, rows.getInt(2));
          insert.setInt(3, rows.getInt(3));
          insert.setTimestamp(4, rows.getTimestamp(4));
          insert.addBatch();
          if (++count % BATCH == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
    }

    private int read(DeviceQuery query, Blackhole blackhole) throws SQLException {
      query.bind(statement);
      return DeviceRows.read(statement.executeQuery(), blackhole);
    }

    @TearDown
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** A Caffeine cache that an application would keep: rows by question, without any driver. */
  @State(Scope.Thread)
  public static class RowLists {
    private final Cache<DeviceQuery, List<Object[]>> cache =
        Caffeine.newBuilder().maximumSize(1_000).build();
    private DeviceQuery query;

    @Setup
    public void fill(DeviceQueries queries, Blackhole blackhole) throws SQLException {
      query = queries.next();
      List<Object[]> rows = new ArrayList<>();
      try (Connection plain = BenchmarkDatabase.connectPlain();
          PreparedStatement statement = plain.prepareStatement(query.sql())) {
        query.bind(statement);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            rows.add(
                new Object[] {
                  result.getInt(1), result.getInt(2), result.getInt(3), result.getTimestamp(4)
                });
          }
        }
      }
      cache.put(query, rows);
      queries.require(read(blackhole));
    }

    private int read(Blackhole blackhole) {
      List<Object[]> rows = cache.getIfPresent(query);
      if (rows == null) {
        throw new IllegalStateException("not cached: " + query);
      }
      for (Object[] row : rows) {
        blackhole.consume((int) (Integer) row[0]);
        blackhole.consume((int) (Integer) row[1]);
        blackhole.consume((int) (Integer) row[2]);
        blackhole.consume((Timestamp) row[3]);
      }
      return rows.size();
    }
  }

  @Benchmark
  public int resultCache(ResultCache cache, DeviceQueries queries, Blackhole blackhole)
      throws SQLException {
    return cache.read(blackhole);
  }

  @Benchmark
  public int memoryTable(MemoryTable table, DeviceQueries queries, Blackhole blackhole)
      throws SQLException {
    return table.read(queries.next(), blackhole);
  }

  @Benchmark
  public int rowLists(RowLists lists, DeviceQueries queries, Blackhole blackhole) {
    return lists.read(blackhole);
  }
}
