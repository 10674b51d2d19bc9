package io.tablecache.expression;

import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.FLOAT8;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.TIME;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.model.ValueType;
import java.util.List;

/** Functions that make dates and times of numbers. */
final class DateTimeMakers {
  private static final double SECONDS_PER_DAY = 86_400;

  /** 1970-01-01 and the first day beyond the timestamps, as Julian days. */
  private static final int UNIX_JULIAN = 2_440_588;

  private static final int END_JULIAN = 109_203_528;

  private DateTimeMakers() {}

  static void register(Functions functions) {
    functions.add(
        RowFunction.of(
            "make_date(int4,int4,int4)",
            DATE,
            List.of(INT4, INT4, INT4),
            (a, i, r) -> r.longs[i] = date(a, i, true)));
    functions.add(
        RowFunction.of(
            "make_time(int4,int4,float8)",
            TIME,
            List.of(INT4, INT4, FLOAT8),
            (a, i, r) -> r.longs[i] = time(a, 0, i)));
    List<ValueType> parts = List.of(INT4, INT4, INT4, INT4, INT4, FLOAT8);
    functions.add(
        RowFunction.of(
            "make_timestamp(int4,int4,int4,int4,int4,float8)",
            TIMESTAMP,
            parts,
            (a, i, r) -> r.longs[i] = timestamp(a, i)));
    functions.add(
        RowFunction.inZone(
            "make_timestamptz(int4,int4,int4,int4,int4,float8)",
            TIMESTAMPTZ,
            parts,
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.longs[i] = DateTimes.checked(zone.toInstant(timestamp(a, i)));
            }));
    functions.add(
        RowFunction.of(
            "to_timestamp(float8)",
            TIMESTAMPTZ,
            List.of(FLOAT8),
            (a, i, r) -> r.longs[i] = ofEpoch(a[0].doubles[i])));
  }

  /** The date of the first three arguments. */
  private static long date(Vector[] arguments, int row, boolean mayBeBefore)
      throws EvaluationException {
    long year = arguments[0].longs[row];
    long month = arguments[1].longs[row];
    long day = arguments[2].longs[row];
    boolean isValid =
        (mayBeBefore ? year != 0 : year > 0)
            && Math.abs(year) < 6_000_000
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 31;
    // There is no year 0: -1 is the year before 1.
    long astronomical = year < 0 ? year + 1 : year;
    if (!isValid || day > CivilDate.lengthOfMonth(astronomical, (int) month)) {
      throw new EvaluationException("date out of range");
    }
    return DateTimes.checkedDate(CivilDate.days(astronomical, (int) month, (int) day));
  }

  /** The time of three arguments. */
  private static long time(Vector[] arguments, int first, int row) throws EvaluationException {
    long hour = arguments[first].longs[row];
    long minute = arguments[first + 1].longs[row];
    double seconds = Math.rint(arguments[first + 2].doubles[row] * 1e6);
    boolean isValid =
        hour >= 0
            && hour <= 24
            && minute >= 0
            && minute <= 59
            && seconds >= 0
            && seconds <= 60_000_000;
    long micros = isValid ? (hour * 60 + minute) * 60_000_000 + (long) seconds : -1;
    if (micros < 0 || micros > DateTimes.MICROS_PER_DAY) {
      throw new EvaluationException("time out of range");
    }
    return micros;
  }

  private static long timestamp(Vector[] arguments, int row) throws EvaluationException {
    long midnight = DateTimes.midnight(date(arguments, row, false));
    return DateTimes.checked(midnight + time(arguments, 3, row));
  }

  private static long ofEpoch(double seconds) throws EvaluationException {
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (!(seconds >= SECONDS_PER_DAY * -UNIX_JULIAN
        && seconds < SECONDS_PER_DAY * (END_JULIAN - UNIX_JULIAN))) {
      throw DateTimes.outOfRange();
    }
    double sinceEpoch = seconds - (DateTimes.EPOCH_JULIAN - UNIX_JULIAN) * SECONDS_PER_DAY;
    return DateTimes.checked((long) Math.rint(sinceEpoch * 1e6));
  }
}
