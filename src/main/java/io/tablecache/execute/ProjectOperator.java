package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import org.jspecify.annotations.Nullable;

/** A row of values for each row. */
final class ProjectOperator extends Operator {
  private final Operator input;
  private final Outputs outputs;

  ProjectOperator(Operator input, Evaluator[] evaluators) {
    this.input = input;
    this.outputs = new Outputs(evaluators);
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    Block block = input.next();
    return block == null ? null : outputs.of(block);
  }
}
