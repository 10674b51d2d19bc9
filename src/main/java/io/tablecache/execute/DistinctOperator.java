package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each different row once, the first of equal ones. */
final class DistinctOperator extends Operator {
  private final Operator input;
  private final HashedRows seen;
  private final Vector[] values;
  private final int[] numbers = new int[Vector.MAX_ROWS];
  private final int[] rows = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();

  DistinctOperator(Execution execution, Operator input, List<ValueType> types) {
    this.input = input;
    this.seen = new HashedRows(types, execution.budget());
    this.values = new Vector[types.size()];
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    for (Block block = input.next(); block != null; block = input.next()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = block.column(i);
      }
      int known = seen.size();
      seen.findOrAdd(values, block.count(), numbers);
      int count = 0;
      for (int i = 0; i < block.count(); i++) {
        if (numbers[i] == known) {
          rows[count++] = i;
          known++;
        }
      }
      if (count > 0) {
        selection.select(block, rows, count);
        return selection;
      }
    }
    return null;
  }
}
