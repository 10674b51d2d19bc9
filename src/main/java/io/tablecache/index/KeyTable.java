package io.tablecache.index;

import io.tablecache.model.IndexDefinition;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;

/**
 * The keys of segments in ascending order, NULL last, and where each is: two snapshots with the
 * same segments share one. Immutable.
 *
 * <p>There is a form for one segment column of a discrete type, which holds primitives, and one for
 * all others.
 */
abstract class KeyTable {
  /** In place of a position: there is no such segment. */
  static final int ABSENT = -1;

  abstract int size();

  /** The key at a position. */
  abstract SegmentKey key(int position);

  /** The position of a key, or {@link #ABSENT}. */
  abstract int find(SegmentKey key);

  /** The position of the key of one discrete value, or {@link #ABSENT}. */
  abstract int find(long raw);

  /** The position here of the key that {@code other} has at {@code otherPosition}. */
  abstract int find(KeyTable other, int otherPosition);

  /** Compares the key at {@code position} with one of another table of the same form. */
  abstract int compare(int position, KeyTable other, int otherPosition);

  /**
   * The table of some keys of this and another table of the same form.
   *
   * @param sources ascending by key: positions here, and complements of positions in the other
   */
  abstract KeyTable combine(KeyTable other, int[] sources, int count);

  abstract long retainedBytes();

  /** A table without keys in the form that suits the definition's clustering index. */
  static KeyTable empty(TableDefinition definition) {
    IndexDefinition index = definition.clusteringIndex();
    return isPrimitive(definition, index.segmentColumns())
        ? new LongKeyTable(new long[0], false)
        : new TupleKeyTable(new SegmentKey[0]);
  }

  /** Whether segments are told apart by one raw long. */
  static boolean isPrimitive(TableDefinition definition, List<Integer> segmentColumns) {
    return segmentColumns.size() == 1
        && definition.column(segmentColumns.get(0)).type().isDiscrete();
  }

  /** The values of a row's segment columns. */
  static SegmentKey keyOf(
      TableDefinition definition, List<Integer> segmentColumns, Chunk chunk, int position) {
    if (segmentColumns.isEmpty()) {
      return SegmentKey.EMPTY;
    }
    Object[] values = new Object[segmentColumns.size()];
    for (int i = 0; i < values.length; i++) {
      int ordinal = segmentColumns.get(i);
      Column column = chunk.columns[ordinal];
      if (!column.isNull(position)) {
        values[i] = valueOf(definition.column(ordinal).type(), column, position);
      }
    }
    return SegmentKey.of(values);
  }

  private static Object valueOf(ValueType type, Column column, int position) {
    return switch (type.storage()) {
      case LONG -> column.getLong(position);
      case UUID -> new java.util.UUID(column.getUuidMost(position), column.getUuidLeast(position));
      case BYTES -> Texts.decode(column, position);
      case FLOAT, DOUBLE ->
          throw new IllegalArgumentException("a column of type " + type + " is no segment column");
    };
  }

  /** How many slots a hash table for so many keys has: a power of two, at most two thirds full. */
  static int slotsFor(int keys) {
    return Integer.highestOneBit(Math.max(4, Math.addExact(keys, keys / 2))) << 1;
  }
}
