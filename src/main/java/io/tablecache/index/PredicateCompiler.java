package io.tablecache.index;

import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.SubqueryRunner;
import io.tablecache.expression.ValueOrder;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.SlotValues;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes predicates of expressions for one execution.
 *
 * <p>A condition that compares columns with slots and constants becomes loops over the columns as
 * they are held; any other is evaluated over copies of the columns that it reads. Confined to one
 * thread.
 */
final class PredicateCompiler {
  private final EvaluationContext context;
  private final SubqueryRunner subqueries;
  private final SlotValues slots;
  private final ValueType[] types;

  PredicateCompiler(
      TableDefinition definition, EvaluationContext context, SubqueryRunner subqueries) {
    this.context = context;
    this.subqueries = subqueries;
    this.slots = context.slots();
    this.types =
        definition.columns().stream().map(ColumnDefinition::type).toArray(ValueType[]::new);
  }

  /** All of the conditions. */
  Predicate compileAll(List<Expression> conditions) throws EvaluationException {
    List<Predicate> conjuncts = new ArrayList<>();
    for (Expression condition : conditions) {
      addConjuncts(condition, conjuncts);
    }
    return conjuncts.size() == 1
        ? conjuncts.get(0)
        : new Predicate.Connective(true, conjuncts.toArray(new Predicate[0]));
  }

  private void addConjuncts(Expression condition, List<Predicate> into) throws EvaluationException {
    if (condition instanceof Expression.And and) {
      for (Expression operand : and.operands()) {
        addConjuncts(operand, into);
      }
      return;
    }
    Predicate simple = simple(condition);
    into.add(
        simple != null
            ? simple
            : new ExpressionPredicate(Evaluator.of(condition, context, subqueries), types));
  }

  /** A predicate over columns as they are held; null if the condition is not of that kind. */
  private @Nullable Predicate simple(Expression condition) {
    if (condition instanceof Expression.And and) {
      return connective(true, and.operands());
    }
    if (condition instanceof Expression.Or or) {
      return connective(false, or.operands());
    }
    if (condition instanceof Expression.Not not) {
      Predicate operand = simple(not.operand());
      return operand == null ? null : new Predicate.Negation(operand);
    }
    if (condition instanceof Expression.IsNull isNull) {
      return isNull.operand() instanceof Expression.Column column
          ? new ColumnPredicates.IsNull(column.ordinal())
          : null;
    }
    if (condition instanceof Expression.Comparison comparison) {
      return comparison(comparison.comparator(), comparison.left(), comparison.right());
    }
    if (condition instanceof Expression.In in && in.operand() instanceof Expression.Column column) {
      return in(column, in.elements());
    }
    if (condition instanceof Expression.Quantified any
        && any.operand() instanceof Expression.Column column) {
      return quantified(any, column);
    }
    if (condition instanceof Expression.Column column && column.type() == ValueType.BOOL) {
      return new ColumnPredicates.InRange(column.ordinal(), 1, 1, false);
    }
    return null;
  }

  private @Nullable Predicate connective(boolean isAnd, List<Expression> operands) {
    Predicate[] compiled = new Predicate[operands.size()];
    for (int i = 0; i < compiled.length; i++) {
      Predicate operand = simple(operands.get(i));
      if (operand == null) {
        return null;
      }
      compiled[i] = operand;
    }
    return new Predicate.Connective(isAnd, compiled);
  }

  private @Nullable Predicate comparison(Comparator comparator, Expression left, Expression right) {
    if (!(left instanceof Expression.Column column)) {
      return right instanceof Expression.Column
          ? comparison(comparator.mirrored(), right, left)
          : null;
    }
    if (!isComparedAsHeld(column.type()) || !areComparable(column.type(), right.type())) {
      return null;
    }
    if (right instanceof Expression.Column other) {
      return new ColumnPredicates.ColumnsComparison(comparator, column.ordinal(), other.ordinal());
    }
    if (!isKnown(right)) {
      return null;
    }
    Object value = value(right);
    if (value == null) {
      return new Predicate.Constant(Predicate.UNKNOWN);
    }
    int ordinal = column.ordinal();
    return switch (column.type().storage()) {
      case LONG, FLOAT, DOUBLE -> ranged(comparator, ordinal, orderKey(value));
      case UUID -> new ColumnPredicates.UuidComparison(ordinal, comparator, (UUID) value);
      case BYTES ->
          new ColumnPredicates.BytesComparison(ordinal, comparator, Texts.encode((String) value));
    };
  }

  /** Whether values compare as they are held, where they compare at all. */
  private static boolean isComparedAsHeld(ValueType type) {
    return type.storage() != ValueType.Storage.BYTES || type == ValueType.TEXT;
  }

  private static boolean areComparable(ValueType left, ValueType right) {
    return left == right || (left.isInteger() && right.isInteger());
  }

  /** Whether the value is the same for all rows. */
  private static boolean isKnown(Expression expression) {
    return expression instanceof Expression.Slot || expression instanceof Expression.Constant;
  }

  private @Nullable Object value(Expression known) {
    if (known instanceof Expression.Constant constant) {
      return constant.value();
    }
    int slot = ((Expression.Slot) known).index();
    if (slots.isNull(slot)) {
      return null;
    }
    return slots.isRaw(slot) ? (Object) slots.getLong(slot) : slots.getObject(slot);
  }

  /** A comparison of order keys, which are discrete, as an interval. */
  private static Predicate ranged(Comparator comparator, int ordinal, long key) {
    return switch (comparator) {
      case EQ -> new ColumnPredicates.InRange(ordinal, key, key, false);
      case NE -> new ColumnPredicates.InRange(ordinal, key, key, true);
      case LE -> new ColumnPredicates.InRange(ordinal, Long.MIN_VALUE, key, false);
      case GT -> new ColumnPredicates.InRange(ordinal, Long.MIN_VALUE, key, true);
      case GE -> new ColumnPredicates.InRange(ordinal, key, Long.MAX_VALUE, false);
      case LT -> new ColumnPredicates.InRange(ordinal, key, Long.MAX_VALUE, true);
    };
  }

  /** The order key of a raw long or of a float. */
  private static long orderKey(Object value) {
    return value instanceof Long raw ? raw : ValueOrder.orderKey(((Number) value).doubleValue());
  }

  /** The column equals an element; unknown, if none, where an element is NULL. */
  private @Nullable Predicate in(Expression.Column column, List<Expression> elements) {
    if (elements.isEmpty() || !isComparedAsHeld(column.type())) {
      return null;
    }
    @Nullable Object[] values = new Object[elements.size()];
    for (int i = 0; i < values.length; i++) {
      Expression element = elements.get(i);
      if (!isKnown(element) || !areComparable(column.type(), element.type())) {
        return null;
      }
      values[i] = value(element);
    }
    Object[] present = Arrays.stream(values).filter(Objects::nonNull).toArray();
    return oneOf(
        column.ordinal(),
        column.type(),
        present,
        present.length < values.length ? Predicate.UNKNOWN : Predicate.FALSE);
  }

  /** {@code = ANY} of an array, and {@code <> ALL}, which is its negation. */
  private @Nullable Predicate quantified(Expression.Quantified any, Expression.Column column) {
    boolean isNegated = any.isAll();
    if (any.comparator() != (isNegated ? Comparator.NE : Comparator.EQ)
        || !isComparedAsHeld(column.type())
        || !areComparable(column.type(), any.elementType())
        || slots.isNull(any.arraySlot())) {
      return null;
    }
    Object array = slots.getObject(any.arraySlot());
    Object[] present =
        array instanceof long[] raws
            ? Arrays.stream(raws).boxed().toArray()
            : Arrays.stream((Object[]) array).filter(Objects::nonNull).toArray();
    boolean hasNulls =
        slots.hasNullElements(any.arraySlot())
            || (array instanceof Object[] all && present.length < all.length);
    if (present.length == 0 && !hasNulls) {
      return new Predicate.Constant(Predicate.truthOf(isNegated));
    }
    Predicate isMember =
        oneOf(
            column.ordinal(),
            column.type(),
            present,
            hasNulls ? Predicate.UNKNOWN : Predicate.FALSE);
    return isNegated ? new Predicate.Negation(isMember) : isMember;
  }

  /**
   * The column's value is one of those given; unknown where it is NULL.
   *
   * @param values {@link Long}, {@link Float}, {@link Double}, {@link UUID} or {@link String}
   * @param otherwise what holds for other values
   */
  static Predicate oneOf(int ordinal, ValueType type, Object[] values, byte otherwise) {
    return switch (type.storage()) {
      case LONG, FLOAT, DOUBLE ->
          new ColumnPredicates.InLongs(
              ordinal,
              Arrays.stream(values).mapToLong(PredicateCompiler::orderKey).sorted().toArray(),
              otherwise);
      case UUID ->
          new ColumnPredicates.InUuids(
              ordinal, Arrays.copyOf(values, values.length, UUID[].class), otherwise);
      case BYTES ->
          new ColumnPredicates.InBytes(
              ordinal,
              Arrays.stream(values)
                  .map(value -> Texts.encode((String) value))
                  .toArray(byte[][]::new),
              otherwise);
    };
  }
}
