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

  private boolean twinFirst;

  /** One of the two paths. */
  @FunctionalInterface
  interface Path {
    void run() throws Exception;
  }

  /**
   * Runs one path some times, then the other as often; which of them is the first alternates.
   *
   * @param calls how often each is run; enough that a server process which had to wait for its turn
   *     is awake again
   */
  void measure(int calls, Path cache, Path twin) throws Exception {
    if (twinFirst) {
      twinNanos += time(calls, twin);
      cacheNanos += time(calls, cache);
    } else {
      cacheNanos += time(calls, cache);
      twinNanos += time(calls, twin);
    }
    twinFirst = !twinFirst;
    pairs += calls;
  }

  private static long time(int calls, Path path) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      path.run();
    }
    return System.nanoTime() - start;
  }
}
