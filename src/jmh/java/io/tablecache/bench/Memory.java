package io.tablecache.bench;

import io.tablecache.config.ConfigReader;
import io.tablecache.engine.CacheEngine;
import io.tablecache.engine.CachedTable;
import io.tablecache.index.Snapshot;
import io.tablecache.model.Clock;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jol.info.GraphLayout;

/** What a cached table with both indexes retains, by jol and as it is reported itself. */
public class Memory {

  /** A table of one size. */
  @State(Scope.Thread)
  public static class Source {
    @Param("1000")
    public int devices;

    @Param("1000")
    public int rowsPerDevice;

    private DeviceTable table;

    @Setup
    public void create() throws Exception {
      table = DeviceTable.of(devices, rowsPerDevice);
      table.create();
    }
  }

  /** What one row retains. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class PerRow {
    static final String MEASURED = "measuredBytes";
    static final String REPORTED = "reportedBytes";

    public double measuredBytes;
    public double reportedBytes;
  }

  @Benchmark
  public void measure(Source source, PerRow perRow) throws Exception {
    String config = BenchmarkDatabase.file(source.table.config()).toString();
    try (CacheEngine engine =
        new CacheEngine(ConfigReader.read(config), BenchmarkDatabase::connectPlain, Clock.SYSTEM)) {
      engine.start();
      if (!engine.awaitLoaded(BenchmarkDatabase.LOAD_TIMEOUT)) {
        throw new IllegalStateException("not loaded");
      }
      CachedTable table = engine.tables().get(0);
      Snapshot snapshot = table.snapshot();
      if (snapshot == null || snapshot.rowCount() != source.table.rows()) {
        throw new IllegalStateException("another number of rows");
      }
      // The definition is the table's, not the snapshot's, and small.
      GraphLayout all = GraphLayout.parseInstance(snapshot);
      GraphLayout definition = GraphLayout.parseInstance(snapshot.definition());
      double rows = snapshot.rowCount();
      perRow.measuredBytes = (all.totalSize() - definition.totalSize()) / rows;
      perRow.reportedBytes = table.status().retainedBytes() / rows;
    }
  }
}
