package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/** Raw longs, with the smallest and the largest of them. Immutable. */
abstract class DiscreteColumn extends Column {
  final long min;
  final long max;

  DiscreteColumn(long @Nullable [] nulls, long min, long max) {
    super(nulls);
    this.min = min;
    this.max = max;
  }

  @Override
  abstract long getLong(int position);

  @Override
  final long min() {
    return min;
  }

  @Override
  final long max() {
    return max;
  }
}
