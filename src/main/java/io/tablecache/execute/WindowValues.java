package io.tablecache.execute;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;

/** Computes the values of one call of a window function, row by row. Confined to one thread. */
final class WindowValues {
  /** How many rows frames may have together where they are read anew for each row. */
  private static final long MAX_FRAME_ROWS = 100_000_000;

  private final Query.WindowCall call;
  private final WindowFrames frames;

  /** By row: the arguments, then the filter if there is one. */
  private final RowStore arguments;

  /** By row, in pages. */
  private final Vector[] result;

  WindowValues(Query.WindowCall call, WindowFrames frames, RowStore arguments, Vector[] result) {
    this.call = call;
    this.frames = frames;
    this.arguments = arguments;
    this.result = result;
  }

  void compute() throws EvaluationException {
    AggregateFunction aggregate = call.aggregate();
    Query.WindowFunction function = call.function();
    if (aggregate != null) {
      aggregate(aggregate);
      return;
    }
    if (function == null) {
      throw new IllegalArgumentException("a window call of no function");
    }
    long denseRank = 0;
    for (int place = 0; place < frames.rows.length; place++) {
      int start = frames.partitionStarts[place];
      long size = frames.partitionEnds[place] - start;
      long rank = frames.peerStarts[place] - start + 1L;
      denseRank = place == start ? 1 : denseRank + (frames.peerStarts[place] == place ? 1 : 0);
      switch (function) {
        case ROW_NUMBER -> setLong(place, place - start + 1L);
        case RANK -> setLong(place, rank);
        case DENSE_RANK -> setLong(place, denseRank);
        case PERCENT_RANK -> setDouble(place, size == 1 ? 0 : (rank - 1) / (double) (size - 1));
        case CUME_DIST -> setDouble(place, (frames.peerEnds[place] - start) / (double) size);
        case NTILE -> ntile(place, start, size);
        case LAG -> offset(place, -1);
        case LEAD -> offset(place, 1);
        case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> ofFrame(function, place);
      }
    }
  }

  private Vector page(int place) {
    return result[frames.rows[place] >>> 10];
  }

  private void setLong(int place, long value) {
    page(place).longs[RowStore.at(frames.rows[place])] = value;
  }

  private void setDouble(int place, double value) {
    page(place).doubles[RowStore.at(frames.rows[place])] = value;
  }

  private void setNull(int place) {
    page(place).setNull(RowStore.at(frames.rows[place]));
  }

  /** Sets the value to what an argument is for the row at another place. */
  private void copy(int place, int argument, int from) {
    int source = frames.rows[from];
    page(place)
        .copy(
            RowStore.at(frames.rows[place]),
            arguments.vector(argument, source),
            RowStore.at(source));
  }

  private boolean isNull(int argument, int place) {
    int row = frames.rows[place];
    return arguments.vector(argument, row).isNull(RowStore.at(row));
  }

  private long number(int argument, int place) {
    int row = frames.rows[place];
    return arguments.vector(argument, row).longs[RowStore.at(row)];
  }

  /**
   * The first {@code size % buckets} buckets have one row more; the first row's argument counts.
   */
  private void ntile(int place, int start, long size) throws EvaluationException {
    if (isNull(0, start)) {
      setNull(place);
      return;
    }
    long buckets = number(0, start);
    if (buckets <= 0) {
      throw new EvaluationException("ntile of a number below 1");
    }
    long small = size / buckets;
    long large = size % buckets;
    long index = place - start;
    setLong(
        place,
        index < large * (small + 1)
            ? index / (small + 1) + 1
            : large + (index - large * (small + 1)) / Math.max(1, small) + 1);
  }

  private void offset(int place, int direction) {
    int given = call.arguments().size();
    if (given > 1 && isNull(1, place)) {
      setNull(place);
      return;
    }
    long target = place + direction * (given > 1 ? number(1, place) : 1);
    if (target >= frames.partitionStarts[place] && target < frames.partitionEnds[place]) {
      copy(place, 0, (int) target);
    } else if (given > 2) {
      copy(place, 2, place);
    } else {
      setNull(place);
    }
  }

  private void ofFrame(Query.WindowFunction function, int place) throws EvaluationException {
    int start = frames.start(call.frame(), place);
    int end = frames.end(call.frame(), place);
    long target = function == Query.WindowFunction.LAST_VALUE ? end - 1L : start;
    if (function == Query.WindowFunction.NTH_VALUE) {
      if (isNull(1, place)) {
        setNull(place);
        return;
      }
      long n = number(1, place);
      if (n <= 0) {
        throw new EvaluationException("nth_value of a number below 1");
      }
      target = start + n - 1;
    }
    if (target >= start && target < end) {
      copy(place, 0, (int) target);
    } else {
      setNull(place);
    }
  }

  /** Goes on with the former frame where the next one starts at the same place, else anew. */
  private void aggregate(AggregateFunction function) throws EvaluationException {
    AggregateFunction.Accumulator accumulator = function.accumulator();
    StoredBlock block = new StoredBlock(arguments);
    int from = -1;
    int to = 0;
    long work = 0;
    for (int place = 0; place < frames.rows.length; place++) {
      int start = frames.start(call.frame(), place);
      int end = frames.end(call.frame(), place);
      if (start != from || end < to || frames.partitionStarts[place] == place) {
        accumulator = function.accumulator();
        accumulator.grow(1);
        from = start;
        to = start;
        work += end - start;
        if (work > MAX_FRAME_ROWS) {
          throw new EvaluationException("frames of too many rows");
        }
      }
      add(accumulator, block, to, end);
      to = Math.max(to, end);
      accumulator.result(0, page(place), RowStore.at(frames.rows[place]));
    }
  }

  private void add(AggregateFunction.Accumulator accumulator, StoredBlock block, int from, int to)
      throws EvaluationException {
    int argumentCount = call.arguments().size();
    int[] selected = new int[Math.max(0, Math.min(Vector.MAX_ROWS, to - from))];
    int next = from;
    while (next < to) {
      int count = 0;
      while (next < to && count < selected.length) {
        if (call.filter() == null || (!isNull(argumentCount, next) && isTrue(next))) {
          selected[count++] = frames.rows[next];
        }
        next++;
      }
      if (count > 0) {
        Block rows = block.hold(selected, 0, count);
        Vector[] values = new Vector[argumentCount];
        for (int i = 0; i < argumentCount; i++) {
          values[i] = rows.column(i);
        }
        accumulator.addAll(values, count);
      }
    }
  }

  private boolean isTrue(int place) {
    return number(call.arguments().size(), place) != 0;
  }
}
