package io.tablecache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tablecache.config.ConfigException;
import io.tablecache.config.TableRule;
import io.tablecache.engine.TableFeeds.Work;
import io.tablecache.load.Adjustment;
import io.tablecache.load.LoadResult;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's background work: round after round, whatever a round throws.
 *
 * <p>One thread runs it, so that adjustments never overlap. Thread-safe.
 */
final class AdjustmentLoop implements Runnable {
  private static final System.Logger LOG = System.getLogger(AdjustmentLoop.class.getName());
  private static final long SURVIVAL_PAUSE_NANOS = 100_000_000;

  private final TableFeeds feeds;
  private final CatalogWatch catalog;
  private final Supplier<Rounds> roundsFactory;
  private final ReentrantLock lock = new ReentrantLock();

  /** The server's processes that were writing when their connections broke. */
  private final Set<Integer> lostWriters = ConcurrentHashMap.newKeySet();

  private volatile long catalogVersion;
  private String catalogStamp = "";

  @GuardedBy("lock")
  private @Nullable Rounds rounds;

  @GuardedBy("lock")
  private boolean isClosed;

  AdjustmentLoop(TableFeeds feeds, CatalogWatch catalog, Supplier<Rounds> roundsFactory) {
    this.feeds = feeds;
    this.catalog = catalog;
    this.roundsFactory = roundsFactory;
  }

  /**
   * Inspects the catalog, before the loop runs.
   *
   * @throws ConfigException if the config does not fit the catalog
   * @throws SQLException if the database cannot be asked
   */
  void inspect(List<TableRule> rules) throws SQLException {
    Rounds runner = runner();
    if (runner == null) {
      throw new IllegalStateException("the cache is closed");
    }
    List<TableDefinition> definitions = runner.inspect(rules);
    for (int i = 0; i < rules.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (definitions.get(i).oid() == definitions.get(j).oid()) {
          throw rules
              .get(i)
              .origin()
              .error(
                  "the same relation as of '"
                      + rules.get(j).label()
                      + "'. Cache a relation once, with all its indexes");
        }
      }
    }
    feeds.inspected(definitions);
    Map<Long, String> labels = feeds.labels();
    readCatalog(runner, labels);
    readCatalogStamp(runner, labels);
  }

  /** Grows when what session facts depend on in the catalog was found to have changed. */
  long catalogVersion() {
    return catalogVersion;
  }

  private void readCatalog(Rounds runner, Map<Long, String> labels) throws SQLException {
    feeds.tellReachable(catalog.read(runner, labels), catalog);
  }

  private void readCatalogStamp(Rounds runner, Map<Long, String> labels) throws SQLException {
    String read = runner.catalogStamp(labels.keySet());
    if (!read.equals(catalogStamp)) {
      catalogStamp = read;
      catalogVersion = catalogVersion + 1;
    }
  }

  /** Must be called before the floors are raised for what was written. */
  void writerLost(int processId) {
    lostWriters.add(processId);
  }

  /** Whether one is still at work; what the others have committed is there to be read. */
  private boolean areWritersLost(Rounds runner) throws SQLException {
    if (lostWriters.isEmpty()) {
      return false;
    }
    Set<Integer> asked = Set.copyOf(lostWriters);
    Set<Integer> alive = runner.alive(asked);
    lostWriters.removeIf(one -> asked.contains(one) && !alive.contains(one));
    return !lostWriters.isEmpty();
  }

  /** Whether the database is as it was at the former round, by what each table's round found. */
  private static boolean isUnchanged(List<LoadResult> results) {
    return results.stream()
        .allMatch(
            result ->
                result instanceof LoadResult.Adjusted adjusted
                    && adjusted.adjustment().way() == Adjustment.Way.UNCHANGED);
  }

  @Override
  public void run() {
    boolean isOpen = true;
    while (isOpen) {
      try {
        isOpen = runOnce();
      } catch (InterruptedException e) {
        // Only close has the right to end the loop, and says so before it interrupts.
        isOpen = !feeds.isClosed();
      } catch (RuntimeException | Error e) {
        survive(e);
      }
    }
  }

  /** A failure outside of a round, such as no memory to start one: the loop goes on, later. */
  private static void survive(Throwable failure) {
    LockSupport.parkNanos(SURVIVAL_PAUSE_NANOS);
    try {
      LOG.log(System.Logger.Level.ERROR, "The cache's background work failed and goes on", failure);
    } catch (RuntimeException | Error ignored) {
      // Not even that can be said now.
    }
  }

  /** Waits for what is due and does it; false when closed. */
  private boolean runOnce() throws InterruptedException {
    Work work = feeds.awaitWork();
    if (work == null) {
      return false;
    }
    Runnable onIdle = work.onIdle();
    if (onIdle != null) {
      onIdle.run();
    } else {
      round(work);
    }
    return true;
  }

  private void round(Work work) {
    Rounds runner = null;
    try {
      runner = runner();
      if (runner != null) {
        boolean areWritersLost = areWritersLost(runner);
        List<LoadResult> results = runner.run(work.requests());
        if (areWritersLost) {
          // What one has committed since the snapshots were taken is not in them.
          feeds.wroteMaybe();
        }
        Map<Long, String> labels = feeds.labels(work.feeds(), results);
        readCatalog(runner, labels);
        if (!isUnchanged(results)) {
          readCatalogStamp(runner, labels);
        }
        feeds.publish(work.feeds(), results);
      }
    } catch (SQLException e) {
      feeds.fail(work.feeds(), e);
    } catch (RuntimeException | Error e) {
      feeds.fail(work.feeds(), e);
      // The runner's state is not known: the next round has a new one.
      discard(runner);
    }
  }

  /** The open runner, or a new one; null when closed. */
  private @Nullable Rounds runner() {
    lock.lock();
    try {
      if (rounds == null && !isClosed) {
        rounds = roundsFactory.get();
      }
      return rounds;
    } finally {
      lock.unlock();
    }
  }

  private void discard(@Nullable Rounds runner) {
    if (runner == null) {
      return;
    }
    lock.lock();
    try {
      if (rounds == runner) {
        rounds = null;
      }
    } finally {
      lock.unlock();
    }
    runner.close();
  }

  /** Ends the loop, and a round that is under way. */
  void close() {
    feeds.close();
    Rounds running;
    lock.lock();
    try {
      isClosed = true;
      running = rounds;
      rounds = null;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.close();
    }
  }
}
