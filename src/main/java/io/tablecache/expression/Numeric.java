package io.tablecache.expression;

import java.math.BigDecimal;

/** A value of type numeric: a decimal with its scale, NaN or an infinity. Immutable. */
public final class Numeric {
  private final BigDecimal value;

  private Numeric(BigDecimal value) {
    this.value = value;
  }

  public static Numeric of(BigDecimal value) {
    return new Numeric(value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
