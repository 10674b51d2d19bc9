package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.model.Outcome;
import io.tablecache.model.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a SELECT's result, and behind them those by which it is ordered only. Confined to
 * one thread.
 */
final class OutputRows {
  private final List<Analyzed.Column> columns;
  private final ExpressionAnalyzer analyzer;
  private final Coercer coercer;
  private final List<Expression> values = new ArrayList<>();

  OutputRows(List<Analyzed.Column> columns, ExpressionAnalyzer analyzer, PlanContext context)
      throws Delegated {
    this.columns = columns;
    this.analyzer = analyzer;
    this.coercer = context.coercer();
    for (Analyzed.Column column : columns) {
      values.add(coercer.known(column.value()).expression());
    }
  }

  /** All values, hidden ones last. */
  List<Expression> values() {
    return values;
  }

  /** The items of ORDER BY, over the row of {@link #values}. */
  List<Query.SortItem> order(List<Syntax.Order> order) throws Delegated {
    List<Query.SortItem> items = new ArrayList<>();
    for (Syntax.Order item : order) {
      Typed value = value(item.value());
      analyzer.checkOrdered(value);
      items.add(new Query.SortItem(column(value), item.isDescending(), item.isNullsFirst()));
    }
    return items;
  }

  /** The keys of DISTINCT ON, which must come first in the order. */
  List<Expression> keys(List<Syntax.Node> nodes, List<Query.SortItem> sort) throws Delegated {
    List<Expression> keys = new ArrayList<>();
    for (Syntax.Node node : nodes) {
      Typed value = value(node);
      PredicateAnalyzer.checkEquatable(value);
      Expression key = column(value);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    for (int i = 0; i < Math.min(keys.size(), sort.size()); i++) {
      if (!keys.contains(sort.get(i).value())) {
        throw new Delegated(Outcome.REFUSED_BY_DATABASE, "DISTINCT ON and ORDER BY differ");
      }
    }
    return keys;
  }

  private Typed value(Syntax.Node node) throws Delegated {
    int column = OutputNames.find(node, columns);
    return coercer.known(column >= 0 ? columns.get(column).value() : analyzer.analyze(node));
  }

  /** The column of the row that has a value; a new one if none does. */
  private Expression column(Typed value) {
    int position = values.indexOf(value.expression());
    if (position < 0) {
      position = values.size();
      values.add(value.expression());
    }
    return Analyzed.column(position, value);
  }

  /**
   * The rows of an input with these columns, in order.
   *
   * @param outputs {@link #values} over the input
   */
  Analyzed finish(
      Query input,
      List<Expression> outputs,
      List<Query.SortItem> sort,
      Query.@Nullable RowLimit limit,
      boolean isDistinct,
      List<Expression> distinctOn)
      throws Delegated {
    List<Analyzed.Column> finished = finished();
    if (isDistinct && distinctOn.isEmpty()) {
      if (outputs.size() > columns.size()) {
        throw new Delegated(Outcome.REFUSED_BY_DATABASE, "ORDER BY of what DISTINCT does not keep");
      }
      for (Analyzed.Column column : columns) {
        PredicateAnalyzer.checkEquatable(coercer.known(column.value()));
      }
      Query distinct = new Query.Distinct(new Query.Project(input, outputs));
      return new Analyzed(sorted(distinct, sort, limit), finished);
    }
    List<Query.SortItem> order = new ArrayList<>(sort);
    for (Expression key : distinctOn) {
      if (order.stream().noneMatch(item -> item.value().equals(key))) {
        order.add(new Query.SortItem(key, false, false));
      }
    }
    Query scan = orderedScan(input, outputs, order, distinctOn.isEmpty() ? limit : null);
    Query rows;
    if (distinctOn.isEmpty()) {
      rows =
          scan != null
              ? new Query.Project(scan, visible(outputs))
              : visible(sorted(new Query.Project(input, outputs), order, limit), outputs);
    } else if (scan != null) {
      List<Expression> keys = new ArrayList<>();
      for (Expression key : distinctOn) {
        keys.add(outputs.get(((Expression.Column) key).ordinal()));
      }
      rows = new Query.Project(limited(new Query.DistinctOn(scan, keys), limit), visible(outputs));
    } else {
      Query sorted = sorted(new Query.Project(input, outputs), order, null);
      rows = visible(limited(new Query.DistinctOn(sorted, distinctOn), limit), outputs);
    }
    return new Analyzed(rows, finished);
  }

  private List<Analyzed.Column> finished() {
    List<Analyzed.Column> finished = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Typed value = columns.get(i).value();
      finished.add(
          new Analyzed.Column(
              columns.get(i).name(),
              value.isUnknown() ? value : value.with(Analyzed.column(i, value))));
    }
    return finished;
  }

  private List<Expression> visible(List<Expression> outputs) {
    return outputs.subList(0, columns.size());
  }

  /** The rows without hidden columns. */
  private Query visible(Query rows, List<Expression> outputs) {
    if (outputs.size() == columns.size()) {
      return rows;
    }
    List<Expression> kept = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      kept.add(new Expression.Column(i, outputs.get(i).type()));
    }
    return new Query.Project(rows, kept);
  }

  private static Query sorted(
      Query rows, List<Query.SortItem> sort, Query.@Nullable RowLimit limit) {
    return sort.isEmpty() ? limited(rows, limit) : new Query.Sort(rows, sort, limit);
  }

  private static Query limited(Query rows, Query.@Nullable RowLimit limit) {
    return limit == null ? rows : new Query.Limit(rows, limit);
  }

  /** The input in order, if it is a scan whose own columns decide it; else null. */
  private static @Nullable Query orderedScan(
      Query input,
      List<Expression> outputs,
      List<Query.SortItem> sort,
      Query.@Nullable RowLimit limit) {
    if (!(input instanceof Query.Scan scan) || (limit != null && limit.ties())) {
      return null;
    }
    List<SortKey> keys = new ArrayList<>();
    for (Query.SortItem item : sort) {
      Expression value = outputs.get(((Expression.Column) item.value()).ordinal());
      if (!(value instanceof Expression.Column column) || !column.type().isOrderedAsHeld()) {
        return null;
      }
      keys.add(new SortKey(column.ordinal(), item.isDescending(), item.isNullsFirst()));
    }
    return new Query.Scan(scan.table(), scan.spec(), scan.filter(), keys, limit);
  }
}
