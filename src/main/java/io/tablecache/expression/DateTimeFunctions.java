package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.INTERVAL;
import static io.tablecache.model.ValueType.TIME;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.expression.ScalarFunction.Dependence;
import io.tablecache.model.ValueType;
import java.util.List;

/** Arithmetic operators on dates and times, and the functions that belong to them. */
final class DateTimeFunctions {
  private DateTimeFunctions() {}

  static void register(Functions functions) {
    for (ValueType type : List.of(TIMESTAMP, TIMESTAMPTZ, DATE)) {
      moves(functions, type);
    }
    timeArithmetic(functions);
    dateArithmetic(functions);
    for (ValueType type : List.of(TIMESTAMP, TIMESTAMPTZ)) {
      String name = IntervalMoves.name(type);
      functions.add(
          RowFunction.of(
              "-(" + name + "," + name + ")",
              INTERVAL,
              List.of(type, type),
              (a, i, r) -> r.objects[i] = DateTimes.difference(a[0].longs[i], a[1].longs[i])));
      functions.add(
          RowFunction.of(
              "isfinite(" + name + ")",
              BOOL,
              List.of(type),
              (a, i, r) -> r.longs[i] = DateTimes.isInfinite(a[0].longs[i]) ? 0 : 1));
    }
    functions.add(
        RowFunction.of(
            "isfinite(date)",
            BOOL,
            List.of(DATE),
            (a, i, r) -> r.longs[i] = DateTimes.isInfiniteDate(a[0].longs[i]) ? 0 : 1));
    ages(functions);
    for (String key : List.of("now()", "transaction_timestamp()")) {
      functions.add(
          new RowFunction(
              key,
              TIMESTAMPTZ,
              List.of(),
              Dependence.NOW,
              context -> (a, i, r) -> r.longs[i] = context.nowMicros()));
    }
  }

  private static void moves(Functions functions, ValueType type) {
    String name = IntervalMoves.name(type);
    functions.add(new IntervalMoves("+(" + name + ",interval)", type, 0, 1));
    functions.add(new IntervalMoves("+(interval," + name + ")", type, 1, 1));
    functions.add(new IntervalMoves("-(" + name + ",interval)", type, 0, -1));
  }

  private static void timeArithmetic(Functions functions) {
    functions.add(
        RowFunction.of(
            "+(time,interval)",
            TIME,
            List.of(TIME, INTERVAL),
            (a, i, r) -> r.longs[i] = ofDay(a[0].longs[i], micros(a[1], i))));
    functions.add(
        RowFunction.of(
            "+(interval,time)",
            TIME,
            List.of(INTERVAL, TIME),
            (a, i, r) -> r.longs[i] = ofDay(a[1].longs[i], micros(a[0], i))));
    functions.add(
        RowFunction.of(
            "-(time,interval)",
            TIME,
            List.of(TIME, INTERVAL),
            (a, i, r) -> r.longs[i] = ofDay(a[0].longs[i], -micros(a[1], i))));
    functions.add(
        RowFunction.of(
            "-(time,time)",
            INTERVAL,
            List.of(TIME, TIME),
            (a, i, r) -> r.objects[i] = new Interval(0, 0, a[0].longs[i] - a[1].longs[i])));
  }

  private static long micros(Vector intervals, int row) throws EvaluationException {
    long micros = IntervalFunctions.at(intervals, row).micros();
    // Sums beyond the longs wrap around in PostgreSQL.
    if (micros > Long.MAX_VALUE / 2 || micros < Long.MIN_VALUE / 2) {
      throw IntervalMath.outOfRange();
    }
    return micros;
  }

  private static long ofDay(long time, long micros) {
    return Math.floorMod(time + micros, DateTimes.MICROS_PER_DAY);
  }

  private static void dateArithmetic(Functions functions) {
    functions.add(
        RowFunction.of(
            "+(date,int4)",
            DATE,
            List.of(DATE, INT4),
            (a, i, r) -> r.longs[i] = plusDays(a[0].longs[i], a[1].longs[i])));
    functions.add(
        RowFunction.of(
            "+(int4,date)",
            DATE,
            List.of(INT4, DATE),
            (a, i, r) -> r.longs[i] = plusDays(a[1].longs[i], a[0].longs[i])));
    functions.add(
        RowFunction.of(
            "-(date,int4)",
            DATE,
            List.of(DATE, INT4),
            (a, i, r) -> r.longs[i] = plusDays(a[0].longs[i], -a[1].longs[i])));
    functions.add(
        RowFunction.of("-(date,date)", INT4, List.of(DATE, DATE), DateTimeFunctions::daysBetween));
    functions.add(
        RowFunction.of(
            "+(date,time)",
            TIMESTAMP,
            List.of(DATE, TIME),
            (a, i, r) -> r.longs[i] = at(a[0].longs[i], a[1].longs[i])));
    functions.add(
        RowFunction.of(
            "+(time,date)",
            TIMESTAMP,
            List.of(TIME, DATE),
            (a, i, r) -> r.longs[i] = at(a[1].longs[i], a[0].longs[i])));
  }

  private static long plusDays(long date, long days) throws EvaluationException {
    return DateTimes.isInfiniteDate(date) ? date : DateTimes.checkedDate(date + days);
  }

  private static void daysBetween(Vector[] arguments, int row, Vector result)
      throws EvaluationException {
    long left = arguments[0].longs[row];
    long right = arguments[1].longs[row];
    if (DateTimes.isInfiniteDate(left) || DateTimes.isInfiniteDate(right)) {
      throw new EvaluationException("a difference of infinite dates");
    }
    result.longs[row] = left - right;
  }

  private static long at(long date, long time) throws EvaluationException {
    long midnight = DateTimes.midnight(date);
    return DateTimes.isInfinite(midnight) ? midnight : DateTimes.checked(midnight + time);
  }

  private static void ages(Functions functions) {
    functions.add(
        RowFunction.of(
            "age(timestamp,timestamp)",
            INTERVAL,
            List.of(TIMESTAMP, TIMESTAMP),
            (a, i, r) -> r.objects[i] = age(a[0].longs[i], a[1].longs[i])));
    functions.add(
        RowFunction.inZone(
            "age(timestamptz,timestamptz)",
            INTERVAL,
            List.of(TIMESTAMPTZ, TIMESTAMPTZ),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.objects[i] = age(a[0].longs[i], a[1].longs[i], zone);
            }));
    functions.add(
        new RowFunction(
            "age(timestamp)",
            INTERVAL,
            List.of(TIMESTAMP),
            Dependence.NOW_IN_ZONE,
            context -> {
              long today = today(context);
              return (a, i, r) -> r.objects[i] = age(today, a[0].longs[i]);
            }));
    functions.add(
        new RowFunction(
            "age(timestamptz)",
            INTERVAL,
            List.of(TIMESTAMPTZ),
            Dependence.NOW_IN_ZONE,
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              long today = zone.toInstant(today(context));
              return (a, i, r) -> r.objects[i] = age(today, a[0].longs[i], zone);
            }));
  }

  /** The midnight that started the current date, as a timestamp. */
  private static long today(EvaluationContext context) throws EvaluationException {
    long now = new ZoneOffsets(context.zone()).toLocal(context.nowMicros());
    return DateTimes.midnight(DateTimes.date(now));
  }

  private static Interval age(long left, long right) throws EvaluationException {
    requireFinite(left, right);
    return DateTimes.age(left, right, left < right);
  }

  private static Interval age(long left, long right, ZoneOffsets zone) throws EvaluationException {
    requireFinite(left, right);
    return DateTimes.age(zone.toLocal(left), zone.toLocal(right), left < right);
  }

  private static void requireFinite(long left, long right) throws EvaluationException {
    if (DateTimes.isInfinite(left) || DateTimes.isInfinite(right)) {
      throw new EvaluationException("an age of infinite timestamps");
    }
  }
}
