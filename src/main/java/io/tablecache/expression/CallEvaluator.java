package io.tablecache.expression;

/** A call of a function. */
final class CallEvaluator extends Evaluator {
  private final ScalarFunction function;
  private final Evaluator[] arguments;
  private final EvaluationContext context;
  private final Vector[] values;
  private final Vector result;

  CallEvaluator(ScalarFunction function, Evaluator[] arguments, EvaluationContext context) {
    super(function.result());
    this.function = function;
    this.arguments = arguments;
    this.context = context;
    this.values = new Vector[arguments.length];
    this.result = new Vector(function.result());
  }

  @Override
  public Vector evaluate(Block block) throws EvaluationException {
    int count = block.count();
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].evaluate(block);
    }
    result.reset(count);
    if (function.isStrict()) {
      for (Vector value : values) {
        result.addNulls(value, count);
      }
    }
    function.apply(values, count, result, context);
    return result;
  }
}
