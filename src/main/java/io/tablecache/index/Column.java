package io.tablecache.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column in one chunk, by position.
 *
 * <p>Immutable. There is one final class per way of holding values, so that a getter is one virtual
 * call to a few instructions. A getter is for the storage of the column's type only; what it gives
 * for a NULL is undefined, but it does not fail.
 */
abstract class Column {
  /** In place of a bitmap: every value is NULL. */
  static final long[] EVERY_ROW = {};

  /** One bit per position, set where the value is NULL; null if no value is. */
  final long @Nullable [] nulls;

  Column(long @Nullable [] nulls) {
    this.nulls = nulls;
  }

  final boolean isNull(int position) {
    long[] bits = nulls;
    return bits != null && (bits == EVERY_ROW || (bits[position >>> 6] >>> position & 1) != 0);
  }

  final boolean hasNulls() {
    return nulls != null;
  }

  /** How many of the positions of {@code [from, to)} hold a value. */
  final int countValues(int from, int to) {
    if (nulls == null) {
      return to - from;
    }
    int count = 0;
    for (int position = from; position < to; position++) {
      count += isNull(position) ? 0 : 1;
    }
    return count;
  }

  /** The sum of the raw longs of {@code [from, to)} but for NULLs; it must not overflow. */
  long sum(int from, int to) {
    long sum = 0;
    for (int position = from; position < to; position++) {
      sum += isNull(position) ? 0 : getLong(position);
    }
    return sum;
  }

  long getLong(int position) {
    throw unsupported();
  }

  double getDouble(int position) {
    throw unsupported();
  }

  float getFloat(int position) {
    throw unsupported();
  }

  long getUuidMost(int position) {
    throw unsupported();
  }

  long getUuidLeast(int position) {
    throw unsupported();
  }

  /** The array in which the value's bytes lie between {@link #start} and {@link #end}. */
  byte[] source() {
    throw unsupported();
  }

  int start(int position) {
    throw unsupported();
  }

  int end(int position) {
    throw unsupported();
  }

  /**
   * Copies the raw longs of {@code count} positions, each {@code step} after the former; what NULLs
   * give is undefined.
   */
  void readLongs(int from, int count, int step, long[] into, int at) {
    for (int i = 0; i < count; i++) {
      into[at + i] = getLong(from + i * step);
    }
  }

  /** As {@link #readLongs}, for floats of either width. */
  void readDoubles(int from, int count, int step, double[] into, int at) {
    throw unsupported();
  }

  /** A float of either width. */
  double getFloating(int position) {
    return getDouble(position);
  }

  /** A long whose signed order is the SQL order of values; not for uuid and bytes. */
  long orderKey(int position) {
    return getLong(position);
  }

  /** The order key that is not above any value's here; the least long if that is not known. */
  long min() {
    return Long.MIN_VALUE;
  }

  /** The order key that is not below any value's here; the largest long if that is not known. */
  long max() {
    return Long.MAX_VALUE;
  }

  /**
   * The first position of {@code [from, to)} with an order key of at least {@code value}, or {@code
   * to}; the values there must be ascending and not NULL.
   */
  int lowerBound(int from, int to, long value) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (orderKey(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Compares two values that are not NULL, of columns of the same storage. */
  int compare(int position, Column other, int otherPosition) {
    return Long.compare(orderKey(position), other.orderKey(otherPosition));
  }

  /** A hash that is equal for values that compare as equal. */
  long hash(int position) {
    return orderKey(position);
  }

  abstract long retainedBytes();

  final String getText(int position) {
    int start = start(position);
    return new String(source(), start, end(position) - start, StandardCharsets.UTF_8);
  }

  final byte[] getBytes(int position) {
    return Arrays.copyOfRange(source(), start(position), end(position));
  }

  /** Compares two values, NULL being equal to NULL and above all others. */
  static int compareNullsLast(Column a, int i, Column b, int j) {
    boolean aNull = a.isNull(i);
    boolean bNull = b.isNull(j);
    if (aNull || bNull) {
      return Boolean.compare(aNull, bNull);
    }
    return a.compare(i, b, j);
  }

  /** What the null bitmap retains. */
  final long nullsBytes() {
    long[] bits = nulls;
    return bits == null || bits == EVERY_ROW ? 0 : Sizes.array(bits.length, Long.BYTES);
  }

  private UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("not held by " + getClass().getSimpleName());
  }
}
