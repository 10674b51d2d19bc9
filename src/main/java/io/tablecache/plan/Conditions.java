package io.tablecache.plan;

import io.tablecache.expression.Expression;
import java.util.List;

/** Conditions in a form from which an index spec can be read. */
final class Conditions {
  private Conditions() {}

  /**
   * The condition with NOT brought down to what has no opposite. By De Morgan's laws, which hold in
   * three-valued logic too.
   */
  static Expression normalize(Expression condition) {
    if (condition instanceof Expression.And and) {
      return new Expression.And(all(and.operands(), false));
    }
    if (condition instanceof Expression.Or or) {
      return new Expression.Or(all(or.operands(), false));
    }
    return condition instanceof Expression.Not not ? negate(not.operand()) : condition;
  }

  private static Expression negate(Expression condition) {
    if (condition instanceof Expression.Not not) {
      return normalize(not.operand());
    }
    if (condition instanceof Expression.And and) {
      return new Expression.Or(all(and.operands(), true));
    }
    if (condition instanceof Expression.Or or) {
      return new Expression.And(all(or.operands(), true));
    }
    if (condition instanceof Expression.Comparison comparison) {
      return new Expression.Comparison(
          comparison.comparator().negated(), comparison.left(), comparison.right());
    }
    return new Expression.Not(condition);
  }

  private static List<Expression> all(List<Expression> operands, boolean isNegated) {
    return operands.stream()
        .map(operand -> isNegated ? negate(operand) : normalize(operand))
        .toList();
  }
}
