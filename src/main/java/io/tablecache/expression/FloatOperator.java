package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/** An operator over two floats, as plain loops over the primitive values. Immutable. */
final class FloatOperator extends ScalarFunction {
  /** What is computed. */
  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE
  }

  private final Operation operation;

  FloatOperator(
      String key, ValueType result, ValueType left, ValueType right, Operation operation) {
    super(key, result, List.of(left, right), Dependence.NONE);
    this.operation = operation;
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    double[] left = arguments[0].doubles;
    double[] right = arguments[1].doubles;
    double[] into = result.doubles;
    switch (operation) {
      case ADD -> {
        for (int i = 0; i < count; i++) {
          into[i] = left[i] + right[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < count; i++) {
          into[i] = left[i] - right[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < count; i++) {
          into[i] = left[i] * right[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < count; i++) {
          into[i] = left[i] / right[i];
        }
      }
    }
    if (result() == ValueType.FLOAT4) {
      // The double has enough digits, that rounding twice gives the same as rounding once.
      for (int i = 0; i < count; i++) {
        into[i] = (float) into[i];
      }
    }
    for (int i = 0; i < count; i++) {
      if (isSuspect(into[i]) && !result.isNull(i) && fails(left[i], right[i], into[i])) {
        throw new EvaluationException(key() + " fails");
      }
    }
  }

  /** Whether a result could come from an overflow, an underflow or a division by 0. */
  private static boolean isSuspect(double value) {
    return value == 0 || !Double.isFinite(value);
  }

  private boolean fails(double left, double right, double value) {
    return switch (operation) {
      case ADD, SUBTRACT ->
          Double.isInfinite(value) && !Double.isInfinite(left) && !Double.isInfinite(right);
      case MULTIPLY ->
          (Double.isInfinite(value) && !Double.isInfinite(left) && !Double.isInfinite(right))
              || (value == 0 && left != 0 && right != 0);
      case DIVIDE ->
          (right == 0 && !Double.isNaN(left))
              || (Double.isInfinite(value) && !Double.isInfinite(left))
              || (value == 0 && left != 0 && !Double.isInfinite(right));
    };
  }
}
