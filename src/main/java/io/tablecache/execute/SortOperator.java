package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The rows in order. Where only the first ones are wanted, the others are dropped each time that as
 * many came as are wanted, and rows that can not be among them are not kept at all.
 */
final class SortOperator extends Operator {
  /** From how many rows on dropping is tried. */
  private static final int MIN_KEPT = 4096;

  private final Operator input;
  private final StoredOrder order;
  private final Execution.Range range;
  private final boolean ties;
  private final StoredBlock block;
  private int[] sorted = {};
  private int next = -1;
  private int end;

  /** The last row that is wanted, of those that came so far; NO_ROW while there are too few. */
  private int threshold = StoredBlock.NO_ROW;

  SortOperator(Execution execution, Operator input, Query.Sort sort, Columns needed)
      throws EvaluationException {
    this.input = input;
    this.order =
        new StoredOrder(
            execution, sort.types(), needed.range(0, sort.types().size()), sort.items());
    this.block = new StoredBlock(order.store());
    Query.RowLimit limit = sort.limit();
    this.range = execution.range(limit);
    this.ties = limit != null && limit.ties();
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    if (next < 0) {
      read();
    }
    int count = Math.min(Vector.MAX_ROWS, end - next);
    if (count <= 0) {
      return null;
    }
    next += count;
    return block.hold(sorted, next - count, count);
  }

  private void read() throws EvaluationException {
    long wanted = range.count() == 0 ? 0 : range.end();
    int[] selected = new int[Vector.MAX_ROWS];
    Block.Selection selection = new Block.Selection();
    for (Block rows = input.next(); rows != null; rows = input.next()) {
      if (threshold == StoredBlock.NO_ROW) {
        order.add(rows);
      } else {
        @Nullable Vector[] values = order.values(rows);
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
          int sign = order.compare(values, i, threshold);
          if (sign < 0 || (ties && sign == 0)) {
            selected[count++] = i;
          }
        }
        if (count > 0) {
          selection.select(rows, selected, count);
          order.add(selection);
        }
      }
      if (wanted <= order.store().rows() / 2 && order.store().rows() >= MIN_KEPT) {
        drop((int) wanted);
      }
    }
    sorted = order.sorted();
    next = (int) Math.min(range.offset(), sorted.length);
    end = range.count() == 0 ? next : end(range.end());
  }

  /** The end of the rows that are wanted in {@link #sorted}. */
  private int end(long wanted) {
    int found = (int) Math.min(wanted, sorted.length);
    if (ties && found > next) {
      while (found < sorted.length && order.compare(sorted[found - 1], sorted[found]) == 0) {
        found++;
      }
    }
    return found;
  }

  /** Keeps the first rows only, in order. */
  private void drop(int wanted) throws EvaluationException {
    sorted = order.sorted();
    int kept = wanted == 0 ? 0 : end(wanted);
    order.keep(sorted, kept);
    threshold = kept == 0 ? StoredBlock.NO_ROW : kept - 1;
  }
}
