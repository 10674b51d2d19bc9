package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of groups, and values over the ungrouped rows made into values over these. Confined to
 * one thread.
 */
final class GroupedRows {
  private final List<Expression> keys;
  private final @Nullable List<List<Integer>> sets;
  private final CallCollector calls;
  private final PlanContext context;

  GroupedRows(@Nullable Grouping grouping, CallCollector calls, PlanContext context)
      throws Delegated {
    this.keys = grouping == null ? List.of() : grouping.keys();
    this.sets = grouping == null ? null : grouping.sets();
    this.calls = calls;
    this.context = context;
    for (Expression key : keys) {
      if (Expressions.contains(key, GroupedRows::isCall)) {
        throw new Delegated(Outcome.REFUSED_BY_DATABASE, "an aggregate in GROUP BY");
      }
    }
  }

  private static boolean isCall(Expression part) {
    return part instanceof Expression.Column column
        && (CallCollector.isAggregate(column)
            || CallCollector.isWindow(column)
            || CallCollector.isGrouping(column));
  }

  /** The groups of an input. */
  Query over(Query input) {
    List<Query.AggregateCall> derived = new ArrayList<>();
    for (Query.AggregateCall call : calls.aggregates()) {
      Expression filter = call.filter();
      derived.add(
          new Query.AggregateCall(
              call.function(),
              call.arguments().stream().map(context::derive).toList(),
              call.isDistinct(),
              filter == null ? null : context.derive(filter),
              call.order().stream()
                  .map(
                      item ->
                          new Query.SortItem(
                              context.derive(item.value()),
                              item.isDescending(),
                              item.isNullsFirst()))
                  .toList()));
    }
    return new Query.Aggregate(input, keys.stream().map(context::derive).toList(), derived, sets);
  }

  /** The values over the groups' rows. */
  List<Expression> map(List<Expression> values) throws Delegated {
    List<Expression> mapped = new ArrayList<>();
    for (Expression value : values) {
      try {
        mapped.add(Expressions.replace(value, this::replacement));
      } catch (UngroupedColumn ignored) {
        // PostgreSQL refuses it, or knows that the primary key decides the column.
        throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "a column that is not grouped by");
      } catch (IllegalArgumentException ignored) {
        throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "a subquery on a grouped value");
      }
    }
    return mapped;
  }

  /** Thrown within a replacement. */
  private static final class UngroupedColumn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UngroupedColumn() {
      super(null, null, false, false);
    }
  }

  private @Nullable Expression replacement(Expression part) {
    int key = keys.indexOf(part);
    if (key >= 0) {
      return new Expression.Column(key, part.type());
    }
    if (!(part instanceof Expression.Column column)) {
      return null;
    }
    if (CallCollector.isAggregate(column)) {
      return new Expression.Column(keys.size() + CallCollector.aggregate(column), column.type());
    }
    if (CallCollector.isGrouping(column)) {
      return grouping(calls.groupings().get(CallCollector.grouping(column)));
    }
    if (CallCollector.isWindow(column)) {
      return column;
    }
    throw new UngroupedColumn();
  }

  /** A bit for each argument, the first one highest, that is set where it is not grouped by. */
  private Expression grouping(List<Expression> arguments) {
    List<Expression.Branch> branches = new ArrayList<>();
    Expression.Column number =
        new Expression.Column(keys.size() + calls.aggregates().size(), ValueType.INT4);
    for (int i = 0; sets != null && i < sets.size(); i++) {
      long bits = 0;
      for (Expression argument : arguments) {
        int key = keys.indexOf(argument);
        if (key < 0) {
          throw new UngroupedColumn();
        }
        bits = bits << 1 | (sets.get(i).contains(key) ? 0 : 1);
      }
      branches.add(
          new Expression.Branch(
              new Expression.Comparison(
                  Expression.Comparator.EQ,
                  number,
                  new Expression.Constant((long) i, ValueType.INT4)),
              new Expression.Constant(bits, ValueType.INT4)));
    }
    return new Expression.Case(
        branches, new Expression.Constant(0L, ValueType.INT4), ValueType.INT4);
  }

  List<Query.WindowCall> mapWindows(List<Query.WindowCall> windows) throws Delegated {
    List<Query.WindowCall> mapped = new ArrayList<>();
    for (Query.WindowCall call : windows) {
      List<Query.SortItem> order = new ArrayList<>();
      for (Query.SortItem item : call.order()) {
        order.add(
            new Query.SortItem(
                map(List.of(item.value())).get(0), item.isDescending(), item.isNullsFirst()));
      }
      Expression filter = call.filter();
      mapped.add(
          new Query.WindowCall(
              call.function(),
              call.aggregate(),
              map(call.arguments()),
              filter == null ? null : map(List.of(filter)).get(0),
              map(call.partition()),
              order,
              call.frame(),
              call.type()));
    }
    return mapped;
  }
}
