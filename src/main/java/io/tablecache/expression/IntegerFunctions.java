package io.tablecache.expression;

import io.tablecache.expression.IntegerOperator.Operation;
import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Map;

/** Operators and functions over smallint, integer and bigint. */
final class IntegerFunctions {
  private static final List<ValueType> TYPES =
      List.of(ValueType.INT2, ValueType.INT4, ValueType.INT8);

  private static final Map<String, Operation> ARITHMETIC =
      Map.of(
          "+", Operation.ADD,
          "-", Operation.SUBTRACT,
          "*", Operation.MULTIPLY,
          "/", Operation.DIVIDE);

  /** Operators for two values of the same type. */
  private static final Map<String, Operation> BITS =
      Map.of("&", Operation.AND, "|", Operation.OR, "#", Operation.XOR);

  private static final Map<String, Operation> SHIFTS =
      Map.of("<<", Operation.SHIFT_LEFT, ">>", Operation.SHIFT_RIGHT);

  private IntegerFunctions() {}

  /** Computes a value of one. */
  private interface Unary {
    long compute(long value) throws EvaluationException;
  }

  /** Computes a value of two. */
  private interface Binary {
    long compute(long left, long right) throws EvaluationException;
  }

  static void register(Functions functions) {
    for (ValueType left : TYPES) {
      for (ValueType right : TYPES) {
        ValueType wider = left.compareTo(right) > 0 ? left : right;
        ARITHMETIC.forEach(
            (name, operation) -> add(functions, name, operation, wider, left, right));
      }
      BITS.forEach((name, operation) -> add(functions, name, operation, left, left, left));
      SHIFTS.forEach(
          (name, operation) -> add(functions, name, operation, left, left, ValueType.INT4));
      for (String name : List.of("%", "mod")) {
        add(functions, name, Operation.REMAINDER, left, left, left);
      }
      registerUnary(functions, left);
    }
    for (ValueType type : List.of(ValueType.INT4, ValueType.INT8)) {
      addBinary(functions, "gcd", type, IntegerFunctions::gcd);
      addBinary(functions, "lcm", type, (left, right) -> lcm(left, right, type));
    }
  }

  private static void add(
      Functions functions,
      String name,
      Operation operation,
      ValueType result,
      ValueType left,
      ValueType right) {
    String key = name + "(" + nameOf(left) + "," + nameOf(right) + ")";
    functions.add(new IntegerOperator(key, result, left, right, operation));
  }

  private static void registerUnary(Functions functions, ValueType type) {
    addUnary(functions, "+", type, value -> value);
    addUnary(functions, "~", type, value -> ~value);
    addUnary(functions, "-", type, value -> negate(value, type));
    for (String name : List.of("@", "abs")) {
      addUnary(functions, name, type, value -> value < 0 ? negate(value, type) : value);
    }
  }

  private static void addUnary(Functions functions, String name, ValueType type, Unary unary) {
    functions.add(
        RowFunction.of(
            name + "(" + nameOf(type) + ")",
            type,
            List.of(type),
            (arguments, row, result) ->
                result.longs[row] = unary.compute(arguments[0].longs[row])));
  }

  private static void addBinary(Functions functions, String name, ValueType type, Binary binary) {
    functions.add(
        RowFunction.of(
            name + "(" + nameOf(type) + "," + nameOf(type) + ")",
            type,
            List.of(type, type),
            (arguments, row, result) ->
                result.longs[row] =
                    binary.compute(arguments[0].longs[row], arguments[1].longs[row])));
  }

  private static long negate(long value, ValueType type) throws EvaluationException {
    if (value == type.minRaw()) {
      throw new EvaluationException("integer out of range");
    }
    return -value;
  }

  private static long gcd(long left, long right) throws EvaluationException {
    // The absolute value of the smallest one is none of its type.
    if (left == Long.MIN_VALUE || right == Long.MIN_VALUE) {
      throw new EvaluationException("gcd of the smallest bigint");
    }
    long a = Math.abs(left);
    long b = Math.abs(right);
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    if (a > Integer.MAX_VALUE && (int) left == left && (int) right == right) {
      throw new EvaluationException("integer out of range");
    }
    return a;
  }

  private static long lcm(long left, long right, ValueType type) throws EvaluationException {
    if (left == 0 || right == 0) {
      return 0;
    }
    long divided = left / gcd(left, right);
    long product = divided * right;
    if (Math.multiplyHigh(divided, right) != product >> 63
        || product <= type.minRaw()
        || product > type.maxRaw()
        || -product < -type.maxRaw()) {
      throw new EvaluationException("integer out of range");
    }
    return Math.abs(product);
  }

  private static String nameOf(ValueType type) {
    return switch (type) {
      case INT2 -> "int2";
      case INT4 -> "int4";
      default -> "int8";
    };
  }
}
