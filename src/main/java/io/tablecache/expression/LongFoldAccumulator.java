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
    count(arguments[0], groups, count);
    long[] added = arguments[0].longs;
    if (arguments[0].hasNulls) {
      for (int i = 0; i < count; i++) {
        if (!arguments[0].nulls[i]) {
          values[groups[i]] = fold(values[groups[i]], added[i]);
        }
      }
      return;
    }
    switch (fold) {
      case MIN -> {
        for (int i = 0; i < count; i++) {
          values[groups[i]] = Math.min(values[groups[i]], added[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          values[groups[i]] = Math.max(values[groups[i]], added[i]);
        }
      }
      case AND, OR, XOR -> {
        for (int i = 0; i < count; i++) {
          values[groups[i]] = fold(values[groups[i]], added[i]);
        }
      }
    }
  }

  @Override
  public void addAll(Vector[] arguments, int count) throws EvaluationException {
    if (arguments[0].hasNulls) {
      super.addAll(arguments, count);
      return;
    }
    long[] added = arguments[0].longs;
    long folded = values[0];
    switch (fold) {
      case MIN -> {
        for (int i = 0; i < count; i++) {
          folded = Math.min(folded, added[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          folded = Math.max(folded, added[i]);
        }
      }
      case AND, OR, XOR -> {
        for (int i = 0; i < count; i++) {
          folded = fold(folded, added[i]);
        }
      }
    }
    values[0] = folded;
    counts[0] += count;
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
