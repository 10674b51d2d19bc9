package io.tablecache.expression;

import java.math.BigDecimal;

/** Sums or averages of bigints, which are numeric. */
final class WideSumAccumulator extends GroupAccumulator {
  private final boolean isAverage;
  private final WideSums sums = new WideSums();

  WideSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  void resize(int length) {
    sums.resize(length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    long[] values = arguments[0].longs;
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        sums.add(groups[i], values[i]);
      }
    }
    count(arguments[0], groups, count);
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (setNullBelow(1, group, into, row)) {
      return;
    }
    BigDecimal sum = new BigDecimal(sums.get(group));
    into.objects[row] =
        isAverage ? NumericMath.divide(sum, BigDecimal.valueOf(counts[group])) : Numeric.of(sum);
  }
}
