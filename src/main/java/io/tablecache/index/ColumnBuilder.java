package io.tablecache.index;

import io.tablecache.model.ValueType.Storage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects up to {@link Chunk#MAX_ROWS} values of one column and seals them in the smallest form.
 *
 * <p>A position that is not set is NULL. Values are set in ascending positions; the last position
 * may be set again. Confined to one thread; reusable after {@link #clear}.
 */
final class ColumnBuilder {
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final Storage storage;

  /** One bit per position that holds a value. */
  private final long[] present = new long[Chunk.MAX_ROWS / Long.SIZE];

  /** Raw longs, bits of floats and doubles, halves of uuids; empty for bytes. */
  private final long[] longs;

  /** Where each value starts, up to and with {@link #filled}; empty unless for bytes. */
  private final int[] starts;

  private int filled;
  private byte[] bytes = {};

  ColumnBuilder(Storage storage) {
    this.storage = storage;
    this.longs =
        new long
            [switch (storage) {
              case LONG, FLOAT, DOUBLE -> Chunk.MAX_ROWS;
              case UUID -> 2 * Chunk.MAX_ROWS;
              case BYTES -> 0;
            }];
    this.starts = new int[storage == Storage.BYTES ? Chunk.MAX_ROWS + 1 : 0];
  }

  void clear() {
    Arrays.fill(present, 0);
    filled = 0;
  }

  long retainedBytes() {
    return Sizes.object(4 * Sizes.REFERENCE + 2 * Integer.BYTES)
        + Sizes.array(present.length, Long.BYTES)
        + Sizes.array(longs.length, Long.BYTES)
        + Sizes.array(starts.length, Integer.BYTES)
        + Sizes.array(bytes.length, Byte.BYTES);
  }

  /** How many bytes the values of the first {@code rows} positions take. */
  long usedBytes(int rows) {
    return storage == Storage.BYTES
        ? starts[filled] + (long) Integer.BYTES * rows
        : (long) Long.BYTES * (longs.length / Chunk.MAX_ROWS) * rows;
  }

  void setLong(int position, long raw) {
    expect(Storage.LONG);
    longs[position] = raw;
    mark(position);
  }

  void setDouble(int position, double value) {
    expect(Storage.DOUBLE);
    longs[position] = Double.doubleToRawLongBits(value);
    mark(position);
  }

  void setFloat(int position, float value) {
    expect(Storage.FLOAT);
    longs[position] = Float.floatToRawIntBits(value);
    mark(position);
  }

  void setUuid(int position, long most, long least) {
    expect(Storage.UUID);
    longs[2 * position] = most;
    longs[2 * position + 1] = least;
    mark(position);
  }

  void setBytes(int position, byte[] source, int offset, int length) {
    expect(Storage.BYTES);
    fillStarts(position);
    int start = starts[position];
    long end = (long) start + length;
    if (end > MAX_BYTES) {
      throw new IllegalStateException(
          "the values of " + Chunk.MAX_ROWS + " rows exceed " + MAX_BYTES + " bytes");
    }
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(end, 64 + 2L * bytes.length)));
    }
    System.arraycopy(source, offset, bytes, start, length);
    starts[position + 1] = (int) end;
    filled = position + 1;
    mark(position);
  }

  /** Sets the value that {@code source} has at {@code from}, NULL included. */
  void copy(int position, Column source, int from) {
    if (source.isNull(from)) {
      return;
    }
    switch (storage) {
      case LONG -> setLong(position, source.getLong(from));
      case FLOAT -> setFloat(position, source.getFloat(from));
      case DOUBLE -> setDouble(position, source.getDouble(from));
      case UUID -> setUuid(position, source.getUuidMost(from), source.getUuidLeast(from));
      case BYTES -> {
        int start = source.start(from);
        setBytes(position, source.source(), start, source.end(from) - start);
      }
    }
  }

  /** Sets the first {@code rows} values to those that a column has at places in some chunks. */
  void gather(int ordinal, Chunk[] chunks, int[] positions, int rows) {
    if (storage != Storage.LONG) {
      for (int i = 0; i < rows; i++) {
        copy(i, chunks[i].columns[ordinal], positions[i]);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      Column column = chunks[i].columns[ordinal];
      if (!column.isNull(positions[i])) {
        longs[i] = DiscreteColumn.read(column, positions[i]);
        mark(i);
      }
    }
  }

  /** Adds to the hash of each of the first {@code rows} positions its value's. */
  void addHashes(int rows, int[] hashes) {
    for (int i = 0; i < rows; i++) {
      if (isPresent(i)) {
        hashes[i] = 31 * hashes[i] + hash(i);
      }
    }
  }

  /**
   * Sets for each of the first {@code rows} positions how many bounds its value is not below; all
   * of them for NULL.
   *
   * @param bounds ascending
   */
  void rank(int rows, long[] bounds, int[] ranks) {
    expect(Storage.LONG);
    for (int i = 0; i < rows; i++) {
      int low = 0;
      int high = bounds.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isPresent(i) && longs[i] < bounds[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      ranks[i] = low;
    }
  }

  private int hash(int position) {
    return switch (storage) {
      case LONG, FLOAT, DOUBLE -> Long.hashCode(longs[position]);
      case UUID -> Long.hashCode(longs[2 * position] ^ longs[2 * position + 1]);
      case BYTES -> {
        int hash = 0;
        for (int i = starts[position]; i < starts[position + 1]; i++) {
          hash = 31 * hash + bytes[i];
        }
        yield hash;
      }
    };
  }

  /**
   * Copies the values of positions {@code [from, to)}, that of each to the position and the builder
   * that the arrays name; the builders are of the same storage.
   */
  void copyTo(int from, int to, int[] builders, int[] positions, ColumnBuilder[] targets) {
    for (int i = from; i < to; i++) {
      if (!isPresent(i)) {
        continue;
      }
      ColumnBuilder target = targets[builders[i]];
      int position = positions[i];
      switch (storage) {
        case LONG, FLOAT, DOUBLE -> {
          target.longs[position] = longs[i];
          target.mark(position);
        }
        case UUID -> target.setUuid(position, longs[2 * i], longs[2 * i + 1]);
        case BYTES -> target.setBytes(position, bytes, starts[i], starts[i + 1] - starts[i]);
      }
    }
  }

  /** The values of the first {@code rows} positions. */
  Column build(int rows) {
    int values = 0;
    for (int i = 0; i < rows; i += Long.SIZE) {
      long ofRows = rows - i < Long.SIZE ? (1L << rows) - 1 : -1L;
      values += Long.bitCount(present[i >>> 6] & ofRows);
    }
    if (values == 0) {
      return NullColumn.INSTANCE;
    }
    long[] nulls = values == rows ? null : nulls(rows);
    return switch (storage) {
      case LONG -> discrete(nulls, rows);
      case FLOAT -> floats(nulls, rows);
      case DOUBLE -> doubles(nulls, rows);
      case UUID -> uuids(nulls, rows);
      case BYTES -> bytes(nulls, rows);
    };
  }

  private void expect(Storage expected) {
    if (storage != expected) {
      throw new IllegalArgumentException("a column held as " + storage + " is no " + expected);
    }
  }

  private void mark(int position) {
    present[position >>> 6] |= 1L << position;
  }

  private boolean isPresent(int position) {
    return (present[position >>> 6] >>> position & 1) != 0;
  }

  private void fillStarts(int position) {
    for (; filled < position; filled++) {
      starts[filled + 1] = starts[filled];
    }
  }

  private long[] nulls(int rows) {
    long[] nulls = new long[(rows + Long.SIZE - 1) / Long.SIZE];
    for (int i = 0; i < nulls.length; i++) {
      nulls[i] = ~present[i];
    }
    return nulls;
  }

  private Column discrete(long @Nullable [] nulls, int rows) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < rows; i++) {
      if (nulls == null || isPresent(i)) {
        min = Math.min(min, longs[i]);
        max = Math.max(max, longs[i]);
      }
    }
    if (min == max && nulls == null) {
      return new ConstantLongColumn(min);
    }
    for (int i = 0; i < rows && nulls != null; i++) {
      if (!isPresent(i)) {
        longs[i] = min;
      }
    }
    long span = max - min;
    // A negative span is one that overflows.
    long divisor = span < 0 ? 0 : span <= 0xFF ? 1 : commonDivisor(min, rows);
    if (span < 0 || span / divisor > 0xFFFF_FFFFL) {
      return new LongColumn(nulls, min, max, Arrays.copyOf(longs, rows));
    }
    if (span / divisor <= 0xFF) {
      byte[] offsets = new byte[rows];
      for (int i = 0; i < rows; i++) {
        offsets[i] = (byte) quotient(longs[i] - min, divisor);
      }
      return new ByteOffsetColumn(nulls, min, max, divisor, offsets);
    }
    if (span / divisor <= 0xFFFF) {
      short[] offsets = new short[rows];
      for (int i = 0; i < rows; i++) {
        offsets[i] = (short) quotient(longs[i] - min, divisor);
      }
      return new ShortOffsetColumn(nulls, min, max, divisor, offsets);
    }
    int[] offsets = new int[rows];
    for (int i = 0; i < rows; i++) {
      offsets[i] = (int) quotient(longs[i] - min, divisor);
    }
    return new IntOffsetColumn(nulls, min, max, divisor, offsets);
  }

  /** Divides by what is mostly 1, without the cost of a division then. */
  private static long quotient(long distance, long divisor) {
    return divisor == 1 ? distance : distance / divisor;
  }

  /** The greatest common divisor of the distances from {@code min}, which are not negative. */
  private long commonDivisor(long min, int rows) {
    long divisor = 0;
    for (int i = 0; i < rows && divisor != 1; i++) {
      long rest = longs[i] - min;
      if (divisor != 0) {
        rest %= divisor;
      }
      while (rest != 0) {
        long next = divisor == 0 ? 0 : divisor % rest;
        divisor = rest;
        rest = next;
      }
    }
    return divisor;
  }

  private boolean isConstant(long @Nullable [] nulls, int rows) {
    if (nulls != null || rows < 2) {
      return false;
    }
    for (int i = 1; i < rows; i++) {
      if (longs[i] != longs[0]) {
        return false;
      }
    }
    return true;
  }

  private Column floats(long @Nullable [] nulls, int rows) {
    boolean constant = isConstant(nulls, rows);
    float[] values = new float[constant ? 1 : rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat((int) longs[i]);
    }
    Column column = new FloatColumn(nulls, values);
    return constant ? new RepeatedColumn(column) : column;
  }

  private Column doubles(long @Nullable [] nulls, int rows) {
    boolean constant = isConstant(nulls, rows);
    double[] values = new double[constant ? 1 : rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(longs[i]);
    }
    Column column = new DoubleColumn(nulls, values);
    return constant ? new RepeatedColumn(column) : column;
  }

  private Column uuids(long @Nullable [] nulls, int rows) {
    boolean constant = nulls == null && rows > 1;
    for (int i = 2; i < 2 * rows && constant; i++) {
      constant = longs[i] == longs[i & 1];
    }
    Column column = new UuidColumn(nulls, Arrays.copyOf(longs, constant ? 2 : 2 * rows));
    return constant ? new RepeatedColumn(column) : column;
  }

  private Column bytes(long @Nullable [] nulls, int rows) {
    fillStarts(rows);
    boolean constant = nulls == null && rows > 1;
    for (int i = 1; i < rows && constant; i++) {
      constant = Arrays.equals(bytes, 0, starts[1], bytes, starts[i], starts[i + 1]);
    }
    int kept = constant ? 1 : rows;
    Column column =
        new BytesColumn(nulls, Arrays.copyOf(starts, kept + 1), Arrays.copyOf(bytes, starts[kept]));
    return constant ? new RepeatedColumn(column) : column;
  }
}
