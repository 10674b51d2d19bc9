package io.tablecache.execute;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.AggregateFunction.Accumulator;
import io.tablecache.expression.AggregateFunction.OfSums;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.index.RowSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of all rows of a scan, and the numbers, sums and extremes of its columns. */
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
      columns[i] = new Vector(aggregate.calls().get(i).function().result());
      columns[i].reset(1);
      set(columns[i], aggregate.calls().get(i), rows);
    }
    return new StatisticsOperator(columns);
  }

  private static void set(Vector into, Query.AggregateCall call, RowSet rows)
      throws EvaluationException {
    if (call.arguments().isEmpty()) {
      into.set(0, (long) rows.size());
      return;
    }
    int column = ((Expression.Column) call.arguments().get(0)).ordinal();
    if (isExtreme(call.function())) {
      into.set(0, rows.extreme(column, isMax(call.function())));
      return;
    }
    Accumulator accumulator = call.function().accumulator();
    accumulator.grow(1);
    ((OfSums) accumulator).addSum(() -> rows.sum(column), rows.count(column));
    accumulator.result(0, into, 0);
  }

  private static boolean isExtreme(AggregateFunction function) {
    return isMax(function) || function.key().startsWith("min(");
  }

  private static boolean isMax(AggregateFunction function) {
    return function.key().startsWith("max(");
  }

  private static boolean isKnown(Query.AggregateCall call) {
    AggregateFunction function = call.function();
    if (call.filter() != null || call.isDistinct()) {
      return false;
    }
    if (call.arguments().isEmpty()) {
      return function.key().equals("count(*)");
    }
    if (call.arguments().size() != 1
        || !(call.arguments().get(0) instanceof Expression.Column column)) {
      return false;
    }
    return isExtreme(function)
        ? column.type().isDiscrete() && function.result() == column.type()
        : function.accumulator() instanceof OfSums;
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
