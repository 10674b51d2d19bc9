package io.tablecache.engine;

import io.tablecache.model.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. Thread-safe. */
final class ManualClock implements Clock {
  private final AtomicLong nanos;
  private final AtomicLong wallMillis = new AtomicLong(1_000_000_000_000L);

  ManualClock(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public long wallMillis() {
    return wallMillis.get();
  }

  /** The machine sleeps: only the wall clock goes on. */
  void machineSleeps(Duration time) {
    wallMillis.addAndGet(time.toMillis());
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    wallMillis.addAndGet(time.toMillis());
  }
}
