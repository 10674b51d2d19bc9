package io.tablecache.index;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of a buffer by primary key; of several rows with the same key, the last. Confined to one
 * thread.
 */
final class PrimaryKeyIndex {
  private final int[] columns;
  private final Chunk[] chunks;

  /**
   * An open-addressing hash table: half of the key's hash, by which keys are seldom compared in
   * vain, and the row's number plus one; 0 where free.
   */
  private final long[] slots;

  /** The numbers of the rows that no later row replaces, ascending. */
  final int[] rows;

  PrimaryKeyIndex(List<Integer> primaryKey, Chunk[] chunks, int count) {
    this.columns = primaryKey.stream().mapToInt(Integer::intValue).toArray();
    this.chunks = chunks;
    this.slots = new long[KeyTable.slotsFor(count)];
    int[] last = new int[count];
    int kept = 0;
    for (int row = count - 1; row >= 0; row--) {
      Chunk chunk = chunks[row / Chunk.MAX_ROWS];
      int position = row % Chunk.MAX_ROWS;
      long hash = hash(chunk, position);
      int slot = slotOf(hash, chunk, position);
      if (slots[slot] == 0) {
        slots[slot] = hash << Integer.SIZE | row + 1;
        last[count - ++kept] = row;
      }
    }
    this.rows = Arrays.copyOfRange(last, count - kept, count);
  }

  /** Whether a row of the buffer has the same primary key as the given one. */
  boolean contains(Chunk chunk, int position) {
    return slots[slotOf(hash(chunk, position), chunk, position)] != 0;
  }

  /** The slot of the row with that key, or the free one where it would be. */
  private int slotOf(long hash, Chunk chunk, int position) {
    int slot = (int) (hash >>> Integer.SIZE) & slots.length - 1;
    while (slots[slot] != 0) {
      int row = (int) slots[slot] - 1;
      if ((int) (slots[slot] >>> Integer.SIZE) == (int) hash
          && isSameKey(chunk, position, chunks[row / Chunk.MAX_ROWS], row % Chunk.MAX_ROWS)) {
        return slot;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private long hash(Chunk chunk, int position) {
    long hash = 0;
    for (int ordinal : columns) {
      Column column = chunk.columns[ordinal];
      long value = column.isNull(position) ? 0 : column.hash(position);
      hash = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    return hash * 0x9E37_79B9_7F4A_7C15L;
  }

  private boolean isSameKey(Chunk a, int i, Chunk b, int j) {
    for (int column : columns) {
      if (Column.compareNullsLast(a.columns[column], i, b.columns[column], j) != 0) {
        return false;
      }
    }
    return true;
  }
}
