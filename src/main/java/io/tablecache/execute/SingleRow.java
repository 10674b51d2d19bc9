package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.Vector;

/** A block of one row without columns. Immutable. */
final class SingleRow extends Block {
  static final SingleRow BLOCK = new SingleRow();

  private SingleRow() {
    setCount(1);
  }

  @Override
  public Vector column(int ordinal) {
    throw new IllegalStateException("column " + ordinal + " of a row without columns");
  }
}
