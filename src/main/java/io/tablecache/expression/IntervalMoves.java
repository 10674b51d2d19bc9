package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** {@code timestamp + interval} and the like: what moves a point in time. Immutable. */
final class IntervalMoves extends ScalarFunction {
  private final ValueType type;

  /** Which argument is the point in time. */
  private final int point;

  private final int sign;

  /**
   * @param type TIMESTAMP, TIMESTAMPTZ or DATE, whose result is a timestamp
   * @param point which argument is of that type; the other one is the interval
   * @param sign -1 to move back
   */
  IntervalMoves(String key, ValueType type, int point, int sign) {
    super(
        key,
        type == ValueType.DATE ? ValueType.TIMESTAMP : type,
        point == 0 ? List.of(type, ValueType.INTERVAL) : List.of(ValueType.INTERVAL, type),
        type == ValueType.TIMESTAMPTZ ? Dependence.ZONE : Dependence.NONE);
    this.type = type;
    this.point = point;
    this.sign = sign;
  }

  /** A type's name in pg_type. */
  static String name(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    DateTimes times = new DateTimes();
    ZoneOffsets zone =
        new ZoneOffsets(type == ValueType.TIMESTAMPTZ ? context.zone() : ZoneOffset.UTC);
    long[] points = arguments[point].longs;
    Vector intervals = arguments[1 - point];
    long[] into = result.longs;
    for (int i = 0; i < count; i++) {
      if (result.isNull(i)) {
        continue;
      }
      Interval interval = IntervalFunctions.at(intervals, i);
      long micros = interval.micros();
      if (sign < 0 && micros == Long.MIN_VALUE) {
        throw IntervalMath.outOfRange();
      }
      // As ints have no negation of the smallest either.
      if (sign < 0
          && (interval.months() == Integer.MIN_VALUE || interval.days() == Integer.MIN_VALUE)) {
        throw IntervalMath.outOfRange();
      }
      long months = (long) sign * interval.months();
      long days = (long) sign * interval.days();
      long signedMicros = sign * micros;
      into[i] =
          switch (type) {
            case TIMESTAMPTZ -> times.add(points[i], months, days, signedMicros, zone);
            case DATE -> times.add(DateTimes.midnight(points[i]), months, days, signedMicros);
            default -> times.add(points[i], months, days, signedMicros);
          };
    }
  }
}
