package io.tablecache.expression;

import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.TEXT;
import static io.tablecache.model.ValueType.TIME;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.expression.ScalarFunction.Dependence;
import io.tablecache.model.ValueType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Casts among dates, times and timestamps, and from and to text for them and other types. */
final class DateTimeCasts {
  private DateTimeCasts() {}

  static void register(Functions functions) {
    plain(functions);
    inZone(functions);
    for (ValueType type : List.of(TIMESTAMP, TIMESTAMPTZ, TIME)) {
      String name = IntervalMoves.name(type);
      functions.add(
          RowFunction.of(
              name + "(" + name + ",int4)",
              type,
              List.of(type, INT4),
              (a, i, r) -> r.longs[i] = rounded(a[0].longs[i], a[1].longs[i], type)));
    }
    for (ValueType type :
        List.of(
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            ValueType.UUID,
            ValueType.JSON,
            ValueType.JSONB,
            ValueType.INTERVAL)) {
      fromText(functions, "text", type);
      toText(functions, "text", type);
      fromText(functions, "varchar", type);
      toText(functions, "varchar", type);
    }
  }

  private static void plain(Functions functions) {
    functions.add(
        RowFunction.of(
            "date::timestamp",
            TIMESTAMP,
            List.of(DATE),
            (a, i, r) -> r.longs[i] = DateTimes.midnight(a[0].longs[i])));
    functions.add(
        RowFunction.of(
            "timestamp::date",
            DATE,
            List.of(TIMESTAMP),
            (a, i, r) -> r.longs[i] = DateTimes.date(a[0].longs[i])));
    functions.add(
        RowFunction.of(
            "timestamp::time",
            TIME,
            List.of(TIMESTAMP),
            (a, i, r) -> {
              if (DateTimes.isInfinite(a[0].longs[i])) {
                r.setNull(i);
              } else {
                r.longs[i] = Math.floorMod(a[0].longs[i], DateTimes.MICROS_PER_DAY);
              }
            }));
  }

  private static void inZone(Functions functions) {
    functions.add(
        RowFunction.inZone(
            "timestamptz::timestamp",
            TIMESTAMP,
            List.of(TIMESTAMPTZ),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.longs[i] = local(a[0].longs[i], zone);
            }));
    functions.add(
        RowFunction.inZone(
            "timestamp::timestamptz",
            TIMESTAMPTZ,
            List.of(TIMESTAMP),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.longs[i] = instant(a[0].longs[i], zone);
            }));
    functions.add(
        RowFunction.inZone(
            "date::timestamptz",
            TIMESTAMPTZ,
            List.of(DATE),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.longs[i] = instant(DateTimes.midnight(a[0].longs[i]), zone);
            }));
    functions.add(
        RowFunction.inZone(
            "timestamptz::date",
            DATE,
            List.of(TIMESTAMPTZ),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> {
                long instant = a[0].longs[i];
                r.longs[i] =
                    DateTimes.date(DateTimes.isInfinite(instant) ? instant : zone.toLocal(instant));
              };
            }));
    functions.add(
        RowFunction.inZone(
            "timestamptz::time",
            TIME,
            List.of(TIMESTAMPTZ),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> {
                if (DateTimes.isInfinite(a[0].longs[i])) {
                  r.setNull(i);
                } else {
                  r.longs[i] = Math.floorMod(zone.toLocal(a[0].longs[i]), DateTimes.MICROS_PER_DAY);
                }
              };
            }));
  }

  private static long local(long instant, ZoneOffsets zone) throws EvaluationException {
    return DateTimes.isInfinite(instant) ? instant : DateTimes.checked(zone.toLocal(instant));
  }

  private static long instant(long local, ZoneOffsets zone) throws EvaluationException {
    return DateTimes.isInfinite(local) ? local : DateTimes.checked(zone.toInstant(local));
  }

  private static long rounded(long micros, long digits, ValueType type) throws EvaluationException {
    if (type == TIME) {
      return DateTimes.rounded(micros, digits);
    }
    return DateTimes.isInfinite(micros)
        ? micros
        : DateTimes.checked(DateTimes.rounded(micros, digits));
  }

  private static Dependence dependence(ValueType type) {
    return type == TIMESTAMPTZ ? Dependence.ZONE : Dependence.NONE;
  }

  /** The zone that texts of the type are read and written in; of other types, any. */
  private static ZoneId zone(ValueType type, EvaluationContext context) {
    return type == TIMESTAMPTZ ? context.zone() : ZoneOffset.UTC;
  }

  private static void fromText(Functions functions, String text, ValueType type) {
    functions.add(
        new RowFunction(
            text + "::" + IntervalMoves.name(type),
            type,
            List.of(TEXT),
            dependence(type),
            context -> {
              ZoneId zone = zone(type, context);
              return (a, i, r) -> {
                Object value = TextInput.parse(RowFunction.text(a[0], i), type, zone);
                if (value == null) {
                  throw new EvaluationException("a text is not surely read as a value");
                }
                r.set(i, value);
              };
            }));
  }

  private static void toText(Functions functions, String text, ValueType type) {
    functions.add(
        new RowFunction(
            IntervalMoves.name(type) + "::" + text,
            TEXT,
            List.of(type),
            dependence(type),
            context -> {
              ZoneId zone = zone(type, context);
              return (a, i, r) -> {
                Object value = a[0].get(i);
                if (value != null) {
                  r.objects[i] = TextInput.output(value, type, zone);
                }
              };
            }));
  }
}
