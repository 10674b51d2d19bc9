package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the rows of a table that have the primary key of a row of a buffer, wherever they are.
 * Confined to one thread.
 *
 * <p>Where the primary key has all segment columns, a row's former version can only be in the same
 * segment; else all segments are looked through. Chunks whose smallest and largest key exclude all
 * changed rows are passed over.
 */
final class FormerVersions {
  private static final int NONE = -1;

  private final PrimaryKeyIndex changed;
  private final RowGroups groups;
  private final SegmentTable table;

  /** A discrete column of the primary key that differs within a segment, or {@link #NONE}. */
  private final int keyColumn;

  private final boolean staysInSegment;

  /**
   * @param changed the buffer's rows by primary key
   * @param groups the same rows by segment
   */
  FormerVersions(
      TableDefinition definition, SegmentTable table, PrimaryKeyIndex changed, RowGroups groups) {
    this.changed = changed;
    this.groups = groups;
    this.table = table;
    List<Integer> segmentColumns = definition.clusteringIndex().segmentColumns();
    this.staysInSegment = definition.primaryKey().containsAll(segmentColumns);
    int column = NONE;
    for (int ordinal : definition.primaryKey()) {
      if (column == NONE
          && !segmentColumns.contains(ordinal)
          && definition.column(ordinal).type().isDiscrete()) {
        column = ordinal;
      }
    }
    this.keyColumn = column;
  }

  /** Marks the former versions as going. */
  void removeIn(TableEdit edit) {
    if (groups.keys.size() == 0) {
      return;
    }
    if (staysInSegment) {
      for (int group = 0; group < groups.keys.size(); group++) {
        int position = table.keys.find(groups.keys, group);
        if (position != KeyTable.ABSENT) {
          remove(position, keyValues(groups.from(group), groups.to(group)), edit);
        }
      }
    } else {
      long[] keyValues = keyValues(0, groups.to(groups.keys.size() - 1));
      for (int position = 0; position < table.segments.length; position++) {
        remove(position, keyValues, edit);
      }
    }
  }

  /** The values of {@link #keyColumn} of some changed rows, ascending. */
  private long[] keyValues(int from, int to) {
    if (keyColumn == NONE) {
      return new long[0];
    }
    long[] values = new long[to - from];
    for (int i = from; i < to; i++) {
      values[i - from] = groups.chunk(i).getLong(keyColumn, groups.position(i));
    }
    Arrays.sort(values);
    return values;
  }

  private void remove(int position, long[] keyValues, TableEdit edit) {
    Segment segment = table.segments[position];
    for (int slice = 0; slice < segment.slices(); slice++) {
      Chunk chunk = segment.chunk(slice);
      if (!mayHold(chunk, keyValues)) {
        continue;
      }
      int from = segment.from(slice);
      int to = segment.to(slice);
      for (int i = from; i < to; i++) {
        if (changed.contains(chunk, i)) {
          edit.remove(position, segment.firstRow(slice) + i - from);
        }
      }
    }
  }

  private boolean mayHold(Chunk chunk, long[] keyValues) {
    if (keyColumn == NONE || chunk.columns[keyColumn].hasNulls()) {
      return true;
    }
    int i = Arrays.binarySearch(keyValues, chunk.columns[keyColumn].min());
    return i >= 0
        || (-i - 1 < keyValues.length && keyValues[-i - 1] <= chunk.columns[keyColumn].max());
  }
}
