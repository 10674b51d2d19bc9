package io.tablecache.index;

import java.util.Arrays;

/** The same value at every position: that of a column with one position. Immutable. */
final class RepeatedColumn extends Column {
  private final Column one;

  RepeatedColumn(Column one) {
    super(null);
    this.one = one;
  }

  @Override
  double getDouble(int position) {
    return one.getDouble(0);
  }

  @Override
  float getFloat(int position) {
    return one.getFloat(0);
  }

  @Override
  double getFloating(int position) {
    return one.getFloating(0);
  }

  @Override
  void readDoubles(int from, int count, int step, double[] into, int at) {
    Arrays.fill(into, at, at + count, one.getFloating(0));
  }

  @Override
  long getUuidMost(int position) {
    return one.getUuidMost(0);
  }

  @Override
  long getUuidLeast(int position) {
    return one.getUuidLeast(0);
  }

  @Override
  byte[] source() {
    return one.source();
  }

  @Override
  int start(int position) {
    return one.start(0);
  }

  @Override
  int end(int position) {
    return one.end(0);
  }

  @Override
  long orderKey(int position) {
    return one.orderKey(0);
  }

  @Override
  int compare(int position, Column other, int otherPosition) {
    return one.compare(0, other, otherPosition);
  }

  @Override
  long hash(int position) {
    return one.hash(0);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE) + one.retainedBytes();
  }
}
