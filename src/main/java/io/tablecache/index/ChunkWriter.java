package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs of rows of one segment each into new chunks: long runs into chunks of their own, so
 * that what is constant in a segment is constant in a chunk, and short ones into shared chunks, so
 * that small segments do not pay for a chunk each. Confined to one thread.
 */
final class ChunkWriter {
  /** A run of up to so many rows shares its chunk. */
  private static final int MAX_SHARED_RUN = Chunk.MAX_ROWS / 2;

  /** A slice to be: the chunk is known once it is sealed. */
  static final class Slice {
    @Nullable Chunk chunk;
    final int from;
    final int to;

    Slice(@Nullable Chunk chunk, int from, int to) {
      this.chunk = chunk;
      this.from = from;
      this.to = to;
    }

    Chunk sealedChunk() {
      Chunk sealed = chunk;
      if (sealed == null) {
        throw new IllegalStateException("the slice's chunk is not sealed");
      }
      return sealed;
    }
  }

  /** The rows of a chunk to be. */
  private static final class Stage {
    final Chunk[] chunks = new Chunk[Chunk.MAX_ROWS];
    final int[] positions = new int[Chunk.MAX_ROWS];
    final List<Slice> slices = new ArrayList<>();
    int rows;
  }

  private final ColumnBuilder[] builders;
  private final Stage shared = new Stage();
  private final Stage own = new Stage();
  private Stage stage = own;

  /** How many rows of the run, and of its present piece, are still to come. */
  private int runRemaining;

  private int pieceRemaining;
  private ChunkTotals written = ChunkTotals.NONE;

  ChunkWriter(TableDefinition definition) {
    this.builders = RowBuffer.builders(definition);
  }

  /** Starts a run of {@code rows} rows, which {@link #add} then brings. */
  void startRun(int rows) {
    if (runRemaining != 0) {
      throw new IllegalStateException(runRemaining + " rows of the former run are missing");
    }
    runRemaining = rows;
  }

  /** Adds a row to the run; where a new slice starts with it, that is added to {@code slices}. */
  void add(Chunk chunk, int position, List<Slice> slices) {
    if (pieceRemaining == 0) {
      startPiece(slices);
    }
    stage.chunks[stage.rows] = chunk;
    stage.positions[stage.rows] = position;
    stage.rows++;
    runRemaining--;
    if (--pieceRemaining == 0 && stage == own) {
      seal(own);
    }
  }

  private void startPiece(List<Slice> slices) {
    int pieces = (runRemaining + Chunk.MAX_ROWS - 1) / Chunk.MAX_ROWS;
    pieceRemaining = (runRemaining + pieces - 1) / pieces;
    stage = pieceRemaining > MAX_SHARED_RUN ? own : shared;
    if (stage.rows + pieceRemaining > Chunk.MAX_ROWS) {
      seal(stage);
    }
    Slice slice = new Slice(null, stage.rows, stage.rows + pieceRemaining);
    slices.add(slice);
    stage.slices.add(slice);
  }

  /** Seals the last chunk: all slices have their chunks then. */
  void finish() {
    if (runRemaining != 0) {
      throw new IllegalStateException(runRemaining + " rows of the last run are missing");
    }
    seal(shared);
  }

  /** The sealed chunks. */
  ChunkTotals written() {
    return written;
  }

  private void seal(Stage full) {
    if (full.rows == 0) {
      return;
    }
    for (int ordinal = 0; ordinal < builders.length; ordinal++) {
      ColumnBuilder builder = builders[ordinal];
      builder.clear();
      builder.gather(ordinal, full.chunks, full.positions, full.rows);
    }
    Chunk chunk = Chunk.of(builders, full.rows);
    int small = chunk.rows < ChunkTotals.FEW_ROWS ? 1 : 0;
    written = written.plus(new ChunkTotals(chunk.retainedBytes, 1, 0, small));
    for (Slice slice : full.slices) {
      slice.chunk = chunk;
    }
    full.slices.clear();
    full.rows = 0;
  }
}
