package io.tablecache.expression;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums of integers and of their squares by group, exact. Confined to one thread. */
final class WideSums {
  /** The square of a long has a high half of at most twice as much. */
  private static final long SPILL = 1L << 61;

  /** The part of each sum since it became too large, in two's complement of 128 bits. */
  private long[] highs = {};

  private long[] lows = {};
  private @Nullable BigInteger[] spilled = {};

  void resize(int length) {
    highs = Arrays.copyOf(highs, length);
    lows = Arrays.copyOf(lows, length);
    spilled = Arrays.copyOf(spilled, length);
  }

  void add(int group, long value) {
    add(group, value >> 63, value);
  }

  void addSquare(int group, long value) {
    add(group, Math.multiplyHigh(value, value), value * value);
    if (highs[group] >= SPILL) {
      spilled[group] = get(group);
      highs[group] = 0;
      lows[group] = 0;
    }
  }

  private void add(int group, long high, long low) {
    long sum = lows[group] + low;
    highs[group] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    lows[group] = sum;
  }

  BigInteger get(int group) {
    BigInteger low = BigInteger.valueOf(lows[group]);
    if (lows[group] < 0) {
      low = low.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    BigInteger sum = BigInteger.valueOf(highs[group]).shiftLeft(Long.SIZE).add(low);
    BigInteger former = spilled[group];
    return former == null ? sum : former.add(sum);
  }
}
