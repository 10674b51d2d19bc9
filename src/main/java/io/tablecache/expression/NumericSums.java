package io.tablecache.expression;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Exact sums of numerics by group. Confined to one thread. */
final class NumericSums {
  private static final int NAN = 1;
  private static final int INFINITY = 2;
  private static final int MINUS_INFINITY = 4;

  /** The part of each sum since the scale changed last or a long was too small. */
  private long[] smalls = {};

  private int[] scales = {};
  private @Nullable BigDecimal[] bigs = {};
  private byte[] specials = {};

  void resize(int length) {
    smalls = Arrays.copyOf(smalls, length);
    scales = Arrays.copyOf(scales, length);
    bigs = Arrays.copyOf(bigs, length);
    specials = Arrays.copyOf(specials, length);
  }

  void add(int group, Numeric value) {
    if (value.isSmall()) {
      if (value.scale() == scales[group]) {
        long a = smalls[group];
        long b = value.unscaled();
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) >= 0) {
          smalls[group] = sum;
          return;
        }
      }
      bigs[group] = decimal(group);
      smalls[group] = value.unscaled();
      scales[group] = value.scale();
    } else if (value.isFinite()) {
      bigs[group] = decimal(group).add(value.decimal());
      smalls[group] = 0;
    } else {
      specials[group] |=
          (byte) (value.isNaN() ? NAN : value.signum() > 0 ? INFINITY : MINUS_INFINITY);
    }
  }

  /** Whether NaN or an infinity was added. */
  boolean isSpecial(int group) {
    return specials[group] != 0;
  }

  /** The sum if {@link #isSpecial}. */
  Numeric special(int group) {
    return switch (specials[group]) {
      case INFINITY -> Numeric.INFINITY;
      case MINUS_INFINITY -> Numeric.MINUS_INFINITY;
      default -> Numeric.NAN;
    };
  }

  /** The sum of the finite values; its scale is the largest of theirs. */
  BigDecimal decimal(int group) {
    BigDecimal small = BigDecimal.valueOf(smalls[group], scales[group]);
    BigDecimal big = bigs[group];
    return big == null ? small : big.add(small);
  }
}
