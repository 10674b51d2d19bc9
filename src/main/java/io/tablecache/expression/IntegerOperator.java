package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/** An operator over two integers, as plain loops over the primitive values. Immutable. */
final class IntegerOperator extends ScalarFunction {
  /** What is computed. */
  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REMAINDER,
    AND,
    OR,
    XOR,
    SHIFT_LEFT,
    SHIFT_RIGHT
  }

  private final Operation operation;
  private final int bits;

  IntegerOperator(
      String key, ValueType result, ValueType left, ValueType right, Operation operation) {
    super(key, result, List.of(left, right), Dependence.NONE);
    this.operation = operation;
    this.bits =
        result == ValueType.INT2 ? Short.SIZE : result == ValueType.INT4 ? Integer.SIZE : Long.SIZE;
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    long[] left = arguments[0].longs;
    long[] right = arguments[1].longs;
    long[] into = result.longs;
    boolean isSuspect =
        switch (operation) {
          case ADD -> add(left, right, into, count);
          case SUBTRACT -> subtract(left, right, into, count);
          case MULTIPLY -> multiply(left, right, into, count);
          case DIVIDE -> divide(left, right, into, count);
          case REMAINDER -> remainder(left, right, into, count);
          case AND, OR, XOR -> combine(left, right, into, count);
          case SHIFT_LEFT, SHIFT_RIGHT -> shift(left, right, into, count);
        };
    if (isSuspect) {
      requireNoFailure(left, right, into, count, result);
    }
  }

  private boolean add(long[] left, long[] right, long[] into, int count) {
    if (bits < Long.SIZE) {
      for (int i = 0; i < count; i++) {
        into[i] = left[i] + right[i];
      }
      return isOutside(into, count);
    }
    long overflow = 0;
    for (int i = 0; i < count; i++) {
      long sum = left[i] + right[i];
      overflow |= (left[i] ^ sum) & (right[i] ^ sum);
      into[i] = sum;
    }
    return overflow < 0;
  }

  private boolean subtract(long[] left, long[] right, long[] into, int count) {
    if (bits < Long.SIZE) {
      for (int i = 0; i < count; i++) {
        into[i] = left[i] - right[i];
      }
      return isOutside(into, count);
    }
    long overflow = 0;
    for (int i = 0; i < count; i++) {
      long difference = left[i] - right[i];
      overflow |= (left[i] ^ right[i]) & (left[i] ^ difference);
      into[i] = difference;
    }
    return overflow < 0;
  }

  private boolean multiply(long[] left, long[] right, long[] into, int count) {
    if (bits < Long.SIZE) {
      for (int i = 0; i < count; i++) {
        into[i] = left[i] * right[i];
      }
      return isOutside(into, count);
    }
    long overflow = 0;
    for (int i = 0; i < count; i++) {
      long product = left[i] * right[i];
      overflow |= Math.multiplyHigh(left[i], right[i]) ^ product >> 63;
      into[i] = product;
    }
    return overflow != 0;
  }

  private boolean divide(long[] left, long[] right, long[] into, int count) {
    boolean isSuspect = false;
    for (int i = 0; i < count; i++) {
      long divisor = right[i];
      if (divisor == 0) {
        isSuspect = true;
      } else {
        into[i] = left[i] / divisor;
        isSuspect |= divisor == -1 && left[i] == Long.MIN_VALUE;
      }
    }
    return isSuspect || (bits < Long.SIZE && isOutside(into, count));
  }

  private static boolean remainder(long[] left, long[] right, long[] into, int count) {
    boolean isSuspect = false;
    for (int i = 0; i < count; i++) {
      long divisor = right[i];
      if (divisor == 0) {
        isSuspect = true;
      } else {
        into[i] = left[i] % divisor;
      }
    }
    return isSuspect;
  }

  private boolean combine(long[] left, long[] right, long[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] =
          operation == Operation.AND
              ? left[i] & right[i]
              : operation == Operation.OR ? left[i] | right[i] : left[i] ^ right[i];
    }
    return false;
  }

  private boolean shift(long[] left, long[] right, long[] into, int count) {
    boolean isSuspect = false;
    for (int i = 0; i < count; i++) {
      long distance = right[i];
      isSuspect |= distance < 0 || distance >= bits;
      into[i] =
          operation == Operation.SHIFT_RIGHT
              ? left[i] >> distance
              : left[i] << distance << Long.SIZE - bits >> Long.SIZE - bits;
    }
    return isSuspect;
  }

  /** Whether a value is none of the result's type. */
  private boolean isOutside(long[] values, int count) {
    long min = result().minRaw();
    long max = result().maxRaw();
    long outside = 0;
    for (int i = 0; i < count; i++) {
      outside |= (values[i] - min) | (max - values[i]);
    }
    return outside < 0;
  }

  /** Something failed, unless it was where a NULL is. */
  private void requireNoFailure(long[] left, long[] right, long[] into, int count, Vector result)
      throws EvaluationException {
    for (int i = 0; i < count; i++) {
      if (!result.isNull(i) && fails(left[i], right[i], into[i])) {
        throw new EvaluationException(key() + " fails");
      }
    }
  }

  private boolean fails(long left, long right, long value) {
    if (operation == Operation.SHIFT_LEFT || operation == Operation.SHIFT_RIGHT) {
      // The processor decides what such a shift means.
      return right < 0 || right >= bits;
    }
    if (operation == Operation.DIVIDE || operation == Operation.REMAINDER) {
      if (right == 0) {
        return true;
      }
    }
    if (bits < Long.SIZE) {
      return value < result().minRaw() || value > result().maxRaw();
    }
    return switch (operation) {
      case ADD -> ((left ^ value) & (right ^ value)) < 0;
      case SUBTRACT -> ((left ^ right) & (left ^ value)) < 0;
      case MULTIPLY -> Math.multiplyHigh(left, right) != value >> 63;
      case DIVIDE -> left == Long.MIN_VALUE && right == -1;
      default -> false;
    };
  }
}
