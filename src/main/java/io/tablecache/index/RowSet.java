package io.tablecache.index;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one scan, in their order. Immutable. */
public abstract class RowSet {
  RowSet() {}

  /** How many rows. */
  public abstract int size();

  /**
   * A new reader of all rows in blocks.
   *
   * @param types of the columns, by ordinal
   */
  public abstract BlockReader blocks(List<ValueType> types);

  /**
   * The smallest or the largest raw value of a column of a discrete type; null if no row has one.
   */
  public abstract @Nullable Long extreme(int column, boolean isMax);

  /** How many rows have a value in a column. */
  public abstract long count(int column);

  /** The sum of the raw values of a column of a discrete type; it must not overflow. */
  public abstract long sum(int column);

  /** A new cursor, positioned before the first row. */
  public abstract Cursor cursor();
}
