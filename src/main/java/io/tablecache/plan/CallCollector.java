package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates and window functions of one SELECT. In expressions, a column beyond any input's
 * stands for each, until it is known where their values are. Confined to one thread.
 */
final class CallCollector {
  private static final int FIRST_AGGREGATE = 1 << 20;
  private static final int FIRST_WINDOW = 1 << 21;
  private static final int FIRST_GROUPING = 1 << 22;

  private final List<Query.AggregateCall> aggregates = new ArrayList<>();
  private final List<Query.WindowCall> windows = new ArrayList<>();
  private final List<List<Expression>> groupings = new ArrayList<>();

  /** The window definitions of the WINDOW clause. */
  private final List<Syntax.NamedWindow> named;

  CallCollector(List<Syntax.NamedWindow> named) {
    this.named = named;
  }

  List<Syntax.NamedWindow> named() {
    return named;
  }

  Expression add(Query.AggregateCall call) {
    int index = aggregates.indexOf(call);
    if (index < 0) {
      index = aggregates.size();
      aggregates.add(call);
    }
    return new Expression.Column(FIRST_AGGREGATE + index, call.function().result());
  }

  Expression add(Query.WindowCall call) {
    int index = windows.indexOf(call);
    if (index < 0) {
      index = windows.size();
      windows.add(call);
    }
    return new Expression.Column(FIRST_WINDOW + index, call.type());
  }

  /** {@code GROUPING(arguments)}. */
  Expression addGrouping(List<Expression> arguments) {
    groupings.add(List.copyOf(arguments));
    return new Expression.Column(FIRST_GROUPING + groupings.size() - 1, ValueType.INT4);
  }

  List<Query.AggregateCall> aggregates() {
    return aggregates;
  }

  List<Query.WindowCall> windows() {
    return windows;
  }

  List<List<Expression>> groupings() {
    return groupings;
  }

  static boolean isAggregate(Expression.Column column) {
    return column.ordinal() >= FIRST_AGGREGATE && column.ordinal() < FIRST_WINDOW;
  }

  static int aggregate(Expression.Column column) {
    return column.ordinal() - FIRST_AGGREGATE;
  }

  static boolean isWindow(Expression.Column column) {
    return column.ordinal() >= FIRST_WINDOW && column.ordinal() < FIRST_GROUPING;
  }

  static int window(Expression.Column column) {
    return column.ordinal() - FIRST_WINDOW;
  }

  static boolean isGrouping(Expression.Column column) {
    return column.ordinal() >= FIRST_GROUPING;
  }

  static int grouping(Expression.Column column) {
    return column.ordinal() - FIRST_GROUPING;
  }
}
