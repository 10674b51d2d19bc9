package io.tablecache.index;

/** The rows of one scan, in their order. Immutable. */
public abstract class RowSet {
  RowSet() {}

  /** How many rows. */
  public abstract int size();

  /** A new cursor, positioned before the first row. */
  public abstract Cursor cursor();
}
