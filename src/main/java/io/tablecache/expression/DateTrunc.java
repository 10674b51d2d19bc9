package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code date_trunc} of timestamps. Immutable. */
final class DateTrunc extends ScalarFunction {
  private static final List<ValueType> PLAIN = List.of(ValueType.TEXT, ValueType.TIMESTAMP);
  private static final List<ValueType> WITH_ZONE = List.of(ValueType.TEXT, ValueType.TIMESTAMPTZ);
  private static final List<ValueType> IN_NAMED_ZONE =
      List.of(ValueType.TEXT, ValueType.TIMESTAMPTZ, ValueType.TEXT);

  private DateTrunc(String key, ValueType result, List<ValueType> parameters, Dependence on) {
    super(key, result, parameters, on);
  }

  static void register(Functions functions) {
    functions.add(
        new DateTrunc("date_trunc(text,timestamp)", ValueType.TIMESTAMP, PLAIN, Dependence.NONE));
    functions.add(
        new DateTrunc(
            "date_trunc(text,timestamptz)", ValueType.TIMESTAMPTZ, WITH_ZONE, Dependence.ZONE));
    functions.add(
        new DateTrunc(
            "date_trunc(text,timestamptz,text)",
            ValueType.TIMESTAMPTZ,
            IN_NAMED_ZONE,
            Dependence.ZONE));
    functions.add(
        RowFunction.of(
            "date_trunc(text,interval)",
            ValueType.INTERVAL,
            List.of(ValueType.TEXT, ValueType.INTERVAL),
            (a, i, r) ->
                r.objects[i] =
                    truncate(
                        TimeUnit.of(RowFunction.text(a[0], i)), IntervalFunctions.at(a[1], i))));
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    @Nullable Object lastUnit = null;
    TimeUnit unit = TimeUnit.MICROSECONDS;
    @Nullable Object lastName = null;
    boolean isNamed = parameters().size() == 3;
    ZoneOffsets zone =
        result() == ValueType.TIMESTAMPTZ && !isNamed ? new ZoneOffsets(context.zone()) : null;
    CivilDate civil = new CivilDate();
    // The last result and the points that have it, where these are known: neighbours often do.
    long from = 0;
    long to = 0;
    long[] points = arguments[1].longs;
    long[] into = result.longs;
    for (int i = 0; i < count; i++) {
      if (result.isNull(i)) {
        continue;
      }
      if (arguments[0].objects[i] != lastUnit) {
        lastUnit = arguments[0].objects[i];
        unit = TimeUnit.of(RowFunction.text(arguments[0], i));
        // Of infinite timestamps not every version asks for the unit.
        if (unit.compareTo(TimeUnit.MILLENNIUM) > 0) {
          throw new EvaluationException("a unit that does not truncate");
        }
        to = from;
      }
      if (isNamed && arguments[2].objects[i] != lastName) {
        lastName = arguments[2].objects[i];
        zone = new ZoneOffsets(ZoneFunctions.zone(RowFunction.text(arguments[2], i), context));
      }
      long point = points[i];
      if (DateTimes.isInfinite(point)) {
        into[i] = point;
      } else if (from <= point && point < to) {
        into[i] = from;
      } else if (zone == null) {
        into[i] = DateTimes.checked(truncate(unit, point, civil));
        if (unit.isOfDay() || unit == TimeUnit.DAY) {
          from = into[i];
          to = from + unit.micros();
        }
      } else {
        into[i] = DateTimes.checked(truncate(unit, point, civil, zone));
      }
    }
  }

  private static long truncate(TimeUnit unit, long instant, CivilDate civil, ZoneOffsets zone)
      throws EvaluationException {
    long local = zone.toLocal(instant);
    long truncated = truncate(unit, local, civil);
    // Parts of a day keep the offset, so that hours that come twice are told apart.
    return unit.isOfDay() ? instant - (local - truncated) : zone.toInstant(truncated);
  }

  private static long truncate(TimeUnit unit, long local, CivilDate civil)
      throws EvaluationException {
    if (unit.isOfDay() || unit == TimeUnit.DAY) {
      return local - Math.floorMod(local, unit.micros());
    }
    long day = Math.floorDiv(local, DateTimes.MICROS_PER_DAY);
    if (unit == TimeUnit.WEEK) {
      return (day - CivilDate.isoDayOfWeek(day) + 1) * DateTimes.MICROS_PER_DAY;
    }
    civil.set(day);
    int month =
        switch (unit) {
          case MONTH -> civil.month;
          case QUARTER -> (civil.month - 1) / 3 * 3 + 1;
          default -> 1;
        };
    long year =
        switch (unit) {
          case MONTH, QUARTER, YEAR -> civil.year;
          case DECADE -> Math.floorDiv(civil.year, 10) * 10;
          case CENTURY -> Math.floorDiv(civil.year - 1, 100) * 100 + 1;
          case MILLENNIUM -> Math.floorDiv(civil.year - 1, 1000) * 1000 + 1;
          default -> throw new EvaluationException("a unit that does not truncate");
        };
    return CivilDate.days(year, month, 1) * DateTimes.MICROS_PER_DAY;
  }

  private static Interval truncate(TimeUnit unit, Interval value) throws EvaluationException {
    int months = value.months();
    return switch (unit) {
      case MILLENNIUM -> new Interval(months - months % 12_000, 0, 0);
      case CENTURY -> new Interval(months - months % 1200, 0, 0);
      case DECADE -> new Interval(months - months % 120, 0, 0);
      case YEAR -> new Interval(months - months % 12, 0, 0);
      case MONTH -> new Interval(months, 0, 0);
      case DAY -> new Interval(months, value.days(), 0);
      case HOUR, MINUTE, SECOND, MILLISECONDS, MICROSECONDS ->
          new Interval(months, value.days(), value.micros() - value.micros() % unit.micros());
      // Negative quarters are rounded differently by different versions.
      case QUARTER -> {
        if (months < 0) {
          throw new EvaluationException("a quarter of a negative interval");
        }
        yield new Interval(months - months % 3, 0, 0);
      }
      default -> throw new EvaluationException("a unit that does not truncate intervals");
    };
  }
}
