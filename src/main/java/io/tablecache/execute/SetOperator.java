package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** INTERSECT and EXCEPT: the rows of the left input that count, by those of the right one. */
final class SetOperator extends Operator {
  private final Query.SetOperation operation;
  private final Operator left;
  private final Operator right;
  private final HashedRows seen;

  /** By row number: how many of them the right input has; then, for ALL, that are left. */
  private int[] counts = {};

  /** By row number: whether the result has it. */
  private boolean[] isReturned = {};

  private boolean isRightRead;
  private final Vector[] values;
  private final int[] numbers = new int[Vector.MAX_ROWS];
  private final int[] rows = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();

  SetOperator(Execution execution, Query.SetOperation operation, Operator left, Operator right) {
    this.operation = operation;
    this.left = left;
    this.right = right;
    this.seen = new HashedRows(operation.types(), execution.budget());
    this.values = new Vector[operation.types().size()];
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    if (!isRightRead) {
      isRightRead = true;
      for (Block block = right.next(); block != null; block = right.next()) {
        number(block);
        for (int i = 0; i < block.count(); i++) {
          counts[numbers[i]]++;
        }
      }
    }
    for (Block block = left.next(); block != null; block = left.next()) {
      number(block);
      int count = 0;
      for (int i = 0; i < block.count(); i++) {
        if (isWanted(numbers[i])) {
          rows[count++] = i;
        }
      }
      if (count > 0) {
        selection.select(block, rows, count);
        return selection;
      }
    }
    return null;
  }

  private void number(Block block) throws EvaluationException {
    for (int i = 0; i < values.length; i++) {
      values[i] = block.column(i);
    }
    seen.findOrAdd(values, block.count(), numbers);
    if (counts.length < seen.size()) {
      int capacity = Math.max(seen.size(), 2 * counts.length);
      counts = Arrays.copyOf(counts, capacity);
      isReturned = Arrays.copyOf(isReturned, capacity);
    }
  }

  private boolean isWanted(int number) {
    boolean isInRight = counts[number] > 0;
    if (operation.isAll()) {
      counts[number] -= isInRight ? 1 : 0;
      return isInRight == operation.isIntersect();
    }
    if (isInRight != operation.isIntersect() || isReturned[number]) {
      return false;
    }
    isReturned[number] = true;
    return true;
  }
}
