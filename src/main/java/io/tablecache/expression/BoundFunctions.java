package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Functions of the planner's own, which no statement can call: bounds of a column for conditions on
 * its values in another type. They let too much through where they are not exact.
 */
final class BoundFunctions {
  private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /** 2000-01-01T00:00Z in seconds since 1970. */
  private static final long POSTGRES_EPOCH = 946_684_800L;

  private static final long SECOND = 1_000_000;

  /** No zone's offset changes by more than that at once. */
  private static final long MAX_CHANGE = 26 * 3600 * SECOND;

  /** How far around an instant the zone's offset must not change to be the only one. */
  private static final long VICINITY_SECONDS = 3 * 24 * 3600;

  private BoundFunctions() {}

  static void register(Functions functions) {
    functions.add(new OfLiteral());
    for (boolean isFloor : new boolean[] {true, false}) {
      String name = isFloor ? "floor_bound" : "ceil_bound";
      functions.add(new OfNumber(name + "(numeric)", ValueType.NUMERIC, isFloor));
      functions.add(new OfNumber(name + "(float8)", ValueType.FLOAT8, isFloor));
      functions.add(
          new OfLocalTime((isFloor ? "local_from" : "local_to") + "(timestamptz)", isFloor));
    }
  }

  /**
   * A literal of type timestamptz, which is read in the session's zone if it names none; only in
   * zones with one offset, where PostgreSQL surely reads it alike.
   */
  private static final class OfLiteral extends ScalarFunction {
    OfLiteral() {
      super(
          "literal::timestamptz", ValueType.TIMESTAMPTZ, List.of(ValueType.TEXT), Dependence.ZONE);
    }

    @Override
    public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
        throws EvaluationException {
      for (int i = 0; i < count; i++) {
        if (!result.isNull(i)) {
          result.longs[i] = read(String.valueOf(arguments[0].objects[i]), context.zone());
        }
      }
    }

    private static long read(String text, ZoneId zone) throws EvaluationException {
      Object value = TextInput.parse(text, ValueType.TIMESTAMPTZ, null);
      if (value == null && zone.getRules().isFixedOffset()) {
        value = TextInput.parse(text, ValueType.TIMESTAMPTZ, zone);
      }
      if (value instanceof Long raw) {
        return raw;
      }
      throw new EvaluationException("a literal that depends on the session's time zone");
    }
  }

  /** The next bigint below or above a number, the nearest there is beyond bigint's range. */
  private static final class OfNumber extends ScalarFunction {
    private final boolean isFloor;

    OfNumber(String key, ValueType parameter, boolean isFloor) {
      super(key, ValueType.INT8, List.of(parameter), Dependence.NONE);
      this.isFloor = isFloor;
    }

    @Override
    public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
        throws EvaluationException {
      Vector numbers = arguments[0];
      for (int i = 0; i < count; i++) {
        if (!result.isNull(i)) {
          result.longs[i] =
              numbers.kind == Vector.Kind.DOUBLE
                  ? bound(numbers.doubles[i])
                  : bound(numbers.objects[i]);
        }
      }
    }

    /** NaN is above every number. Casts to double lose digits, so that one more is let through. */
    private long bound(double number) {
      if (Double.isNaN(number)) {
        return Long.MAX_VALUE;
      }
      double slack = Math.ulp(number);
      return isFloor ? (long) Math.floor(number - slack) : (long) Math.ceil(number + slack);
    }

    private long bound(Object object) throws EvaluationException {
      if (!(object instanceof Numeric number)) {
        throw new EvaluationException("no numeric");
      }
      if (!number.isFinite()) {
        return number.isNaN() || number.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
      }
      BigDecimal whole =
          number.decimal().setScale(0, isFloor ? RoundingMode.FLOOR : RoundingMode.CEILING);
      return whole.min(MAX).max(MIN).longValueExact();
    }
  }

  /** A local time that is not after, or not before, any that stands for the instant or a later. */
  private static final class OfLocalTime extends ScalarFunction {
    private final boolean isFrom;

    OfLocalTime(String key, boolean isFrom) {
      super(key, ValueType.TIMESTAMP, List.of(ValueType.TIMESTAMPTZ), Dependence.ZONE);
      this.isFrom = isFrom;
    }

    @Override
    public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context) {
      for (int i = 0; i < count; i++) {
        if (!result.isNull(i)) {
          result.longs[i] = local(arguments[0].longs[i], context.zone());
        }
      }
    }

    private long local(long micros, ZoneId zone) {
      if (micros == Long.MIN_VALUE || micros == Long.MAX_VALUE) {
        return micros;
      }
      Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, SECOND) + POSTGRES_EPOCH);
      ZoneRules rules = zone.getRules();
      ZoneOffset offset = rules.getOffset(instant);
      boolean isOnlyOffset =
          rules.isFixedOffset()
              || (rules.getOffset(instant.minusSeconds(VICINITY_SECONDS)).equals(offset)
                  && rules.getOffset(instant.plusSeconds(VICINITY_SECONDS)).equals(offset));
      long local = micros + offset.getTotalSeconds() * SECOND;
      return isOnlyOffset ? local : isFrom ? local - MAX_CHANGE : local + MAX_CHANGE;
    }
  }
}
