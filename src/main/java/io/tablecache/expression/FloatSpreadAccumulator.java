package io.tablecache.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Averages, variances and standard deviations of floats, by the algorithm of Youngs and Cramer as
 * PostgreSQL does, in the order of the rows.
 */
final class FloatSpreadAccumulator extends GroupAccumulator {
  private final @Nullable Spread spread;
  private double[] sums = {};
  private double[] squares = {};

  /**
   * @param spread null for the average
   */
  FloatSpreadAccumulator(@Nullable Spread spread) {
    this.spread = spread;
  }

  @Override
  void resize(int length) {
    sums = Arrays.copyOf(sums, length);
    squares = Arrays.copyOf(squares, length);
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
    double before = counts[group]++;
    double sum = sums[group] + value;
    if (before > 0) {
      double count = before + 1;
      double difference = value * count - sum;
      double square = squares[group] + difference * difference / (count * before);
      if (Double.isInfinite(sum) || Double.isInfinite(square)) {
        // Even an average fails if its spread overflows.
        if (!Double.isInfinite(sums[group]) && !Double.isInfinite(value)) {
          throw new EvaluationException("spread out of range");
        }
        square = Double.NaN;
      }
      squares[group] = square;
    } else if (!Double.isFinite(value)) {
      squares[group] = Double.NaN;
    }
    sums[group] = sum;
  }

  @Override
  public void result(int group, Vector into, int row) {
    long least = spread == null ? 1 : spread.leastRows();
    if (!setNullBelow(least, group, into, row)) {
      double count = counts[group];
      into.doubles[row] = spread == null ? sums[group] / count : spread.of(count, squares[group]);
    }
  }
}
