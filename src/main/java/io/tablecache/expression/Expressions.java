package io.tablecache.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is found in expressions, and expressions made from others. */
public final class Expressions {
  private Expressions() {}

  /**
   * The expression with parts replaced: wherever the function gives an expression for a part, from
   * the whole downwards, that one is taken, and nothing within it is looked at.
   *
   * @throws IllegalArgumentException if a column to which a subquery refers is replaced by
   *     something else than a column
   */
  public static Expression replace(
      Expression expression, Function<Expression, @Nullable Expression> replacement) {
    Expression replaced = replacement.apply(expression);
    if (replaced != null) {
      return replaced;
    }
    if (expression instanceof Expression.Comparison e) {
      return new Expression.Comparison(
          e.comparator(), replace(e.left(), replacement), replace(e.right(), replacement));
    }
    if (expression instanceof Expression.NotDistinct e) {
      return new Expression.NotDistinct(
          replace(e.left(), replacement), replace(e.right(), replacement));
    }
    if (expression instanceof Expression.In e) {
      return new Expression.In(
          replace(e.operand(), replacement), replaceAll(e.elements(), replacement));
    }
    if (expression instanceof Expression.Quantified e) {
      return new Expression.Quantified(
          e.comparator(),
          e.isAll(),
          replace(e.operand(), replacement),
          e.arraySlot(),
          e.elementType());
    }
    if (expression instanceof Expression.IsNull e) {
      return new Expression.IsNull(replace(e.operand(), replacement));
    }
    if (expression instanceof Expression.IsTruth e) {
      return new Expression.IsTruth(replace(e.operand(), replacement), e.truth());
    }
    if (expression instanceof Expression.Not e) {
      return new Expression.Not(replace(e.operand(), replacement));
    }
    if (expression instanceof Expression.And e) {
      return new Expression.And(replaceAll(e.operands(), replacement));
    }
    if (expression instanceof Expression.Or e) {
      return new Expression.Or(replaceAll(e.operands(), replacement));
    }
    if (expression instanceof Expression.Call e) {
      return new Expression.Call(e.function(), replaceAll(e.arguments(), replacement));
    }
    if (expression instanceof Expression.Case e) {
      List<Expression.Branch> branches = new ArrayList<>();
      for (Expression.Branch branch : e.branches()) {
        branches.add(
            new Expression.Branch(
                replace(branch.condition(), replacement), replace(branch.value(), replacement)));
      }
      return new Expression.Case(branches, replace(e.otherwise(), replacement), e.type());
    }
    if (expression instanceof Expression.Coalesce e) {
      return new Expression.Coalesce(replaceAll(e.values(), replacement), e.type());
    }
    if (expression instanceof Expression.Extreme e) {
      return new Expression.Extreme(e.isGreatest(), replaceAll(e.values(), replacement), e.type());
    }
    if (expression instanceof Expression.ScalarSubquery e) {
      return new Expression.ScalarSubquery(e.query(), outer(e.outer(), replacement), e.type());
    }
    if (expression instanceof Expression.Exists e) {
      return new Expression.Exists(e.query(), outer(e.outer(), replacement));
    }
    if (expression instanceof Expression.InSubquery e) {
      return new Expression.InSubquery(
          replaceAll(e.operands(), replacement), e.query(), outer(e.outer(), replacement));
    }
    return expression;
  }

  private static List<Expression> replaceAll(
      List<Expression> expressions, Function<Expression, @Nullable Expression> replacement) {
    List<Expression> replaced = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      replaced.add(replace(expression, replacement));
    }
    return replaced;
  }

  private static List<Expression.OuterColumn> outer(
      List<Expression.OuterColumn> columns,
      Function<Expression, @Nullable Expression> replacement) {
    List<Expression.OuterColumn> replaced = new ArrayList<>();
    for (Expression.OuterColumn outer : columns) {
      if (!(replace(outer.column(), replacement) instanceof Expression.Column column)) {
        throw new IllegalArgumentException("a subquery refers to something else than a column");
      }
      replaced.add(new Expression.OuterColumn(outer.slot(), column));
    }
    return replaced;
  }

  /** Whether the condition holds for the expression or a part of it; not within subqueries. */
  public static boolean contains(Expression expression, Predicate<Expression> condition) {
    boolean[] found = new boolean[1];
    replace(
        expression,
        part -> {
          found[0] |= condition.test(part);
          return found[0] ? part : null;
        });
    return found[0];
  }

  /** Whether the value depends on the input's row. */
  public static boolean hasColumns(Expression expression) {
    return contains(expression, part -> part instanceof Expression.Column);
  }

  /** Whether the expression has a subquery. */
  public static boolean hasSubquery(Expression expression) {
    return contains(
        expression,
        part ->
            part instanceof Expression.ScalarSubquery
                || part instanceof Expression.Exists
                || part instanceof Expression.InSubquery);
  }

  /** The expression with each column's ordinal made larger by a distance. */
  public static Expression shift(Expression expression, int distance) {
    return distance == 0
        ? expression
        : replace(
            expression,
            part ->
                part instanceof Expression.Column column
                    ? new Expression.Column(column.ordinal() + distance, column.type())
                    : null);
  }

  /** The operands of a conjunction, down to those that are none; a single one otherwise. */
  public static List<Expression> conjuncts(Expression condition) {
    List<Expression> conjuncts = new ArrayList<>();
    addConjuncts(condition, conjuncts);
    return conjuncts;
  }

  private static void addConjuncts(Expression condition, List<Expression> into) {
    if (condition instanceof Expression.And and) {
      and.operands().forEach(operand -> addConjuncts(operand, into));
    } else {
      into.add(condition);
    }
  }
}
