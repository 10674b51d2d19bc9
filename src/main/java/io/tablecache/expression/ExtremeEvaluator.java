package io.tablecache.expression;

import io.tablecache.model.ValueType;

/** GREATEST or LEAST; of equal values the first. */
final class ExtremeEvaluator extends Evaluator {
  private final Evaluator[] values;
  private final int sign;
  private final ValueOrder order;
  private final Vector result;

  /**
   * @param sign 1 for the greatest, -1 for the least
   */
  ExtremeEvaluator(ValueType type, Evaluator[] values, int sign) {
    super(type);
    this.values = values;
    this.sign = sign;
    this.order = ValueOrder.of(type);
    this.result = new Vector(type);
  }

  @Override
  public Vector evaluate(Block block) throws EvaluationException {
    int count = block.count();
    result.reset(count);
    for (int i = 0; i < count; i++) {
      result.setNull(i);
    }
    for (Evaluator evaluator : values) {
      Vector value = evaluator.evaluate(block);
      for (int i = 0; i < count; i++) {
        if (value.isNull(i)) {
          continue;
        }
        if (result.nulls[i] || Integer.signum(order.compare(value, i, result, i)) == sign) {
          result.copy(i, value, i);
          result.nulls[i] = false;
        }
      }
    }
    return result;
  }
}
