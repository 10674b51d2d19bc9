package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/**
 * An expression made ready for one execution: it computes the values for all rows of a block.
 *
 * <p>Confined to one thread.
 */
public abstract class Evaluator {
  private final ValueType type;

  protected Evaluator(ValueType type) {
    this.type = type;
  }

  /** The evaluator of an expression; subqueries are refused. */
  public static Evaluator of(Expression expression, EvaluationContext context)
      throws EvaluationException {
    return of(expression, context, SubqueryRunner.NONE);
  }

  /**
   * The evaluator of an expression. Its slots are read now; what depends on slots and constants
   * only is computed now.
   */
  public static Evaluator of(
      Expression expression, EvaluationContext context, SubqueryRunner subqueries)
      throws EvaluationException {
    return new EvaluatorCompiler(context, subqueries).compile(expression);
  }

  /** The evaluators of some expressions over the same input. */
  public static Evaluator[] all(
      List<? extends Expression> expressions, EvaluationContext context, SubqueryRunner subqueries)
      throws EvaluationException {
    Evaluator[] evaluators = new Evaluator[expressions.size()];
    for (int i = 0; i < evaluators.length; i++) {
      evaluators[i] = of(expressions.get(i), context, subqueries);
    }
    return evaluators;
  }

  public final ValueType type() {
    return type;
  }

  /**
   * The values for the block's rows.
   *
   * @return not to be changed, and valid until the next call or the end of the block
   */
  public abstract Vector evaluate(Block block) throws EvaluationException;

  /** Whether the value is the same for every row. */
  boolean isConstant() {
    return false;
  }

  /**
   * Lists the rows for which this is true, this being a condition.
   *
   * @param rows gets their numbers
   * @return how many there are
   */
  public final int select(Block block, int[] rows) throws EvaluationException {
    Vector truth = evaluate(block);
    int selected = 0;
    for (int i = 0; i < block.count(); i++) {
      if (truth.longs[i] != 0 && !(truth.hasNulls && truth.nulls[i])) {
        rows[selected++] = i;
      }
    }
    return selected;
  }
}
