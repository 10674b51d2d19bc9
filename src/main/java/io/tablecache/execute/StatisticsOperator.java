package io.tablecache.execute;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.index.RowSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of all rows of a scan and the extremes of its columns, which the rows know. */
final class StatisticsOperator extends Operator {
  private final Block.OfVectors block;
  private boolean isReturned;

  private StatisticsOperator(Vector[] columns) {
    this.block = new Block.OfVectors(columns);
    block.hold(1);
  }

  /** The operator of an aggregation; null if it needs more. */
  static @Nullable Operator of(Execution execution, Query.Aggregate aggregate)
      throws EvaluationException {
    if (!(aggregate.input() instanceof Query.Scan scan)
        || scan.limit() != null
        || !aggregate.keys().isEmpty()
        || aggregate.groupingSets() != null
        || aggregate.calls().stream().anyMatch(call -> !isKnown(call))) {
      return null;
    }
    RowSet rows =
        execution.stored(
            new Query.Scan(scan.table(), scan.spec(), scan.filter(), List.of(), null),
            Long.MAX_VALUE);
    if (rows == null) {
      return null;
    }
    Vector[] columns = new Vector[aggregate.calls().size()];
    for (int i = 0; i < columns.length; i++) {
      AggregateFunction function = aggregate.calls().get(i).function();
      columns[i] = new Vector(function.result());
      columns[i].reset(1);
      columns[i].set(
          0,
          function.parameters().isEmpty()
              ? (Long) (long) rows.size()
              : rows.extreme(
                  ((Expression.Column) aggregate.calls().get(i).arguments().get(0)).ordinal(),
                  isMax(function)));
    }
    return new StatisticsOperator(columns);
  }

  private static boolean isMax(AggregateFunction function) {
    return function.key().startsWith("max(");
  }

  private static boolean isKnown(Query.AggregateCall call) {
    AggregateFunction function = call.function();
    if (call.filter() != null) {
      return false;
    }
    if (function.key().equals("count(*)")) {
      return function.parameters().isEmpty();
    }
    return (isMax(function) || function.key().startsWith("min("))
        && call.arguments().size() == 1
        && call.arguments().get(0) instanceof Expression.Column column
        && column.type().isDiscrete()
        && function.result() == column.type();
  }

  @Override
  @Nullable Block next() {
    if (isReturned) {
      return null;
    }
    isReturned = true;
    return block;
  }
}
