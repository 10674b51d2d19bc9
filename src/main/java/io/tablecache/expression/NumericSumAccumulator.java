package io.tablecache.expression;

import java.math.BigDecimal;

/** Sums or averages of numerics. */
final class NumericSumAccumulator extends GroupAccumulator {
  private final boolean isAverage;
  private final NumericSums sums = new NumericSums();

  NumericSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  void resize(int length) {
    sums.resize(length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        sums.add(groups[i], NumericFunctions.value(arguments[0], i));
      }
    }
    count(arguments[0], groups, count);
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (setNullBelow(1, group, into, row)) {
      return;
    }
    if (sums.isSpecial(group)) {
      into.objects[row] = sums.special(group);
      return;
    }
    BigDecimal sum = sums.decimal(group);
    into.objects[row] =
        isAverage
            ? NumericMath.divide(sum, BigDecimal.valueOf(counts[group]))
            : Numeric.checked(sum);
  }
}
