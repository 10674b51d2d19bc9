package io.tablecache.index;

import io.tablecache.model.IndexDefinition;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of rows within a segment: by range value, NULL last, then by primary key. Rows that it
 * does not tell apart are in the order of their arrival. Immutable.
 */
final class RowOrder {
  /**
   * The columns that decide, in order: the range column if there is one, then those of the primary
   * key that are not constant in a segment.
   */
  private final int[] columns;

  /** By ordinal, whether the column is a segment column, and so constant in a segment. */
  private final boolean[] constant;

  RowOrder(TableDefinition definition) {
    IndexDefinition index = definition.clusteringIndex();
    this.constant = new boolean[definition.columns().size()];
    for (int column : index.segmentColumns()) {
      constant[column] = true;
    }
    List<Integer> deciding = new ArrayList<>();
    if (index.hasRange()) {
      deciding.add(index.rangeColumn());
    }
    for (int column : definition.primaryKey()) {
      if (column != index.rangeColumn() && !constant[column]) {
        deciding.add(column);
      }
    }
    this.columns = deciding.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many columns decide. */
  int size() {
    return columns.length;
  }

  /** The ordinal of the {@code i}-th column that decides. */
  int column(int i) {
    return columns[i];
  }

  /** Whether the column has the same value in all rows of a segment. */
  boolean isConstant(int column) {
    return constant[column];
  }

  /** Compares two rows of one segment. */
  int compare(Chunk a, int i, Chunk b, int j) {
    for (int column : columns) {
      int sign = Column.compareNullsLast(a.columns[column], i, b.columns[column], j);
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }
}
