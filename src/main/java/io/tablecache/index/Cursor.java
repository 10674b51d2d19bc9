package io.tablecache.index;

/**
 * A position in a {@link RowSet} and access to the values of the row there, by the ordinals of the
 * table's columns. Confined to one thread.
 *
 * <p>Values are read in place. Getters have undefined results unless the position is on a row and
 * the column is of the storage that the getter is for; the value of a NULL is undefined.
 */
public abstract class Cursor {
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

  public abstract boolean isNull(int column);

  /** The raw value of a column of a discrete type. */
  public abstract long getLong(int column);

  /** The value of a float8 column. */
  public abstract double getDouble(int column);

  /** The value of a float4 column. */
  public abstract float getFloat(int column);

  public abstract long getUuidMostSignificant(int column);

  public abstract long getUuidLeastSignificant(int column);

  /** The output text of a column held as bytes. */
  public abstract String getText(int column);

  /** A copy of the output text, in UTF-8, of a column held as bytes. */
  public abstract byte[] getBytes(int column);
}
