package io.tablecache.index;

/**
 * What the chunks of a table come to: counted by {@link ChunkUse} now and then, and reckoned from
 * what edits write and leave in between, so that an edit need not look at chunks that it does not
 * touch. Immutable.
 *
 * @param bytes what the chunks retain; more by what went out of use since they were counted
 * @param chunks how many there are; more by what went out of use since
 * @param looseRows how many rows went out of use since
 * @param smallChunks how many chunks of few rows were written since
 */
record ChunkTotals(long bytes, int chunks, long looseRows, int smallChunks) {
  /** A chunk of fewer rows is small. */
  static final int FEW_ROWS = Chunk.MAX_ROWS / 8;

  static final ChunkTotals NONE = new ChunkTotals(0, 0, 0, 0);

  /** How many chunks of few rows a table may have. */
  static int smallAllowed(int chunks) {
    return Math.max(16, chunks / 32);
  }

  ChunkTotals withLoose(long rows) {
    return new ChunkTotals(bytes, chunks, looseRows + rows, smallChunks);
  }

  ChunkTotals plus(ChunkTotals written) {
    return new ChunkTotals(
        bytes + written.bytes,
        Math.addExact(chunks, written.chunks),
        looseRows + written.looseRows,
        Math.addExact(smallChunks, written.smallChunks));
  }

  /**
   * Whether so much has changed since the last count that another one is in proportion to it, and
   * that the totals might be misleading.
   *
   * @param rows how many rows the chunks are for
   */
  boolean isCountDue(long rows) {
    return looseRows * 16 > rows || smallChunks > smallAllowed(chunks);
  }
}
