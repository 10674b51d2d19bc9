package io.tablecache.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The times of two paths that take turns within one iteration, so that whatever else the machine
 * does meets both.
 *
 * <p>What counts is the lower quartile of the turns: the paths differ by a constant, and a turn in
 * which one of them had to wait for a processor says nothing about it.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PairedTimes {
  static final String CACHE = "cacheNanos";
  static final String TWIN = "twinNanos";

  private final Turns cache = new Turns();
  private final Turns twin = new Turns();
  private boolean twinFirst;

  /** One of the two paths. */
  @FunctionalInterface
  interface Path {
    void run() throws Exception;
  }

  @Setup(Level.Iteration)
  public void begin() {
    cache.count = 0;
    twin.count = 0;
  }

  /** Nanoseconds of one call of the cache's path. */
  public double cacheNanos() {
    return cache.lowerQuartile();
  }

  /** Nanoseconds of one call of its twin. */
  public double twinNanos() {
    return twin.lowerQuartile();
  }

  /**
   * Gives each path a turn of some calls; which of them is the first alternates.
   *
   * @param calls how many; enough that a server process which was idle is awake again
   */
  void measure(int calls, Path cachePath, Path twinPath) throws Exception {
    measure(calls, cachePath, calls, twinPath);
  }

  /** The same for paths of which one is so much slower that it gets fewer calls. */
  void measure(int cacheCalls, Path cachePath, int twinCalls, Path twinPath) throws Exception {
    if (twinFirst) {
      twin.add(twinCalls, twinPath);
      cache.add(cacheCalls, cachePath);
    } else {
      cache.add(cacheCalls, cachePath);
      twin.add(twinCalls, twinPath);
    }
    twinFirst = !twinFirst;
  }

  /** The turns of one path in one iteration. */
  private static final class Turns {
    private double[] nanosPerCall = new double[1_024];
    private int count;

    void add(int calls, Path path) throws Exception {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        path.run();
      }
      double nanos = System.nanoTime() - start;
      if (count == nanosPerCall.length) {
        nanosPerCall = Arrays.copyOf(nanosPerCall, 2 * count);
      }
      nanosPerCall[count++] = nanos / calls;
    }

    double lowerQuartile() {
      if (count == 0) {
        return 0;
      }
      Arrays.sort(nanosPerCall, 0, count);
      return nanosPerCall[count / 4];
    }
  }
}
