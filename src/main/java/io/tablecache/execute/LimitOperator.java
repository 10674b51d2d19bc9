package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/** Some of the rows, in their order; no block is read in vain. */
final class LimitOperator extends Operator {
  private final Operator input;
  private final int[] rows = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();
  private long skip;
  private long remaining;

  LimitOperator(Operator input, Execution.Range range) {
    this.input = input;
    this.skip = range.offset();
    this.remaining = range.count();
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    while (remaining > 0) {
      Block block = input.next();
      if (block == null) {
        return null;
      }
      int count = block.count();
      if (skip >= count) {
        skip -= count;
        continue;
      }
      int taken = (int) Math.min(count - skip, remaining);
      remaining -= taken;
      if (taken == count) {
        return block;
      }
      for (int i = 0; i < taken; i++) {
        rows[i] = (int) skip + i;
      }
      skip = 0;
      selection.select(block, rows, taken);
      return selection;
    }
    return null;
  }
}
