package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType.Storage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a table that is loaded anew while a former snapshot of it is there: rows that it has
 * are only marked, the others are kept. Most rows have not changed, and are not held twice then.
 * Confined to one thread.
 *
 * <p>Rows mostly come in the order in which they came before, so that the next row of a segment is
 * the one after the last that was found there; else it is searched by its range value. A row that
 * is not found among a few candidates counts as another one, which costs memory only.
 */
final class ReloadedRows {
  private static final int MAX_CANDIDATES = 16;
  private static final int NONE = -1;

  private final SegmentTable former;
  private final TableDefinition definition;
  private final List<Integer> segmentColumns;
  private final boolean isKeyPrimitive;
  private final int rangeColumn;
  private final Storage[] storages;

  /** By position of the segment: the numbers of the rows that came again; null if none did. */
  private final @Nullable BitSet[] again;

  /** By position of the segment: the number of the row after the one that came last. */
  private final int[] next;

  private long known;

  /** Takes the rows that the former table does not have. */
  private final CollectedRows others;

  /** Those of them that do not fill a chunk yet, and how many there are. */
  private final ColumnBuilder[] builders;

  private int open;

  ReloadedRows(SegmentTable former, CollectedRows others) {
    this.former = former;
    this.others = others;
    this.definition = others.definition();
    this.segmentColumns = definition.clusteringIndex().segmentColumns();
    this.isKeyPrimitive = KeyTable.isPrimitive(definition, segmentColumns);
    this.rangeColumn = definition.clusteringIndex().rangeColumn();
    this.storages =
        definition.columns().stream()
            .map(column -> column.type().storage())
            .toArray(Storage[]::new);
    this.builders = RowBuffer.builders(definition);
    this.again = new BitSet[former.segments.length];
    this.next = new int[former.segments.length];
  }

  /** Adds the first rows of some builders, by column. */
  void add(ColumnBuilder[] rows, int count) {
    Chunk chunk = Chunk.of(rows, count);
    for (int i = 0; i < count; i++) {
      if (recognize(chunk, i)) {
        continue;
      }
      for (int column = 0; column < builders.length; column++) {
        builders[column].copy(open, chunk.columns[column], i);
      }
      if (++open == Chunk.MAX_ROWS) {
        moveOn();
      }
    }
  }

  private void moveOn() {
    others.add(builders, open);
    for (ColumnBuilder builder : builders) {
      builder.clear();
    }
    open = 0;
  }

  private boolean recognize(Chunk chunk, int i) {
    int position = positionOf(chunk, i);
    if (position == KeyTable.ABSENT) {
      return false;
    }
    Segment segment = former.segments[position];
    BitSet marks = again[position];
    if (marks == null) {
      marks = new BitSet(segment.rows());
      again[position] = marks;
    }
    int row = find(segment, next[position], marks, chunk, i);
    if (row == NONE && rangeColumn >= 0) {
      row = find(segment, firstCandidate(segment, chunk, i), marks, chunk, i);
    }
    if (row == NONE) {
      return false;
    }
    marks.set(row);
    next[position] = row + 1;
    known++;
    return true;
  }

  private int positionOf(Chunk chunk, int i) {
    if (isKeyPrimitive) {
      Column column = chunk.columns[segmentColumns.get(0)];
      if (!column.isNull(i)) {
        return former.keys.find(column.getLong(i));
      }
    }
    return former.keys.find(KeyTable.keyOf(definition, segmentColumns, chunk, i));
  }

  private int firstCandidate(Segment segment, Chunk chunk, int i) {
    return chunk.isNull(rangeColumn, i)
        ? segment.firstNull(rangeColumn)
        : segment.lowerBound(rangeColumn, chunk.getLong(rangeColumn, i));
  }

  /** The first equal row that did not come again yet, among a few from the given one on. */
  private int find(Segment segment, int from, BitSet marks, Chunk chunk, int i) {
    int end = Math.min(from + MAX_CANDIDATES, segment.rows());
    if (from >= end) {
      return NONE;
    }
    int slice = segment.sliceOf(from);
    for (int row = from; row < end; row++) {
      int at = segment.from(slice) + row - segment.firstRow(slice);
      if (at == segment.to(slice)) {
        slice++;
        at = segment.from(slice);
      }
      if (!marks.get(row) && isSame(segment.chunk(slice), at, chunk, i)) {
        return row;
      }
    }
    return NONE;
  }

  /** Whether all values are the same to the bit, not only equal. */
  private boolean isSame(Chunk a, int i, Chunk b, int j) {
    for (int ordinal = 0; ordinal < storages.length; ordinal++) {
      Column one = a.columns[ordinal];
      Column other = b.columns[ordinal];
      boolean isNull = one.isNull(i);
      if (isNull != other.isNull(j) || (!isNull && !isSame(storages[ordinal], one, i, other, j))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Storage storage, Column a, int i, Column b, int j) {
    return switch (storage) {
      case LONG -> DiscreteColumn.read(a, i) == DiscreteColumn.read(b, j);
      case FLOAT ->
          Float.floatToRawIntBits(a.getFloat(i)) == Float.floatToRawIntBits(b.getFloat(j));
      case DOUBLE ->
          Double.doubleToRawLongBits(a.getDouble(i)) == Double.doubleToRawLongBits(b.getDouble(j));
      case UUID -> a.getUuidMost(i) == b.getUuidMost(j) && a.getUuidLeast(i) == b.getUuidLeast(j);
      case BYTES ->
          Arrays.equals(a.source(), a.start(i), a.end(i), b.source(), b.start(j), b.end(j));
    };
  }

  /**
   * Completes the other rows, and returns the former table without those rows that did not come
   * again.
   */
  SegmentTable finish(RowOrder order) {
    moveOn();
    TableEdit edit = new TableEdit(definition, order, former);
    for (int position = 0; position < again.length; position++) {
      int rows = former.segments[position].rows();
      BitSet marks = again[position];
      if (marks == null) {
        edit.remove(position, 0, rows);
        continue;
      }
      int from = marks.nextClearBit(0);
      while (from < rows) {
        int to = marks.nextSetBit(from);
        to = to < 0 ? rows : to;
        edit.remove(position, from, to);
        from = marks.nextClearBit(to);
      }
    }
    return edit.apply();
  }

  /** How many bytes of the former table belong to the rows that came again, about. */
  long knownBytes() {
    return former.rows == 0 ? 0 : (long) ((double) former.retainedBytes / former.rows * known);
  }
}
