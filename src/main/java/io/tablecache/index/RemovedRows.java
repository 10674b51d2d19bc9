package io.tablecache.index;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The rows of one segment that are to go, by their numbers. Confined to one thread. */
final class RemovedRows {
  private final int rows;

  /** The rows of {@code [from, to)} stay, but for {@link #within}. */
  private int from;

  private int to;
  private @Nullable BitSet within;

  /**
   * @param rows how many rows the segment has
   */
  RemovedRows(int rows) {
    this.rows = rows;
    this.to = rows;
  }

  void add(int row) {
    BitSet holes = within;
    if (holes == null) {
      holes = new BitSet();
      within = holes;
    }
    holes.set(row);
  }

  /** Adds the rows {@code [first, end)}. */
  void add(int first, int end) {
    if (first <= from) {
      from = Math.max(from, end);
    } else if (end >= to) {
      to = Math.min(to, first);
    } else {
      add(first);
      if (within != null) {
        within.set(first, end);
      }
    }
  }

  /** Whether rows go at the segment's start and end only. */
  boolean isTrim() {
    return within == null;
  }

  /** The number of the first row that stays, where rows go at the ends only. */
  int from() {
    return from;
  }

  /** The number after that of the last row that stays; not below {@link #from}. */
  int to() {
    return Math.max(from, to);
  }

  /** One bit for each row that goes. */
  BitSet toBits() {
    BitSet all = new BitSet(rows);
    all.set(0, from);
    all.set(to(), rows);
    if (within != null) {
      all.or(within);
    }
    return all;
  }
}
