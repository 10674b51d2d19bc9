package io.tablecache.execute;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import java.util.BitSet;
import java.util.List;

/** A set of columns of an input: those that are read above it. Confined to one thread. */
final class Columns {
  private final BitSet ordinals = new BitSet();

  /** The first {@code count} columns. */
  static Columns all(int count) {
    Columns columns = new Columns();
    columns.ordinals.set(0, count);
    return columns;
  }

  static Columns of(List<Expression> expressions) {
    return new Columns().addAll(expressions);
  }

  Columns copy() {
    return new Columns().addAll(this);
  }

  boolean contains(int ordinal) {
    return ordinals.get(ordinal);
  }

  Columns addAll(Columns other) {
    ordinals.or(other.ordinals);
    return this;
  }

  Columns addAll(List<Expression> expressions) {
    expressions.forEach(this::add);
    return this;
  }

  Columns addItems(List<Query.SortItem> items) {
    items.forEach(item -> add(item.value()));
    return this;
  }

  Columns add(int ordinal) {
    ordinals.set(ordinal);
    return this;
  }

  /** The columns from {@code from} on, below {@code to}, counted from there. */
  Columns range(int from, int to) {
    Columns columns = new Columns();
    columns.ordinals.or(ordinals.get(from, to));
    return columns;
  }

  /** Adds the columns that an expression reads. */
  Columns add(Expression expression) {
    if (expression instanceof Expression.Column column) {
      ordinals.set(column.ordinal());
    } else if (expression instanceof Expression.Comparison comparison) {
      add(comparison.left()).add(comparison.right());
    } else if (expression instanceof Expression.NotDistinct notDistinct) {
      add(notDistinct.left()).add(notDistinct.right());
    } else if (expression instanceof Expression.In in) {
      add(in.operand()).addAll(in.elements());
    } else if (expression instanceof Expression.Quantified quantified) {
      add(quantified.operand());
    } else if (expression instanceof Expression.IsNull isNull) {
      add(isNull.operand());
    } else if (expression instanceof Expression.IsTruth isTruth) {
      add(isTruth.operand());
    } else if (expression instanceof Expression.Not not) {
      add(not.operand());
    } else if (expression instanceof Expression.And and) {
      addAll(and.operands());
    } else if (expression instanceof Expression.Or or) {
      addAll(or.operands());
    } else if (expression instanceof Expression.Call call) {
      addAll(call.arguments());
    } else if (expression instanceof Expression.Case cases) {
      cases.branches().forEach(branch -> add(branch.condition()).add(branch.value()));
      add(cases.otherwise());
    } else if (expression instanceof Expression.Coalesce coalesce) {
      addAll(coalesce.values());
    } else if (expression instanceof Expression.Extreme extreme) {
      addAll(extreme.values());
    } else if (expression instanceof Expression.ScalarSubquery subquery) {
      addOuter(subquery.outer());
    } else if (expression instanceof Expression.Exists exists) {
      addOuter(exists.outer());
    } else if (expression instanceof Expression.InSubquery in) {
      addAll(in.operands()).addOuter(in.outer());
    } else if (!(expression instanceof Expression.Slot
        || expression instanceof Expression.Constant)) {
      throw new IllegalArgumentException("unknown columns of " + expression.getClass());
    }
    return this;
  }

  Columns addOuter(List<Expression.OuterColumn> outer) {
    outer.forEach(column -> add(column.column()));
    return this;
  }
}
