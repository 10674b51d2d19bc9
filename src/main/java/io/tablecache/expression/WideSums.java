package io.tablecache.expression;

import java.math.BigInteger;
import java.util.Arrays;

/** Sums of integers by group, in 128 bits. Confined to one thread. */
final class WideSums {
  private long[] highs = {};
  private long[] lows = {};

  void resize(int length) {
    highs = Arrays.copyOf(highs, length);
    lows = Arrays.copyOf(lows, length);
  }

  void add(int group, long value) {
    add(group, value >> 63, value);
  }

  void addSquare(int group, long value) throws EvaluationException {
    add(group, Math.multiplyHigh(value, value), value * value);
    if (highs[group] < 0) {
      throw new EvaluationException("sum of squares out of range");
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
    return BigInteger.valueOf(highs[group]).shiftLeft(Long.SIZE).add(low);
  }
}
