package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import org.jspecify.annotations.Nullable;

/** The rows of one input after the other; an input is opened when its turn comes. */
final class AppendOperator extends Operator {
  private final Execution execution;
  private final Query.Append append;
  private final Columns needed;
  private @Nullable Operator input;
  private int nextInput;

  AppendOperator(Execution execution, Query.Append append, Columns needed) {
    this.execution = execution;
    this.append = append;
    this.needed = needed;
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    while (true) {
      if (input != null) {
        Block block = input.next();
        if (block != null) {
          return block;
        }
      }
      if (nextInput == append.inputs().size()) {
        return null;
      }
      input = execution.open(append.inputs().get(nextInput++), needed);
    }
  }
}
