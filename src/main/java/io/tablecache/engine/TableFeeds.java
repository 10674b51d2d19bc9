package io.tablecache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tablecache.index.Snapshot;
import io.tablecache.load.Adjustment;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.LoadResult.Adjusted;
import io.tablecache.load.LoadResult.Failed;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All tables of an engine between two rounds: which are due, and what is published of a round.
 *
 * <p>Thread-safe: everything happens under one lock, which is never held while a round runs;
 * readers of the tables never take it.
 */
final class TableFeeds {
  private static final System.Logger LOG = System.getLogger(TableFeeds.class.getName());
  private static final Duration MAX_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);
  private static final long MAX_WAIT_NANOS = 1_000_000_000;

  private final Clock clock;
  private final long memoryMaxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final List<TableFeed> feeds = new ArrayList<>();

  @GuardedBy("lock")
  private boolean isClosed;

  @GuardedBy("lock")
  private long idleDeadline;

  @GuardedBy("lock")
  private @Nullable Runnable onIdle;

  private volatile long definitionsVersion;
  private volatile @Nullable ServerIdentity server;

  TableFeeds(Clock clock, long memoryMaxBytes) {
    this.clock = clock;
    this.memoryMaxBytes = memoryMaxBytes;
  }

  /**
   * What the engine's thread has to do next.
   *
   * @param feeds the tables of the next round
   * @param requests their requests, in the same order
   * @param onIdle what to do instead of a round, or null
   */
  record Work(List<TableFeed> feeds, List<LoadRequest> requests, @Nullable Runnable onIdle) {}

  void add(CachedTable table) {
    lock.lock();
    try {
      feeds.add(new TableFeed(table, clock.nanoTime()));
    } finally {
      lock.unlock();
    }
  }

  /** The labels of the tables that were inspected, by their relations' oids. */
  Map<Long, String> labels() {
    return labels(List.of(), List.of());
  }

  /** As {@link #labels()}, with what a round has found and is about to be published. */
  Map<Long, String> labels(List<TableFeed> due, List<LoadResult> results) {
    Map<Long, String> labels = new HashMap<>();
    lock.lock();
    try {
      for (TableFeed feed : feeds) {
        TableDefinition definition = feed.table().definition();
        if (definition != null) {
          labels.put(Integer.toUnsignedLong(definition.oid()), feed.table().label());
        }
      }
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < due.size(); i++) {
      if (results.get(i) instanceof Adjusted adjusted) {
        labels.put(
            Integer.toUnsignedLong(adjusted.adjustment().snapshot().definition().oid()),
            due.get(i).table().label());
      }
    }
    return labels;
  }

  /** The tables of these labels are such as the catalog is known to lead writes to, from now on. */
  void tellReachable(Set<String> labels, CatalogWatch catalog) {
    lock.lock();
    try {
      for (TableFeed feed : feeds) {
        if (labels.contains(feed.table().label())) {
          feed.table().becomesReachable(catalog);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What the first inspection found, in the order of the tables. */
  void inspected(List<TableDefinition> definitions) {
    lock.lock();
    try {
      for (int i = 0; i < feeds.size(); i++) {
        feeds.get(i).table().inspected(definitions.get(i));
      }
      countDefinition(true);
    } finally {
      lock.unlock();
    }
  }

  long definitionsVersion() {
    return definitionsVersion;
  }

  @Nullable ServerIdentity server() {
    return server;
  }

  /** Asks for an early adjustment of a table. */
  void request(CachedTable table) {
    lock.lock();
    try {
      if (feed(table).schedule().request(clock.nanoTime())) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops a table's snapshot; one that is being made is not published either. */
  void invalidate(CachedTable table) {
    lock.lock();
    try {
      feed(table).invalidate(clock.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has a snapshot made that is later than this call, and waits for it. */
  boolean adjust(CachedTable table, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      TableFeed feed = feed(table);
      long calledAt = clock.nanoTime();
      feed.schedule().demand(calledAt);
      changed.signalAll();
      await(timeout, () -> feed.isPublishedAfter(calledAt) || feed.hasFailedSince(calledAt));
      return feed.isPublishedAfter(calledAt);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every table has a snapshot. */
  boolean awaitLoaded(Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      List<TableFeed> all = List.copyOf(feeds);
      return await(timeout, () -> all.stream().allMatch(f -> f.table().snapshot() != null));
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean await(Duration timeout, BooleanSupplier condition) throws InterruptedException {
    long nanos = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    while (!condition.getAsBoolean()) {
      if (isClosed || nanos <= 0) {
        return false;
      }
      nanos = changed.awaitNanos(nanos);
    }
    return true;
  }

  /** Has an action done on the engine's thread after a time, unless {@link #keep} comes before. */
  void whenIdleFor(Duration time, Runnable action) {
    lock.lock();
    try {
      idleDeadline = clock.nanoTime() + time.toNanos();
      onIdle = action;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the action of {@link #whenIdleFor}. */
  void keep() {
    lock.lock();
    try {
      onIdle = null;
    } finally {
      lock.unlock();
    }
  }

  /** Drops all snapshots, and publishes no more. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      onIdle = null;
      for (TableFeed feed : feeds) {
        feed.invalidate(clock.nanoTime());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to do; null when closed. */
  @Nullable Work awaitWork() throws InterruptedException {
    lock.lock();
    try {
      awaitDue();
      if (isClosed) {
        return null;
      }
      long now = clock.nanoTime();
      Runnable idle = onIdle;
      if (idle != null && idleDeadline - now <= 0) {
        onIdle = null;
        return new Work(List.of(), List.of(), idle);
      }
      List<TableFeed> due = new ArrayList<>();
      for (TableFeed feed : feeds) {
        if (feed.schedule().joins(now)) {
          due.add(feed);
        }
      }
      addReadTogether(due);
      List<LoadRequest> requests = new ArrayList<>();
      for (TableFeed feed : due) {
        requests.add(feed.start(now, memoryMaxBytes - retainedBytesExcept(feed)));
      }
      return new Work(due, requests, null);
    } finally {
      lock.unlock();
    }
  }

  /** Tables that statements read together are loaded together, so that they are of one moment. */
  @GuardedBy("lock")
  private void addReadTogether(List<TableFeed> due) {
    for (TableFeed feed : feeds) {
      boolean isWanted =
          !due.contains(feed)
              && !feed.schedule().isBackingOff()
              && due.stream().anyMatch(one -> one.table().isReadWith(feed.table()));
      if (isWanted) {
        due.add(feed);
      }
    }
  }

  @GuardedBy("lock")
  private void awaitDue() throws InterruptedException {
    while (!isClosed) {
      long now = clock.nanoTime();
      long wait = onIdle == null ? MAX_WAIT_NANOS : Math.min(MAX_WAIT_NANOS, idleDeadline - now);
      for (TableFeed feed : feeds) {
        feed.demandIfSlept(clock);
        wait = Math.min(wait, feed.schedule().dueNanoTime() - now);
      }
      if (wait <= 0) {
        return;
      }
      changed.awaitNanos(wait);
    }
  }

  @GuardedBy("lock")
  private long retainedBytesExcept(TableFeed except) {
    long bytes = 0;
    for (TableFeed feed : feeds) {
      if (feed != except) {
        bytes += feed.retainedBytes();
      }
    }
    return bytes;
  }

  /** A round has ended. */
  void publish(List<TableFeed> due, List<LoadResult> results) {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      for (LoadResult result : results) {
        if (result instanceof Adjusted adjusted) {
          follow(adjusted.adjustment().server());
        }
      }
      for (int i = 0; i < due.size(); i++) {
        settle(due.get(i), results.get(i));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A round has failed for all of its tables. The back-off comes first: it needs no memory. */
  void fail(List<TableFeed> due, Throwable cause) {
    lock.lock();
    try {
      for (int i = 0; i < due.size(); i++) {
        due.get(i).backOff(clock.nanoTime());
      }
      if (!isClosed) {
        Exception exception =
            cause instanceof Exception e ? e : new IllegalStateException(cause.toString(), cause);
        String message = String.valueOf(exception.getMessage());
        for (TableFeed feed : due) {
          feed.fail(new Failed(Outcome.LOAD_FAILED, message, exception, true));
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops what is of another server than the one that was just read from. */
  @GuardedBy("lock")
  private void follow(ServerIdentity current) {
    for (TableFeed feed : feeds) {
      Adjustment former = feed.former();
      if (former != null && !former.server().equals(current)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Table {0} was of another server or timeline and is loaded anew",
            feed.table().label());
        feed.drop(Outcome.LOADING, clock.nanoTime());
      }
    }
    server = current;
  }

  @GuardedBy("lock")
  private void settle(TableFeed feed, LoadResult result) {
    long now = clock.nanoTime();
    if (result instanceof Failed failed) {
      feed.backOff(now);
      countDefinition(feed.fail(failed));
    } else if (result instanceof Adjusted adjusted && !feed.isInvalidatedSinceStart()) {
      Snapshot snapshot = adjusted.adjustment().snapshot();
      long others = retainedBytesExcept(feed);
      if (snapshot.retainedBytes() > memoryMaxBytes - others) {
        feed.backOff(now);
        countDefinition(feed.fail(overMemory(snapshot.retainedBytes(), others)));
      } else {
        countDefinition(feed.publish(adjusted.adjustment(), now));
      }
    }
  }

  private Failed overMemory(long bytes, long others) {
    String message =
        "its snapshot of "
            + bytes
            + " bytes and the other tables' "
            + others
            + " do not fit into memory.max = "
            + memoryMaxBytes
            + " bytes. Raise memory.max or make the window smaller";
    return new Failed(Outcome.OVER_MEMORY, message, new IllegalStateException(message), true);
  }

  @GuardedBy("lock")
  private void countDefinition(boolean isChanged) {
    if (isChanged) {
      definitionsVersion = definitionsVersion + 1;
    }
  }

  @GuardedBy("lock")
  private TableFeed feed(CachedTable table) {
    for (TableFeed feed : feeds) {
      if (feed.table() == table) {
        return feed;
      }
    }
    throw new IllegalArgumentException("table " + table.label() + " is not of this cache");
  }

  /** Something may have been written that the snapshots which are there or come do not have. */
  void wroteMaybe() {
    lock.lock();
    try {
      for (TableFeed feed : feeds) {
        feed.table().wroteMaybe();
      }
    } finally {
      lock.unlock();
    }
  }
}
