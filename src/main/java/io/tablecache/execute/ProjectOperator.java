package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of values for each row. Columns of the input are handed on when they are asked for; what is
 * computed is computed at once, so that it fails if it fails.
 */
final class ProjectOperator extends Operator {
  private final Operator input;

  /** By output: the column of the input; below 0 if it is computed. */
  private final int[] ordinals;

  /** By output: null if it is a column. */
  private final @Nullable Evaluator[] evaluators;

  private final Projected block;

  ProjectOperator(Execution execution, Operator input, List<Expression> outputs)
      throws EvaluationException {
    this.input = input;
    this.ordinals = new int[outputs.size()];
    this.evaluators = new Evaluator[outputs.size()];
    for (int i = 0; i < ordinals.length; i++) {
      boolean isColumn = outputs.get(i) instanceof Expression.Column;
      ordinals[i] = isColumn ? ((Expression.Column) outputs.get(i)).ordinal() : -1;
      evaluators[i] = isColumn ? null : execution.evaluator(outputs.get(i));
    }
    this.block = new Projected();
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    Block source = input.next();
    return source == null ? null : block.of(source);
  }

  private final class Projected extends Block {
    private final @Nullable Vector[] computed = new Vector[ordinals.length];
    private Block source = SingleRow.BLOCK;

    Block of(Block newSource) throws EvaluationException {
      source = newSource;
      setCount(newSource.count());
      for (int i = 0; i < computed.length; i++) {
        Evaluator evaluator = evaluators[i];
        computed[i] = evaluator == null ? null : evaluator.evaluate(newSource);
      }
      return this;
    }

    @Override
    public Vector column(int ordinal) throws EvaluationException {
      Vector value = computed[ordinal];
      return value != null ? value : source.column(ordinals[ordinal]);
    }
  }
}
