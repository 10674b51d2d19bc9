package io.tablecache.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.locks.LockSupport;

/** Finds out what is reachable at most while something runs, by collecting all the while. */
final class LiveHeap implements AutoCloseable {
  private static final MemoryPoolMXBean OLD_GENERATION = oldGeneration();

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
      long start = System.nanoTime();
      maxBytes = Math.max(maxBytes, bytes());
      // What is watched runs in between, for as long as it was stopped.
      LockSupport.parkNanos(System.nanoTime() - start);
    }
  }

  /**
   * What is reachable now. All of it is in the old generation after a full collection by the
   * collector that stops everything; the other pools may have been filled again already.
   */
  static long bytes() {
    System.gc();
    return OLD_GENERATION.getCollectionUsage().getUsed();
  }

  private static MemoryPoolMXBean oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("needs -XX:+UseSerialGC"));
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
