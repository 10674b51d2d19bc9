package io.tablecache.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values held as runs of bytes in one array, ordered bytewise. Immutable. */
final class BytesColumn extends Column {
  /** Where each value starts; one more than there are values. */
  private final int[] starts;

  private final byte[] bytes;

  BytesColumn(long @Nullable [] nulls, int[] starts, byte[] bytes) {
    super(nulls);
    this.starts = starts;
    this.bytes = bytes;
  }

  @Override
  byte[] source() {
    return bytes;
  }

  @Override
  int start(int position) {
    return starts[position];
  }

  @Override
  int end(int position) {
    return starts[position + 1];
  }

  @Override
  int compare(int position, Column other, int otherPosition) {
    return Arrays.compareUnsigned(
        bytes,
        starts[position],
        starts[position + 1],
        other.source(),
        other.start(otherPosition),
        other.end(otherPosition));
  }

  @Override
  long hash(int position) {
    int end = starts[position + 1];
    long hash = end - starts[position];
    for (int i = starts[position]; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash;
  }

  @Override
  long retainedBytes() {
    return Sizes.object(3 * Sizes.REFERENCE)
        + nullsBytes()
        + Sizes.array(starts.length, Integer.BYTES)
        + Sizes.array(bytes.length, Byte.BYTES);
  }
}
