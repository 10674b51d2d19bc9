package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/** Values of type float8, ordered as PostgreSQL orders them. Immutable. */
final class DoubleColumn extends Column {
  private final double[] values;

  DoubleColumn(long @Nullable [] nulls, double[] values) {
    super(nulls);
    this.values = values;
  }

  @Override
  double getDouble(int position) {
    return values[position];
  }

  @Override
  long orderKey(int position) {
    return orderKeyOf(values[position]);
  }

  /**
   * A long whose signed order is PostgreSQL's order of floats: both zeroes are equal, NaN is equal
   * to itself and above everything.
   */
  static long orderKeyOf(double value) {
    // Adding zero turns -0.0 into 0.0; doubleToLongBits makes all NaNs one.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE)
        + nullsBytes()
        + Sizes.array(values.length, Double.BYTES);
  }
}
