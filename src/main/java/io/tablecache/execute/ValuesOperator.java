package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/** Given rows. */
final class ValuesOperator extends Operator {
  private final Execution execution;
  private final Query.Values values;
  private int nextRow;

  ValuesOperator(Execution execution, Query.Values values) {
    this.execution = execution;
    this.values = values;
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    int count = Math.min(Vector.MAX_ROWS, values.rows().size() - nextRow);
    if (count == 0) {
      return null;
    }
    Vector[] columns = new Vector[values.types().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new Vector(values.types().get(i));
      columns[i].reset(count);
      for (int row = 0; row < count; row++) {
        Expression value = values.rows().get(nextRow + row).get(i);
        columns[i].copy(row, execution.evaluator(value).evaluate(SingleRow.BLOCK), 0);
      }
    }
    nextRow += count;
    Block.OfVectors block = new Block.OfVectors(columns);
    block.hold(count);
    return block;
  }
}
