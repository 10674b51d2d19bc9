package io.tablecache.index;

import io.tablecache.expression.ValueOrder;
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
        + Sizes.array(values.length, Double.BYTES);
  }
}
