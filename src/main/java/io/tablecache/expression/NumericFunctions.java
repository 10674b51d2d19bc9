package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** Operators and functions over numeric: those whose result is exact in PostgreSQL's scale. */
final class NumericFunctions {
  /** Larger ones have more digits than are worth it. */
  private static final long MAX_FACTORIAL = 200;

  private NumericFunctions() {}

  /** Computes a value of one. */
  private interface Unary {
    Numeric compute(Numeric value) throws EvaluationException;
  }

  /** Computes a value of two. */
  private interface Binary {
    Numeric compute(Numeric left, Numeric right) throws EvaluationException;
  }

  /** Computes a value of a number of digits. */
  private interface Scaling {
    Numeric compute(Numeric value, long scale) throws EvaluationException;
  }

  static void register(Functions functions) {
    addBinary(functions, "+", NumericMath::add);
    addBinary(functions, "-", NumericMath::subtract);
    addBinary(functions, "*", NumericMath::multiply);
    addBinary(functions, "/", NumericMath::divide);
    addBinary(functions, "%", NumericMath::remainder);
    addBinary(functions, "mod", NumericMath::remainder);
    addBinary(functions, "div", NumericMath::quotient);
    add(functions, "+", value -> value);
    add(functions, "-", NumericMath::negate);
    add(functions, "@", NumericMath::abs);
    add(functions, "abs", NumericMath::abs);
    add(functions, "sign", NumericMath::sign);
    add(functions, "floor", NumericMath::floor);
    add(functions, "ceil", NumericMath::ceil);
    add(functions, "ceiling", NumericMath::ceil);
    add(functions, "round", value -> NumericMath.round(value, 0));
    add(functions, "trunc", value -> NumericMath.truncate(value, 0));
    add(functions, "sqrt", NumericMath::sqrt);
    addScaling(functions, "round", NumericMath::round);
    addScaling(functions, "trunc", NumericMath::truncate);
    addScaling(functions, "numeric", NumericMath::applyModifier);
    functions.add(
        RowFunction.of(
            "factorial(int8)",
            ValueType.NUMERIC,
            List.of(ValueType.INT8),
            (arguments, row, result) -> result.objects[row] = factorial(arguments[0].longs[row])));
    functions.add(
        RowFunction.of(
            "scale(numeric)",
            ValueType.INT4,
            List.of(ValueType.NUMERIC),
            (arguments, row, result) -> {
              Numeric value = value(arguments[0], row);
              if (value.isFinite()) {
                result.longs[row] = value.scale();
              } else {
                result.setNull(row);
              }
            }));
  }

  /** The number in a row, which is not NULL. */
  static Numeric value(Vector vector, int row) {
    return (Numeric) Objects.requireNonNull(vector.objects[row]);
  }

  private static void add(Functions functions, String name, Unary unary) {
    functions.add(
        RowFunction.of(
            name + "(numeric)",
            ValueType.NUMERIC,
            List.of(ValueType.NUMERIC),
            (arguments, row, result) ->
                result.objects[row] = unary.compute(value(arguments[0], row))));
  }

  private static void addBinary(Functions functions, String name, Binary binary) {
    functions.add(
        RowFunction.of(
            name + "(numeric,numeric)",
            ValueType.NUMERIC,
            List.of(ValueType.NUMERIC, ValueType.NUMERIC),
            (arguments, row, result) ->
                result.objects[row] =
                    binary.compute(value(arguments[0], row), value(arguments[1], row))));
  }

  private static void addScaling(Functions functions, String name, Scaling scaling) {
    functions.add(
        RowFunction.of(
            name + "(numeric,int4)",
            ValueType.NUMERIC,
            List.of(ValueType.NUMERIC, ValueType.INT4),
            (arguments, row, result) ->
                result.objects[row] =
                    scaling.compute(value(arguments[0], row), arguments[1].longs[row])));
  }

  private static Numeric factorial(long number) throws EvaluationException {
    if (number < 0 || number > MAX_FACTORIAL) {
      throw new EvaluationException("factorial of a negative or large number");
    }
    BigInteger product = BigInteger.ONE;
    for (long factor = 2; factor <= number; factor++) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return Numeric.of(new BigDecimal(product));
  }
}
