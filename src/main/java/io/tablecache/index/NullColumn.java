package io.tablecache.index;

/** NULL at every position, whatever the type. Immutable. */
final class NullColumn extends Column {
  static final NullColumn INSTANCE = new NullColumn();
  private static final byte[] NO_BYTES = {};

  private NullColumn() {
    super(EVERY_ROW);
  }

  @Override
  long getLong(int position) {
    return 0;
  }

  @Override
  double getDouble(int position) {
    return 0;
  }

  @Override
  float getFloat(int position) {
    return 0;
  }

  @Override
  void readDoubles(int from, int count, int step, double[] into, int at) {}

  @Override
  long getUuidMost(int position) {
    return 0;
  }

  @Override
  long getUuidLeast(int position) {
    return 0;
  }

  @Override
  byte[] source() {
    return NO_BYTES;
  }

  @Override
  int start(int position) {
    return 0;
  }

  @Override
  int end(int position) {
    return 0;
  }

  /** Nothing: there is one for all. */
  @Override
  long retainedBytes() {
    return 0;
  }
}
