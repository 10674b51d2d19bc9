package io.tablecache.index;

import io.tablecache.model.SegmentKey;
import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows of a buffer by segment, each segment's in the order of {@link RowOrder}. Immutable.
 *
 * <p>The rows are given by their numbers in arrival order.
 */
final class RowGroups {
  /** The segments that have rows here; the groups have the same positions. */
  final KeyTable keys;

  private final Chunk[] chunks;

  /** Row numbers, group after group. */
  private final int[] order;

  /** By group: where it starts in {@link #order}; then the number of rows. */
  private final int[] starts;

  private RowGroups(KeyTable keys, Chunk[] chunks, int[] order, int[] starts) {
    this.keys = keys;
    this.chunks = chunks;
    this.order = order;
    this.starts = starts;
  }

  static RowGroups of(TableDefinition definition, RowOrder rowOrder, Chunk[] chunks, int[] rows) {
    int[] groupOf = new int[rows.length];
    KeyTable keys = assign(definition, chunks, rows, groupOf);
    int[] starts = new int[keys.size() + 1];
    for (int group : groupOf) {
      starts[group + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] next = Arrays.copyOf(starts, keys.size());
    int[] order = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      order[next[groupOf[i]]++] = rows[i];
    }
    for (int group = 0; group < keys.size(); group++) {
      IntSort.sort(
          order,
          starts[group],
          starts[group + 1],
          (a, b) ->
              rowOrder.compare(
                  chunks[a / Chunk.MAX_ROWS],
                  a % Chunk.MAX_ROWS,
                  chunks[b / Chunk.MAX_ROWS],
                  b % Chunk.MAX_ROWS));
    }
    return new RowGroups(keys, chunks, order, starts);
  }

  /** Where the group's rows start. */
  int from(int group) {
    return starts[group];
  }

  /** Where the group's rows end. */
  int to(int group) {
    return starts[group + 1];
  }

  Chunk chunk(int i) {
    return chunks[order[i] / Chunk.MAX_ROWS];
  }

  int position(int i) {
    return order[i] % Chunk.MAX_ROWS;
  }

  /** Sets each row's group and returns the groups' keys. */
  private static KeyTable assign(
      TableDefinition definition, Chunk[] chunks, int[] rows, int[] groupOf) {
    List<Integer> segmentColumns = definition.clusteringIndex().segmentColumns();
    return KeyTable.isPrimitive(definition, segmentColumns)
        ? assignLongs(segmentColumns.get(0), chunks, rows, groupOf)
        : assignTuples(definition, segmentColumns, chunks, rows, groupOf);
  }

  private static KeyTable assignLongs(int ordinal, Chunk[] chunks, int[] rows, int[] groupOf) {
    LongSet values = new LongSet();
    boolean hasNull = false;
    for (int row : rows) {
      Column column = chunks[row / Chunk.MAX_ROWS].columns[ordinal];
      if (column.isNull(row % Chunk.MAX_ROWS)) {
        hasNull = true;
      } else {
        values.add(column.getLong(row % Chunk.MAX_ROWS));
      }
    }
    LongKeyTable keys = new LongKeyTable(values.toSortedArray(), hasNull);
    for (int i = 0; i < rows.length; i++) {
      Column column = chunks[rows[i] / Chunk.MAX_ROWS].columns[ordinal];
      int position = rows[i] % Chunk.MAX_ROWS;
      groupOf[i] = column.isNull(position) ? keys.size() - 1 : keys.find(column.getLong(position));
    }
    return keys;
  }

  private static KeyTable assignTuples(
      TableDefinition definition,
      List<Integer> segmentColumns,
      Chunk[] chunks,
      int[] rows,
      int[] groupOf) {
    Map<SegmentKey, Integer> seen = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      SegmentKey key =
          KeyTable.keyOf(
              definition,
              segmentColumns,
              chunks[rows[i] / Chunk.MAX_ROWS],
              rows[i] % Chunk.MAX_ROWS);
      groupOf[i] = seen.computeIfAbsent(key, k -> seen.size());
    }
    SegmentKey[] sorted = seen.keySet().toArray(new SegmentKey[0]);
    Arrays.sort(sorted, TupleKeyTable::compareKeys);
    int[] positions = new int[sorted.length];
    for (int position = 0; position < sorted.length; position++) {
      positions[Objects.requireNonNull(seen.get(sorted[position]))] = position;
    }
    for (int i = 0; i < rows.length; i++) {
      groupOf[i] = positions[groupOf[i]];
    }
    return new TupleKeyTable(sorted);
  }
}
