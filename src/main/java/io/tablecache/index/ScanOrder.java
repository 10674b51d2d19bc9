package io.tablecache.index;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import java.util.List;

/**
 * How the order that a scan is asked for is had from the order in which rows are stored.
 *
 * @param way how the rows of segments are brought together
 * @param segmentsDescending whether the segment with the largest key is read first
 * @param rowsDescending whether the rows of a segment are read from its end
 * @param nullsFirst whether the rows with NULL as range value are read first in each segment
 */
record ScanOrder(Way way, boolean segmentsDescending, boolean rowsDescending, boolean nullsFirst) {

  /** How the rows of segments are brought together. */
  enum Way {
    /** One segment after the other. */
    CONCATENATE,
    /** By merging segments, each of which is read in order. */
    MERGE,
    /** By sorting all rows. */
    SORT
  }

  private static final ScanOrder AS_STORED = new ScanOrder(Way.CONCATENATE, false, false, false);
  private static final ScanOrder SORTED = new ScanOrder(Way.SORT, false, false, false);

  /**
   * @param order what is asked for; empty if any order will do
   * @param isSingleSegment whether all rows are of one segment
   */
  static ScanOrder of(
      TableDefinition definition, RowOrder rowOrder, List<SortKey> order, boolean isSingleSegment) {
    if (order.isEmpty()) {
      return AS_STORED;
    }
    IndexDefinition index = definition.clusteringIndex();
    SortKey first = null;
    int matched = 0;
    for (int i = 0; i < order.size(); i++) {
      SortKey key = order.get(i);
      if (rowOrder.isConstant(key.column()) || contains(rowOrder, matched, key.column())) {
        // The same in all rows of a segment, or decided by an earlier key.
        continue;
      }
      first = first == null ? key : first;
      if (!continuesStoredOrder(definition, rowOrder, matched, key)
          || key.descending() != first.descending()) {
        return SORTED;
      }
      matched++;
    }
    boolean descending = first != null && first.descending();
    boolean nullsFirst =
        first != null && first.column() == index.rangeColumn() && first.nullsFirst();
    if (isSingleSegment) {
      return new ScanOrder(Way.CONCATENATE, false, descending, nullsFirst);
    }
    Way way = startsWithSegments(definition, order) ? Way.CONCATENATE : Way.MERGE;
    boolean segmentsDescending = way == Way.CONCATENATE && order.get(0).descending();
    return new ScanOrder(way, segmentsDescending, descending, nullsFirst);
  }

  /** Whether the column is one of the first {@code count} of the stored order. */
  private static boolean contains(RowOrder rowOrder, int count, int column) {
    for (int i = 0; i < count; i++) {
      if (rowOrder.column(i) == column) {
        return true;
      }
    }
    return false;
  }

  /** Whether the key is the {@code i}-th of the order in which a segment is stored. */
  private static boolean continuesStoredOrder(
      TableDefinition definition, RowOrder rowOrder, int i, SortKey key) {
    return i < rowOrder.size()
        && rowOrder.column(i) == key.column()
        && RowComparator.isOrdered(definition.column(key.column()).type())
        // The NULLs of the range column are read apart, before or after; others where they are.
        && (key.column() == definition.clusteringIndex().rangeColumn()
            || hasNullsAtEnd(definition, key));
  }

  /** Whether the order begins with all segment columns as segments are stored, or the reverse. */
  private static boolean startsWithSegments(TableDefinition definition, List<SortKey> order) {
    List<Integer> segmentColumns = definition.clusteringIndex().segmentColumns();
    if (order.size() < segmentColumns.size()) {
      return false;
    }
    for (int i = 0; i < segmentColumns.size(); i++) {
      SortKey key = order.get(i);
      if (key.column() != segmentColumns.get(i)
          || key.descending() != order.get(0).descending()
          || !hasNullsAtEnd(definition, key)) {
        return false;
      }
    }
    return true;
  }

  /** Whether NULL counts as the largest value, or cannot be. */
  private static boolean hasNullsAtEnd(TableDefinition definition, SortKey key) {
    ColumnDefinition column = definition.column(key.column());
    return column.notNull() || key.nullsFirst() == key.descending();
  }
}
