package io.tablecache.expression;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sums or averages of intervals. */
final class IntervalSumAccumulator extends GroupAccumulator {
  private final boolean isAverage;
  private @Nullable Interval[] sums = {};

  IntervalSumAccumulator(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  void resize(int length) {
    sums = Arrays.copyOf(sums, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) throws EvaluationException {
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        Interval added = (Interval) Objects.requireNonNull(arguments[0].objects[i]);
        Interval former = sums[groups[i]];
        sums[groups[i]] = former == null ? added : IntervalMath.add(former, added);
        counts[groups[i]]++;
      }
    }
  }

  @Override
  public void result(int group, Vector into, int row) throws EvaluationException {
    if (setNullBelow(1, group, into, row)) {
      return;
    }
    Interval sum = Objects.requireNonNull(sums[group]);
    into.objects[row] = isAverage ? IntervalMath.divide(sum, counts[group]) : sum;
  }
}
