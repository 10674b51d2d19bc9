package io.tablecache.index;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes predicates of expressions for one execution: slots become constants, so that each condition
 * on a column is a loop over its values.
 *
 * <p>{@link Expression.Quantified} is refused where its being false would matter: with NULL
 * elements left out of the array, false cannot be told from unknown. Confined to one thread.
 */
final class PredicateCompiler {
  private final SlotValues slots;

  PredicateCompiler(SlotValues slots) {
    this.slots = slots;
  }

  /** All of the conditions. */
  Predicate compileAll(List<Expression> conditions) {
    return conditions.size() == 1
        ? compile(conditions.get(0), true)
        : connective(true, conditions, true);
  }

  /**
   * @param onlyTruthMatters whether the row's fate is the same if the condition is false or unknown
   */
  private Predicate compile(Expression condition, boolean onlyTruthMatters) {
    if (condition instanceof Expression.And and) {
      return connective(true, and.operands(), onlyTruthMatters);
    }
    if (condition instanceof Expression.Or or) {
      return connective(false, or.operands(), onlyTruthMatters);
    }
    if (condition instanceof Expression.Not not) {
      return new Predicate.Negation(compile(not.operand(), false));
    }
    if (condition instanceof Expression.IsNull isNull) {
      return isNull(isNull.operand());
    }
    if (condition instanceof Expression.Comparison comparison) {
      return comparison(comparison.comparator(), comparison.left(), comparison.right());
    }
    if (condition instanceof Expression.In in) {
      return in(in.operand(), in.elements());
    }
    if (condition instanceof Expression.Quantified any) {
      if (!onlyTruthMatters) {
        throw new IllegalArgumentException("= ANY where false and unknown differ");
      }
      return anyElement(any.operand(), any.arraySlot());
    }
    if (condition instanceof Expression.Column column) {
      requireBoolean(column.type());
      return new ColumnPredicates.InRange(column.ordinal(), 1, 1, false);
    }
    if (!(condition instanceof Expression.Slot slot)) {
      throw new IllegalArgumentException("no condition: " + condition);
    }
    requireBoolean(slot.type());
    return new Predicate.Constant(
        slots.isNull(slot.index())
            ? Predicate.UNKNOWN
            : Predicate.truthOf(slots.getLong(slot.index()) != 0));
  }

  private static void requireBoolean(ValueType type) {
    if (type != ValueType.BOOL) {
      throw new IllegalArgumentException("a value of type " + type + " is no condition");
    }
  }

  private Predicate connective(boolean isAnd, List<Expression> operands, boolean onlyTruthMatters) {
    Predicate[] compiled = new Predicate[operands.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(operands.get(i), onlyTruthMatters);
    }
    return new Predicate.Connective(isAnd, compiled);
  }

  private Predicate isNull(Expression operand) {
    if (operand instanceof Expression.Column column) {
      return new ColumnPredicates.IsNull(column.ordinal());
    }
    if (operand instanceof Expression.Slot slot) {
      return new Predicate.Constant(Predicate.truthOf(slots.isNull(slot.index())));
    }
    return new Predicate.IsUnknown(compile(operand, false));
  }

  private Predicate comparison(Comparator comparator, Expression left, Expression right) {
    if (left instanceof Expression.Column column) {
      requireComparable(column.type());
      if (right instanceof Expression.Slot slot) {
        return comparison(comparator, column, slot);
      }
      if (right instanceof Expression.Column other) {
        requireSameType(column.type(), other.type());
        return new ColumnPredicates.ColumnsComparison(
            comparator, column.ordinal(), other.ordinal());
      }
    }
    if (left instanceof Expression.Slot slot) {
      if (right instanceof Expression.Slot other) {
        return constant(comparator, slot, other);
      }
      if (right instanceof Expression.Column) {
        return comparison(comparator.mirrored(), right, left);
      }
    }
    return new Predicate.TruthComparison(comparator, compile(left, false), compile(right, false));
  }

  private Predicate comparison(
      Comparator comparator, Expression.Column column, Expression.Slot slot) {
    requireSameType(column.type(), slot.type());
    if (slots.isNull(slot.index())) {
      return new Predicate.Constant(Predicate.UNKNOWN);
    }
    int ordinal = column.ordinal();
    return switch (column.type().storage()) {
      case LONG, FLOAT, DOUBLE -> ranged(comparator, ordinal, orderKey(slot));
      case UUID ->
          new ColumnPredicates.UuidComparison(
              ordinal, comparator, (UUID) slots.getObject(slot.index()));
      case BYTES ->
          new ColumnPredicates.BytesComparison(
              ordinal, comparator, Texts.encode((String) slots.getObject(slot.index())));
    };
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

  private Predicate constant(Comparator comparator, Expression.Slot left, Expression.Slot right) {
    requireComparable(left.type());
    requireSameType(left.type(), right.type());
    if (slots.isNull(left.index()) || slots.isNull(right.index())) {
      return new Predicate.Constant(Predicate.UNKNOWN);
    }
    int sign =
        switch (left.type().storage()) {
          case LONG, FLOAT, DOUBLE -> Long.compare(orderKey(left), orderKey(right));
          case UUID -> {
            UUID a = (UUID) slots.getObject(left.index());
            UUID b = (UUID) slots.getObject(right.index());
            yield UuidColumn.compare(
                a.getMostSignificantBits(),
                a.getLeastSignificantBits(),
                b.getMostSignificantBits(),
                b.getLeastSignificantBits());
          }
          case BYTES ->
              Texts.compareBytewise(
                  (String) slots.getObject(left.index()), (String) slots.getObject(right.index()));
        };
    return new Predicate.Constant(Predicate.truthOf(comparator.holds(sign)));
  }

  /** The order key of a slot that is not NULL. */
  private long orderKey(Expression.Slot slot) {
    return slot.type().isDiscrete()
        ? slots.getLong(slot.index())
        : orderKey(slots.getObject(slot.index()));
  }

  private static long orderKey(Object floating) {
    return DoubleColumn.orderKeyOf(((Number) floating).doubleValue());
  }

  /** The operand equals an element; unknown, if none, where an element is NULL. */
  private Predicate in(Expression operand, List<Expression> elements) {
    Predicate set = operand instanceof Expression.Column column ? inSlots(column, elements) : null;
    if (set != null) {
      return set;
    }
    Predicate[] equalities = new Predicate[elements.size()];
    for (int i = 0; i < equalities.length; i++) {
      equalities[i] = comparison(Comparator.EQ, operand, elements.get(i));
    }
    return new Predicate.Connective(false, equalities);
  }

  /** A look-up, if all elements are slots and the values have order keys. */
  private @Nullable Predicate inSlots(Expression.Column column, List<Expression> elements) {
    ValueType.Storage storage = column.type().storage();
    if (storage == ValueType.Storage.UUID
        || storage == ValueType.Storage.BYTES
        || elements.isEmpty()) {
      return null;
    }
    long[] keys = new long[elements.size()];
    int count = 0;
    for (Expression element : elements) {
      if (!(element instanceof Expression.Slot slot)) {
        return null;
      }
      requireSameType(column.type(), slot.type());
      if (!slots.isNull(slot.index())) {
        keys[count++] = orderKey(slot);
      }
    }
    Arrays.sort(keys, 0, count);
    return new ColumnPredicates.InLongs(
        column.ordinal(),
        Arrays.copyOf(keys, count),
        count < elements.size() ? Predicate.UNKNOWN : Predicate.FALSE);
  }

  private Predicate anyElement(Expression operand, int arraySlot) {
    if (!(operand instanceof Expression.Column column)) {
      throw new IllegalArgumentException("= ANY of something other than a column");
    }
    requireComparable(column.type());
    if (slots.isNull(arraySlot)) {
      return new Predicate.Constant(Predicate.UNKNOWN);
    }
    Object array = slots.getObject(arraySlot);
    if (array instanceof long[] raws) {
      if (!column.type().isDiscrete()) {
        throw new IllegalArgumentException(column.type() + " is compared with raw longs");
      }
      long[] keys = raws.clone();
      Arrays.sort(keys);
      return new ColumnPredicates.InLongs(column.ordinal(), keys, Predicate.UNKNOWN);
    }
    return oneOf(column.ordinal(), column.type(), (Object[]) array, Predicate.UNKNOWN);
  }

  /**
   * The column's value is one of those given.
   *
   * @param values {@link Long}, {@link Float}, {@link Double}, {@link UUID} or {@link String}
   * @param otherwise what holds for other values
   */
  static Predicate oneOf(int ordinal, ValueType type, Object[] values, byte otherwise) {
    return switch (type.storage()) {
      case LONG ->
          new ColumnPredicates.InLongs(
              ordinal,
              Arrays.stream(values).mapToLong(value -> (Long) value).sorted().toArray(),
              otherwise);
      case FLOAT, DOUBLE ->
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

  private static void requireComparable(ValueType type) {
    if (!RowComparator.isOrdered(type)) {
      throw new IllegalArgumentException("values of type " + type + " are not compared here");
    }
  }

  private static void requireSameType(ValueType left, ValueType right) {
    if (left != right && !(left.isInteger() && right.isInteger())) {
      throw new IllegalArgumentException(left + " is compared with " + right);
    }
  }
}
