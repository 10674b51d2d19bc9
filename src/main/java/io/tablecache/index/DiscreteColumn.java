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

  /**
   * The value of a column of a discrete type; of a NULL it is undefined.
   *
   * <p>Tells the ways of holding it apart by itself: their few instructions then stand in place of
   * a call whose target differs from value to value (benchmarks PreparedHit.cache,
   * TableLoading.pair).
   */
  static long read(Column column, int position) {
    if (column instanceof IntOffsetColumn ints) {
      return ints.getLong(position);
    }
    if (column instanceof ConstantLongColumn constant) {
      return constant.getLong(position);
    }
    if (column instanceof ShortOffsetColumn shorts) {
      return shorts.getLong(position);
    }
    return column instanceof ByteOffsetColumn bytes
        ? bytes.getLong(position)
        : column.getLong(position);
  }

  @Override
  final long min() {
    return min;
  }

  @Override
  final long max() {
    return max;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Searches outwards from where the value would be if all were evenly spaced, as times mostly
   * are: the benchmark Pieces.bindAndScan spends much of its time here.
   */
  @Override
  final int lowerBound(int from, int to, long value) {
    if (from == to || value <= min || value > max) {
      return value <= min ? from : to;
    }
    double part = ((double) value - min) / ((double) max - min);
    int guess = Math.min(from + (int) (part * (to - from)), to - 1);
    int low = guess;
    int high = guess;
    int step = 1;
    if (read(this, guess) < value) {
      high++;
      while (high < to && read(this, high) < value) {
        low = high;
        high = Math.min(high + step, to);
        step <<= 1;
      }
      low++;
    } else {
      low--;
      while (low >= from && read(this, low) >= value) {
        high = low;
        low = Math.max(low - step, from - 1);
        step <<= 1;
      }
      low++;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (read(this, middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
