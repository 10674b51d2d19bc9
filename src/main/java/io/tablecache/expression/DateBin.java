package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code date_bin}. Immutable. */
final class DateBin extends ScalarFunction {
  private DateBin(ValueType type) {
    super(
        "date_bin(interval," + IntervalMoves.name(type) + "," + IntervalMoves.name(type) + ")",
        type,
        List.of(ValueType.INTERVAL, type, type),
        Dependence.NONE);
  }

  static void register(Functions functions) {
    functions.add(new DateBin(ValueType.TIMESTAMP));
    functions.add(new DateBin(ValueType.TIMESTAMPTZ));
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    @Nullable Object lastStride = null;
    long stride = 0;
    // The last bin behind its origin: neighbours are often in it.
    long binOrigin = 0;
    long from = 0;
    long to = 0;
    long[] points = arguments[1].longs;
    long[] origins = arguments[2].longs;
    long[] into = result.longs;
    for (int i = 0; i < count; i++) {
      if (result.isNull(i)) {
        continue;
      }
      if (DateTimes.isInfinite(points[i])) {
        into[i] = points[i];
        continue;
      }
      if (arguments[0].objects[i] != lastStride) {
        lastStride = arguments[0].objects[i];
        stride = micros(IntervalFunctions.at(arguments[0], i));
        to = from;
      }
      if (from <= points[i] && points[i] < to && origins[i] == binOrigin) {
        into[i] = from;
        continue;
      }
      into[i] = bin(stride, points[i], origins[i]);
      binOrigin = origins[i];
      from = into[i];
      to = from >= binOrigin ? from + stride : from;
    }
  }

  private static long micros(Interval stride) throws EvaluationException {
    if (stride.months() != 0) {
      throw new EvaluationException("a stride of months");
    }
    try {
      long micros =
          Math.addExact(
              Math.multiplyExact((long) stride.days(), DateTimes.MICROS_PER_DAY), stride.micros());
      if (micros <= 0) {
        throw new EvaluationException("a stride that is not positive");
      }
      return micros;
    } catch (ArithmeticException e) {
      throw IntervalMath.outOfRange();
    }
  }

  private static long bin(long stride, long point, long origin) throws EvaluationException {
    if (DateTimes.isInfinite(origin)) {
      throw new EvaluationException("an infinite origin");
    }
    long distance = point - origin;
    if (((point ^ origin) & (point ^ distance)) < 0) {
      throw DateTimes.outOfRange();
    }
    long rest = distance % stride;
    if (distance < 0 && rest == 0) {
      // Early versions put a bin's first moment before the origin into the bin before.
      throw new EvaluationException("the edge of a bin before the origin");
    }
    long start = point - rest;
    if (rest < 0) {
      long before = start - stride;
      if (before > start) {
        throw DateTimes.outOfRange();
      }
      start = before;
    }
    return DateTimes.checked(start);
  }
}
