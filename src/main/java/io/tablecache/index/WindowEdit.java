package io.tablecache.index;

import io.tablecache.model.Coverage;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Intervals;

/**
 * Removes rows by their value in the window's range column: by search where segments are sorted by
 * it, else by looking at each row of the chunks that can have one. Confined to one thread.
 */
final class WindowEdit {
  private final SegmentTable table;
  private final int windowColumn;
  private final boolean isSorted;
  private final TableEdit edit;

  WindowEdit(
      SegmentTable table, int windowColumn, IndexDefinition clusteringIndex, TableEdit edit) {
    this.table = table;
    this.windowColumn = windowColumn;
    this.isSorted = clusteringIndex.rangeColumn() == windowColumn;
    this.edit = edit;
  }

  /** Whether the coverage, which has a range column, holds the row with that value of it. */
  static boolean covers(Coverage coverage, Column column, int position) {
    return column.isNull(position)
        ? coverage.nulls()
        : coverage.intervals().contains(column.getLong(position));
  }

  /** Removes the rows with at least that value; NULL is none. */
  void removeFrom(long fromInclusive) {
    removeOutside(
        new Coverage(windowColumn, Intervals.of(fromInclusive, Long.MAX_VALUE).complement(), true));
  }

  /** Removes the rows that the coverage does not hold. */
  void removeOutside(Coverage coverage) {
    for (int position = 0; position < table.segments.length; position++) {
      if (isSorted) {
        removeBySearch(coverage, position);
      } else {
        removeByLook(coverage, position);
      }
    }
  }

  private void removeBySearch(Coverage coverage, int position) {
    Segment segment = table.segments[position];
    Intervals intervals = coverage.intervals();
    int next = 0;
    for (int i = 0; i < intervals.count(); i++) {
      edit.remove(position, next, segment.lowerBound(windowColumn, intervals.from(i)));
      next = segment.upperBound(windowColumn, intervals.to(i));
    }
    int firstNull = segment.firstNull(windowColumn);
    edit.remove(position, next, firstNull);
    if (!coverage.nulls()) {
      edit.remove(position, firstNull, segment.rows());
    }
  }

  private void removeByLook(Coverage coverage, int position) {
    Segment segment = table.segments[position];
    for (int slice = 0; slice < segment.slices(); slice++) {
      Column column = segment.chunk(slice).columns[windowColumn];
      if (coversAll(coverage, column)) {
        continue;
      }
      int from = segment.from(slice);
      for (int i = from; i < segment.to(slice); i++) {
        if (!covers(coverage, column, i)) {
          edit.remove(position, segment.firstRow(slice) + i - from);
        }
      }
    }
  }

  private static boolean coversAll(Coverage coverage, Column column) {
    return (coverage.nulls() || !column.hasNulls())
        && coverage.intervals().containsAll(Intervals.of(column.min(), column.max()));
  }
}
