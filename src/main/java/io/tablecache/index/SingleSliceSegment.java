package io.tablecache.index;

/** A segment of one slice. Immutable. */
final class SingleSliceSegment extends Segment {
  private final Chunk chunk;
  private final int from;
  private final int to;

  SingleSliceSegment(Chunk chunk, int from, int to) {
    this.chunk = chunk;
    this.from = from;
    this.to = to;
  }

  @Override
  int slices() {
    return 1;
  }

  @Override
  Chunk chunk(int slice) {
    return chunk;
  }

  @Override
  int from(int slice) {
    return from;
  }

  @Override
  int to(int slice) {
    return to;
  }

  @Override
  int firstRow(int slice) {
    return 0;
  }

  @Override
  int sliceOf(int row) {
    return 0;
  }

  @Override
  int rows() {
    return to - from;
  }

  @Override
  int lowerBound(int rangeColumn, long value) {
    Column column = chunk.columns[rangeColumn];
    return column.lowerBound(from, firstNull(column, from, to), value) - from;
  }

  @Override
  int firstNull(int rangeColumn) {
    return firstNull(chunk.columns[rangeColumn], from, to) - from;
  }

  @Override
  void collect(int fromRow, int toRow, boolean descending, Runs runs) {
    if (fromRow < toRow) {
      runs.add(chunk, from + fromRow, from + toRow);
    }
  }

  @Override
  Segment part(int fromRow, int toRow, int rangeColumn) {
    return new SingleSliceSegment(chunk, from + fromRow, from + toRow);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(Sizes.REFERENCE + 2 * Integer.BYTES);
  }
}
