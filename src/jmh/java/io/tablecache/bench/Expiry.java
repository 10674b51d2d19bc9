package io.tablecache.bench;

import io.tablecache.config.ConfigReader;
import io.tablecache.index.Snapshot;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.Loader;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.Coverage;
import io.tablecache.model.Intervals;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The snapshot after the oldest 10 rows of each of 100 devices have left the window. */
public class Expiry {
  private static final int DEVICES = 100;
  private static final int EXPIRED_SECONDS = 10;

  /** A snapshot, which is immutable, and what is left of it. */
  @State(Scope.Thread)
  public static class Source {
    @Param({"1000", "10000"})
    public int rowsPerDevice;

    private Snapshot snapshot;
    private Coverage left;

    @Setup
    public void load() throws SQLException {
      DeviceTable table = DeviceTable.of(DEVICES, rowsPerDevice);
      table.create();
      String window = "window { range = ts, from = \"" + BenchmarkDatabase.START + ":00\" }";
      String config = BenchmarkDatabase.file(table.config(window)).toString();
      try (Loader loader = new Loader(BenchmarkDatabase::connectPlain, Clock.SYSTEM)) {
        LoadRequest request =
            new LoadRequest(ConfigReader.read(config).tables().get(0), null, Long.MAX_VALUE);
        if (!(loader.run(List.of(request)).get(0) instanceof LoadResult.Adjusted adjusted)) {
          throw new IllegalStateException("not loaded");
        }
        snapshot = adjusted.adjustment().snapshot();
      }
      Coverage all = snapshot.coverage();
      long from = all.intervals().from(0) + EXPIRED_SECONDS * 1_000_000L;
      left =
          new Coverage(
              all.rangeColumn(),
              all.intervals().intersect(Intervals.of(from, Long.MAX_VALUE)),
              all.nulls());
      long rows = expire().rowCount();
      if (rows != table.rows() - DEVICES * EXPIRED_SECONDS) {
        throw new IllegalStateException(rows + " rows are left of " + snapshot.rowCount());
      }
    }

    private Snapshot expire() {
      return snapshot.expire(left, AsOf.now(Clock.SYSTEM));
    }
  }

  @Benchmark
  public Snapshot expire(Source source) {
    return source.expire();
  }
}
