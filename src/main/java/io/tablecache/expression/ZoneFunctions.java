package io.tablecache.expression;

import static io.tablecache.model.ValueType.INTERVAL;
import static io.tablecache.model.ValueType.TEXT;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.model.ValueType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code AT TIME ZONE}. */
final class ZoneFunctions {
  private ZoneFunctions() {}

  static void register(Functions functions) {
    functions.add(named("timezone(text,timestamp)", TIMESTAMP, TIMESTAMPTZ));
    functions.add(named("timezone(text,timestamptz)", TIMESTAMPTZ, TIMESTAMP));
    functions.add(
        RowFunction.of(
            "timezone(interval,timestamp)",
            TIMESTAMPTZ,
            List.of(INTERVAL, TIMESTAMP),
            (a, i, r) -> r.longs[i] = shifted(a, i, -1)));
    functions.add(
        RowFunction.of(
            "timezone(interval,timestamptz)",
            TIMESTAMP,
            List.of(INTERVAL, TIMESTAMPTZ),
            (a, i, r) -> r.longs[i] = shifted(a, i, 1)));
  }

  private static long offsetMicros(Vector intervals, int row) throws EvaluationException {
    Interval offset = IntervalFunctions.at(intervals, row);
    if (offset.months() != 0 || offset.days() != 0) {
      throw new EvaluationException("an offset of days");
    }
    if (Math.abs(offset.micros() / 2) > DateTimes.MICROS_PER_DAY) {
      throw new EvaluationException("an offset of days");
    }
    return offset.micros() / 1_000_000 * 1_000_000;
  }

  /** An infinite time stays as it is, whatever the offset. */
  private static long shifted(Vector[] arguments, int row, int sign) throws EvaluationException {
    long timestamp = arguments[1].longs[row];
    return DateTimes.isInfinite(timestamp)
        ? timestamp
        : DateTimes.checked(timestamp + sign * offsetMicros(arguments[0], row));
  }

  private static RowFunction named(String key, ValueType from, ValueType to) {
    return RowFunction.inZone(
        key, to, List.of(TEXT, from), context -> new Named(context, to == TIMESTAMPTZ));
  }

  /** Remembers the last zone. */
  private static final class Named implements RowFunction.Body {
    private final EvaluationContext context;
    private final boolean isToInstant;
    private @Nullable Object lastName;
    private @Nullable ZoneOffsets zone;

    Named(EvaluationContext context, boolean isToInstant) {
      this.context = context;
      this.isToInstant = isToInstant;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      if (arguments[0].objects[row] != lastName) {
        zone = new ZoneOffsets(zone(RowFunction.text(arguments[0], row), context));
        lastName = arguments[0].objects[row];
      }
      ZoneOffsets offsets = Objects.requireNonNull(zone);
      long point = arguments[1].longs[row];
      if (DateTimes.isInfinite(point)) {
        result.longs[row] = point;
      } else {
        result.longs[row] =
            DateTimes.checked(isToInstant ? offsets.toInstant(point) : offsets.toLocal(point));
      }
    }
  }

  /**
   * The zone that a name in a statement means: UTC, or one whose rules are known to be the
   * server's.
   */
  static ZoneId zone(String name, EvaluationContext context) throws EvaluationException {
    switch (name) {
      case "UTC", "utc", "GMT", "gmt", "Z", "z", "Etc/UTC":
        return ZoneOffset.UTC;
      default:
        ZoneId zone = context.zoneNames().find(name);
        if (zone == null) {
          throw new EvaluationException("a time zone whose rules are not proven");
        }
        return zone;
    }
  }
}
