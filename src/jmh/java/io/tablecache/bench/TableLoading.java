package io.tablecache.bench;

import io.tablecache.config.ConfigReader;
import io.tablecache.config.TableRule;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.Loader;
import io.tablecache.model.Clock;
import java.sql.Connection;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A first load of the whole table, from the first statement to the snapshot, and the same binary
 * COPY read to its end without looking at it, in turns.
 */
public class TableLoading {
  private static final String COPY = "COPY (" + DeviceQuery.COLUMNS + ") TO STDOUT (FORMAT binary)";
  private static final int ROWS = BenchmarkDatabase.DEVICES * BenchmarkDatabase.ROWS_PER_DEVICE;

  /** A loader and a plain connection. */
  @State(Scope.Thread)
  public static class Source {
    private TableRule rule;
    private Loader loader;
    private Connection connection;

    @Setup
    public void open() throws Exception {
      String config = BenchmarkDatabase.file(BenchmarkDatabase.DEVICE_DATA_CONFIG).toString();
      rule = ConfigReader.read(config).tables().get(0);
      loader = new Loader(BenchmarkDatabase::connectPlain, Clock.SYSTEM);
      connection = BenchmarkDatabase.connectPlain();
    }

    private void load(Blackhole blackhole) throws Exception {
      LoadResult result = loader.run(List.of(new LoadRequest(rule, null, Long.MAX_VALUE))).get(0);
      if (!(result instanceof LoadResult.Adjusted adjusted)
          || adjusted.adjustment().snapshot().rowCount() != ROWS) {
        throw new IllegalStateException("not loaded: " + result);
      }
      blackhole.consume(adjusted);
    }

    private void drain(Blackhole blackhole) throws Exception {
      CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY);
      for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        blackhole.consume(row);
      }
    }

    @TearDown
    public void close() throws Exception {
      loader.close();
      connection.close();
    }
  }

  @Benchmark
  public void pair(Source source, PairedTimes times, Blackhole blackhole) throws Exception {
    times.measure(1, () -> source.load(blackhole), () -> source.drain(blackhole));
  }
}
