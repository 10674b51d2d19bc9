package io.tablecache.index;

/**
 * A position in a {@link RowSet} and access to the values of the row there, by the ordinals of the
 * table's columns. Confined to one thread.
 *
 * <p>Values are read in place. Getters have undefined results unless the position is on a row and
 * the column is of the storage that the getter is for; the value of a NULL is undefined.
 */
public abstract class Cursor {
  private static final Column[] NO_COLUMNS = {};

  /** The columns of the present row's chunk. */
  Column[] columns = NO_COLUMNS;

  /** The present row's position in its chunk. */
  int position;

  Cursor() {}

  /** Moves to the next row; false if there is none, and the position is then after the last row. */
  public abstract boolean next();

  /**
   * Moves to the given row, counted from 1. 0 is before the first row and size + 1 after the last;
   * numbers beyond are taken as these.
   *
   * @return whether the position is on a row
   */
  public abstract boolean moveTo(int row);

  /** The position: 0 before the first row, size + 1 after the last. */
  public abstract int row();

  public final boolean isNull(int column) {
    return columns[column].isNull(position);
  }

  /** The raw value of a column of a discrete type. */
  public final long getLong(int column) {
    return DiscreteColumn.read(columns[column], position);
  }

  /** The value of a float8 column. */
  public final double getDouble(int column) {
    return columns[column].getDouble(position);
  }

  /** The value of a float4 column. */
  public final float getFloat(int column) {
    return columns[column].getFloat(position);
  }

  public final long getUuidMostSignificant(int column) {
    return columns[column].getUuidMost(position);
  }

  public final long getUuidLeastSignificant(int column) {
    return columns[column].getUuidLeast(position);
  }

  /** The output text of a column held as bytes. */
  public final String getText(int column) {
    return columns[column].getText(position);
  }

  /** A copy of the output text, in UTF-8, of a column held as bytes. */
  public final byte[] getBytes(int column) {
    return columns[column].getBytes(position);
  }
}
