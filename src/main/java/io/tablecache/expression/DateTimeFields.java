package io.tablecache.expression;

import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.FLOAT8;
import static io.tablecache.model.ValueType.INTERVAL;
import static io.tablecache.model.ValueType.NUMERIC;
import static io.tablecache.model.ValueType.TEXT;
import static io.tablecache.model.ValueType.TIME;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.expression.ScalarFunction.Dependence;
import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code extract} and {@code date_part}. */
final class DateTimeFields {
  /** From 2000 to 1970. */
  private static final long EPOCH_MICROS = -PgText.EPOCH_SECONDS * 1_000_000;

  private DateTimeFields() {}

  static void register(Functions functions) {
    for (ValueType type : List.of(TIMESTAMP, TIMESTAMPTZ, DATE, TIME, INTERVAL)) {
      String parameters = "(text," + IntervalMoves.name(type) + ")";
      Dependence dependence = type == TIMESTAMPTZ ? Dependence.ZONE : Dependence.NONE;
      functions.add(
          new RowFunction(
              "extract" + parameters,
              NUMERIC,
              List.of(TEXT, type),
              dependence,
              context -> new Field(type, false, zone(type, context))));
      functions.add(
          new RowFunction(
              "date_part" + parameters,
              FLOAT8,
              List.of(TEXT, type),
              dependence,
              context -> new Field(type, true, zone(type, context))));
    }
  }

  private static @Nullable ZoneOffsets zone(ValueType type, EvaluationContext context) {
    return type == TIMESTAMPTZ ? new ZoneOffsets(context.zone()) : null;
  }

  private static EvaluationException unsupported() {
    return new EvaluationException("a field that is not extracted");
  }

  /** The computation of one block. */
  private static final class Field implements RowFunction.Body {
    private final ValueType type;
    private final boolean isFloat;
    private final @Nullable ZoneOffsets zone;
    private final CivilDate civil = new CivilDate();
    private @Nullable Object lastName;
    private TimeUnit unit = TimeUnit.MICROSECONDS;

    Field(ValueType type, boolean isFloat, @Nullable ZoneOffsets zone) {
      this.type = type;
      this.isFloat = isFloat;
      this.zone = zone;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      if (arguments[0].objects[row] != lastName) {
        unit = TimeUnit.of(RowFunction.text(arguments[0], row));
        lastName = arguments[0].objects[row];
      }
      switch (type) {
        case INTERVAL ->
            IntervalFields.set(IntervalFunctions.at(arguments[1], row), unit, isFloat, result, row);
        case TIME -> ofTime(arguments[1].longs[row], result, row);
        case DATE -> {
          if (isFloat) {
            ofTimestamp(DateTimes.midnight(arguments[1].longs[row]), result, row);
          } else {
            ofDate(arguments[1].longs[row], result, row);
          }
        }
        default -> ofTimestamp(arguments[1].longs[row], result, row);
      }
    }

    private void ofTime(long time, Vector result, int row) throws EvaluationException {
      if (unit == TimeUnit.EPOCH) {
        setMicros(time, result, row, isFloat);
      } else if (unit.isOfDay()) {
        ofDay(time, result, row);
      } else {
        throw unsupported();
      }
    }

    private void ofDate(long date, Vector result, int row) throws EvaluationException {
      if (unit.isOfDay() || unit.isOfZone()) {
        throw unsupported();
      }
      if (DateTimes.isInfiniteDate(date)) {
        ofInfinity(date > 0, result, row);
        return;
      }
      switch (unit) {
        case EPOCH -> set((date + PgText.EPOCH_DAYS) * 86_400L, result, row, isFloat);
        case JULIAN -> set(date + DateTimes.EPOCH_JULIAN, result, row, isFloat);
        default -> set(calendar(date), result, row, isFloat);
      }
    }

    private void ofTimestamp(long timestamp, Vector result, int row) throws EvaluationException {
      if (DateTimes.isInfinite(timestamp)) {
        ofInfinity(timestamp > 0, result, row);
        return;
      }
      if (unit == TimeUnit.EPOCH) {
        ofEpoch(timestamp, result, row);
        return;
      }
      ZoneOffsets offsets = zone;
      long local = timestamp;
      if (offsets != null) {
        int offset = offsets.offsetSeconds(timestamp);
        switch (unit) {
          case TIMEZONE -> {
            set(offset, result, row, isFloat);
            return;
          }
          case TIMEZONE_HOUR -> {
            set(offset / 3600, result, row, isFloat);
            return;
          }
          case TIMEZONE_MINUTE -> {
            set(offset / 60 % 60, result, row, isFloat);
            return;
          }
          default -> local += offset * 1_000_000L;
        }
      }
      if (unit.isOfDay()) {
        ofDay(Math.floorMod(local, DateTimes.MICROS_PER_DAY), result, row);
      } else {
        set(calendar(Math.floorDiv(local, DateTimes.MICROS_PER_DAY)), result, row, isFloat);
      }
    }

    private void ofEpoch(long timestamp, Vector result, int row) throws EvaluationException {
      if (!isFloat) {
        if (timestamp >= Long.MAX_VALUE + EPOCH_MICROS) {
          // The last years before the end, for which PostgreSQL has a digit less.
          throw unsupported();
        }
        result.objects[row] =
            Numeric.of(
                BigDecimal.valueOf(timestamp, 6).subtract(BigDecimal.valueOf(EPOCH_MICROS, 6)));
      } else if (timestamp < Long.MAX_VALUE + EPOCH_MICROS) {
        result.doubles[row] = (timestamp - EPOCH_MICROS) / 1_000_000.0;
      } else {
        result.doubles[row] = ((double) timestamp - EPOCH_MICROS) / 1_000_000.0;
      }
    }

    private void ofDay(long micros, Vector result, int row) throws EvaluationException {
      DateTimeFields.ofDay(unit, micros, isFloat, result, row);
    }

    /** What grows without end is infinite too; what comes again and again is NULL. */
    private void ofInfinity(boolean isPositive, Vector result, int row) throws EvaluationException {
      switch (unit) {
        case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH -> {
          if (isFloat) {
            result.doubles[row] = isPositive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
          } else {
            result.objects[row] = isPositive ? Numeric.INFINITY : Numeric.MINUS_INFINITY;
          }
        }
        default -> result.setNull(row);
      }
    }

    private long calendar(long day) throws EvaluationException {
      switch (unit) {
        case DOW:
          return CivilDate.isoDayOfWeek(day) % 7;
        case ISODOW:
          return CivilDate.isoDayOfWeek(day);
        case WEEK:
          return CivilDate.isoWeek(day);
        case ISOYEAR:
          int isoYear = CivilDate.isoYear(day);
          return isoYear <= 0 ? isoYear - 1 : isoYear;
        default:
          break;
      }
      civil.set(day);
      int year = civil.year;
      return switch (unit) {
        case DAY -> civil.day;
        case MONTH -> civil.month;
        case QUARTER -> (civil.month - 1) / 3 + 1;
        case YEAR -> year > 0 ? year : year - 1;
        case DECADE -> Math.floorDiv(year, 10);
        case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
        case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
        case DOY -> day - CivilDate.days(year, 1, 1) + 1;
        default -> throw unsupported();
      };
    }
  }

  /** Sets a field of a time of day, or of the time of an interval, which may be negative. */
  static void ofDay(TimeUnit unit, long micros, boolean isFloat, Vector result, int row)
      throws EvaluationException {
    long ofMinute = micros % 60_000_000;
    switch (unit) {
      case MICROSECONDS -> set(ofMinute, result, row, isFloat);
      case MILLISECONDS -> {
        if (isFloat) {
          result.doubles[row] = ofMinute / 1_000_000 * 1000.0 + ofMinute % 1_000_000 / 1000.0;
        } else {
          result.objects[row] = Numeric.of(BigDecimal.valueOf(ofMinute, 3));
        }
      }
      case SECOND -> {
        if (isFloat) {
          result.doubles[row] = ofMinute / 1_000_000 + ofMinute % 1_000_000 / 1_000_000.0;
        } else {
          result.objects[row] = Numeric.of(BigDecimal.valueOf(ofMinute, 6));
        }
      }
      case MINUTE -> set(micros / 60_000_000 % 60, result, row, isFloat);
      case HOUR -> set(micros / 3_600_000_000L, result, row, isFloat);
      default -> throw unsupported();
    }
  }

  /** Sets a whole number. */
  static void set(long value, Vector result, int row, boolean isFloat) {
    if (isFloat) {
      result.doubles[row] = value;
    } else {
      result.objects[row] = Numeric.of(BigDecimal.valueOf(value));
    }
  }

  private static void setMicros(long micros, Vector result, int row, boolean isFloat) {
    if (isFloat) {
      result.doubles[row] = micros / 1_000_000.0;
    } else {
      result.objects[row] = Numeric.of(BigDecimal.valueOf(micros, 6));
    }
  }
}
