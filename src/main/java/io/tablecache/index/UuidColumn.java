package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/** Values of type uuid, ordered by their unsigned bytes. Immutable. */
final class UuidColumn extends Column {
  /** Most and least significant half by turns. */
  private final long[] halves;

  UuidColumn(long @Nullable [] nulls, long[] halves) {
    super(nulls);
    this.halves = halves;
  }

  @Override
  long getUuidMost(int position) {
    return halves[2 * position];
  }

  @Override
  long getUuidLeast(int position) {
    return halves[2 * position + 1];
  }

  @Override
  int compare(int position, Column other, int otherPosition) {
    return compare(
        getUuidMost(position),
        getUuidLeast(position),
        other.getUuidMost(otherPosition),
        other.getUuidLeast(otherPosition));
  }

  static int compare(long most, long least, long otherMost, long otherLeast) {
    int sign = Long.compareUnsigned(most, otherMost);
    return sign != 0 ? sign : Long.compareUnsigned(least, otherLeast);
  }

  @Override
  long hash(int position) {
    return getUuidMost(position) * 31 + getUuidLeast(position);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE)
        + nullsBytes()
        + Sizes.array(halves.length, Long.BYTES);
  }
}
