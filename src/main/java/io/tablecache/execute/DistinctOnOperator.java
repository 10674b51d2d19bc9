package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.ValueOrder;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/** Of rows that follow each other with equal keys the first. */
final class DistinctOnOperator extends Operator {
  private final Operator input;
  private final Outputs keys;
  private final ValueOrder[] orders;

  /** The keys of the last row of the former block, in row 0. */
  private final Vector[] former;

  private boolean hasFormer;
  private final int[] rows = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();

  DistinctOnOperator(Operator input, Evaluator[] keys) {
    this.input = input;
    this.keys = new Outputs(keys);
    this.orders = new ValueOrder[keys.length];
    this.former = new Vector[keys.length];
    for (int i = 0; i < keys.length; i++) {
      orders[i] = ValueOrder.of(keys[i].type());
      former[i] = new Vector(keys[i].type());
    }
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    for (Block block = input.next(); block != null; block = input.next()) {
      Vector[] values = keys.vectors(block);
      int count = 0;
      for (int i = 0; i < block.count(); i++) {
        boolean isSame =
            i > 0 ? isEqual(values, i, values, i - 1) : hasFormer && isEqual(values, 0, former, 0);
        if (!isSame) {
          rows[count++] = i;
        }
      }
      for (int k = 0; k < former.length; k++) {
        former[k].append(0, values[k], block.count() - 1, 1);
      }
      hasFormer = true;
      if (count > 0) {
        selection.select(block, rows, count);
        return selection;
      }
    }
    return null;
  }

  private boolean isEqual(Vector[] a, int i, Vector[] b, int j) {
    for (int k = 0; k < orders.length; k++) {
      if (!orders[k].notDistinct(a[k], i, b[k], j)) {
        return false;
      }
    }
    return true;
  }
}
