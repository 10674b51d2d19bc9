package io.tablecache.index;

import java.util.Arrays;

/** The same raw long at every position. Immutable. */
final class ConstantLongColumn extends DiscreteColumn {
  ConstantLongColumn(long value) {
    super(null, value, value);
  }

  @Override
  long getLong(int position) {
    return min;
  }

  @Override
  void readLongs(int from, int count, int step, long[] into, int at) {
    Arrays.fill(into, at, at + count, min);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(Sizes.REFERENCE + 2 * Long.BYTES);
  }
}
