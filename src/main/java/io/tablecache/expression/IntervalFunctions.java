package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.FLOAT8;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.INTERVAL;
import static io.tablecache.model.ValueType.TIME;

import io.tablecache.model.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Functions and operators on intervals. */
final class IntervalFunctions {
  private static final List<ValueType> PAIR = List.of(INTERVAL, INTERVAL);

  private IntervalFunctions() {}

  static void register(Functions functions) {
    binary(functions, "+(interval,interval)", IntervalMath::add);
    binary(functions, "-(interval,interval)", IntervalMath::subtract);
    unary(functions, "-(interval)", IntervalMath::negate);
    unary(functions, "justify_hours(interval)", IntervalMath::justifyHours);
    unary(functions, "justify_days(interval)", IntervalMath::justifyDays);
    unary(functions, "justify_interval(interval)", IntervalMath::justify);
    functions.add(
        RowFunction.of(
            "*(interval,float8)",
            INTERVAL,
            List.of(INTERVAL, FLOAT8),
            (a, i, r) -> r.objects[i] = IntervalMath.multiply(at(a[0], i), a[1].doubles[i])));
    functions.add(
        RowFunction.of(
            "*(float8,interval)",
            INTERVAL,
            List.of(FLOAT8, INTERVAL),
            (a, i, r) -> r.objects[i] = IntervalMath.multiply(at(a[1], i), a[0].doubles[i])));
    functions.add(
        RowFunction.of(
            "/(interval,float8)",
            INTERVAL,
            List.of(INTERVAL, FLOAT8),
            (a, i, r) -> r.objects[i] = IntervalMath.divide(at(a[0], i), a[1].doubles[i])));
    functions.add(
        RowFunction.of("isfinite(interval)", BOOL, List.of(INTERVAL), (a, i, r) -> r.longs[i] = 1));
    functions.add(
        RowFunction.of(
            "interval::time",
            TIME,
            List.of(INTERVAL),
            (a, i, r) -> r.longs[i] = timeOfDay(at(a[0], i))));
    functions.add(
        RowFunction.of(
            "time::interval",
            INTERVAL,
            List.of(TIME),
            (a, i, r) -> r.objects[i] = new Interval(0, 0, a[0].longs[i])));
    List<ValueType> parts = new java.util.ArrayList<>(Collections.nCopies(6, INT4));
    parts.add(FLOAT8);
    functions.add(
        RowFunction.of(
            "make_interval(int4,int4,int4,int4,int4,int4,float8)",
            INTERVAL,
            parts,
            IntervalFunctions::make));
  }

  /** A function of an interval. */
  private interface Unary {
    Interval apply(Interval value) throws EvaluationException;
  }

  /** A function of two intervals. */
  private interface Binary {
    Interval apply(Interval left, Interval right) throws EvaluationException;
  }

  private static void unary(Functions functions, String key, Unary function) {
    functions.add(
        RowFunction.of(
            key,
            INTERVAL,
            List.of(INTERVAL),
            (a, i, r) -> r.objects[i] = function.apply(at(a[0], i))));
  }

  private static void binary(Functions functions, String key, Binary function) {
    functions.add(
        RowFunction.of(
            key,
            INTERVAL,
            PAIR,
            (a, i, r) -> r.objects[i] = function.apply(at(a[0], i), at(a[1], i))));
  }

  /** Servers differ at the lower end of the range, where some overflow. */
  private static long timeOfDay(Interval interval) throws EvaluationException {
    if (isNearTheLeast(interval)) {
      throw new EvaluationException("the time of day of a very long interval");
    }
    return Math.floorMod(interval.micros(), DateTimes.MICROS_PER_DAY);
  }

  static boolean isNearTheLeast(Interval interval) {
    return interval.micros() < Long.MIN_VALUE + 2 * DateTimes.MICROS_PER_DAY;
  }

  /** The interval in a row, which is not NULL. */
  static Interval at(Vector vector, int row) {
    return (Interval) Objects.requireNonNull(vector.objects[row]);
  }

  private static void make(Vector[] arguments, int row, Vector result) throws EvaluationException {
    double seconds = arguments[6].doubles[row];
    // Beyond, the versions of PostgreSQL differ.
    if (!(Math.abs(seconds) <= 1e9)) {
      throw IntervalMath.outOfRange();
    }
    try {
      long months =
          Math.addExact(Math.multiplyExact(arguments[0].longs[row], 12L), arguments[1].longs[row]);
      long days =
          Math.addExact(Math.multiplyExact(arguments[2].longs[row], 7L), arguments[3].longs[row]);
      long micros =
          arguments[4].longs[row] * 3_600_000_000L
              + arguments[5].longs[row] * 60_000_000L
              + (long) Math.rint(seconds * 1e6);
      int wholeMonths = Math.toIntExact(months);
      int wholeDays = Math.toIntExact(days);
      result.objects[row] = new Interval(wholeMonths, wholeDays, micros);
    } catch (ArithmeticException e) {
      throw IntervalMath.outOfRange();
    }
  }
}
