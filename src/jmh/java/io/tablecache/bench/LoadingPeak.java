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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is held at most while a table is loaded, the former snapshot included where there is one,
 * beside what the snapshot retains. The collector that stops everything finds out.
 */
@Fork(jvmArgsPrepend = "-XX:+UseSerialGC")
public class LoadingPeak {
  private static final int ROWS_PER_DEVICE = 1_000;

  /** A loader that has loaded before. */
  @State(Scope.Thread)
  public static class Source {
    @Param("1000")
    public int devices;

    private DeviceTable table;
    private Connection connection;
    private Loader loader;
    private TableRule rule;
    private TableRule appendOnly;

    @Setup
    public void open() throws SQLException {
      table = new DeviceTable("reloaded", devices, ROWS_PER_DEVICE);
      table.create();
      rule = rule(table.config(""));
      appendOnly =
          rule(
              table.config(
                  """
                  window { range = ts, from = "%s" }
                  freshness { append-only { lateness = 10ms } }\
                  """
                      .formatted(BenchmarkDatabase.START + ":00")));
      connection = BenchmarkDatabase.connectPlain();
      loader = new Loader(BenchmarkDatabase::connectPlain, Clock.SYSTEM);
      run(rule, null);
    }

    private static TableRule rule(String config) {
      return ConfigReader.read(BenchmarkDatabase.file(config).toString()).tables().get(0);
    }

    private Adjustment run(TableRule by, @Nullable Adjustment former) throws SQLException {
      LoadResult result = loader.run(List.of(new LoadRequest(by, former, Long.MAX_VALUE))).get(0);
      if (result instanceof LoadResult.Adjusted adjusted) {
        return adjusted.adjustment();
      }
      throw new IllegalStateException("not loaded: " + result);
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @TearDown
    public void close() throws SQLException {
      loader.close();
      connection.close();
    }
  }

  /** What was found. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Peak {
    static final String PEAK = "peakBytes";
    static final String RETAINED = "retainedBytes";

    public double peakBytes;
    public double retainedBytes;

    private Adjustment measure(
        Source source, TableRule rule, @Nullable Adjustment former, long withoutSnapshots)
        throws Exception {
      Adjustment next;
      try (LiveHeap heap = LiveHeap.watch()) {
        next = source.run(rule, former);
        peakBytes = heap.stop() - withoutSnapshots;
      }
      retainedBytes = next.snapshot().retainedBytes();
      return next;
    }
  }

  /** The first load, with nothing beside it. */
  @Benchmark
  public Adjustment first(Source source, Peak peak) throws Exception {
    return peak.measure(source, source.rule, null, LiveHeap.bytes());
  }

  /** All rows once more, since one was deleted, while the former snapshot is there to be read. */
  @Benchmark
  public Adjustment reload(Source source, Peak peak) throws Exception {
    return after(
        source,
        peak,
        source.rule,
        Way.RELOAD,
        "DELETE FROM %1$s WHERE ctid = (SELECT ctid FROM %1$s LIMIT 1)");
  }

  /** An adjustment of a table that is declared append-only. */
  @Benchmark
  public Adjustment append(Source source, Peak peak) throws Exception {
    return after(
        source,
        peak,
        source.appendOnly,
        Way.APPEND,
        "INSERT INTO %1$s SELECT 1, 1000000 + (SELECT count(*) FROM %1$s), 0,"
            + " clock_timestamp() AT TIME ZONE 'UTC'");
  }

  /** The adjustment after a write. */
  private static Adjustment after(Source source, Peak peak, TableRule rule, Way way, String write)
      throws Exception {
    long withoutSnapshots = LiveHeap.bytes();
    Adjustment former = source.run(rule, null);
    source.execute(write.formatted(source.table.name()));
    Adjustment next = peak.measure(source, rule, former, withoutSnapshots);
    if (next.way() != way || former.snapshot() == next.snapshot()) {
      throw new IllegalStateException("adjusted by " + next.way());
    }
    return next;
  }
}
