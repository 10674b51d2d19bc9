package io.tablecache.index;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a {@link RowSet} in blocks, of which each column is copied when it is first
 * asked for. Confined to one thread.
 */
public abstract class BlockReader extends Block {
  /** How many rows the first block has; later ones are larger. */
  private static final int FIRST_BLOCK = 64;

  private final ValueType[] types;
  private final @Nullable Vector[] vectors;
  private final boolean[] isRead;
  private int nextRows = FIRST_BLOCK;

  BlockReader(List<ValueType> types) {
    this.types = types.toArray(new ValueType[0]);
    this.vectors = new Vector[types.size()];
    this.isRead = new boolean[types.size()];
  }

  /**
   * The next rows; null if there are no more. The block is this object, so that a former block
   * ends.
   */
  public final @Nullable Block next() {
    Arrays.fill(isRead, false);
    setCount(advance(nextRows));
    nextRows = Math.min(Vector.MAX_ROWS, 4 * nextRows);
    return count() == 0 ? null : this;
  }

  /** Moves to at most {@code rows} next rows and returns how many they are. */
  abstract int advance(int rows);

  /** Copies the values of a column for all rows of the block. */
  abstract void read(int ordinal, Vector into) throws EvaluationException;

  @Override
  public final Vector column(int ordinal) throws EvaluationException {
    Vector vector = vectors[ordinal];
    if (vector == null) {
      vector = new Vector(types[ordinal]);
      vectors[ordinal] = vector;
    }
    if (!isRead[ordinal]) {
      vector.reset(count());
      read(ordinal, vector);
      isRead[ordinal] = true;
    }
    return vector;
  }

  /** The rows of runs. */
  static final class OfRuns extends BlockReader {
    private final Runs runs;

    /** The first run of the block, and how many of its rows were read before. */
    private int firstRun;

    private int firstSkipped;

    /** The run that is read next, and how many of its rows were read. */
    private int nextRun;

    private int nextSkipped;

    OfRuns(Runs runs, List<ValueType> types) {
      super(types);
      this.runs = runs;
    }

    @Override
    int advance(int rows) {
      firstRun = nextRun;
      firstSkipped = nextSkipped;
      int taken = 0;
      while (taken < rows && nextRun < runs.count()) {
        int left = runs.to(nextRun) - runs.from(nextRun) - nextSkipped;
        if (left <= rows - taken) {
          taken += left;
          nextRun++;
          nextSkipped = 0;
        } else {
          nextSkipped += rows - taken;
          taken = rows;
        }
      }
      return taken;
    }

    @Override
    void read(int ordinal, Vector into) throws EvaluationException {
      int run = firstRun;
      int skipped = firstSkipped;
      int step = runs.descending() ? -1 : 1;
      for (int row = 0; row < count(); run++, skipped = 0) {
        int rows = Math.min(count() - row, runs.to(run) - runs.from(run) - skipped);
        int from = runs.descending() ? runs.to(run) - 1 - skipped : runs.from(run) + skipped;
        ColumnReading.read(runs.chunk(run).columns[ordinal], from, rows, step, into, row);
        row += rows;
      }
    }
  }

  /** Rows that are listed one by one. */
  static final class OfRefs extends BlockReader {
    private final RowRefs refs;
    private final int to;
    private int first;
    private int next;

    OfRefs(RowRefs refs, int from, int to, List<ValueType> types) {
      super(types);
      this.refs = refs;
      this.to = to;
      this.next = from;
    }

    @Override
    int advance(int rows) {
      first = next;
      next = Math.min(to, first + rows);
      return next - first;
    }

    @Override
    void read(int ordinal, Vector into) throws EvaluationException {
      int from = first;
      while (from < next) {
        Chunk chunk = refs.chunks[from];
        int end = from + 1;
        while (end < next && refs.chunks[end] == chunk) {
          end++;
        }
        ColumnReading.gather(
            chunk.columns[ordinal], refs.positions, from, end - from, into, from - first);
        from = end;
      }
    }
  }
}
