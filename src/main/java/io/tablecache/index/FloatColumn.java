package io.tablecache.index;

import io.tablecache.expression.ValueOrder;
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
  double getFloating(int position) {
    return values[position];
  }

  @Override
  void readDoubles(int from, int count, int step, double[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = values[from + i * step];
    }
  }

  @Override
  long orderKey(int position) {
    return ValueOrder.orderKey(values[position]);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE)
        + nullsBytes()
        + Sizes.array(values.length, Float.BYTES);
  }
}
