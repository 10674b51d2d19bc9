package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a value is one of some constants, or none of them: a search among sorted ones. */
final class MembershipEvaluator extends Evaluator {
  private final Evaluator operand;
  private final boolean isNegated;
  private final boolean hasNulls;
  private final ValueOrder order;

  /** The constants that are not NULL, ascending. */
  private final Vector sorted;

  private final int size;
  private final Vector result = new Vector(ValueType.BOOL);

  /**
   * @param values in the form of constants', null for NULL
   * @param hasNulls whether NULL is among them, be it given or left out
   */
  MembershipEvaluator(
      Evaluator operand, @Nullable Object[] values, boolean hasNulls, boolean isNegated) {
    super(ValueType.BOOL);
    this.operand = operand;
    this.isNegated = isNegated;
    this.hasNulls = hasNulls;
    this.order = ValueOrder.of(operand.type());
    Object[] present = Arrays.stream(values).filter(Objects::nonNull).toArray();
    this.size = present.length;
    Vector given = new Vector(operand.type());
    given.reset(size);
    for (int i = 0; i < size; i++) {
      given.set(i, present[i]);
    }
    this.sorted = new Vector(operand.type());
    sorted.reset(size);
    int[] ascending =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> order.compare(given, a, given, b))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < size; i++) {
      sorted.copy(i, given, ascending[i]);
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
      if (isEmpty || (!isNull && isMember(values, i))) {
        result.longs[i] = isEmpty == isNegated ? 1 : 0;
      } else if (isNull || hasNulls) {
        result.setNull(i);
      } else {
        result.longs[i] = isNegated ? 1 : 0;
      }
    }
    return result;
  }

  private boolean isMember(Vector values, int row) {
    if (sorted.kind == Vector.Kind.LONG) {
      return Arrays.binarySearch(sorted.longs, 0, size, values.longs[row]) >= 0;
    }
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int sign = order.compare(sorted, middle, values, row);
      if (sign == 0) {
        return true;
      }
      if (sign < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
