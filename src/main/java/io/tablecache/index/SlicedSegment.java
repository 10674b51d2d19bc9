package io.tablecache.index;

import java.util.Arrays;

/** A segment of several slices. Immutable. */
final class SlicedSegment extends Segment {
  private final Chunk[] chunks;

  /** By slice: the position of its first row. */
  private final int[] froms;

  /** By slice: the number of its first row; then the number of rows. */
  private final int[] firstRows;

  /** By slice whose first row has one: that row's range value. */
  private final long[] firstValues;

  /** The slices must not be empty. */
  SlicedSegment(Chunk[] chunks, int[] froms, int[] tos, int rangeColumn) {
    this.chunks = chunks;
    this.froms = froms;
    this.firstRows = new int[chunks.length + 1];
    for (int i = 0; i < chunks.length; i++) {
      firstRows[i + 1] = Math.addExact(firstRows[i], tos[i] - froms[i]);
    }
    this.firstValues = firstValues(chunks, froms, rangeColumn);
  }

  private SlicedSegment(Chunk[] chunks, int[] froms, int[] firstRows, long[] firstValues) {
    this.chunks = chunks;
    this.froms = froms;
    this.firstRows = firstRows;
    this.firstValues = firstValues;
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
    return froms[slice] + firstRows[slice + 1] - firstRows[slice];
  }

  @Override
  int firstRow(int slice) {
    return firstRows[slice];
  }

  @Override
  int rows() {
    return firstRows[chunks.length];
  }

  @Override
  int lowerBound(int rangeColumn, long value) {
    // The last slice that starts below the value is the one that may reach up to it.
    int low = 0;
    int high = firstValues.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (firstValues[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return 0;
    }
    int slice = low - 1;
    Column column = chunks[slice].columns[rangeColumn];
    int from = froms[slice];
    int end = firstNull(column, from, to(slice));
    return firstRows[slice] + column.lowerBound(from, end, value) - from;
  }

  @Override
  int firstNull(int rangeColumn) {
    if (firstValues.length == 0) {
      return 0;
    }
    int slice = firstValues.length - 1;
    int from = froms[slice];
    Column column = chunks[slice].columns[rangeColumn];
    return firstRows[slice] + firstNull(column, from, to(slice)) - from;
  }

  /** The slice of the row of that number. */
  private int sliceOf(int row) {
    int slice = Arrays.binarySearch(firstRows, row);
    return slice >= 0 ? slice : -slice - 2;
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
      int from = Math.max(fromRow, firstRows[slice]) - firstRows[slice] + froms[slice];
      int to = Math.min(toRow, firstRows[slice + 1]) - firstRows[slice] + froms[slice];
      runs.add(chunks[slice], from, to);
    }
  }

  @Override
  Segment part(int fromRow, int toRow, int rangeColumn) {
    int first = sliceOf(fromRow);
    int end = sliceOf(toRow - 1) + 1;
    int skipped = fromRow - firstRows[first];
    int from = froms[first] + skipped;
    if (end - first == 1) {
      return new SingleSliceSegment(chunks[first], from, from + toRow - fromRow);
    }
    int[] partFroms = Arrays.copyOfRange(froms, first, end);
    partFroms[0] = from;
    int[] partRows = new int[end - first + 1];
    for (int i = 1; i < end - first; i++) {
      partRows[i] = firstRows[first + i] - fromRow;
    }
    partRows[end - first] = toRow - fromRow;
    return new SlicedSegment(
        Arrays.copyOfRange(chunks, first, end),
        partFroms,
        partRows,
        partValues(first, end, from, rangeColumn));
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
    return Sizes.object(4 * Sizes.REFERENCE)
        + Sizes.array(chunks.length, Sizes.REFERENCE)
        + Sizes.array(froms.length, Integer.BYTES)
        + Sizes.array(firstRows.length, Integer.BYTES)
        + Sizes.array(firstValues.length, Long.BYTES);
  }
}
