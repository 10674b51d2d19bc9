package io.tablecache.expression;

import java.util.Arrays;

/** The least or greatest float, NaN being greater than all others; of equal ones the last. */
final class FloatExtremeAccumulator extends GroupAccumulator {
  private final boolean isMax;
  private double[] values = {};

  FloatExtremeAccumulator(boolean isMax) {
    this.isMax = isMax;
  }

  @Override
  void resize(int length) {
    values = Arrays.copyOf(values, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    double[] added = arguments[0].doubles;
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        int group = groups[i];
        boolean isKept =
            counts[group]++ > 0
                && (isMax ? isLess(added[i], values[group]) : isLess(values[group], added[i]));
        if (!isKept) {
          values[group] = added[i];
        }
      }
    }
  }

  private static boolean isLess(double left, double right) {
    return left < right || (Double.isNaN(right) && !Double.isNaN(left));
  }

  @Override
  public void result(int group, Vector into, int row) {
    if (!setNullBelow(1, group, into, row)) {
      into.doubles[row] = values[group];
    }
  }
}
