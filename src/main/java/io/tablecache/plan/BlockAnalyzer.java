package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes relational operators of one SELECT ... FROM ... WHERE ... GROUP BY ... HAVING.
 *
 * <p>Confined to one thread.
 */
final class BlockAnalyzer {
  private final QueryAnalyzer queries;
  private final PlanContext context;
  private final Scope outer;
  private final CommonTables with;
  private final Syntax.Block block;
  private final List<Integer> types;
  private final CallCollector calls;

  /**
   * @param outer the scope of the query, without the names of its FROM clause
   * @param types the types that the columns must have; empty if any will do
   */
  BlockAnalyzer(
      QueryAnalyzer queries,
      Scope outer,
      CommonTables with,
      Syntax.Block block,
      List<Integer> types) {
    this.queries = queries;
    this.context = queries.context();
    this.outer = outer;
    this.with = with;
    this.block = block;
    this.types = types;
    this.calls = new CallCollector(block.windows());
  }

  /** The block as a source; null if it computes more than its rows have. */
  QueryAnalyzer.@Nullable Flat flat(int offset) throws Delegated {
    FromAnalyzer.Named from = from(offset);
    ExpressionAnalyzer analyzer = analyzer(from);
    List<Analyzed.Column> columns = outputs(from, analyzer);
    if (!calls.aggregates().isEmpty() || !calls.windows().isEmpty()) {
      return null;
    }
    where(from);
    return new QueryAnalyzer.Flat(from.source(), columns);
  }

  private FromAnalyzer.Named from(int offset) throws Delegated {
    return new FromAnalyzer(queries, context).clause(block.from(), outer, with, offset);
  }

  private ExpressionAnalyzer analyzer(FromAnalyzer.Named from) {
    return new ExpressionAnalyzer(outer.with(from.names()), calls, queries);
  }

  private void where(FromAnalyzer.Named from) throws Delegated {
    Syntax.Node where = block.where();
    if (where == null) {
      return;
    }
    ExpressionAnalyzer analyzer = new ExpressionAnalyzer(outer.with(from.names()), null, queries);
    for (Expression conjunct : QueryAnalyzer.conjuncts(analyzer.condition(where))) {
      from.source().restrict(conjunct);
    }
  }

  private List<Analyzed.Column> outputs(FromAnalyzer.Named from, ExpressionAnalyzer analyzer)
      throws Delegated {
    Scope scope = outer.with(from.names());
    List<Analyzed.Column> columns = new ArrayList<>();
    for (Syntax.Output output : block.outputs()) {
      if (output instanceof Syntax.Item item) {
        columns.add(new Analyzed.Column(OutputNames.of(item), analyzer.analyze(item.value())));
        continue;
      }
      List<String> qualifier = ((Syntax.Star) output).qualifier();
      NameSpace.Entry entry = qualifier.isEmpty() ? null : from.names().entry(qualifier);
      if (entry == null && !qualifier.isEmpty()) {
        throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, String.join(".", qualifier) + ".*");
      }
      for (NameSpace.NamedColumn column :
          entry == null ? from.names().columns() : entry.columns()) {
        columns.add(new Analyzed.Column(column.name(), scope.read(column)));
      }
    }
    return types.isEmpty() ? columns : typed(columns);
  }

  private List<Analyzed.Column> typed(List<Analyzed.Column> columns) throws Delegated {
    if (columns.size() != types.size()) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "branches of different widths");
    }
    List<Analyzed.Column> typed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Analyzed.Column column = columns.get(i);
      typed.add(
          new Analyzed.Column(
              column.name(), context.coercer().coerce(column.value(), types.get(i))));
    }
    return typed;
  }

  Analyzed analyze(List<Syntax.Order> order, Query.@Nullable RowLimit limit) throws Delegated {
    return analyze(order, limit, List.of());
  }

  /**
   * @param labels the columns' names as PostgreSQL said them; empty if it was not asked
   */
  Analyzed analyze(List<Syntax.Order> order, Query.@Nullable RowLimit limit, List<String> labels)
      throws Delegated {
    FromAnalyzer.Named from = from(0);
    where(from);
    ExpressionAnalyzer analyzer = analyzer(from);
    List<Analyzed.Column> columns = outputs(from, analyzer);
    if (!labels.isEmpty()) {
      columns = labelled(columns, labels);
    }
    Grouping grouping = Grouping.of(block.groupBy(), columns, from.names(), analyzer);
    Syntax.Node having = block.having();
    Expression havingCondition = having == null ? null : analyzer.condition(having);
    OutputRows rows = new OutputRows(columns, analyzer, context);
    List<Query.SortItem> sort = rows.order(order);
    List<Expression> distinctOn = rows.keys(block.distinctOn(), sort);
    Query input = from.source().build(context);
    List<Expression> values = rows.values();
    boolean isGrouped =
        grouping != null || havingCondition != null || !calls.aggregates().isEmpty();
    if (isGrouped) {
      GroupedRows grouped = new GroupedRows(grouping, calls, context);
      input = grouped.over(input);
      values = grouped.map(values);
      if (havingCondition != null) {
        input =
            new Query.Filter(input, context.derive(grouped.map(List.of(havingCondition)).get(0)));
      }
      input = windows(input, grouped.mapWindows(calls.windows()));
    } else {
      input = windows(input, calls.windows());
    }
    int width = input.types().size() - calls.windows().size();
    values = values.stream().map(value -> windowColumns(value, width)).toList();
    return rows.finish(
        input,
        values.stream().map(context::derive).toList(),
        sort,
        limit,
        block.isDistinct(),
        distinctOn);
  }

  private static List<Analyzed.Column> labelled(List<Analyzed.Column> columns, List<String> labels)
      throws Delegated {
    if (columns.size() != labels.size()) {
      throw new Delegated(Outcome.AMBIGUOUS, "PostgreSQL returns " + labels.size() + " columns");
    }
    List<Analyzed.Column> labelled = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      labelled.add(new Analyzed.Column(labels.get(i), columns.get(i).value()));
    }
    return labelled;
  }

  private Query windows(Query input, List<Query.WindowCall> windowCalls) {
    if (windowCalls.isEmpty()) {
      return input;
    }
    List<Query.WindowCall> derived = new ArrayList<>();
    for (Query.WindowCall call : windowCalls) {
      Expression filter = call.filter();
      derived.add(
          new Query.WindowCall(
              call.function(),
              call.aggregate(),
              call.arguments().stream().map(context::derive).toList(),
              filter == null ? null : context.derive(filter),
              call.partition().stream().map(context::derive).toList(),
              call.order().stream()
                  .map(
                      item ->
                          new Query.SortItem(
                              context.derive(item.value()),
                              item.isDescending(),
                              item.isNullsFirst()))
                  .toList(),
              call.frame(),
              call.type()));
    }
    return new Query.Window(input, derived);
  }

  /** Puts the columns behind the input's in place of what stands for window functions. */
  private static Expression windowColumns(Expression value, int width) {
    return Expressions.replace(
        value,
        part ->
            part instanceof Expression.Column column && CallCollector.isWindow(column)
                ? new Expression.Column(width + CallCollector.window(column), column.type())
                : null);
  }
}
