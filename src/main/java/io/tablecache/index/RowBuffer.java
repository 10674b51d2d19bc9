package io.tablecache.index;

import io.tablecache.model.TableDefinition;

/**
 * Rows as they arrive from the database, held by column in arrival order.
 *
 * <p>Each row is written by one {@code set} per cached column, in any order, then {@link #endRow}.
 * A column that was not set is NULL. Confined to one thread.
 */
public final class RowBuffer {
  private final TableDefinition definition;

  public RowBuffer(TableDefinition definition) {
    this.definition = definition;
  }

  public TableDefinition definition() {
    return definition;
  }

  /** Sets a value of a discrete type. */
  public void setLong(int column, long raw) {
    throw new UnsupportedOperationException();
  }

  /** Sets a float8 value. */
  public void setDouble(int column, double value) {
    throw new UnsupportedOperationException();
  }

  /** Sets a float4 value. */
  public void setFloat(int column, float value) {
    throw new UnsupportedOperationException();
  }

  /** Sets a uuid. */
  public void setUuid(int column, long mostSignificant, long leastSignificant) {
    throw new UnsupportedOperationException();
  }

  /** Sets a value that is held as its output text in UTF-8; the bytes are copied. */
  public void setBytes(int column, byte[] source, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Completes the row. */
  public void endRow() {
    throw new UnsupportedOperationException();
  }

  public int rows() {
    throw new UnsupportedOperationException();
  }

  /** How many bytes the buffer retains, by its arrays' capacities. */
  public long retainedBytes() {
    throw new UnsupportedOperationException();
  }
}
