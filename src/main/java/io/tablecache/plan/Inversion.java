package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Functions;
import io.tablecache.expression.Interval;
import io.tablecache.expression.ScalarFunction;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a comparison of a function of a range column into bounds of the column itself.
 *
 * <p>The bounds may let more rows through than the comparison does, never fewer; the comparison is
 * evaluated again where they are not exact. Confined to one thread.
 */
final class Inversion {
  private static final long SECOND = 1_000_000;
  private static final Interval ONE_SECOND = new Interval(0, 0, SECOND);

  /** For each unit of date_trunc something that is not shorter. */
  private static final Map<String, Interval> UNITS =
      Map.ofEntries(
          Map.entry("microseconds", new Interval(0, 0, 1)),
          Map.entry("milliseconds", new Interval(0, 0, 1000)),
          Map.entry("second", ONE_SECOND),
          Map.entry("minute", new Interval(0, 0, 60 * SECOND)),
          Map.entry("hour", new Interval(0, 0, 3600 * SECOND)),
          Map.entry("day", new Interval(0, 2, 0)),
          Map.entry("week", new Interval(0, 8, 0)),
          Map.entry("month", new Interval(0, 33, 0)),
          Map.entry("quarter", new Interval(0, 94, 0)),
          Map.entry("year", new Interval(0, 368, 0)));

  private final int column;
  private final PlanContext context;

  Inversion(int column, PlanContext context) {
    this.column = column;
    this.context = context;
  }

  /** What {@code value comparator bound} says of the column; null if nothing is known. */
  @Nullable RangeNode of(Expression value, Comparator comparator, Expression bound) {
    return of(value, comparator, bound, true);
  }

  private @Nullable RangeNode of(
      Expression value, Comparator comparator, Expression bound, boolean isExact) {
    if (value instanceof Expression.Column read) {
      boolean isSameType =
          read.type() == bound.type() || (read.type().isInteger() && bound.type().isInteger());
      if (read.ordinal() != column || !read.type().isDiscrete() || !isSameType) {
        return null;
      }
      if (!(bound instanceof Expression.Slot) && !context.isDerivable(bound)) {
        return null;
      }
      return new RangeNode.Term(
          new SpecTerm(SpecTerm.Kind.of(comparator), context.slotOf(bound).index()), isExact);
    }
    if (!(value instanceof Expression.Call call) || !context.isDerivable(bound)) {
      return null;
    }
    List<Expression> arguments = call.arguments();
    String key = call.function().key();
    return switch (key) {
      case "+(timestamp,interval)", "-(timestamp,interval)" ->
          shifted(arguments, comparator, bound, key, true);
      case "+(timestamptz,interval)", "-(timestamptz,interval)" ->
          shifted(arguments, comparator, bound, key, false);
      case "date_trunc(text,timestamp)" -> truncated(arguments, comparator, bound, "timestamp");
      case "date_trunc(text,timestamptz)" -> truncated(arguments, comparator, bound, "timestamptz");
      case "timestamp(timestamp,int4)" -> rounded(arguments, comparator, bound, "timestamp");
      case "timestamptz(timestamptz,int4)" -> rounded(arguments, comparator, bound, "timestamptz");
      case "extract(text,timestamp)", "date_part(text,timestamp)" ->
          epoch(arguments, comparator, bound, false);
      case "extract(text,timestamptz)", "date_part(text,timestamptz)" ->
          epoch(arguments, comparator, bound, true);
      case "timezone(text,timestamp)" -> inUtc(arguments, comparator, bound, isExact);
      case "timestamp::date" ->
          between(
              arguments.get(0),
              comparator,
              call("date::timestamp", bound),
              call("date::timestamp", call("+(date,int4)", bound, whole(1))));
      case "date::timestamp" ->
          between(
              arguments.get(0),
              comparator,
              call("timestamp::date", bound),
              call("timestamp::date", bound));
      case "timestamp::timestamptz" ->
          between(
              arguments.get(0),
              comparator,
              call("local_from(timestamptz)", bound),
              call("local_to(timestamptz)", bound));
      case "int2::numeric", "int4::numeric", "int8::numeric" ->
          between(
              arguments.get(0),
              comparator,
              call("floor_bound(numeric)", bound),
              call("ceil_bound(numeric)", bound));
      case "int2::float8", "int4::float8", "int8::float8" ->
          between(
              arguments.get(0),
              comparator,
              call("floor_bound(float8)", bound),
              call("ceil_bound(float8)", bound));
      case "numeric::float8" ->
          arguments.get(0) instanceof Expression.Call field
                  && field.function().key().startsWith("extract(")
              ? of(field, comparator, bound, false)
              : null;
      case "int2::int4", "int2::int8", "int4::int8" ->
          of(arguments.get(0), comparator, bound, isExact);
      default -> null;
    };
  }

  /**
   * Bounds that let too much through.
   *
   * @param from not above any value for which the function's is at least the bound; null if there
   *     is none
   * @param to not below any value for which it is at most the bound
   */
  private @Nullable RangeNode between(
      Expression argument,
      Comparator comparator,
      @Nullable Expression from,
      @Nullable Expression to) {
    List<RangeNode> nodes = new ArrayList<>();
    boolean isBelow = comparator == Comparator.LT || comparator == Comparator.LE;
    boolean isAbove = comparator == Comparator.GT || comparator == Comparator.GE;
    if (comparator == Comparator.NE) {
      return null;
    }
    if (!isBelow) {
      RangeNode lower = from == null ? null : of(argument, Comparator.GE, from, false);
      if (lower != null) {
        nodes.add(lower);
      }
    }
    if (!isAbove) {
      RangeNode upper = to == null ? null : of(argument, Comparator.LE, to, false);
      if (upper != null) {
        nodes.add(upper);
      }
    }
    return nodes.isEmpty() ? null : new RangeNode.All(nodes, false);
  }

  private static @Nullable Expression call(String key, @Nullable Expression... arguments) {
    ScalarFunction function = Functions.scalar(key);
    List<Expression> given = new ArrayList<>();
    for (Expression argument : arguments) {
      if (argument == null) {
        return null;
      }
      given.add(argument);
    }
    return function == null ? null : new Expression.Call(function, given);
  }

  private static Expression whole(long value) {
    return new Expression.Constant(value, ValueType.INT4);
  }

  private static Expression constant(Interval interval) {
    return new Expression.Constant(interval, ValueType.INTERVAL);
  }

  /** A column plus or minus an interval whose length is the same everywhere. */
  private @Nullable RangeNode shifted(
      List<Expression> arguments,
      Comparator comparator,
      Expression bound,
      String key,
      boolean hasFixedDays) {
    if (!(arguments.get(1) instanceof Expression.Constant constant)
        || !(constant.value() instanceof Interval interval)
        || interval.months() != 0
        || (interval.days() != 0 && !hasFixedDays)) {
      return null;
    }
    String opposite = (key.charAt(0) == '+' ? "-" : "+") + key.substring(1);
    Expression moved = call(opposite, bound, constant);
    return between(arguments.get(0), comparator, moved, moved);
  }

  private @Nullable RangeNode truncated(
      List<Expression> arguments, Comparator comparator, Expression bound, String type) {
    Interval unit =
        arguments.get(0) instanceof Expression.Constant constant && constant.value() != null
            ? UNITS.get(constant.value().toString())
            : null;
    return unit == null
        ? null
        : between(
            arguments.get(1),
            comparator,
            bound,
            call("+(" + type + ",interval)", bound, constant(unit)));
  }

  private @Nullable RangeNode rounded(
      List<Expression> arguments, Comparator comparator, Expression bound, String type) {
    return widened(arguments.get(0), comparator, bound, type);
  }

  private @Nullable RangeNode widened(
      Expression argument, Comparator comparator, @Nullable Expression bound, String type) {
    return between(
        argument,
        comparator,
        call("-(" + type + ",interval)", bound, constant(ONE_SECOND)),
        call("+(" + type + ",interval)", bound, constant(ONE_SECOND)));
  }

  private @Nullable RangeNode epoch(
      List<Expression> arguments, Comparator comparator, Expression bound, boolean isWithZone) {
    if (!(arguments.get(0) instanceof Expression.Constant constant)
        || !"epoch".equals(constant.value())) {
      return null;
    }
    Expression seconds = bound.type() == ValueType.NUMERIC ? call("numeric::float8", bound) : bound;
    Expression instant = call("to_timestamp(float8)", seconds);
    return isWithZone
        ? widened(arguments.get(1), comparator, instant, "timestamptz")
        : widened(
            arguments.get(1),
            comparator,
            call("timezone(text,timestamptz)", utc(), instant),
            "timestamp");
  }

  private static Expression utc() {
    return new Expression.Constant("UTC", ValueType.TEXT);
  }

  private @Nullable RangeNode inUtc(
      List<Expression> arguments, Comparator comparator, Expression bound, boolean isExact) {
    boolean isUtc =
        arguments.get(0) instanceof Expression.Constant constant && "UTC".equals(constant.value());
    Expression local = isUtc ? call("timezone(text,timestamptz)", utc(), bound) : null;
    return local == null ? null : of(arguments.get(1), comparator, local, isExact);
  }
}
