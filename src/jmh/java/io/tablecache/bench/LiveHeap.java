package io.tablecache.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** Finds out what is reachable at most while something runs, by collecting all the while. */
final class LiveHeap implements AutoCloseable {
  private final Thread sampler = new Thread(this::sample, "live heap");
  private volatile boolean isDone;
  private volatile long maxBytes;

  private LiveHeap() {}

  static LiveHeap watch() {
    LiveHeap heap = new LiveHeap();
    heap.sampler.start();
    return heap;
  }

  private void sample() {
    while (!isDone) {
      maxBytes = Math.max(maxBytes, bytes());
    }
  }

  /** What is reachable now. */
  static long bytes() {
    System.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        bytes += pool.getCollectionUsage().getUsed();
      }
    }
    return bytes;
  }

  /** Ends; the most that was found. */
  long stop() throws InterruptedException {
    isDone = true;
    sampler.join();
    return maxBytes;
  }

  @Override
  public void close() {
    isDone = true;
  }
}
