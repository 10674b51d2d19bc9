package io.tablecache.index;

import java.util.Arrays;

/** A segment of several slices. Immutable. */
final class SlicedSegment extends Segment {
  private final Chunk[] chunks;

  /** By slice: the position of its first row. */
  private final int[] froms;

  /** By slice: the number of its first row; then the number of rows, which is an int too. */
  private final long[] firstRows;

  /** By slice whose first row has one: that row's range value. */
  private final long[] firstValues;

  /** The number of the first row whose range value is NULL, or the number of rows. */
  private final int firstNull;

  /** The slices must not be empty. */
  SlicedSegment(Chunk[] chunks, int[] froms, int[] tos, int rangeColumn) {
    this.chunks = chunks;
    this.froms = froms;
    this.firstRows = new long[chunks.length + 1];
    for (int i = 0; i < chunks.length; i++) {
      firstRows[i + 1] = Math.addExact(firstRow(i), tos[i] - froms[i]);
    }
    this.firstValues = firstValues(chunks, froms, rangeColumn);
    this.firstNull = firstValues.length == 0 ? 0 : firstNullOfSlice(rangeColumn);
  }

  /** Looks in the last slice whose first row has a value. */
  private int firstNullOfSlice(int rangeColumn) {
    int slice = firstValues.length - 1;
    Column column = chunks[slice].columns[rangeColumn];
    return firstRow(slice) + firstNull(column, froms[slice], to(slice)) - froms[slice];
  }

  private SlicedSegment(
      Chunk[] chunks, int[] froms, long[] firstRows, long[] firstValues, int firstNull) {
    this.chunks = chunks;
    this.froms = froms;
    this.firstRows = firstRows;
    this.firstValues = firstValues;
    this.firstNull = firstNull;
  }

  private static long[] firstValues(Chunk[] chunks, int[] froms, int rangeColumn) {
    long[] values = new long[rangeColumn < 0 ? 0 : chunks.length];
    for (int i = 0; i < values.length; i++) {
      if (chunks[i].isNull(rangeColumn, froms[i])) {
        return Arrays.copyOf(values, i);
      }
      values[i] = chunks[i].getLong(rangeColumn, froms[i]);
    }
    return values;
  }

  @Override
  int slices() {
    return chunks.length;
  }

  @Override
  Chunk chunk(int slice) {
    return chunks[slice];
  }

  @Override
  int from(int slice) {
    return froms[slice];
  }

  @Override
  int to(int slice) {
    return froms[slice] + firstRow(slice + 1) - firstRow(slice);
  }

  @Override
  int firstRow(int slice) {
    return (int) firstRows[slice];
  }

  @Override
  int rows() {
    return firstRow(chunks.length);
  }

  @Override
  int lowerBound(int rangeColumn, long value) {
    if (value == Long.MIN_VALUE) {
      return 0;
    }
    // The last slice that starts below the value is the one that may reach up to it.
    int slice = lastNotAbove(firstValues, firstValues.length, value - 1);
    if (slice < 0) {
      return 0;
    }
    Column column = chunks[slice].columns[rangeColumn];
    int from = froms[slice];
    int end = firstNull(column, from, to(slice));
    return firstRow(slice) + column.lowerBound(from, end, value) - from;
  }

  @Override
  int firstNull(int rangeColumn) {
    return firstNull;
  }

  @Override
  int sliceOf(int row) {
    return lastNotAbove(firstRows, chunks.length, row);
  }

  /**
   * The position of the last of the first {@code count} values, which are ascending, that is not
   * above the given one, or -1. Searches outwards from where it would be if all were evenly spaced
   * (benchmark SizedHit.cache with one device).
   */
  private static int lastNotAbove(long[] values, int count, long value) {
    if (count == 0 || values[0] > value) {
      return -1;
    }
    if (values[count - 1] <= value) {
      return count - 1;
    }
    double span = (double) values[count - 1] - values[0];
    int guess = (int) (((double) value - values[0]) / span * (count - 1));
    int low = Math.min(guess, count - 2);
    int high = low + 1;
    for (int step = 1; values[high] <= value; step <<= 1) {
      low = high;
      high = Math.min(high + step, count - 1);
    }
    for (int step = 1; values[low] > value; step <<= 1) {
      high = low;
      low = Math.max(low - step, 0);
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  void collect(int fromRow, int toRow, boolean descending, Runs runs) {
    if (fromRow >= toRow) {
      return;
    }
    int first = sliceOf(fromRow);
    int last = sliceOf(toRow - 1);
    for (int i = 0; i <= last - first; i++) {
      int slice = descending ? last - i : first + i;
      int offset = froms[slice] - firstRow(slice);
      int from = Math.max(fromRow, firstRow(slice)) + offset;
      int to = Math.min(toRow, firstRow(slice + 1)) + offset;
      runs.add(chunks[slice], from, to);
    }
  }

  @Override
  Segment part(int fromRow, int toRow, int rangeColumn) {
    int first = sliceOf(fromRow);
    int end = sliceOf(toRow - 1) + 1;
    int from = froms[first] + fromRow - firstRow(first);
    if (end - first == 1) {
      return new SingleSliceSegment(chunks[first], from, from + toRow - fromRow);
    }
    int[] partFroms = Arrays.copyOfRange(froms, first, end);
    partFroms[0] = from;
    long[] partRows = new long[end - first + 1];
    for (int i = 1; i < end - first; i++) {
      partRows[i] = firstRows[first + i] - fromRow;
    }
    partRows[end - first] = toRow - fromRow;
    return new SlicedSegment(
        Arrays.copyOfRange(chunks, first, end),
        partFroms,
        partRows,
        partValues(first, end, from, rangeColumn),
        Math.max(Math.min(firstNull, toRow) - fromRow, 0));
  }

  /** The first values of some slices, of which the first starts at another position. */
  private long[] partValues(int first, int end, int from, int rangeColumn) {
    int known = Math.min(end, firstValues.length);
    if (first >= known || chunks[first].isNull(rangeColumn, from)) {
      return new long[0];
    }
    long[] values = Arrays.copyOfRange(firstValues, first, known);
    values[0] = chunks[first].getLong(rangeColumn, from);
    return values;
  }

  @Override
  long retainedBytes() {
    return Sizes.object(4 * Sizes.REFERENCE + Integer.BYTES)
        + Sizes.array(chunks.length, Sizes.REFERENCE)
        + Sizes.array(froms.length, Integer.BYTES)
        + Sizes.array(firstRows.length, Long.BYTES)
        + Sizes.array(firstValues.length, Long.BYTES);
  }
}
