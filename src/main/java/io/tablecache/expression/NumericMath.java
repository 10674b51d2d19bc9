package io.tablecache.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * PostgreSQL's arithmetic on type numeric, with its result scales and special values.
 *
 * <p>Stateless and thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-math.html">PostgreSQL,
 *     Mathematical Functions</a>
 */
final class NumericMath {
  /** How many significant digits a quotient has at least. */
  private static final int MIN_SIGNIFICANT_DIGITS = 16;

  /** Digits are counted in groups of so many, as PostgreSQL holds them. */
  private static final int GROUP = 4;

  private static final int MAX_DISPLAY_SCALE = 1000;

  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private NumericMath() {}

  static Numeric add(Numeric left, Numeric right) throws EvaluationException {
    if (left.isSmall() && right.isSmall() && left.scale() == right.scale()) {
      long a = left.unscaled();
      long b = right.unscaled();
      long sum = a + b;
      if (((a ^ sum) & (b ^ sum)) >= 0) {
        return Numeric.of(sum, left.scale());
      }
    }
    if (left.isFinite() && right.isFinite()) {
      return Numeric.checked(left.decimal().add(right.decimal()));
    }
    if (left.isNaN() || right.isNaN()) {
      return Numeric.NAN;
    }
    if (left.isInfinite() && right.isInfinite()) {
      return left.signum() == right.signum() ? left : Numeric.NAN;
    }
    return left.isInfinite() ? left : right;
  }

  static Numeric subtract(Numeric left, Numeric right) throws EvaluationException {
    return add(left, negate(right));
  }

  static Numeric negate(Numeric value) {
    if (value.isFinite()) {
      return value.isSmall() && value.unscaled() != Long.MIN_VALUE
          ? Numeric.of(-value.unscaled(), value.scale())
          : Numeric.of(value.decimal().negate());
    }
    return value.isNaN() ? value : infinity(-value.signum());
  }

  static Numeric abs(Numeric value) {
    return value.signum() < 0 ? negate(value) : value;
  }

  /** -1, 0 or 1; NaN for NaN. */
  static Numeric sign(Numeric value) {
    return value.isNaN() ? value : Numeric.of(value.signum());
  }

  static Numeric multiply(Numeric left, Numeric right) throws EvaluationException {
    if (left.isSmall() && right.isSmall()) {
      long a = left.unscaled();
      long b = right.unscaled();
      long high = Math.multiplyHigh(a, b);
      long low = a * b;
      int scale = left.scale() + right.scale();
      if (high == low >> 63 && scale <= MAX_DISPLAY_SCALE) {
        return Numeric.of(low, scale);
      }
    }
    if (left.isFinite() && right.isFinite()) {
      return Numeric.checked(left.decimal().multiply(right.decimal()));
    }
    if (left.isNaN() || right.isNaN()) {
      return Numeric.NAN;
    }
    return infinity(left.signum() * right.signum());
  }

  static Numeric divide(Numeric left, Numeric right) throws EvaluationException {
    if (left.isNaN() || right.isNaN()) {
      return Numeric.NAN;
    }
    if (left.isInfinite()) {
      if (right.isInfinite()) {
        return Numeric.NAN;
      }
      requireDivisor(right);
      return infinity(left.signum() * right.signum());
    }
    if (right.isInfinite()) {
      return Numeric.ZERO;
    }
    requireDivisor(right);
    return divide(left.decimal(), right.decimal());
  }

  static Numeric divide(BigDecimal left, BigDecimal right) throws EvaluationException {
    return Numeric.checked(left.divide(right, quotientScale(left, right), RoundingMode.HALF_UP));
  }

  /** The scale that PostgreSQL gives a quotient. */
  static int quotientScale(BigDecimal left, BigDecimal right) {
    int groups = leadingGroup(left) - leadingGroup(right);
    if (firstGroup(left) <= firstGroup(right)) {
      groups--;
    }
    int scale = MIN_SIGNIFICANT_DIGITS - groups * GROUP;
    scale = Math.max(scale, Math.max(left.scale(), right.scale()));
    return Math.min(Math.max(scale, 0), MAX_DISPLAY_SCALE);
  }

  /** The power of 10,000 of the first group of digits that is not 0. */
  private static int leadingGroup(BigDecimal value) {
    return value.signum() == 0 ? 0 : Math.floorDiv(exponent(value), GROUP);
  }

  /** The value of the first group of digits that is not 0. */
  private static int firstGroup(BigDecimal value) {
    if (value.signum() == 0) {
      return 0;
    }
    int digits = Math.floorMod(exponent(value), GROUP) + 1;
    BigDecimal shifted = value.abs().movePointRight(digits - 1 - exponent(value));
    return shifted.setScale(0, RoundingMode.DOWN).intValueExact();
  }

  /** The power of ten of the first digit that is not 0. */
  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  /** The remainder of the truncating division. */
  static Numeric remainder(Numeric left, Numeric right) throws EvaluationException {
    if (left.isNaN() || right.isNaN()) {
      return Numeric.NAN;
    }
    if (left.isInfinite()) {
      if (right.isFinite()) {
        requireDivisor(right);
      }
      return Numeric.NAN;
    }
    if (right.isInfinite()) {
      return left;
    }
    requireDivisor(right);
    int scale = Math.max(left.scale(), right.scale());
    return Numeric.checked(left.decimal().remainder(right.decimal()).setScale(scale));
  }

  /** The truncated quotient. */
  static Numeric quotient(Numeric left, Numeric right) throws EvaluationException {
    if (left.isFinite() && right.isFinite()) {
      requireDivisor(right);
      return Numeric.checked(
          left.decimal().divideToIntegralValue(right.decimal()).setScale(0, RoundingMode.DOWN));
    }
    return divide(left, right);
  }

  static Numeric round(Numeric value, long scale) throws EvaluationException {
    return rescale(value, scale, RoundingMode.HALF_UP);
  }

  static Numeric truncate(Numeric value, long scale) throws EvaluationException {
    return rescale(value, scale, RoundingMode.DOWN);
  }

  static Numeric ceil(Numeric value) throws EvaluationException {
    return rescale(value, 0, RoundingMode.CEILING);
  }

  static Numeric floor(Numeric value) throws EvaluationException {
    return rescale(value, 0, RoundingMode.FLOOR);
  }

  private static Numeric rescale(Numeric value, long scale, RoundingMode rounding)
      throws EvaluationException {
    if (!value.isFinite()) {
      return value;
    }
    if (scale == value.scale()) {
      return value;
    }
    if (scale > MAX_DISPLAY_SCALE || scale < -MAX_DISPLAY_SCALE) {
      throw new EvaluationException("numeric rounded to many digits");
    }
    return Numeric.checked(value.decimal().setScale((int) scale, rounding));
  }

  static Numeric sqrt(Numeric value) throws EvaluationException {
    if (value.isNaN()) {
      return value;
    }
    if (value.signum() < 0) {
      throw new EvaluationException("square root of a negative number");
    }
    if (value.isInfinite()) {
      return value;
    }
    BigDecimal decimal = value.decimal();
    // The weight of the root's first digit is estimated from that of the value's first group.
    int digits = (leadingGroup(decimal) + 1) * GROUP / 2 - 1;
    int scale = Math.max(MIN_SIGNIFICANT_DIGITS - digits, decimal.scale());
    return Numeric.checked(sqrt(decimal, Math.min(Math.max(scale, 0), MAX_DISPLAY_SCALE)));
  }

  /**
   * The square root, rounded to a scale.
   *
   * @param value not negative
   */
  static BigDecimal sqrt(BigDecimal value, int scale) {
    // With one more digit than the result has; whatever follows it does not decide about rounding.
    int digits = scale + 1;
    BigInteger radicand =
        value.movePointRight(2 * digits).setScale(0, RoundingMode.DOWN).toBigInteger();
    return new BigDecimal(radicand.sqrt(), digits).setScale(scale, RoundingMode.HALF_UP);
  }

  static long toInteger(Numeric value, long min, long max) throws EvaluationException {
    if (value.isFinite()) {
      BigDecimal decimal = value.decimal();
      BigInteger rounded = decimal.setScale(0, RoundingMode.HALF_UP).toBigInteger();
      if (rounded.bitLength() < Long.SIZE) {
        long result = rounded.longValue();
        if (result >= min && result <= max) {
          return result;
        }
      }
    }
    throw new EvaluationException("integer out of range");
  }

  static double toDouble(Numeric value) throws EvaluationException {
    double result = Double.parseDouble(value.toString());
    requireRange(value, Double.isInfinite(result), result == 0);
    return result;
  }

  static double toFloat(Numeric value) throws EvaluationException {
    float result = Float.parseFloat(value.toString());
    requireRange(value, Float.isInfinite(result), result == 0);
    return result;
  }

  private static void requireRange(Numeric value, boolean isInfinite, boolean isZero)
      throws EvaluationException {
    if (value.isFinite() && (isInfinite || (isZero && value.signum() != 0))) {
      throw new EvaluationException("float out of range");
    }
  }

  static Numeric ofDouble(double value) throws EvaluationException {
    return ofFloating(value, DOUBLE_DIGITS);
  }

  static Numeric ofFloat(double value) throws EvaluationException {
    return ofFloating(value, FLOAT_DIGITS);
  }

  private static Numeric ofFloating(double value, MathContext digits) throws EvaluationException {
    if (Double.isNaN(value)) {
      return Numeric.NAN;
    }
    if (Double.isInfinite(value)) {
      return infinity(value > 0 ? 1 : -1);
    }
    if (value == 0) {
      return Numeric.ZERO;
    }
    return Numeric.checked(new BigDecimal(value).round(digits).stripTrailingZeros());
  }

  /** Applies the modifier of {@code numeric(precision,scale)}, as pg_attribute.atttypmod has it. */
  static Numeric applyModifier(Numeric value, long modifier) throws EvaluationException {
    int header = 4;
    if (modifier < header || value.isNaN()) {
      return value;
    }
    if (!value.isFinite()) {
      throw new EvaluationException("infinite numeric with a precision");
    }
    int precision = (int) (modifier - header >> 16) & 0xffff;
    int scale = (int) (((modifier - header) & 0x7ff) ^ 1024) - 1024;
    BigDecimal rounded = value.decimal().setScale(scale, RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() > precision) {
      throw new EvaluationException("numeric field overflow");
    }
    return Numeric.checked(rounded);
  }

  private static void requireDivisor(Numeric value) throws EvaluationException {
    if (value.signum() == 0) {
      throw new EvaluationException("division by zero");
    }
  }

  /** An infinity of a sign; NaN for 0. */
  private static Numeric infinity(int sign) {
    return sign == 0 ? Numeric.NAN : sign > 0 ? Numeric.INFINITY : Numeric.MINUS_INFINITY;
  }
}
