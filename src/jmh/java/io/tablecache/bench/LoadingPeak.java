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
 * beside what the snapshot retains. The collector that stops everything finds out, told to leave
 * nothing dead between what is alive.
 */
@Fork(jvmArgsPrepend = {"-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1"})
public class LoadingPeak {
  static final String BY_DEVICE = "device_and_time { segment = [device_id], range = ts }";
  static final String BY_TIME = "time { range = ts }";

  private static final int ROWS_PER_DEVICE = 1_000;

  private static final String APPEND =
      "INSERT INTO %1$s SELECT 1, 1000000 + (SELECT count(*) FROM %1$s), 0,"
          + " clock_timestamp() AT TIME ZONE 'UTC'";

  /** A loader that has loaded before. */
  @State(Scope.Thread)
  public static class Source {
    @Param("1000")
    public int devices;

    @Param({BY_DEVICE, BY_TIME})
    public String index;

    private DeviceTable table;
    private Connection connection;
    private Loader loader;
    private TableRule rule;
    private TableRule appendOnly;

    @Setup
    public void open() throws SQLException {
      table = new DeviceTable("reloaded", devices, ROWS_PER_DEVICE);
      table.create();
      rule = rule("");
      appendOnly =
          rule(
              """
              window { range = ts, from = "%s" }
              freshness { append-only { lateness = 10ms } }\
              """
                  .formatted(BenchmarkDatabase.START + ":00"));
      connection = BenchmarkDatabase.connectPlain();
      loader = new Loader(BenchmarkDatabase::connectPlain, Clock.SYSTEM);
      run(rule, null);
    }

    private TableRule rule(String rules) {
      String config =
          """
          tablecache.tables.reloaded {
            relation = public.%s
            indexes { %s }
            %s
          }
          """
              .formatted(table.name(), index, rules);
      return ConfigReader.read(BenchmarkDatabase.file(config).toString()).tables().get(0);
    }

    /** The loader's connection is lost, after which every table is loaded anew. */
    private void loseConnection(Adjustment former) throws SQLException {
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'TableCache' AND datname = current_database()");
      try {
        run(appendOnly, former);
      } catch (SQLException lost) {
        return;
      }
      throw new IllegalStateException("the connection is still there");
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

  /** The same after every row was changed. */
  @Benchmark
  public Adjustment rewritten(Source source, Peak peak) throws Exception {
    return after(source, peak, source.rule, Way.RELOAD, "UPDATE %s SET data = data # 12345678");
  }

  /** An adjustment of a table that is declared append-only. */
  @Benchmark
  public Adjustment append(Source source, Peak peak) throws Exception {
    return after(source, peak, source.appendOnly, Way.APPEND, APPEND);
  }

  /** Such a table is loaded anew since the connection was lost. */
  @Benchmark
  public Adjustment appendReload(Source source, Peak peak) throws Exception {
    long withoutSnapshots = LiveHeap.bytes();
    Adjustment former = source.run(source.appendOnly, null);
    source.execute(APPEND.formatted(source.table.name()));
    source.loseConnection(former);
    return next(source, peak, source.appendOnly, Way.RELOAD, former, withoutSnapshots);
  }

  /** The adjustment after a write. */
  private static Adjustment after(Source source, Peak peak, TableRule rule, Way way, String write)
      throws Exception {
    long withoutSnapshots = LiveHeap.bytes();
    Adjustment former = source.run(rule, null);
    source.execute(write.formatted(source.table.name()));
    return next(source, peak, rule, way, former, withoutSnapshots);
  }

  private static Adjustment next(
      Source source, Peak peak, TableRule rule, Way way, Adjustment former, long withoutSnapshots)
      throws Exception {
    Adjustment next = peak.measure(source, rule, former, withoutSnapshots);
    if (next.way() != way || former.snapshot() == next.snapshot()) {
      throw new IllegalStateException("adjusted by " + next.way());
    }
    return next;
  }
}
