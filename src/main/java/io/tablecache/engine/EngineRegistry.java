package io.tablecache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tablecache.config.CacheConfig;
import io.tablecache.config.LoaderRule;
import io.tablecache.model.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this process: one per database and config, shared by all connections to it and
 * closed some time after the last one.
 *
 * <p>Thread-safe: a lock per engine, held while it starts, so that the first connections wait for
 * one start.
 */
public final class EngineRegistry {
  private final ConcurrentMap<EngineKey, Entry> entries = new ConcurrentHashMap<>();
  private final Duration linger;
  private final Clock clock;

  /**
   * @param linger how long an engine goes on after its last lease
   */
  public EngineRegistry(Duration linger) {
    this(linger, Clock.SYSTEM);
  }

  /**
   * @param linger how long an engine goes on after its last lease
   * @param clock this machine's clock, as the engines read it
   */
  public EngineRegistry(Duration linger, Clock clock) {
    this.linger = linger;
    this.clock = clock;
  }

  /** Opens plain connections of the PostgreSQL driver for the cache's own use. Thread-safe. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a connection in autocommit mode.
     *
     * @param loader the role to connect as, or null for that of the connection that opens
     */
    Connection open(@Nullable LoaderRule loader) throws SQLException;
  }

  /**
   * A hold on the engine of that key, which is started if there is none; nothing is kept of one
   * that fails to start.
   *
   * @param config reads the config, if the engine must be started
   * @param opener opens the engine's connections, if it must be started
   * @throws io.tablecache.config.ConfigException if the config is wrong
   */
  public EngineLease acquire(EngineKey key, Supplier<CacheConfig> config, Opener opener) {
    while (true) {
      Entry entry = entries.computeIfAbsent(key, Entry::new);
      EngineLease lease = entry.lease(config, opener);
      if (lease != null) {
        return lease;
      }
    }
  }

  /** Closes all engines, whoever uses them. */
  public void closeAll() {
    List<Entry> all = new ArrayList<>(entries.values());
    for (Entry entry : all) {
      entry.close();
    }
  }

  /** One engine and how many use it. */
  private final class Entry {
    private final EngineKey key;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable CacheEngine engine;

    @GuardedBy("lock")
    private int leases;

    @GuardedBy("lock")
    private boolean isGone;

    Entry(EngineKey key) {
      this.key = key;
    }

    /** A hold on the engine, or null if this entry is no longer the key's. */
    @Nullable EngineLease lease(Supplier<CacheConfig> config, Opener opener) {
      lock.lock();
      try {
        if (isGone) {
          return null;
        }
        CacheEngine running = engine;
        if (running == null) {
          running = start(config, opener);
          engine = running;
        }
        leases++;
        running.keep();
        return new EngineLease(running, this::release);
      } finally {
        lock.unlock();
      }
    }

    /** Starts an engine; if that fails, nothing stays. */
    @GuardedBy("lock")
    private CacheEngine start(Supplier<CacheConfig> config, Opener opener) {
      boolean isStarted = false;
      try {
        CacheConfig read = config.get();
        CacheEngine fresh = new CacheEngine(read, () -> opener.open(read.loader()), clock);
        fresh.start();
        isStarted = true;
        return fresh;
      } finally {
        if (!isStarted) {
          remove();
        }
      }
    }

    private void release() {
      lock.lock();
      try {
        leases--;
        if (leases == 0 && engine != null) {
          engine.whenIdleFor(linger, this::closeIfIdle);
        }
      } finally {
        lock.unlock();
      }
    }

    private void closeIfIdle() {
      boolean isIdle;
      lock.lock();
      try {
        isIdle = leases == 0;
        if (isIdle) {
          remove();
        }
      } finally {
        lock.unlock();
      }
      if (isIdle) {
        close();
      }
    }

    /** Closes the engine outside of the lock, since its thread may be waiting for it. */
    void close() {
      CacheEngine running;
      lock.lock();
      try {
        remove();
        running = engine;
        engine = null;
      } finally {
        lock.unlock();
      }
      if (running != null) {
        running.close();
      }
    }

    @GuardedBy("lock")
    private void remove() {
      isGone = true;
      entries.remove(key, this);
    }
  }
}
