package io.tablecache.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Which measure of spread is wanted. */
enum Spread {
  VAR_POP(false, false),
  VAR_SAMP(true, false),
  STDDEV_POP(false, true),
  STDDEV_SAMP(true, true);

  private final boolean isSample;
  private final boolean isRoot;

  Spread(boolean isSample, boolean isRoot) {
    this.isSample = isSample;
    this.isRoot = isRoot;
  }

  /** How many rows there must be for a result. */
  long leastRows() {
    return isSample ? 2 : 1;
  }

  /** The measure of exact values, with PostgreSQL's scale. */
  Numeric of(long count, BigDecimal sum, BigDecimal sumOfSquares) throws EvaluationException {
    BigDecimal rows = BigDecimal.valueOf(count);
    BigDecimal numerator = rows.multiply(sumOfSquares).subtract(sum.multiply(sum));
    if (numerator.signum() <= 0) {
      return Numeric.ZERO;
    }
    BigDecimal divisor = rows.multiply(isSample ? rows.subtract(BigDecimal.ONE) : rows);
    int scale = NumericMath.quotientScale(numerator, divisor);
    BigDecimal variance = numerator.divide(divisor, scale, RoundingMode.HALF_UP);
    return Numeric.checked(isRoot ? NumericMath.sqrt(variance, scale) : variance);
  }

  /** The measure of floats, from the sum of the squares of the differences to their mean. */
  double of(double count, double squares) {
    double variance = squares / (isSample ? count - 1 : count);
    return isRoot ? Math.sqrt(variance) : variance;
  }
}
