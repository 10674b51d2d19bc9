package io.tablecache.expression;

/** Variances or standard deviations of numerics. */
final class NumericSpreadAccumulator extends GroupAccumulator {
  private final Spread spread;
  private final NumericSums sums = new NumericSums();
  private final NumericSums squares = new NumericSums();

  NumericSpreadAccumulator(Spread spread) {
    this.spread = spread;
  }

  @Override
  void resize(int length) {
    sums.resize(length);
    squares.resize(length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) throws EvaluationException {
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        Numeric value = NumericFunctions.value(arguments[0], i);
        sums.add(groups[i], value);
        if (value.isFinite()) {
          squares.add(groups[i], NumericMath.multiply(value, value));
        }
      }
    }
    count(arguments[0], groups, count);
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (!setNullBelow(spread.leastRows(), group, into, row)) {
      into.objects[row] =
          sums.isSpecial(group)
              ? Numeric.NAN
              : spread.of(counts[group], sums.decimal(group), squares.decimal(group));
    }
  }
}
