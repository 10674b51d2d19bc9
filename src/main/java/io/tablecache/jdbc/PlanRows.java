package io.tablecache.jdbc;

import io.tablecache.execute.NotCoveredException;
import io.tablecache.execute.QueryRunner;
import io.tablecache.execute.Result;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SlotValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a bound plan, from snapshots that were chosen for it. */
final class PlanRows {
  private PlanRows() {}

  /** The rows of a plan that is a scan, as they are held. */
  static RowSet ofScan(
      Query.Scan scan, IndexSpec wanted, Snapshot found, EvaluationContext context, long maxRows)
      throws EvaluationException {
    Query.RowLimit limit = scan.limit();
    long offset = limit == null ? 0 : count(limit.offset(), context.slots(), 0);
    long count = limit == null ? maxRows : count(limit.count(), context.slots(), maxRows);
    return found.scan(
        wanted, scan.filter(), context, scan.order(), offset, Math.min(count, maxRows));
  }

  private static long count(@Nullable Expression expression, SlotValues values, long otherwise)
      throws EvaluationException {
    Object constant = expression instanceof Expression.Constant c ? c.value() : null;
    Expression.Slot slot = expression instanceof Expression.Slot s ? s : null;
    boolean isNull = slot == null ? constant == null : values.isNull(slot.index());
    if (isNull) {
      return otherwise;
    }
    long count =
        slot != null ? values.getLong(slot.index()) : (Long) Objects.requireNonNull(constant);
    if (count < 0) {
      throw new EvaluationException("a negative number of rows");
    }
    return count;
  }

  /** The rows of a query that computes. */
  static Result ofQuery(Query query, Snapshot[] found, EvaluationContext context, long maxRows)
      throws EvaluationException, NotCoveredException {
    QueryRunner runner =
        new QueryRunner(
            table -> {
              for (Snapshot one : found) {
                if (one.definition() == table) {
                  return one;
                }
              }
              throw new IllegalStateException("no snapshot of " + table);
            },
            context);
    return runner.run(query, maxRows);
  }
}
