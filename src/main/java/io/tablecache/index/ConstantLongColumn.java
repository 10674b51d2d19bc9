package io.tablecache.index;

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
  long retainedBytes() {
    return Sizes.object(Sizes.REFERENCE + 2 * Long.BYTES);
  }
}
