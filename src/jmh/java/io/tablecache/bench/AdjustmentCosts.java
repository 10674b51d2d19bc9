package io.tablecache.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What adjustments cost, without the writes between them: the medians of an iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class AdjustmentCosts {
  static final String NANOS = "adjustmentNanos";
  static final String BYTES = "builtBytes";
  static final String ROWS = "transferredRows";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Values nanos = new Values();
  private final Values bytes = new Values();
  private final Values rows = new Values();
  private long startNanos;
  private long startBytes;

  @Setup(Level.Iteration)
  public void begin() {
    nanos.count = 0;
    bytes.count = 0;
    rows.count = 0;
  }

  void start() {
    startBytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    startNanos = System.nanoTime();
  }

  void end(long transferredRows) {
    nanos.add(System.nanoTime() - startNanos);
    bytes.add(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - startBytes);
    rows.add(transferredRows);
  }

  /** Nanoseconds of one adjustment. */
  public double adjustmentNanos() {
    return nanos.median();
  }

  /** Bytes that one adjustment allocates, which are what it reads, decodes and builds. */
  public double builtBytes() {
    return bytes.median();
  }

  /** Rows that one adjustment transfers. */
  public double transferredRows() {
    return rows.median();
  }

  private static final class Values {
    private long[] values = new long[64];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    double median() {
      long[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return count == 0 ? 0 : sorted[count / 2];
    }
  }
}
