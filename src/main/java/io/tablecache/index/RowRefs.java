package io.tablecache.index;

import java.util.Arrays;

/**
 * A growing list of rows, each a position in a chunk. Confined to one thread until it is complete.
 */
final class RowRefs {
  Chunk[] chunks = new Chunk[16];
  int[] positions = new int[16];
  int size;

  void add(Chunk chunk, int position) {
    if (size == positions.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, 2L * size);
      if (capacity == size) {
        throw new IllegalStateException("a scan of more than " + size + " rows");
      }
      chunks = Arrays.copyOf(chunks, capacity);
      positions = Arrays.copyOf(positions, capacity);
    }
    chunks[size] = chunk;
    positions[size] = position;
    size++;
  }
}
