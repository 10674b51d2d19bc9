package io.tablecache.bench;

import io.tablecache.bench.PairedTimes.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reads of 60 rows by two threads at once, and as many by one of them alone, in turns: hits on a
 * connection of each thread's own; and loops over arrays, which show what the machine allows.
 */
public class Scaling {
  /** How many in a turn of one thread: much longer than it takes to wake the other. */
  private static final int CALLS = 5_000;

  /** The second thread. */
  @State(Scope.Thread)
  public static class Second {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final DeviceQueries queries = new DeviceQueries();
    private final PreparedHit.CachedReads reads = new PreparedHit.CachedReads();

    @Setup
    public void open(DeviceQueries first, Blackhole blackhole) throws Exception {
      queries.rows = first.rows;
      queries.make();
      reads.open(queries, blackhole);
    }

    private void runWith(Path first, Path second) throws Exception {
      Callable<Void> task =
          () -> {
            repeat(second);
            return null;
          };
      Future<Void> other = thread.submit(task);
      repeat(first);
      other.get();
    }

    @TearDown
    public void close() throws Exception {
      thread.shutdown();
      reads.close();
    }
  }

  @Benchmark
  public void hits(
      DeviceQueries queries,
      PreparedHit.CachedReads reads,
      Second second,
      PairedTimes times,
      Blackhole blackhole)
      throws Exception {
    Path one = () -> blackhole.consume(reads.read(queries.next(), blackhole));
    Path other = () -> blackhole.consume(second.reads.read(second.queries.next(), blackhole));
    times.measure(1, () -> second.runWith(one, other), 1, () -> repeat(one));
  }

  @Benchmark
  public void arrays(
      DeviceQueries queries,
      PreparedHit.ArrayReads reads,
      Second second,
      PairedTimes times,
      Blackhole blackhole)
      throws Exception {
    Path one = () -> blackhole.consume(reads.read(queries.next(), blackhole));
    Path other = () -> blackhole.consume(reads.read(second.queries.next(), blackhole));
    times.measure(1, () -> second.runWith(one, other), 1, () -> repeat(one));
  }

  private static void repeat(Path path) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      path.run();
    }
  }
}
