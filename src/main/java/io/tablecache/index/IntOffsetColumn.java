package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/**
 * Raw longs held as unsigned 32-bit multiples of a common divisor, counted from the smallest.
 * Immutable.
 */
final class IntOffsetColumn extends DiscreteColumn {
  private final long divisor;
  private final int[] offsets;

  IntOffsetColumn(long @Nullable [] nulls, long min, long max, long divisor, int[] offsets) {
    super(nulls, min, max);
    this.divisor = divisor;
    this.offsets = offsets;
  }

  @Override
  long getLong(int position) {
    return min + divisor * (offsets[position] & 0xFFFF_FFFFL);
  }

  @Override
  int lowerBound(int from, int to, long value) {
    if (value <= min || value > max) {
      return value <= min ? from : to;
    }
    // A search in the array itself, since this is where a scan spends its time.
    long offset = (value - min - 1) / divisor + 1;
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((offsets[middle] & 0xFFFF_FFFFL) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE + 3 * Long.BYTES)
        + nullsBytes()
        + Sizes.array(offsets.length, Integer.BYTES);
  }
}
