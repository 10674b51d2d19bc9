package io.tablecache.index;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How many rows of each chunk are in use, and which chunks are to be given up so that what a
 * snapshot retains stays in proportion to its rows. Confined to one thread.
 *
 * <p>Dead rows are let be until they are a fifth of all; then the rows of the chunks that are dead
 * by a third or more are written anew. Chunks with few rows, as small changes leave them, are let
 * be until there are many; then their rows are written together.
 */
final class ChunkUse {
  private final Map<Chunk, int[]> liveRows = new IdentityHashMap<>();
  private long live;
  private long all;
  private int smallChunks;

  /** The chunk of the former call, and its entry: segments that share a chunk come in a row. */
  private Chunk lastChunk = NO_CHUNK;

  private static final Chunk NO_CHUNK = new Chunk(new Column[0], 0);
  private int[] lastLive = {0};

  void add(Chunk chunk, int rows) {
    if (rows == 0) {
      return;
    }
    if (chunk != lastChunk) {
      lastChunk = chunk;
      lastLive = liveRows.computeIfAbsent(chunk, c -> new int[1]);
      all += lastLive[0] == 0 ? chunk.rows : 0;
    }
    lastLive[0] += rows;
    live += rows;
  }

  /** Whether any chunk is to be given up, all use having been added. */
  boolean isWasteful() {
    smallChunks = 0;
    for (int[] rows : liveRows.values()) {
      smallChunks += rows[0] < ChunkTotals.FEW_ROWS ? 1 : 0;
    }
    return isMostlySmall() || (all - live) * 5 > live;
  }

  private boolean isMostlySmall() {
    return smallChunks > ChunkTotals.smallAllowed(liveRows.size());
  }

  /** Whether a chunk that is in use is to be given up. */
  boolean isWasteful(Chunk chunk) {
    int[] rows = liveRows.get(chunk);
    if (rows == null) {
      return false;
    }
    boolean mostlyDead = (chunk.rows - rows[0]) * 3 >= chunk.rows;
    return ((all - live) * 5 > live && mostlyDead)
        || (isMostlySmall() && rows[0] < ChunkTotals.FEW_ROWS);
  }

  /** The chunks that are not given up. */
  ChunkTotals kept(boolean anyWasteful) {
    long bytes = 0;
    int chunks = 0;
    for (Chunk chunk : liveRows.keySet()) {
      if (!anyWasteful || !isWasteful(chunk)) {
        bytes += chunk.retainedBytes;
        chunks++;
      }
    }
    return new ChunkTotals(bytes, chunks, 0, 0);
  }
}
