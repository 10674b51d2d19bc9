package io.tablecache.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long single calls took: the quantiles of an iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Latencies {
  static final String MEDIAN = "medianNanos";
  static final String ONE_IN_100 = "oneIn100Nanos";
  static final String ONE_IN_1000 = "oneIn1000Nanos";

  private static final int MAX = 1 << 22;

  private final int[] nanos = new int[MAX];
  private int count;

  @Setup(Level.Iteration)
  public void begin() {
    count = 0;
  }

  /** Notes a call; what comes after the first four million of an iteration is not kept. */
  void add(long callNanos) {
    if (count < MAX) {
      nanos[count++] = (int) Math.min(callNanos, Integer.MAX_VALUE);
    }
  }

  @TearDown(Level.Iteration)
  public void sort() {
    Arrays.sort(nanos, 0, count);
  }

  private double quantile(double part) {
    return count == 0 ? 0 : nanos[(int) (part * (count - 1))];
  }

  /** What half of the calls took at most. */
  public double medianNanos() {
    return quantile(0.5);
  }

  /** What all but one in a hundred calls took at most. */
  public double oneIn100Nanos() {
    return quantile(0.99);
  }

  /** What all but one in a thousand calls took at most. */
  public double oneIn1000Nanos() {
    return quantile(0.999);
  }
}
