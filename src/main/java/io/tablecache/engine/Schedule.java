package io.tablecache.engine;

import io.tablecache.config.FreshnessRule;

/**
 * When one table's next round is due.
 *
 * <p>The next snapshot must be published before the last one is too old. A snapshot's age counts
 * from its round's start, so the next round starts one round's length and some slack before
 * max-staleness, if not earlier by the rule's {@code every}. A request, after a possible write,
 * makes it due early, but neither at once nor back to back; a failure makes it due later each time.
 * A demand makes it due now.
 *
 * <p>All instants are monotonic and compared by difference. Not thread-safe.
 */
final class Schedule {
  private static final long MILLIS = 1_000_000;
  static final long DEBOUNCE_NANOS = 50 * MILLIS;
  static final long MIN_EARLY_SPACING_NANOS = 200 * MILLIS;
  static final long FIRST_RETRY_NANOS = 250 * MILLIS;
  static final long MAX_RETRY_NANOS = 30_000 * MILLIS;
  private static final long MIN_PERIOD_NANOS = 10 * MILLIS;
  private static final long MIN_SLACK_NANOS = 10 * MILLIS;
  private static final long MAX_SLACK_NANOS = 1_000 * MILLIS;

  private final long everyNanos;
  private final long maxStalenessNanos;
  private final long slackNanos;

  private long regularDue;
  private boolean isDemanded;
  private long demandedAt;
  private boolean isRequested;
  private long requestedAt;
  private long earlyNotBefore;
  private long roundNanos;
  private int failures;
  private long retryAt;

  /** A schedule whose first round is due now. */
  Schedule(FreshnessRule rule, long now) {
    everyNanos = rule.every().toNanos();
    maxStalenessNanos = rule.maxStaleness().toNanos();
    slackNanos = Math.max(MIN_SLACK_NANOS, Math.min(MAX_SLACK_NANOS, maxStalenessNanos / 20));
    regularDue = now;
    earlyNotBefore = now;
  }

  /** When the next round is due. */
  long dueNanoTime() {
    if (isDemanded) {
      return demandedAt;
    }
    if (failures > 0) {
      return retryAt;
    }
    return isRequested
        ? earlier(regularDue, later(requestedAt + DEBOUNCE_NANOS, earlyNotBefore))
        : regularDue;
  }

  boolean isDue(long now) {
    return dueNanoTime() - now <= 0;
  }

  /**
   * Whether the table goes along in a round that starts now for another one: it would come due
   * while that round runs, or shortly after.
   */
  boolean joins(long now) {
    long lead = failures > 0 ? 0 : Math.max(roundNanos, periodNanos() / 10);
    return dueNanoTime() - now <= lead;
  }

  /** Asks for an early round; whether that is news. */
  boolean request(long now) {
    if (isRequested) {
      return false;
    }
    isRequested = true;
    requestedAt = now;
    return true;
  }

  /** Asks for a round now, whatever failed before. */
  void demand(long now) {
    if (!isDemanded) {
      isDemanded = true;
      demandedAt = now;
    }
  }

  /** A round starts: it answers all requests and demands made before. */
  void started() {
    isRequested = false;
    isDemanded = false;
  }

  /** The round that started then has published a snapshot now. */
  void succeeded(long startedAt, long now) {
    long elapsed = Math.max(0, now - startedAt);
    roundNanos = Math.max(elapsed, roundNanos - roundNanos / 8);
    regularDue = startedAt + periodNanos();
    earlyNotBefore = startedAt + Math.max(MIN_EARLY_SPACING_NANOS, 2 * elapsed);
    failures = 0;
  }

  /** The round has published no snapshot. */
  void failed(long now) {
    failures = Math.min(failures + 1, 30);
    retryAt = now + Math.min(MAX_RETRY_NANOS, FIRST_RETRY_NANOS << (failures - 1));
  }

  /** Whether the last round failed. */
  boolean isBackingOff() {
    return failures > 0;
  }

  /** Whether rounds are short enough for max-staleness: back to back, each is two rounds old. */
  boolean canKeepUp() {
    return 2 * roundNanos + slackNanos <= maxStalenessNanos;
  }

  /** How long rounds lately took, from start to publishing; the slow ones are remembered. */
  long roundNanos() {
    return roundNanos;
  }

  private long periodNanos() {
    if (!canKeepUp()) {
      return Math.max(everyNanos, 2 * roundNanos);
    }
    return Math.max(
        MIN_PERIOD_NANOS, Math.min(everyNanos, maxStalenessNanos - roundNanos - slackNanos));
  }

  private static long earlier(long a, long b) {
    return a - b <= 0 ? a : b;
  }

  private static long later(long a, long b) {
    return a - b >= 0 ? a : b;
  }
}
