package io.tablecache.bench;

import io.tablecache.config.ConfigReader;
import io.tablecache.config.TableRule;
import io.tablecache.load.Adjustment;
import io.tablecache.load.Adjustment.Way;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.Loader;
import io.tablecache.model.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The adjustment after 100 rows were changed or added, in tables of different sizes: what it takes,
 * what it transfers and what it builds. The writes are not part of the figures.
 */
public class Adjusting {
  private static final int CHANGED_DEVICES = 10;
  private static final int CHANGED_ROWS_PER_DEVICE = 10;
  private static final int CHANGED = CHANGED_DEVICES * CHANGED_ROWS_PER_DEVICE;
  private static final int ROWS_PER_DEVICE = 1_000;

  /** A table and its last adjustment. */
  @State(Scope.Thread)
  public abstract static class Source {
    @Param({"10", "1000"})
    public int devices;

    private final SplittableRandom random = new SplittableRandom(42);
    private Loader loader;
    private Connection connection;
    private PreparedStatement write;
    private TableRule rule;
    private Adjustment last;

    /** What the table is for, as part of its name. */
    abstract String use();

    /** The table's window and freshness. */
    abstract String rules();

    /** Changes or adds the rows of some devices, whose first one is the only parameter. */
    abstract String write();

    abstract Way way();

    /** How many rows a write adds. */
    abstract int added();

    final DeviceTable table() {
      return new DeviceTable(use(), devices, ROWS_PER_DEVICE);
    }

    @Setup
    public void open() throws SQLException {
      table().create();
      rule =
          ConfigReader.read(BenchmarkDatabase.file(table().config(rules())).toString())
              .tables()
              .get(0);
      loader = new Loader(BenchmarkDatabase::connectPlain, Clock.SYSTEM);
      connection = BenchmarkDatabase.connectPlain();
      write = connection.prepareStatement(write());
      load();
    }

    /** Loads the whole table; what was added before is gone then. */
    private void load() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "DELETE FROM " + table().name() + " WHERE data_seq >= " + ROWS_PER_DEVICE);
      }
      last = run(null);
    }

    private void write(int first) throws SQLException {
      write.setInt(1, first);
      int written = write.executeUpdate();
      if (written != CHANGED) {
        throw new IllegalStateException(written + " rows written, expected were " + CHANGED);
      }
    }

    private Adjustment run(Adjustment former) throws SQLException {
      LoadResult result = loader.run(List.of(new LoadRequest(rule, former, Long.MAX_VALUE))).get(0);
      if (result instanceof LoadResult.Adjusted adjusted) {
        return adjusted.adjustment();
      }
      throw new IllegalStateException("not adjusted: " + result);
    }

    final void adjust(AdjustmentCosts costs) throws SQLException {
      if (last.snapshot().rowCount() > 1.1 * table().rows()) {
        load();
      }
      write(1 + random.nextInt(devices - CHANGED_DEVICES + 1));
      Adjustment former = last;
      costs.start();
      last = run(former);
      costs.end(last.rowsLoaded());
      if (last.way() != way()
          || last.snapshot().rowCount() != former.snapshot().rowCount() + added()) {
        throw new IllegalStateException(last.way() + " to " + last.snapshot().rowCount() + " rows");
      }
    }

    @TearDown
    public void close() throws SQLException {
      loader.close();
      connection.close();
    }
  }

  /** A table whose rows are changed, and found by the transactions that wrote them. */
  public static class Changes extends Source {
    @Override
    String use() {
      return "changed";
    }

    @Override
    String rules() {
      return "";
    }

    @Override
    String write() {
      return """
      UPDATE %s SET data = data + 1
      FROM (SELECT ?::int AS first) f
      WHERE device_id BETWEEN first AND first + %d AND data_seq BETWEEN 500 AND %d\
      """
          .formatted(table().name(), CHANGED_DEVICES - 1, 500 + CHANGED_ROWS_PER_DEVICE - 1);
    }

    @Override
    Way way() {
      return Way.DELTA;
    }

    @Override
    int added() {
      return 0;
    }
  }

  /** A table that is declared append-only. */
  public static class Additions extends Source {
    @Override
    String use() {
      return "added";
    }

    @Override
    String rules() {
      return """
      window { range = ts, from = "%s" }
      freshness { append-only { lateness = 10ms } }\
      """
          .formatted(BenchmarkDatabase.START + ":00");
    }

    @Override
    String write() {
      return """
      INSERT INTO %s
      SELECT d, nextval('added_seq'), 0, clock_timestamp() AT TIME ZONE 'UTC'
      FROM (SELECT ?::int AS first) f, generate_series(first, first + %d) d,
           generate_series(1, %d)\
      """
          .formatted(table().name(), CHANGED_DEVICES - 1, CHANGED_ROWS_PER_DEVICE);
    }

    @Override
    public void open() throws SQLException {
      try (Connection connection = BenchmarkDatabase.connectPlain();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE SEQUENCE IF NOT EXISTS added_seq AS integer START " + ROWS_PER_DEVICE);
      }
      super.open();
    }

    @Override
    Way way() {
      return Way.APPEND;
    }

    @Override
    int added() {
      return CHANGED;
    }
  }

  @Benchmark
  public void changes(Changes changes, AdjustmentCosts costs) throws SQLException {
    changes.adjust(costs);
  }

  @Benchmark
  public void additions(Additions additions, AdjustmentCosts costs) throws SQLException {
    additions.adjust(costs);
  }
}
