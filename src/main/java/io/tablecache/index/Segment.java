package io.tablecache.index;

/**
 * All cached rows that share the values of the clustering index's segment columns, in the order of
 * {@link RowOrder}: one or more slices, each a run of positions of a chunk. Immutable, never empty.
 *
 * <p>A row's number is its place in the segment, from 0.
 */
abstract sealed class Segment permits SingleSliceSegment, SlicedSegment {

  /** How many slices. */
  abstract int slices();

  abstract Chunk chunk(int slice);

  /** The position in the chunk of the slice's first row. */
  abstract int from(int slice);

  /** The position in the chunk after the slice's last row. */
  abstract int to(int slice);

  /** The number of the slice's first row. */
  abstract int firstRow(int slice);

  /** The slice of the row of that number. */
  abstract int sliceOf(int row);

  /** How many rows. */
  abstract int rows();

  /**
   * The number of the first row whose range value is at least {@code value}; if there is none, the
   * number of the first row whose range value is NULL, or of rows.
   */
  abstract int lowerBound(int rangeColumn, long value);

  /** The number of the first row whose range value is NULL, or the number of rows. */
  abstract int firstNull(int rangeColumn);

  /** Adds the slices of rows {@code [fromRow, toRow)}, the last slice first if descending. */
  abstract void collect(int fromRow, int toRow, boolean descending, Runs runs);

  /** The rows {@code [fromRow, toRow)}, of which there is one, in the same chunks. */
  abstract Segment part(int fromRow, int toRow, int rangeColumn);

  abstract long retainedBytes();

  /** The number of the first row whose range value is greater than {@code value}. */
  final int upperBound(int rangeColumn, long value) {
    return value == Long.MAX_VALUE ? firstNull(rangeColumn) : lowerBound(rangeColumn, value + 1);
  }

  /** The first position of {@code [from, to)} with NULL, where NULLs are last. */
  static int firstNull(Column column, int from, int to) {
    if (!column.hasNulls()) {
      return to;
    }
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (column.isNull(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
