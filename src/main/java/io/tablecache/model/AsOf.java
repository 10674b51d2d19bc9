package io.tablecache.model;

/**
 * An instant on this machine's two clocks: every transaction that was acknowledged before it is in
 * the snapshot that carries it.
 *
 * @param nanoTime monotonic, comparable by difference only
 * @param wallMillis milliseconds since 1970-01-01T00:00Z
 */
public record AsOf(long nanoTime, long wallMillis) {
  /** This moment, to be taken <em>before</em> the database is asked for its snapshot. */
  public static AsOf now(Clock clock) {
    return new AsOf(clock.nanoTime(), clock.wallMillis());
  }

  /**
   * The age in nanoseconds: the larger of the monotonic and the wall-clock difference, since the
   * monotonic clock stops while a machine sleeps and the wall clock can be set back.
   */
  public long ageNanos(Clock clock) {
    return ageNanos(now(clock));
  }

  /** The age at a moment that the caller has read from the clocks. */
  public long ageNanos(AsOf now) {
    long monotonic = now.nanoTime - nanoTime;
    long wallMillisPassed = now.wallMillis - wallMillis;
    // Milliseconds are cut, so one is taken off: a wall clock in step must not add to the age.
    long wall =
        Math.multiplyExact(Math.max(0, Math.min(wallMillisPassed - 1, 1L << 40)), 1_000_000);
    return Math.max(monotonic, wall);
  }

  /** Whether this instant is later than the given monotonic instant. */
  public boolean isAfter(long floorNanoTime) {
    return nanoTime - floorNanoTime > 0;
  }
}
