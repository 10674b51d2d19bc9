package io.tablecache.expression;

import java.util.Arrays;

/** States that are kept in arrays by group. Confined to one thread. */
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
      for (int i = 0; i < count; i++) {
        counts[groups[i]]++;
      }
    }
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
