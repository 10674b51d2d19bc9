package io.tablecache.engine;

import io.tablecache.config.TableRule;
import io.tablecache.index.Snapshot;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One cached table: its published snapshot, its floor and its statistics.
 *
 * <p>Thread-safe: readers see one published reference, writers are the engine's thread and whoever
 * raises the floor.
 */
public final class CachedTable {
  CachedTable() {
    throw new UnsupportedOperationException();
  }

  TableRule rule() {
    throw new UnsupportedOperationException();
  }

  /** The table's name in the config. */
  public String label() {
    throw new UnsupportedOperationException();
  }

  /** The relation's name as stored in the catalog. */
  public String relation() {
    throw new UnsupportedOperationException();
  }

  /** The age up to which a snapshot answers, unless a session asks for less. */
  public long maxStalenessNanos() {
    throw new UnsupportedOperationException();
  }

  /** The table as last inspected, or null if it never was or the last inspection failed. */
  public @Nullable TableDefinition definition() {
    throw new UnsupportedOperationException();
  }

  /** The published snapshot, or null if there is none; {@link #missing} then says why. */
  public @Nullable Snapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  /** Why there is no snapshot. */
  public Outcome missing() {
    throw new UnsupportedOperationException();
  }

  /** The monotonic instant before which no snapshot may answer, for all of this process. */
  public long floorNanoTime() {
    throw new UnsupportedOperationException();
  }

  /** Raises the process's floor to now, and asks for an early, debounced adjustment. */
  public void wroteMaybe() {
    throw new UnsupportedOperationException();
  }

  /** Asks for an early, debounced adjustment. */
  public void requestAdjustment() {
    throw new UnsupportedOperationException();
  }

  /** Counts one statement's outcome. */
  public void count(Outcome outcome) {
    throw new UnsupportedOperationException();
  }

  /** How many statements ended so. */
  public long counted(Outcome outcome) {
    throw new UnsupportedOperationException();
  }
}
