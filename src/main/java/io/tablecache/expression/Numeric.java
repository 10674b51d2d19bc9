package io.tablecache.expression;

import java.math.BigDecimal;

/** A value of type numeric: a decimal with its scale, NaN or an infinity. Immutable. */
@SuppressWarnings("ComparableType") // Like BigDecimal's, the order is coarser than equals.
public final class Numeric implements Comparable<Numeric> {
  private final BigDecimal value;

  private Numeric(BigDecimal value) {
    this.value = value;
  }

  public static Numeric of(BigDecimal value) {
    return new Numeric(value);
  }

  @Override
  public int compareTo(Numeric other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
