package io.tablecache.index;

import org.jspecify.annotations.Nullable;

/** Values of type float4, ordered as PostgreSQL orders them. Immutable. */
final class FloatColumn extends Column {
  private final float[] values;

  FloatColumn(long @Nullable [] nulls, float[] values) {
    super(nulls);
    this.values = values;
  }

  @Override
  float getFloat(int position) {
    return values[position];
  }

  @Override
  long orderKey(int position) {
    return DoubleColumn.orderKeyOf(values[position]);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE)
        + nullsBytes()
        + Sizes.array(values.length, Float.BYTES);
  }
}
