package io.tablecache.expression;

import java.util.Arrays;

/**
 * States that are kept in arrays by group. Confined to one thread.
 *
 * <p>Rows of one group often come one after the other; what is accumulated of such a run goes into
 * the array once (benchmark StatementKinds.pair).
 */
abstract class GroupAccumulator extends AggregateFunction.Accumulator {
  private static final int[] GROUP_0 = new int[Vector.MAX_ROWS];

  private int capacity;

  /** By group: how many rows were added. */
  long[] counts = {};

  @Override
  public final void grow(int groups) {
    if (groups > capacity) {
      capacity = Math.max(groups, 2 * capacity);
      counts = Arrays.copyOf(counts, capacity);
      resize(capacity);
    }
  }

  /** Gives the arrays of the state that length. */
  void resize(int length) {}

  @Override
  public void addAll(Vector[] arguments, int count) throws EvaluationException {
    add(arguments, count <= GROUP_0.length ? GROUP_0 : new int[count], count);
  }

  /** Counts the rows whose value is not NULL. */
  final void count(Vector values, int[] groups, int count) {
    if (values.hasNulls) {
      boolean[] nulls = values.nulls;
      for (int i = 0; i < count; i++) {
        if (!nulls[i]) {
          counts[groups[i]]++;
        }
      }
    } else {
      countAll(groups, count);
    }
  }

  /** Counts all rows. */
  final void countAll(int[] groups, int count) {
    int end;
    for (int start = 0; start < count; start = end) {
      end = runEnd(groups, start, count);
      counts[groups[start]] += end - start;
    }
  }

  /** Where the run of rows ends that starts at a row and has one group. */
  static int runEnd(int[] groups, int start, int count) {
    int group = groups[start];
    int end = start + 1;
    while (end < count && groups[end] == group) {
      end++;
    }
    return end;
  }

  /** Sets NULL if fewer than so many rows were added to the group. */
  final boolean setNullBelow(long least, int group, Vector into, int row) {
    if (counts[group] >= least) {
      return false;
    }
    into.setNull(row);
    return true;
  }
}
