package io.tablecache.index;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as runs of positions: nothing was copied, whatever their number. Immutable. */
final class RunRowSet extends RowSet {
  static final RunRowSet EMPTY = new RunRowSet(new Runs(false));

  /** Complete: nothing is added any more. */
  private final Runs runs;

  private final int size;

  RunRowSet(Runs runs) {
    this.runs = runs;
    if (runs.rows() > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("a scan of " + runs.rows() + " rows");
    }
    this.size = (int) runs.rows();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public BlockReader blocks(List<ValueType> types) {
    return new BlockReader.OfRuns(runs, types);
  }

  /** {@inheritDoc} Where a run is a whole chunk, the column knows. */
  @Override
  public @Nullable Long extreme(int column, boolean isMax) {
    long extreme = isMax ? Long.MIN_VALUE : Long.MAX_VALUE;
    boolean isFound = false;
    for (int run = 0; run < runs.count(); run++) {
      Column values = runs.chunk(run).columns[column];
      int from = runs.from(run);
      int to = runs.to(run);
      if (to - from == runs.chunk(run).rows && values instanceof DiscreteColumn whole) {
        extreme = isMax ? Math.max(extreme, whole.max) : Math.min(extreme, whole.min);
        isFound = true;
        continue;
      }
      for (int position = from; position < to; position++) {
        if (!values.isNull(position)) {
          long value = values.getLong(position);
          extreme = isMax ? Math.max(extreme, value) : Math.min(extreme, value);
          isFound = true;
        }
      }
    }
    return isFound ? extreme : null;
  }

  @Override
  public long count(int column) {
    long count = 0;
    for (int run = 0; run < runs.count(); run++) {
      count += runs.chunk(run).columns[column].countValues(runs.from(run), runs.to(run));
    }
    return count;
  }

  @Override
  public long sum(int column) {
    long sum = 0;
    for (int run = 0; run < runs.count(); run++) {
      sum += runs.chunk(run).columns[column].sum(runs.from(run), runs.to(run));
    }
    return sum;
  }

  @Override
  public Cursor cursor() {
    return new RunCursor(runs, size);
  }

  private static final class RunCursor extends Cursor {
    private final Runs runs;
    private final int size;

    /** 1, or -1 where runs are read from their ends. */
    private final int step;

    /** The run of the present row; -1 before the first and the number of runs after the last. */
    private int run = -1;

    /** The positions of the first and the last row of the run. */
    private int first;

    private int last;

    /** The number of the run's first row. */
    private int firstRow;

    /** The numbers of the runs' first rows; made when it is first needed. */
    private int[] firstRows = {};

    RunCursor(Runs runs, int size) {
      this.runs = runs;
      this.size = size;
      this.step = runs.descending() ? -1 : 1;
    }

    @Override
    public boolean next() {
      if (position != last) {
        position += step;
        return true;
      }
      return nextRun();
    }

    private boolean nextRun() {
      int row = row() + 1;
      if (run + 1 >= runs.count()) {
        leave(runs.count(), size + 1);
        return false;
      }
      enter(run + 1, row);
      return true;
    }

    private void enter(int newRun, int newFirstRow) {
      run = newRun;
      firstRow = newFirstRow;
      columns = runs.chunk(run).columns;
      int lowest = runs.from(run);
      int highest = runs.to(run) - 1;
      first = step > 0 ? lowest : highest;
      last = step > 0 ? highest : lowest;
      position = first;
    }

    private void leave(int newRun, int row) {
      run = newRun;
      firstRow = row;
      first = 0;
      last = 0;
      position = 0;
    }

    @Override
    public boolean moveTo(int row) {
      if (row <= 0) {
        leave(-1, 0);
        return false;
      }
      if (row > size) {
        leave(runs.count(), size + 1);
        return false;
      }
      if (firstRows.length == 0) {
        firstRows = firstRows();
      }
      int found = Arrays.binarySearch(firstRows, row);
      int target = found >= 0 ? found : -found - 2;
      enter(target, firstRows[target]);
      position = first + step * (row - firstRow);
      return true;
    }

    private int[] firstRows() {
      int[] rows = new int[runs.count()];
      int next = 1;
      for (int i = 0; i < rows.length; i++) {
        rows[i] = next;
        next += runs.to(i) - runs.from(i);
      }
      return rows;
    }

    @Override
    public int row() {
      return firstRow + (position - first) * step;
    }
  }
}
