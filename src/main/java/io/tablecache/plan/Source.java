package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.expression.Query.JoinKind;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a FROM clause while conditions are still being brought down to where they can be
 * decided. Its columns are a run of those of the whole clause's row. Confined to one thread.
 */
abstract sealed class Source {
  private final int offset;
  private final int width;

  private Source(int offset, int width) {
    this.offset = offset;
    this.width = width;
  }

  final int offset() {
    return offset;
  }

  /** The number behind the last column's. */
  final int end() {
    return offset + width;
  }

  /** Whether the expression's columns are all of this source; true if it has none. */
  final boolean has(Expression expression) {
    return !Expressions.contains(
        expression,
        part ->
            part instanceof Expression.Column column
                && (column.ordinal() < offset || column.ordinal() >= end()));
  }

  /** The expression over this source's own row. */
  final Expression own(Expression expression) {
    return Expressions.shift(expression, -offset);
  }

  /** Takes a condition over columns of this source that must be true of each row. */
  abstract void restrict(Expression condition);

  /** Learns that rows with NULLs in the columns of a part are not wanted. */
  void rejectNullsOf(Expression condition) {}

  abstract Query build(PlanContext context) throws Delegated;

  static Query filtered(Query input, List<Expression> conditions, PlanContext context) {
    if (conditions.isEmpty()) {
      return input;
    }
    Expression condition =
        conditions.size() == 1 ? conditions.get(0) : new Expression.And(conditions);
    return new Query.Filter(input, context.derive(condition));
  }

  /** A cached table. */
  static final class OfTable extends Source {
    private final TableDefinition table;
    private final List<Expression> conditions = new ArrayList<>();
    private final List<Expression> late = new ArrayList<>();

    OfTable(TableDefinition table, int offset) {
      super(offset, table.columns().size());
      this.table = table;
    }

    @Override
    void restrict(Expression condition) {
      (Expressions.hasSubquery(condition) ? late : conditions).add(own(condition));
    }

    @Override
    Query build(PlanContext context) throws Delegated {
      return filtered(Extraction.scan(table, conditions, context), late, context);
    }
  }

  /** Rows that are made by another query, of slots or of nothing. */
  static final class OfQuery extends Source {
    private final Query query;
    private final List<Expression> conditions = new ArrayList<>();

    OfQuery(Query query, int offset) {
      super(offset, query.types().size());
      this.query = query;
    }

    @Override
    void restrict(Expression condition) {
      conditions.add(own(condition));
    }

    @Override
    Query build(PlanContext context) {
      return filtered(query, conditions, context);
    }
  }

  /** Two sources side by side. */
  static final class OfJoin extends Source {
    private final Source left;
    private final Source right;
    private JoinKind kind;
    private final List<Expression> on = new ArrayList<>();
    private final List<Expression> above = new ArrayList<>();

    OfJoin(Source left, Source right, JoinKind kind) {
      super(left.offset, left.width + right.width);
      this.left = left;
      this.right = right;
      this.kind = kind;
    }

    /** Takes a condition of ON. */
    void on(Expression condition) {
      if (kind == JoinKind.INNER) {
        restrict(condition);
      } else if (right.has(condition) && Expressions.hasColumns(condition)) {
        right.restrict(condition);
      } else {
        on.add(condition);
      }
    }

    @Override
    void restrict(Expression condition) {
      rejectNullsOf(condition);
      if (left.has(condition)) {
        left.restrict(condition);
      } else if (kind == JoinKind.LEFT || Expressions.hasSubquery(condition)) {
        above.add(own(condition));
      } else if (right.has(condition)) {
        right.restrict(condition);
      } else {
        on.add(condition);
      }
    }

    /** A condition that no row of NULLs on the right can meet makes the join an inner one. */
    @Override
    void rejectNullsOf(Expression condition) {
      left.rejectNullsOf(condition);
      if (kind == JoinKind.LEFT && Strictness.rejectsNulls(condition, right)) {
        kind = JoinKind.INNER;
        List<Expression> former = List.copyOf(on);
        on.clear();
        former.forEach(this::restrict);
      }
      right.rejectNullsOf(condition);
    }

    @Override
    Query build(PlanContext context) throws Delegated {
      List<Expression> leftKeys = new ArrayList<>();
      List<Expression> rightKeys = new ArrayList<>();
      List<Expression> rest = new ArrayList<>();
      for (Expression condition : on) {
        if (!addKeys(condition, leftKeys, rightKeys)) {
          rest.add(own(condition));
        }
      }
      Expression condition =
          rest.isEmpty()
              ? null
              : context.derive(rest.size() == 1 ? rest.get(0) : new Expression.And(rest));
      Query join =
          new Query.Join(
              left.build(context),
              right.build(context),
              kind,
              leftKeys.stream().map(context::derive).toList(),
              rightKeys.stream().map(context::derive).toList(),
              condition);
      return filtered(join, above, context);
    }

    private boolean addKeys(
        Expression condition, List<Expression> leftKeys, List<Expression> rightKeys) {
      if (!(condition instanceof Expression.Comparison comparison)
          || comparison.comparator() != Comparator.EQ
          || comparison.left().type() != comparison.right().type()
          || Expressions.hasSubquery(comparison)) {
        return false;
      }
      Expression a = comparison.left();
      Expression b = comparison.right();
      if (left.has(b) && right.has(a)) {
        Expression exchanged = a;
        a = b;
        b = exchanged;
      }
      if (!left.has(a)
          || !right.has(b)
          || !Expressions.hasColumns(a)
          || !Expressions.hasColumns(b)) {
        return false;
      }
      leftKeys.add(left.own(a));
      rightKeys.add(right.own(b));
      return true;
    }
  }

  /** A source and a query that is made anew for each of its rows. */
  static final class OfLateral extends Source {
    private final Source left;
    private final Query right;
    private final JoinKind kind;
    private final List<Expression.OuterColumn> outer;
    private final @Nullable Expression condition;
    private final List<Expression> above = new ArrayList<>();

    /**
     * @param outer over the row of the whole clause
     * @param condition likewise; null for true
     */
    OfLateral(
        Source left,
        Query right,
        JoinKind kind,
        List<Expression.OuterColumn> outer,
        @Nullable Expression condition) {
      super(left.offset, left.width + right.types().size());
      this.left = left;
      this.right = right;
      this.kind = kind;
      this.outer = List.copyOf(outer);
      this.condition = condition;
    }

    @Override
    void restrict(Expression restriction) {
      if (left.has(restriction)) {
        left.restrict(restriction);
      } else {
        above.add(own(restriction));
      }
    }

    @Override
    Query build(PlanContext context) throws Delegated {
      List<Expression.OuterColumn> own = new ArrayList<>();
      for (Expression.OuterColumn column : outer) {
        own.add(
            new Expression.OuterColumn(
                column.slot(),
                new Expression.Column(
                    column.column().ordinal() - offset(), column.column().type())));
      }
      Expression on = condition == null ? null : context.derive(own(condition));
      Query lateral = new Query.Lateral(left.build(context), right, kind, own, on);
      return filtered(lateral, above, context);
    }
  }
}
