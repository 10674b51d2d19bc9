package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of a store by their numbers, in any order. Confined to one thread. */
final class StoredBlock extends Block {
  /** In place of a number: a row of NULLs. */
  static final int NO_ROW = -1;

  private final RowStore store;
  private final @Nullable Vector[] vectors;
  private final boolean[] isMade;
  private int[] numbers = {};
  private int from;

  StoredBlock(RowStore store) {
    this.store = store;
    this.vectors = new Vector[store.columns()];
    this.isMade = new boolean[store.columns()];
  }

  /** Holds the rows of the given numbers, which must not change meanwhile. */
  Block hold(int[] newNumbers, int newFrom, int count) {
    numbers = newNumbers;
    from = newFrom;
    setCount(count);
    Arrays.fill(isMade, false);
    return this;
  }

  @Override
  public Vector column(int ordinal) {
    Vector vector = vectors[ordinal];
    if (vector == null) {
      vector = new Vector(store.type(ordinal));
      vectors[ordinal] = vector;
    }
    if (!isMade[ordinal]) {
      vector.reset(count());
      for (int i = 0; i < count(); i++) {
        int row = numbers[from + i];
        if (row == NO_ROW) {
          vector.setNull(i);
        } else {
          vector.copy(i, store.vector(ordinal, row), RowStore.at(row));
        }
      }
      isMade[ordinal] = true;
    }
    return vector;
  }
}
