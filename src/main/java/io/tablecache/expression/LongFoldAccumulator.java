package io.tablecache.expression;

import java.util.Arrays;

/** Folds values that are held as longs to one: the least, the greatest, all bits, any bit. */
final class LongFoldAccumulator extends GroupAccumulator {
  /** How two values become one. */
  enum Fold {
    MIN(Long.MAX_VALUE),
    MAX(Long.MIN_VALUE),
    AND(-1),
    OR(0),
    XOR(0);

    private final long neutral;

    Fold(long neutral) {
      this.neutral = neutral;
    }
  }

  private final Fold fold;
  private long[] values = {};

  LongFoldAccumulator(Fold fold) {
    this.fold = fold;
  }

  @Override
  void resize(int length) {
    int former = values.length;
    values = Arrays.copyOf(values, length);
    Arrays.fill(values, former, length, fold.neutral);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    long[] added = arguments[0].longs;
    if (arguments[0].hasNulls) {
      count(arguments[0], groups, count);
      for (int i = 0; i < count; i++) {
        if (!arguments[0].nulls[i]) {
          values[groups[i]] = fold(values[groups[i]], added[i]);
        }
      }
      return;
    }
    int end;
    for (int start = 0; start < count; start = end) {
      end = runEnd(groups, start, count);
      int group = groups[start];
      values[group] = fold(values[group], added, start, end);
      counts[group] += end - start;
    }
  }

  @Override
  public void addAll(Vector[] arguments, int count) throws EvaluationException {
    if (arguments[0].hasNulls) {
      super.addAll(arguments, count);
      return;
    }
    values[0] = fold(values[0], arguments[0].longs, 0, count);
    counts[0] += count;
  }

  private long fold(long value, long[] added, int from, int to) {
    long folded = value;
    switch (fold) {
      case MIN -> {
        for (int i = from; i < to; i++) {
          folded = Math.min(folded, added[i]);
        }
      }
      case MAX -> {
        for (int i = from; i < to; i++) {
          folded = Math.max(folded, added[i]);
        }
      }
      case AND, OR, XOR -> {
        for (int i = from; i < to; i++) {
          folded = fold(folded, added[i]);
        }
      }
    }
    return folded;
  }

  private long fold(long left, long right) {
    return switch (fold) {
      case MIN -> Math.min(left, right);
      case MAX -> Math.max(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
    };
  }

  @Override
  public void result(int group, Vector into, int row) {
    if (!setNullBelow(1, group, into, row)) {
      into.longs[row] = values[group];
    }
  }
}
