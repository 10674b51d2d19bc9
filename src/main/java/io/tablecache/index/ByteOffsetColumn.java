package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/**
 * Raw longs held as unsigned 8-bit multiples of a common divisor, counted from the smallest.
 * Immutable.
 */
final class ByteOffsetColumn extends DiscreteColumn {
  private final long divisor;
  private final byte[] offsets;

  ByteOffsetColumn(long @Nullable [] nulls, long min, long max, long divisor, byte[] offsets) {
    super(nulls, min, max);
    this.divisor = divisor;
    this.offsets = offsets;
  }

  @Override
  long getLong(int position) {
    return min + divisor * (offsets[position] & 0xFF);
  }

  /** {@inheritDoc} The offset of a NULL is 0. */
  @Override
  long sum(int from, int to) {
    long sum = 0;
    for (int position = from; position < to; position++) {
      sum += offsets[position] & 0xFF;
    }
    return min * countValues(from, to) + divisor * sum;
  }

  @Override
  void readLongs(int from, int count, int step, long[] into, int at) {
    // A step that is known is what lets the loop be unrolled (benchmark StatementKinds.pair).
    if (step == 1) {
      for (int i = 0; i < count; i++) {
        into[at + i] = min + divisor * (offsets[from + i] & 0xFF);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = min + divisor * (offsets[from + i * step] & 0xFF);
    }
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE + 3 * Long.BYTES)
        + nullsBytes()
        + Sizes.array(offsets.length, Byte.BYTES);
  }
}
