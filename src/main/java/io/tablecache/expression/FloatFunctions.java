package io.tablecache.expression;

import io.tablecache.expression.FloatOperator.Operation;
import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Map;

/**
 * Operators and functions over real and double precision: those for which Java and the C library
 * give the same double for sure.
 */
final class FloatFunctions {
  private static final Map<String, Operation> ARITHMETIC =
      Map.of(
          "+", Operation.ADD,
          "-", Operation.SUBTRACT,
          "*", Operation.MULTIPLY,
          "/", Operation.DIVIDE);

  /** PostgreSQL's own constant. */
  private static final double RADIANS_PER_DEGREE = 0.0174532925199432957692;

  private static final int MAX_EXPONENT = 1000;

  /** Beyond this, a power may be too large or too small for a double with all its digits. */
  private static final int MAX_BINARY_EXPONENT = 900;

  private FloatFunctions() {}

  /** Computes a value of one. */
  private interface Unary {
    double compute(double value) throws EvaluationException;
  }

  static void register(Functions functions) {
    List<ValueType> types = List.of(ValueType.FLOAT4, ValueType.FLOAT8);
    for (ValueType left : types) {
      for (ValueType right : types) {
        ValueType wider = left.compareTo(right) > 0 ? left : right;
        String operands = "(" + nameOf(left) + "," + nameOf(right) + ")";
        ARITHMETIC.forEach(
            (name, operation) ->
                functions.add(new FloatOperator(name + operands, wider, left, right, operation)));
      }
      add(functions, "+", left, value -> value);
      add(functions, "-", left, value -> -value);
      add(functions, "@", left, Math::abs);
      add(functions, "abs", left, Math::abs);
    }
    add(functions, "floor", ValueType.FLOAT8, Math::floor);
    add(functions, "ceil", ValueType.FLOAT8, Math::ceil);
    add(functions, "ceiling", ValueType.FLOAT8, Math::ceil);
    add(functions, "round", ValueType.FLOAT8, Math::rint);
    add(
        functions,
        "trunc",
        ValueType.FLOAT8,
        value -> value >= 0 ? Math.floor(value) : Math.ceil(value));
    add(functions, "sign", ValueType.FLOAT8, value -> value > 0 ? 1 : value < 0 ? -1 : 0);
    add(functions, "sqrt", ValueType.FLOAT8, FloatFunctions::sqrt);
    add(functions, "|/", ValueType.FLOAT8, FloatFunctions::sqrt);
    add(functions, "degrees", ValueType.FLOAT8, FloatFunctions::degrees);
    add(functions, "radians", ValueType.FLOAT8, FloatFunctions::radians);
    for (String name : List.of("power", "pow", "^")) {
      functions.add(
          RowFunction.of(
              name + "(float8,float8)",
              ValueType.FLOAT8,
              List.of(ValueType.FLOAT8, ValueType.FLOAT8),
              (arguments, row, result) ->
                  result.doubles[row] =
                      power(arguments[0].doubles[row], arguments[1].doubles[row])));
    }
    functions.add(
        RowFunction.of(
            "pi()",
            ValueType.FLOAT8,
            List.of(),
            (arguments, row, result) -> result.doubles[row] = Math.PI));
  }

  private static void add(Functions functions, String name, ValueType type, Unary unary) {
    functions.add(
        RowFunction.of(
            name + "(" + nameOf(type) + ")",
            type,
            List.of(type),
            (arguments, row, result) ->
                result.doubles[row] = unary.compute(arguments[0].doubles[row])));
  }

  private static double sqrt(double value) throws EvaluationException {
    if (value < 0) {
      throw new EvaluationException("square root of a negative number");
    }
    return Math.sqrt(value);
  }

  /**
   * A power that a double holds exactly, so that every C library has it: others differ in their
   * last bit.
   */
  private static double power(double base, double exponent) throws EvaluationException {
    if (exponent == 0 || base == 1) {
      return 1; // Of NaN too.
    }
    if (Double.isNaN(base) || Double.isNaN(exponent)) {
      return Double.NaN;
    }
    boolean isCount = exponent > 0 && exponent <= MAX_EXPONENT && exponent == Math.rint(exponent);
    if (isCount && base == 0) {
      return exponent % 2 == 0 ? 0 : base;
    }
    int binary = Math.getExponent(base);
    if (!isCount || Math.abs(binary) * exponent > MAX_BINARY_EXPONENT) {
      throw new EvaluationException("a power that may not be exact");
    }
    // The base is an odd number times a power of two.
    long significand = (Double.doubleToLongBits(base) & (1L << 52) - 1) | 1L << 52;
    int zeros = Long.numberOfTrailingZeros(significand);
    long odd = significand >> zeros;
    long power = 1;
    for (int i = 0; i < exponent && odd > 1; i++) {
      if (power > (1L << 53) / odd) {
        throw new EvaluationException("a power that is not exact");
      }
      power *= odd;
    }
    double result = Math.scalb((double) power, (int) ((binary - 52 + zeros) * exponent));
    return base < 0 && exponent % 2 != 0 ? -result : result;
  }

  private static double degrees(double value) throws EvaluationException {
    double degrees = value / RADIANS_PER_DEGREE;
    if (Double.isInfinite(degrees) && !Double.isInfinite(value)) {
      throw new EvaluationException("float out of range");
    }
    return degrees;
  }

  private static double radians(double value) throws EvaluationException {
    double radians = value * RADIANS_PER_DEGREE;
    if (radians == 0 && value != 0) {
      throw new EvaluationException("float out of range");
    }
    return radians;
  }

  private static String nameOf(ValueType type) {
    return type == ValueType.FLOAT4 ? "float4" : "float8";
  }
}
