package io.tablecache.expression;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Sums or averages of integers that do not overflow a bigint before so many rows exist. */
final class IntegerSumAccumulator extends GroupAccumulator implements AggregateFunction.OfSums {
  private final boolean isAverage;
  private long[] sums = {};

  IntegerSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  void resize(int length) {
    sums = Arrays.copyOf(sums, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    long[] values = arguments[0].longs;
    if (arguments[0].hasNulls) {
      boolean[] nulls = arguments[0].nulls;
      for (int i = 0; i < count; i++) {
        if (!nulls[i]) {
          sums[groups[i]] += values[i];
        }
      }
      count(arguments[0], groups, count);
      return;
    }
    int end;
    for (int start = 0; start < count; start = end) {
      end = runEnd(groups, start, count);
      sums[groups[start]] += sum(values, start, end);
      counts[groups[start]] += end - start;
    }
  }

  private static long sum(long[] values, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public void addAll(Vector[] arguments, int count) throws EvaluationException {
    if (arguments[0].hasNulls) {
      super.addAll(arguments, count);
      return;
    }
    sums[0] += sum(arguments[0].longs, 0, count);
    counts[0] += count;
  }

  @Override
  public void addSum(LongSupplier sum, long count) {
    sums[0] += sum.getAsLong();
    counts[0] += count;
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (setNullBelow(1, group, into, row)) {
      return;
    }
    if (isAverage) {
      into.objects[row] =
          NumericMath.divide(BigDecimal.valueOf(sums[group]), BigDecimal.valueOf(counts[group]));
    } else {
      into.longs[row] = sums[group];
    }
  }
}
