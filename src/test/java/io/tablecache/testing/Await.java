package io.tablecache.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition of another thread or of the database, with a deadline that fails. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long POLL_NANOS = 2_000_000;

  private Await() {}

  /** Returns as soon as the condition is true; fails when it never becomes so. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
