package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/** Raw longs held as they are. Immutable. */
final class LongColumn extends DiscreteColumn {
  private final long[] values;

  LongColumn(long @Nullable [] nulls, long min, long max, long[] values) {
    super(nulls, min, max);
    this.values = values;
  }

  @Override
  long getLong(int position) {
    return values[position];
  }

  @Override
  void readLongs(int from, int count, int step, long[] into, int at) {
    if (step == 1) {
      System.arraycopy(values, from, into, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = values[from + i * step];
    }
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE + 2 * Long.BYTES)
        + nullsBytes()
        + Sizes.array(values.length, Long.BYTES);
  }
}
