package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.model.Oids;
import io.tablecache.model.ResultField;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds outputs whose type modifier PostgreSQL knows only once it has planned with the values at
 * hand: of a CASE whose condition it can decide before it reads a row, the branch that is left may
 * have the modifier that the whole has not, and the result is described with it.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-ROWDESCRIPTION">PostgreSQL,
 *     RowDescription</a>
 */
final class FoldedOutputs {
  private static final int NO_MODIFIER = -1;

  private static final Set<Integer> TYPES_WITH_MODIFIERS =
      Set.of(
          Oids.NUMERIC,
          Oids.VARCHAR,
          Oids.BPCHAR,
          Oids.TIMESTAMP,
          Oids.TIMESTAMPTZ,
          Oids.TIME,
          Oids.INTERVAL);

  private final IntPredicate isLiteral;

  /**
   * @param isLiteral tells of a slot whether it holds the same for all executions that share a text
   */
  FoldedOutputs(IntPredicate isLiteral) {
    this.isLiteral = isLiteral;
  }

  /** Whether the modifier of a query's column, described as none, may turn out as another one. */
  boolean isUncertain(Query query, int column, ResultField field) {
    return field.typmod() == NO_MODIFIER
        && TYPES_WITH_MODIFIERS.contains(field.typeOid())
        && isFolded(query, column);
  }

  private boolean isFolded(Query query, int column) {
    if (query instanceof Query.Project project) {
      return isFolded(project.outputs().get(column), project.input());
    }
    if (query instanceof Query.Aggregate aggregate) {
      return column < aggregate.keys().size()
          && isFolded(aggregate.keys().get(column), aggregate.input());
    }
    Query input = input(query);
    if (input != null) {
      return column < input.types().size() && isFolded(input, column);
    }
    if (query instanceof Query.Join join) {
      return isFolded(join.left(), join.right(), column);
    }
    if (query instanceof Query.Lateral lateral) {
      return isFolded(lateral.left(), lateral.right(), column);
    }
    return false;
  }

  private boolean isFolded(Query left, Query right, int column) {
    int width = left.types().size();
    return column < width ? isFolded(left, column) : isFolded(right, column - width);
  }

  /** The input whose columns a query has too, in the same places. */
  private static @Nullable Query input(Query query) {
    if (query instanceof Query.Filter filter) {
      return filter.input();
    }
    if (query instanceof Query.Sort sort) {
      return sort.input();
    }
    if (query instanceof Query.Limit limit) {
      return limit.input();
    }
    if (query instanceof Query.Distinct distinct) {
      return distinct.input();
    }
    if (query instanceof Query.DistinctOn distinct) {
      return distinct.input();
    }
    return query instanceof Query.Window window ? window.input() : null;
  }

  private boolean isFolded(Expression expression, Query input) {
    if (expression instanceof Expression.Column column) {
      return isFolded(input, column.ordinal());
    }
    if (expression instanceof Expression.Case choice) {
      if (hasNoModifiers(choice)) {
        return false;
      }
      for (Expression.Branch branch : choice.branches()) {
        if (mayBeConstant(branch.condition()) || isFolded(branch.value(), input)) {
          return true;
        }
      }
      return isFolded(choice.otherwise(), input);
    }
    if (expression instanceof Expression.Coalesce coalesce) {
      List<Expression> values = coalesce.values();
      return values.subList(0, values.size() - 1).stream()
              .anyMatch(value -> !Expressions.hasColumns(value))
          || values.stream().anyMatch(value -> isFolded(value, input));
    }
    return false;
  }

  /** Whether all that can be chosen are parameters and literals, which have no modifier. */
  private static boolean hasNoModifiers(Expression.Case choice) {
    return isBare(choice.otherwise())
        && choice.branches().stream().allMatch(branch -> isBare(branch.value()));
  }

  private static boolean isBare(Expression value) {
    return value instanceof Expression.Slot || value instanceof Expression.Constant;
  }

  /**
   * Whether a condition, or a part of it that may decide it, may be known before a row is read. A
   * parameter may be NULL, and with it what is computed of it.
   */
  private boolean mayBeConstant(Expression condition) {
    if (condition instanceof Expression.And and) {
      return and.operands().stream().anyMatch(this::mayBeConstant);
    }
    if (condition instanceof Expression.Or or) {
      return or.operands().stream().anyMatch(this::mayBeConstant);
    }
    if (condition instanceof Expression.Not not) {
      return mayBeConstant(not.operand());
    }
    return !Expressions.hasColumns(condition)
        || Expressions.contains(
            condition,
            part ->
                part instanceof Expression.Constant constant && constant.value() == null
                    || part instanceof Expression.Slot slot && !isLiteral.test(slot.index()));
  }
}
