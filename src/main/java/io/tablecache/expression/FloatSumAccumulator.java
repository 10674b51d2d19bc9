package io.tablecache.expression;

import java.util.Arrays;

/** Sums of floats, added in the order of the rows as PostgreSQL does. */
final class FloatSumAccumulator extends GroupAccumulator {
  private final boolean isSingle;
  private double[] sums = {};

  FloatSumAccumulator(boolean isSingle) {
    this.isSingle = isSingle;
  }

  @Override
  void resize(int length) {
    sums = Arrays.copyOf(sums, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) throws EvaluationException {
    double[] values = arguments[0].doubles;
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        add(groups[i], values[i]);
      }
    }
  }

  private void add(int group, double value) throws EvaluationException {
    double before = sums[group];
    double sum = before + value;
    double rounded = isSingle ? (float) sum : sum;
    if (Double.isInfinite(rounded) && !Double.isInfinite(before) && !Double.isInfinite(value)) {
      throw new EvaluationException("sum out of range");
    }
    // The first value stays as it is, be it -0.
    sums[group] = counts[group]++ == 0 ? value : rounded;
  }

  @Override
  public void result(int group, Vector into, int row) {
    if (!setNullBelow(1, group, into, row)) {
      into.doubles[row] = sums[group];
    }
  }
}
