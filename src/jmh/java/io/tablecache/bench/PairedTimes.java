package io.tablecache.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The times of two paths that take turns within one iteration, so that whatever else the machine
 * does meets both.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PairedTimes {
  static final String CACHE = "cacheNanos";
  static final String TWIN = "twinNanos";
  static final String PAIRS = "pairs";

  public long cacheNanos;
  public long twinNanos;
  public long pairs;

  /** One of the two paths. */
  @FunctionalInterface
  interface Path {
    void run() throws Exception;
  }

  /** Runs both paths once; which of them is the first alternates. */
  void measure(Path cache, Path twin) throws Exception {
    if ((pairs & 1) == 0) {
      cacheNanos += time(cache);
      twinNanos += time(twin);
    } else {
      twinNanos += time(twin);
      cacheNanos += time(cache);
    }
    pairs++;
  }

  private static long time(Path path) throws Exception {
    long start = System.nanoTime();
    path.run();
    return System.nanoTime() - start;
  }
}
