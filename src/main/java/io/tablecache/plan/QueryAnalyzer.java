package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes relational operators of SELECTs, one within the other. Confined to one thread.
 *
 * <p>A query of WITH is put in place of its name wherever that stands: over one snapshot it has the
 * same rows each time.
 */
final class QueryAnalyzer {
  private final PlanContext context;
  private final RelationResolver relations;

  QueryAnalyzer(PlanContext context, RelationResolver relations) {
    this.context = context;
    this.relations = relations;
  }

  PlanContext context() {
    return context;
  }

  TableDefinition resolve(Syntax.Table table) throws Delegated {
    return relations.resolve(table);
  }

  /**
   * A whole statement.
   *
   * @param labels the names of its columns as PostgreSQL says them
   */
  Analyzed statement(Syntax.Select select, List<String> labels) throws Delegated {
    Scope scope = Scope.of(context);
    if (select.body() instanceof Syntax.Block block) {
      return new BlockAnalyzer(this, scope, common(CommonTables.NONE, select), block, List.of())
          .analyze(select.order(), limit(select, scope), labels);
    }
    return select(select, scope, CommonTables.NONE);
  }

  /** The queries of WITH; one that takes a cached table's name is not worth the risk. */
  private CommonTables common(CommonTables outer, Syntax.Select select) throws Delegated {
    for (Syntax.CommonTable table : select.with()) {
      if (relations.isCached(table.name())) {
        throw new Delegated(
            Outcome.OTHER_RELATION, "WITH takes the name of the cached table " + table.name());
      }
    }
    return outer.with(select.with());
  }

  /** A SELECT with its rows in order. */
  Analyzed select(Syntax.Select select, Scope scope, CommonTables with) throws Delegated {
    return select(select, scope, with, List.of());
  }

  /**
   * @param types the types that the columns must have, as a set operation asks for; empty if none
   */
  private Analyzed select(
      Syntax.Select select, Scope scope, CommonTables outerWith, List<Integer> types)
      throws Delegated {
    CommonTables with = common(outerWith, select);
    Query.RowLimit limit = limit(select, scope);
    if (select.body() instanceof Syntax.Block block) {
      return new BlockAnalyzer(this, scope, with, block, types).analyze(select.order(), limit);
    }
    Analyzed body = body(select.body(), scope, with, types);
    return select.order().isEmpty() && limit == null
        ? body
        : new Analyzed(ordered(body, select.order(), limit), body.columns());
  }

  /** Orders the rows of a set operation, whose columns alone can be named. */
  private Query ordered(Analyzed body, List<Syntax.Order> order, Query.@Nullable RowLimit limit)
      throws Delegated {
    List<Query.SortItem> items = new ArrayList<>();
    for (Syntax.Order item : order) {
      int column = OutputNames.find(item.value(), body.columns());
      if (column < 0) {
        throw new Delegated(Outcome.UNSUPPORTED_ORDER, "ORDER BY of a set operation");
      }
      Typed value = body.columns().get(column).value();
      new ExpressionAnalyzer(Scope.of(context), null, null).checkOrdered(value);
      items.add(
          new Query.SortItem(
              Analyzed.column(column, value), item.isDescending(), item.isNullsFirst()));
    }
    return items.isEmpty() && limit != null
        ? new Query.Limit(body.query(), limit)
        : new Query.Sort(body.query(), items, limit);
  }

  private Query.@Nullable RowLimit limit(Syntax.Select select, Scope scope) throws Delegated {
    Expression count = count(select.limit(), scope);
    Expression offset = count(select.offset(), scope);
    return count == null && offset == null
        ? null
        : new Query.RowLimit(count, offset, select.withTies());
  }

  private @Nullable Expression count(Syntax.@Nullable Node node, Scope scope) throws Delegated {
    if (node == null) {
      return null;
    }
    Typed given = new ExpressionAnalyzer(scope.sibling(), null, null).analyze(node);
    Typed count = given.type().isInteger() ? given : context.coercer().coerce(given, Oids.INT8);
    return context.isDerivable(count.expression()) ? context.derive(count.expression()) : refuse();
  }

  private static Expression refuse() throws Delegated {
    throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "LIMIT or OFFSET that depends on a row");
  }

  private Analyzed body(Syntax.Body body, Scope scope, CommonTables with, List<Integer> types)
      throws Delegated {
    if (body instanceof Syntax.Nested nested) {
      return select(nested.select(), scope, with, types);
    }
    if (body instanceof Syntax.ValuesList values) {
      return values(values, scope, types);
    }
    if (body instanceof Syntax.Block block) {
      return new BlockAnalyzer(this, scope, with, block, types).analyze(List.of(), null);
    }
    return setOperation((Syntax.SetOperation) body, scope, with, types);
  }

  private Analyzed values(Syntax.ValuesList list, Scope scope, List<Integer> types)
      throws Delegated {
    ExpressionAnalyzer analyzer = new ExpressionAnalyzer(scope.sibling(), null, this);
    List<List<Typed>> rows = new ArrayList<>();
    for (List<Syntax.Node> row : list.rows()) {
      rows.add(analyzer.analyzeAll(row));
    }
    int width = rows.get(0).size();
    List<List<Expression>> expressions = new ArrayList<>();
    rows.forEach(row -> expressions.add(new ArrayList<>()));
    List<Analyzed.Column> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      List<Typed> column = new ArrayList<>();
      for (List<Typed> row : rows) {
        if (row.size() != width) {
          throw new Delegated(Outcome.REFUSED_BY_DATABASE, "VALUES lists of different lengths");
        }
        column.add(row.get(i));
      }
      List<Typed> common = context.coercer().common(column);
      for (int j = 0; j < rows.size(); j++) {
        Typed value = common.get(j);
        if (!types.isEmpty()) {
          value = context.coercer().coerce(value, types.get(i));
        }
        if (!context.isDerivable(value.expression())) {
          throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "VALUES that depend on a row");
        }
        expressions.get(j).add(context.derive(value.expression()));
        common = replaced(common, j, value);
      }
      Typed first = common.get(0);
      columns.add(new Analyzed.Column("column" + (i + 1), first.with(Analyzed.column(i, first))));
    }
    return new Analyzed(
        new Query.Values(expressions, columns.stream().map(c -> c.value().type()).toList()),
        columns);
  }

  private static List<Typed> replaced(List<Typed> values, int i, Typed value) {
    List<Typed> copy = new ArrayList<>(values);
    copy.set(i, value);
    return copy;
  }

  private Analyzed setOperation(
      Syntax.SetOperation operation, Scope scope, CommonTables with, List<Integer> types)
      throws Delegated {
    Analyzed left = body(operation.left(), scope, with, List.of());
    Analyzed right = body(operation.right(), scope, with, List.of());
    if (left.columns().size() != right.columns().size()) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "branches of different widths");
    }
    List<Integer> common = new ArrayList<>();
    List<Analyzed.Column> columns = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      Typed a = left.columns().get(i).value();
      Typed b = right.columns().get(i).value();
      Typed shared = context.coercer().common(List.of(a, b)).get(0);
      if (!types.isEmpty()) {
        shared = context.coercer().coerce(shared, types.get(i));
      }
      shared = context.coercer().known(shared);
      common.add(shared.oid());
      Typed.Collation collation = a.collation().with(b.collation());
      columns.add(
          new Analyzed.Column(
              left.columns().get(i).name(),
              new Typed(Analyzed.column(i, shared), shared.oid(), collation)));
    }
    // Once more, now that each branch's columns have their types.
    left = body(operation.left(), scope, with, common);
    right = body(operation.right(), scope, with, common);
    boolean keepsAll =
        operation.isAll() && operation.operator() == Syntax.SetOperation.Operator.UNION;
    for (Analyzed.Column column : columns) {
      if (!keepsAll) {
        PredicateAnalyzer.checkEquatable(column.value());
      }
    }
    Query query =
        switch (operation.operator()) {
          case UNION -> {
            Query both =
                new Query.Append(
                    List.of(left.query(), right.query()),
                    columns.stream().map(c -> c.value().type()).toList());
            yield operation.isAll() ? both : new Query.Distinct(both);
          }
          case INTERSECT, EXCEPT ->
              new Query.SetOperation(
                  left.query(),
                  right.query(),
                  operation.operator() == Syntax.SetOperation.Operator.INTERSECT,
                  operation.isAll());
        };
    return new Analyzed(query, columns);
  }

  /** A SELECT of rows and columns only, whose source can stand in its place. */
  record Flat(Source source, List<Analyzed.Column> columns) {}

  /** The SELECT as a source with its conditions; null if it does more than choose. */
  @Nullable Flat flat(Syntax.Select select, Scope scope, CommonTables outerWith, int offset)
      throws Delegated {
    if (!(select.body() instanceof Syntax.Block block)
        || select.limit() != null
        || select.offset() != null
        || !select.order().isEmpty()
        || block.isDistinct()
        || block.groupBy() != null
        || block.having() != null
        || block.from().isEmpty()) {
      return null;
    }
    BlockAnalyzer analyzer =
        new BlockAnalyzer(this, scope, common(outerWith, select), block, List.of());
    return analyzer.flat(offset);
  }

  // Subqueries in expressions.

  Typed scalar(Syntax.Select select, Scope scope) throws Delegated {
    Scope inner = scope.subquery();
    Analyzed analyzed = select(select, inner, CommonTables.NONE);
    if (analyzed.columns().size() != 1) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "a subquery of several columns");
    }
    Typed column = context.coercer().known(analyzed.columns().get(0).value());
    return column.with(
        new Expression.ScalarSubquery(analyzed.query(), inner.outerColumns(), column.type()));
  }

  Typed exists(Syntax.Select select, Scope scope) throws Delegated {
    Scope inner = scope.subquery();
    Analyzed analyzed = select(select, inner, CommonTables.NONE);
    return Typed.of(new Expression.Exists(analyzed.query(), inner.outerColumns()), Oids.BOOL);
  }

  Typed in(List<Typed> operands, Syntax.Select select, boolean isNegated, Scope scope)
      throws Delegated {
    Scope inner = scope.subquery();
    Analyzed analyzed = select(select, inner, CommonTables.NONE);
    if (analyzed.columns().size() != operands.size()) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "IN of a subquery of other width");
    }
    PredicateAnalyzer predicates =
        new PredicateAnalyzer(new ExpressionAnalyzer(scope, null, this), context);
    List<Expression> left = new ArrayList<>();
    List<Expression> right = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Typed column = context.coercer().known(analyzed.columns().get(i).value());
      Expression.Comparison comparison =
          (Expression.Comparison) predicates.comparison(Comparator.EQ, operands.get(i), column);
      if (comparison.left().type() != comparison.right().type()) {
        throw new Delegated(Outcome.UNSUPPORTED_TYPES, "IN of a subquery of other types");
      }
      left.add(comparison.left());
      right.add(comparison.right());
    }
    Query query = new Query.Project(analyzed.query(), right);
    Expression in = new Expression.InSubquery(left, query, inner.outerColumns());
    return Typed.of(isNegated ? new Expression.Not(in) : in, Oids.BOOL);
  }

  /** The condition's parts, each of which must be true. */
  static List<Expression> conjuncts(Expression condition) {
    return Expressions.conjuncts(Conditions.normalize(condition));
  }
}
