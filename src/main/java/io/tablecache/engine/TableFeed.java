package io.tablecache.engine;

import io.tablecache.load.Adjustment;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult.Failed;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's thread keeps of one cached table from round to round.
 *
 * <p>Guarded by the lock of the {@link TableFeeds} that own it.
 */
final class TableFeed {
  private static final System.Logger LOG = System.getLogger(TableFeed.class.getName());
  private static final long SLEPT_NANOS = 1_000_000_000;

  private final CachedTable table;
  private final Schedule schedule;
  private @Nullable Adjustment former;
  private int invalidations;
  private int invalidationsAtStart;
  private long startedAt;
  private long lastFailedStart;
  private boolean hasFailed;
  private @Nullable String loggedFailure;
  private boolean isSlownessLogged;

  TableFeed(CachedTable table, long now) {
    this.table = table;
    this.schedule = new Schedule(table.rule().freshness(), now);
  }

  CachedTable table() {
    return table;
  }

  Schedule schedule() {
    return schedule;
  }

  @Nullable Adjustment former() {
    return former;
  }

  long retainedBytes() {
    Adjustment kept = former;
    return kept == null ? 0 : kept.snapshot().retainedBytes();
  }

  /** The wall clock has run ahead of the monotonic one: the machine slept, the snapshot did not. */
  void demandIfSlept(Clock clock) {
    Adjustment kept = former;
    if (kept != null && !schedule.isBackingOff()) {
      long monotonicAge = clock.nanoTime() - kept.snapshot().asOf().nanoTime();
      long age = kept.snapshot().asOf().ageNanos(clock);
      if (age - monotonicAge > SLEPT_NANOS && age > table.maxStalenessNanos()) {
        schedule.demand(clock.nanoTime());
      }
    }
  }

  /** A round starts, with this request. */
  LoadRequest start(long now, long memoryMaxBytes) {
    schedule.started();
    startedAt = now;
    invalidationsAtStart = invalidations;
    return new LoadRequest(table.rule(), former, memoryMaxBytes);
  }

  /** Whether what the round read was invalidated while it ran. */
  boolean isInvalidatedSinceStart() {
    return invalidations != invalidationsAtStart;
  }

  /** Publishes what the round made; whether it brought another definition. */
  boolean publish(Adjustment adjustment, long now) {
    former = adjustment;
    hasFailed = false;
    boolean isNewDefinition = table.publish(adjustment);
    schedule.succeeded(startedAt, now);
    if (loggedFailure != null) {
      loggedFailure = null;
      LOG.log(System.Logger.Level.INFO, "Table {0} is loaded again", table.label());
    }
    if (!schedule.canKeepUp() && !isSlownessLogged) {
      isSlownessLogged = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: table {1}: rounds take {2} ms, too long for max-staleness {3}: statements go to the"
              + " database in between. Make max-staleness longer or the window smaller",
          table.rule().freshness().origin().description(),
          table.label(),
          schedule.roundNanos() / 1_000_000,
          table.rule().freshness().maxStaleness());
    }
    return isNewDefinition;
  }

  /** What {@link #backOff} is for; whether the definition is gone. */
  boolean fail(Failed failed) {
    boolean isDefinitionGone = false;
    if (!failed.keepsFormer()) {
      former = null;
      isDefinitionGone = table.withdrawDefinition(failed.outcome());
    }
    table.failed(failed.outcome(), failed.message());
    boolean isKnown = Objects.equals(loggedFailure, failed.message());
    loggedFailure = failed.message();
    if (isKnown) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "Table {0} still cannot be loaded: {1}",
          table.label(),
          failed.message());
    } else {
      LOG.log(
          System.Logger.Level.WARNING,
          "Table " + table.label() + " cannot be loaded: " + failed.message(),
          failed.cause());
    }
    return isDefinitionGone;
  }

  /** The round brought nothing; the next one is due later. Allocates nothing. */
  void backOff(long now) {
    hasFailed = true;
    lastFailedStart = startedAt;
    schedule.failed(now);
  }

  /** Drops the snapshot, also the one that a round may be making now. */
  void invalidate(long now) {
    invalidations++;
    drop(Outcome.INVALIDATED, now);
  }

  /** Drops the snapshot and what the next one could be made from. */
  void drop(Outcome why, long now) {
    former = null;
    table.withdraw(why);
    schedule.demand(now);
  }

  /** Whether the published snapshot is later than the instant. */
  boolean isPublishedAfter(long nanoTime) {
    var published = table.snapshot();
    return published != null && published.asOf().isAfter(nanoTime);
  }

  /** Whether a round that started at the instant or later has failed. */
  boolean hasFailedSince(long nanoTime) {
    return hasFailed && lastFailedStart - nanoTime >= 0;
  }
}
