package io.tablecache.index;

import io.tablecache.expression.EvaluationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of some runs that a predicate holds for, one after the other; the predicate is
 * evaluated in blocks that grow with the distance read. Confined to one thread.
 */
final class RowReader {
  private static final int FIRST_BLOCK = 16;

  private final Runs runs;
  private final @Nullable Predicate filter;

  /** The rows of the present run that are not read yet, as bounds of positions. */
  private int from;

  private int to;
  private int nextRun;

  /** What the filter says of the block of positions from {@link #blockFrom} on. */
  private byte[] truth = {};

  private int blockFrom;

  /** How many rows of the block are not read yet. */
  private int blockRemaining;

  private int blockLength;
  private @Nullable Chunk chunk;
  private int position;

  RowReader(Runs runs, @Nullable Predicate filter) {
    this.runs = runs;
    this.filter = filter;
  }

  /** The present row's chunk. */
  Chunk chunk() {
    Chunk present = chunk;
    if (present == null) {
      throw new IllegalStateException("before the first row");
    }
    return present;
  }

  int position() {
    return position;
  }

  /** Moves to the next row; false if there is none. */
  boolean next() throws EvaluationException {
    if (filter != null) {
      return nextFiltered(filter);
    }
    if (from == to && !openRun()) {
      return false;
    }
    position = runs.descending() ? --to : from++;
    return true;
  }

  private boolean nextFiltered(Predicate predicate) throws EvaluationException {
    while (true) {
      while (blockRemaining > 0) {
        int i = runs.descending() ? blockRemaining - 1 : blockLength - blockRemaining;
        blockRemaining--;
        if (truth[i] == Predicate.TRUE) {
          position = blockFrom + i;
          return true;
        }
      }
      if (from == to && !openRun()) {
        return false;
      }
      evaluate(predicate);
    }
  }

  private boolean openRun() {
    if (nextRun == runs.count()) {
      return false;
    }
    chunk = runs.chunk(nextRun);
    from = runs.from(nextRun);
    to = runs.to(nextRun);
    nextRun++;
    return true;
  }

  private void evaluate(Predicate predicate) throws EvaluationException {
    if (truth.length < Predicate.MAX_BLOCK) {
      truth = new byte[Math.max(FIRST_BLOCK, 4 * truth.length)];
    }
    blockLength = Math.min(truth.length, to - from);
    if (runs.descending()) {
      to -= blockLength;
      blockFrom = to;
    } else {
      blockFrom = from;
      from += blockLength;
    }
    predicate.evaluate(chunk(), blockFrom, blockLength, truth);
    blockRemaining = blockLength;
  }
}
