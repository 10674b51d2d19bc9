package io.tablecache.index;

import java.util.Arrays;

/**
 * A growing list of runs of rows {@code [from, to)}, each in one chunk, in the order in which they
 * are to be read; runs that continue each other become one. Confined to one thread until it is
 * complete.
 */
final class Runs {
  private final boolean descending;
  private Chunk[] chunks = new Chunk[2];
  private int[] bounds = new int[4];
  private int count;
  private long rows;

  /**
   * @param descending whether each run is read from its end
   */
  Runs(boolean descending) {
    this.descending = descending;
  }

  void add(Chunk chunk, int from, int to) {
    rows += to - from;
    if (count > 0 && chunks[count - 1] == chunk) {
      if (!descending && to(count - 1) == from) {
        bounds[2 * count - 1] = to;
        return;
      }
      if (descending && from(count - 1) == to) {
        bounds[2 * count - 2] = from;
        return;
      }
    }
    if (count == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * count);
      bounds = Arrays.copyOf(bounds, 4 * count);
    }
    chunks[count] = chunk;
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
  }

  boolean descending() {
    return descending;
  }

  int count() {
    return count;
  }

  long rows() {
    return rows;
  }

  Chunk chunk(int run) {
    return chunks[run];
  }

  int from(int run) {
    return bounds[2 * run];
  }

  int to(int run) {
    return bounds[2 * run + 1];
  }

  /** The runs of at most {@code limit} rows after the first {@code offset}. */
  Runs window(long offset, long limit) {
    if (offset == 0 && limit >= rows) {
      return this;
    }
    Runs window = new Runs(descending);
    long skip = offset;
    for (int i = 0; i < count && window.rows < limit; i++) {
      int length = to(i) - from(i);
      if (skip >= length) {
        skip -= length;
        continue;
      }
      int taken = (int) Math.min(length - skip, limit - window.rows);
      int from = descending ? to(i) - (int) skip - taken : from(i) + (int) skip;
      window.add(chunk(i), from, from + taken);
      skip = 0;
    }
    return window;
  }
}
