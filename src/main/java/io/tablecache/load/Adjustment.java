package io.tablecache.load;

import io.tablecache.index.Snapshot;
import io.tablecache.model.ServerIdentity;

/**
 * A finished step from one snapshot of a table to the next.
 *
 * @param snapshot what to publish
 * @param databaseSnapshot the database's snapshot that it was read in
 * @param server the server that it was read from
 * @param way how it was made
 * @param rowsLoaded rows that were transferred
 * @param rowsExpired rows of the former snapshot that left the window
 * @param durationNanos how long it took, from asking for the database's snapshot
 * @param databaseClockOffsetMicros the database's clock minus this machine's wall clock
 */
public record Adjustment(
    Snapshot snapshot,
    DatabaseSnapshot databaseSnapshot,
    ServerIdentity server,
    Way way,
    long rowsLoaded,
    long rowsExpired,
    long durationNanos,
    long databaseClockOffsetMicros) {

  /** The ways of adjusting, cheapest first. */
  public enum Way {
    /** The database's snapshot is the former one: nothing changed. */
    UNCHANGED,
    /** The rows since the former snapshot, by xmin, proven complete by the count. */
    DELTA,
    /**
     * The rows from the former as-of less the lateness on, as the table is declared append-only.
     */
    APPEND,
    /** The whole window. */
    RELOAD
  }
}
