package io.tablecache.model;

import java.util.List;

/**
 * A named rule that maps a row to a score: zero or more segment columns, then one range column.
 *
 * @param name the name given in the config
 * @param ordinal position in {@link TableDefinition#indexes()}, from 0
 * @param segmentColumns ordinals of the segment columns, in order; empty if none
 * @param rangeColumn ordinal of the range column, or {@link #NO_RANGE} if rows are not ranged
 */
public record IndexDefinition(
    String name, int ordinal, List<Integer> segmentColumns, int rangeColumn) {

  /** In place of an ordinal: there is no range column. */
  public static final int NO_RANGE = -1;

  public IndexDefinition {
    segmentColumns = List.copyOf(segmentColumns);
  }

  public boolean hasRange() {
    return rangeColumn != NO_RANGE;
  }
}
