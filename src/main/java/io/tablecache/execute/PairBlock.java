package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import java.util.Arrays;

/**
 * Pairs of rows of a block and of a store: the columns of the one, then those of the other.
 * Confined to one thread.
 */
final class PairBlock extends Block {
  private final int leftColumns;
  private final Block.Selection left = new Block.Selection();
  private final StoredBlock right;

  PairBlock(int leftColumns, RowStore right) {
    this.leftColumns = leftColumns;
    this.right = new StoredBlock(right);
  }

  /** Holds the pairs of a list from {@code from} on. */
  Block hold(Block leftRows, Pairs pairs, int from, int count) {
    left.select(leftRows, Arrays.copyOfRange(pairs.left, from, from + count), count);
    right.hold(pairs.right, from, count);
    setCount(count);
    return this;
  }

  @Override
  public Vector column(int ordinal) throws EvaluationException {
    return ordinal < leftColumns ? left.column(ordinal) : right.column(ordinal - leftColumns);
  }

  /** A list of pairs, by the numbers of their rows. */
  static final class Pairs {
    int[] left = new int[Vector.MAX_ROWS];
    int[] right = new int[Vector.MAX_ROWS];
    int size;

    void add(int leftRow, int rightRow) {
      if (size == left.length) {
        left = Arrays.copyOf(left, 2 * size);
        right = Arrays.copyOf(right, 2 * size);
      }
      left[size] = leftRow;
      right[size] = rightRow;
      size++;
    }
  }
}
