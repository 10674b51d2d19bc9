package io.tablecache.expression;

import java.math.BigDecimal;

/** Variances or standard deviations of integers. */
final class IntegerSpreadAccumulator extends GroupAccumulator {
  private final Spread spread;
  private final WideSums sums = new WideSums();
  private final WideSums squares = new WideSums();

  IntegerSpreadAccumulator(Spread spread) {
    this.spread = spread;
  }

  @Override
  void resize(int length) {
    sums.resize(length);
    squares.resize(length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    long[] values = arguments[0].longs;
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        sums.add(groups[i], values[i]);
        squares.addSquare(groups[i], values[i]);
      }
    }
    count(arguments[0], groups, count);
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (!setNullBelow(spread.leastRows(), group, into, row)) {
      into.objects[row] =
          spread.of(
              counts[group], new BigDecimal(sums.get(group)), new BigDecimal(squares.get(group)));
    }
  }
}
