package io.tablecache.plan;

import io.tablecache.expression.Expression;
import java.util.List;

/** Which conditions cannot be true of a row in which the columns of a source are NULL. */
final class Strictness {
  private Strictness() {}

  /** Whether the condition is false or unknown wherever all columns of the source are NULL. */
  static boolean rejectsNulls(Expression condition, Source source) {
    if (condition instanceof Expression.And and) {
      return and.operands().stream().anyMatch(operand -> rejectsNulls(operand, source));
    }
    if (condition instanceof Expression.Or or) {
      return !or.operands().isEmpty()
          && or.operands().stream().allMatch(operand -> rejectsNulls(operand, source));
    }
    if (condition instanceof Expression.Not not) {
      return not.operand() instanceof Expression.IsNull test
          ? isNull(test.operand(), source)
          : isNull(not.operand(), source);
    }
    return isNull(condition, source);
  }

  /** Whether the value is NULL wherever all columns of the source are. */
  private static boolean isNull(Expression value, Source source) {
    if (value instanceof Expression.Column column) {
      return column.ordinal() >= source.offset() && column.ordinal() < source.end();
    }
    if (value instanceof Expression.Comparison comparison) {
      return isAnyNull(List.of(comparison.left(), comparison.right()), source);
    }
    if (value instanceof Expression.In in) {
      return isNull(in.operand(), source);
    }
    if (value instanceof Expression.Not not) {
      return isNull(not.operand(), source);
    }
    return value instanceof Expression.Call call
        && call.function().isStrict()
        && isAnyNull(call.arguments(), source);
  }

  private static boolean isAnyNull(List<Expression> values, Source source) {
    return values.stream().anyMatch(value -> isNull(value, source));
  }
}
