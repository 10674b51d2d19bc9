package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A comparison with any or all of some constants, one after the other. */
final class QuantifiedEvaluator extends Evaluator {
  private final Expression.Comparator comparator;
  private final boolean isAll;
  private final Evaluator operand;
  private final boolean hasNulls;
  private final ValueOrder order;

  /** The constants that are not NULL. */
  private final Vector elements;

  private final int size;
  private final Vector result = new Vector(ValueType.BOOL);

  /**
   * @param values in the form of constants', null for NULL
   * @param hasNulls whether NULL is among them, be it given or left out
   */
  QuantifiedEvaluator(
      Expression.Comparator comparator,
      boolean isAll,
      Evaluator operand,
      @Nullable Object[] values,
      boolean hasNulls) {
    super(ValueType.BOOL);
    this.comparator = comparator;
    this.isAll = isAll;
    this.operand = operand;
    this.hasNulls = hasNulls;
    this.order = ValueOrder.of(operand.type());
    Object[] present = Arrays.stream(values).filter(Objects::nonNull).toArray();
    this.size = present.length;
    this.elements = new Vector(operand.type());
    elements.reset(size);
    for (int i = 0; i < size; i++) {
      elements.set(i, present[i]);
    }
  }

  @Override
  public Vector evaluate(Block block) throws EvaluationException {
    Vector values = operand.evaluate(block);
    int count = block.count();
    result.reset(count);
    boolean isEmpty = size == 0 && !hasNulls;
    for (int i = 0; i < count; i++) {
      boolean isNull = values.isNull(i);
      if (!isEmpty && !isNull && isDecided(values, i)) {
        result.longs[i] = isAll ? 0 : 1;
      } else if (!isEmpty && (isNull || hasNulls)) {
        result.setNull(i);
      } else {
        result.longs[i] = isAll ? 1 : 0;
      }
    }
    return result;
  }

  /** Whether an element for which the comparison does (ANY) or does not (ALL) hold is there. */
  private boolean isDecided(Vector values, int row) {
    for (int k = 0; k < size; k++) {
      if (comparator.holds(order.compare(values, row, elements, k)) != isAll) {
        return true;
      }
    }
    return false;
  }
}
