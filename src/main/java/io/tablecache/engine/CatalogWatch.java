package io.tablecache.engine;

import io.tablecache.model.Clock;
import io.tablecache.model.HiddenEffects;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the catalog said of statements beyond their texts, and whether this process can have changed
 * that since.
 *
 * <p>It is read in the course of rounds, before what they made is published. A definition that
 * another process changes counts when it was read anew, which is within the given age.
 *
 * <p>Thread-safe: one thread reads, any thread asks and tells of changes.
 */
public final class CatalogWatch {
  private static final long MIN_INTERVAL_NANOS = 1_000_000_000;

  /** The part of a round's time that reading may take is small, however big the catalog. */
  private static final int MIN_INTERVAL_READINGS = 20;

  private final Clock clock;
  private final long maxAgeNanos;

  private volatile Reading reading;

  /** How many transactions with a changed definition are open. */
  private final AtomicInteger definers = new AtomicInteger();

  /** How many transactions are open that may have changed one without showing it. */
  private final AtomicInteger maybeDefiners = new AtomicInteger();

  /** When the last definition was changed, as far as statement texts show it. */
  private final AtomicLong definedAt;

  /** When the last transaction ended that may have changed one without showing it. */
  private final AtomicLong maybeDefinedAt;

  /** When the last transaction ended that wrote something. */
  private final AtomicLong wroteAt;

  /** Whether to read whenever the next round comes. */
  private volatile boolean isDemanded;

  private Map<Long, String> readLabels = Map.of();
  private long readEndedAt;
  private long readNanos;

  /**
   * One reading.
   *
   * @param nanoTime before the catalog was asked
   */
  private record Reading(HiddenEffects effects, long nanoTime) {}

  CatalogWatch(Clock clock, Duration maxAge) {
    this.clock = clock;
    this.maxAgeNanos = maxAge.toNanos();
    long now = clock.nanoTime();
    this.reading = new Reading(HiddenEffects.NONE, now - 1);
    this.definedAt = new AtomicLong(now);
    this.maybeDefinedAt = new AtomicLong(now);
    this.wroteAt = new AtomicLong(now - 1);
  }

  /** What was read last; the same object until it changes. */
  public HiddenEffects effects() {
    return reading.effects();
  }

  /**
   * Whether no definition was changed since, as far as the texts of this process's statements show.
   */
  public boolean isCurrent() {
    return definers.get() == 0 && reading.nanoTime() - definedAt.get() > 0;
  }

  /**
   * Whether what was read can be relied on for what a write reaches: this process cannot have
   * changed a definition since, and it is young enough for those of others.
   */
  public boolean isCertain() {
    Reading last = reading;
    return definers.get() == 0
        && maybeDefiners.get() == 0
        && last.nanoTime() - definedAt.get() > 0
        && last.nanoTime() - maybeDefinedAt.get() > 0
        && clock.nanoTime() - last.nanoTime() <= maxAgeNanos;
  }

  /** A statement that changes a definition is about to run, or may be running. */
  public void defining() {
    definers.incrementAndGet();
  }

  /** The transaction of such a statement has ended. */
  public void defined() {
    raise(definedAt);
    definers.decrementAndGet();
  }

  /** A statement that may change a definition without showing it is about to run. */
  public void maybeDefining() {
    maybeDefiners.incrementAndGet();
  }

  /** The transaction of such a statement has ended. */
  public void maybeDefined() {
    raise(maybeDefinedAt);
    maybeDefiners.decrementAndGet();
  }

  /** A transaction ends that wrote something, whatever it was. */
  public void wrote() {
    raise(wroteAt);
  }

  /** The monotonic instant of the last {@link #wrote}, or one before there was any. */
  long wroteNanoTime() {
    return wroteAt.get();
  }

  /** Has it read in the course of the next round, however soon that is. */
  void demand() {
    isDemanded = true;
  }

  private void raise(AtomicLong instant) {
    long now = clock.nanoTime();
    instant.accumulateAndGet(now, (known, next) -> next - known > 0 ? next : known);
  }

  /**
   * Reads anew, unless that was done just now and nothing is known to have changed.
   *
   * @param labels of the cached tables, by their relations' oids
   * @return the labels of the tables that are other relations than when it was read before; until
   *     now, a write could reach them unseen
   */
  Set<String> read(Rounds rounds, Map<Long, String> labels) throws SQLException {
    long start = clock.nanoTime();
    long interval = Math.max(MIN_INTERVAL_NANOS, MIN_INTERVAL_READINGS * readNanos);
    boolean isAwaited = isDemanded || !isCurrent() || !labels.equals(readLabels);
    if (!isAwaited && start - readEndedAt < interval) {
      return Set.of();
    }
    isDemanded = false;
    HiddenEffects read = rounds.hiddenEffects(labels);
    HiddenEffects known = reading.effects();
    reading = new Reading(read.equals(known) ? known : read, start);
    Set<String> others = new HashSet<>();
    for (Map.Entry<Long, String> entry : labels.entrySet()) {
      if (!entry.getValue().equals(readLabels.get(entry.getKey()))) {
        others.add(entry.getValue());
      }
    }
    readLabels = Map.copyOf(labels);
    readEndedAt = clock.nanoTime();
    readNanos = readEndedAt - start;
    return others;
  }
}
