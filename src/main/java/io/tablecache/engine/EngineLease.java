package io.tablecache.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One user's hold on a shared engine, to be closed when it is no longer needed.
 *
 * <p>Thread-safe.
 */
public final class EngineLease implements AutoCloseable {
  private final CacheEngine engine;
  private final Runnable onClose;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  EngineLease(CacheEngine engine, Runnable onClose) {
    this.engine = engine;
    this.onClose = onClose;
  }

  public CacheEngine engine() {
    return engine;
  }

  /** Gives the engine back; a second call does nothing. */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
