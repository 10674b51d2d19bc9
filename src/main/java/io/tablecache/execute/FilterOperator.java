package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/** The rows for which a condition is true. */
final class FilterOperator extends Operator {
  private final Operator input;
  private final Evaluator condition;
  private final int[] rows = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();

  FilterOperator(Operator input, Evaluator condition) {
    this.input = input;
    this.condition = condition;
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    for (Block block = input.next(); block != null; block = input.next()) {
      int count = condition.select(block, rows);
      if (count == block.count()) {
        return block;
      }
      if (count > 0) {
        selection.select(block, rows, count);
        return selection;
      }
    }
    return null;
  }
}
