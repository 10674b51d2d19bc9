package io.tablecache.expression;

import java.util.function.LongSupplier;

/** Counts rows, or values that are not NULL. */
final class CountAccumulator extends GroupAccumulator implements AggregateFunction.OfSums {
  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    if (arguments.length > 0) {
      count(arguments[0], groups, count);
    } else {
      countAll(groups, count);
    }
  }

  @Override
  public void addAll(Vector[] arguments, int count) {
    long nulls = 0;
    if (arguments.length > 0 && arguments[0].hasNulls) {
      for (int i = 0; i < count; i++) {
        nulls += arguments[0].nulls[i] ? 1 : 0;
      }
    }
    counts[0] += count - nulls;
  }

  @Override
  public void addSum(LongSupplier sum, long count) {
    counts[0] += count;
  }

  @Override
  public void result(int group, Vector into, int row) {
    into.longs[row] = counts[group];
  }
}
