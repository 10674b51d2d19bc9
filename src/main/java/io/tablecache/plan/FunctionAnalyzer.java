package io.tablecache.plan;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Functions;
import io.tablecache.expression.Percentile;
import io.tablecache.expression.Query;
import io.tablecache.expression.Query.Frame;
import io.tablecache.expression.Query.WindowFunction;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives calls of functions, aggregates and window functions their meaning. */
final class FunctionAnalyzer {
  private static final Map<String, WindowFunction> WINDOW_FUNCTIONS =
      Map.ofEntries(
          Map.entry("row_number", WindowFunction.ROW_NUMBER),
          Map.entry("rank", WindowFunction.RANK),
          Map.entry("dense_rank", WindowFunction.DENSE_RANK),
          Map.entry("percent_rank", WindowFunction.PERCENT_RANK),
          Map.entry("cume_dist", WindowFunction.CUME_DIST),
          Map.entry("ntile", WindowFunction.NTILE),
          Map.entry("lag", WindowFunction.LAG),
          Map.entry("lead", WindowFunction.LEAD),
          Map.entry("first_value", WindowFunction.FIRST_VALUE),
          Map.entry("last_value", WindowFunction.LAST_VALUE),
          Map.entry("nth_value", WindowFunction.NTH_VALUE));

  private static final Set<String> CASE_FUNCTIONS =
      Set.of("lower", "upper", "initcap", "regexp_replace");

  private static final Set<Integer> NUMBERS =
      Set.of(Oids.INT2, Oids.INT4, Oids.INT8, Oids.FLOAT4, Oids.FLOAT8, Oids.NUMERIC);

  private static final List<String> MAKE_INTERVAL =
      List.of("years", "months", "weeks", "days", "hours", "mins", "secs");

  private final ExpressionAnalyzer values;
  private final Coercer coercer;
  private final @Nullable CallCollector calls;

  FunctionAnalyzer(ExpressionAnalyzer values, Coercer coercer, @Nullable CallCollector calls) {
    this.values = values;
    this.coercer = coercer;
    this.calls = calls;
  }

  Typed analyze(Syntax.Function call) throws Delegated {
    values.context().requireBuiltInFunction(call.name());
    if (CASE_FUNCTIONS.contains(call.name())) {
      values.context().requirePlainCase();
    }
    if (call.name().equals("grouping")) {
      return grouping(call);
    }
    Syntax.Over over = call.over();
    if (call.isOrderedSet()) {
      return percentile(call);
    }
    if (over != null) {
      return window(call, over);
    }
    if (Signatures.isAggregate(call.name())) {
      return aggregate(call);
    }
    if (call.hasStar() || call.isDistinct() || call.filter() != null || !call.order().isEmpty()) {
      throw unsupported(call.name() + "()");
    }
    if (call.name().equals("make_interval")) {
      return makeInterval(call);
    }
    List<Typed> arguments = arguments(call);
    if (call.name().equals("concat") || call.name().equals("concat_ws")) {
      return concat(call.name(), arguments);
    }
    Signature signature =
        Signatures.function(call.name(), arguments.stream().map(Typed::oid).toList());
    if (signature == null) {
      throw unsupported(
          call.name() + arguments.stream().map(a -> Signatures.typeName(a.oid())).toList());
    }
    return values.call(signature, arguments);
  }

  private List<Typed> arguments(Syntax.Function call) throws Delegated {
    List<Typed> arguments = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (argument.name() != null) {
        throw unsupported(call.name() + "() with named arguments");
      }
      arguments.add(values.analyze(argument.value()));
    }
    return arguments;
  }

  private Typed makeInterval(Syntax.Function call) throws Delegated {
    Expression[] arguments = new Expression[MAKE_INTERVAL.size()];
    int position = 0;
    for (Syntax.Argument argument : call.arguments()) {
      int i = argument.name() == null ? position++ : MAKE_INTERVAL.indexOf(argument.name());
      if (i < 0 || i >= arguments.length || arguments[i] != null) {
        throw unsupported("make_interval() with other arguments");
      }
      int oid = i == arguments.length - 1 ? Oids.FLOAT8 : Oids.INT4;
      Typed value = values.analyze(argument.value());
      if (!value.isUnknown() && !Signatures.isImplicit(value.oid(), oid)) {
        throw unsupported("make_interval() with other arguments");
      }
      arguments[i] = coercer.coerce(value, oid).expression();
    }
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null) {
        arguments[i] =
            i == arguments.length - 1
                ? new Expression.Constant(0.0, ValueType.FLOAT8)
                : new Expression.Constant(0L, ValueType.INT4);
      }
    }
    return Typed.of(
        coercer.call("make_interval(int4,int4,int4,int4,int4,int4,float8)", List.of(arguments)),
        Oids.INTERVAL);
  }

  /** The arguments as their output texts. */
  private Typed concat(String name, List<Typed> arguments) throws Delegated {
    List<Expression> texts = new ArrayList<>();
    Typed.Collation collation = Typed.Collation.DEFAULT;
    for (Typed argument : arguments) {
      texts.add(output(argument));
      if (Typed.isCollatable(argument.oid())) {
        collation = collation.with(argument.collation());
      }
    }
    String key = name.equals("concat") ? "concat(any)" : "concat_ws(text,any)";
    return Typed.of(coercer.call(key, texts), Oids.TEXT).collatedLike(collation);
  }

  /** A value as its type's output function shows it, which casts show otherwise for some. */
  private Expression output(Typed value) throws Delegated {
    if (value.oid() == Oids.BOOL) {
      return new Expression.Case(
          List.of(
              new Expression.Branch(
                  new Expression.IsNull(value.expression()),
                  new Expression.Constant(null, ValueType.TEXT)),
              new Expression.Branch(
                  value.expression(), new Expression.Constant("t", ValueType.TEXT))),
          new Expression.Constant("f", ValueType.TEXT),
          ValueType.TEXT);
    }
    return value.oid() == Oids.BPCHAR
        ? coercer.call("output(bpchar)", List.of(value.expression()))
        : coercer.coerce(value, Oids.TEXT).expression();
  }

  /** ROW(...) as a value, which is shown as its text. */
  Typed row(Syntax.Row row) throws Delegated {
    List<Expression> texts = new ArrayList<>();
    for (Typed field : values.analyzeAll(row.fields())) {
      texts.add(output(field));
    }
    return new Typed(coercer.call("row(any)", texts), Oids.RECORD, Typed.Collation.NONE);
  }

  private Typed grouping(Syntax.Function call) throws Delegated {
    List<Expression> arguments = ExpressionAnalyzer.expressions(arguments(call));
    return Typed.of(collector(call).addGrouping(arguments), Oids.INT4);
  }

  private CallCollector collector(Syntax.Function call) throws Delegated {
    if (calls == null) {
      throw unsupported(call.name() + "() in this place");
    }
    return calls;
  }

  private Typed aggregate(Syntax.Function call) throws Delegated {
    CallCollector collector = collector(call);
    ExpressionAnalyzer inner = values.withoutCalls();
    Resolved resolved = resolve(call, inner);
    List<Query.SortItem> order = order(call.order(), inner);
    if (call.isDistinct()) {
      for (Typed argument : resolved.arguments) {
        PredicateAnalyzer.checkEquatable(argument);
        if (order.isEmpty() && resolved.function.dependsOnOrder()) {
          // PostgreSQL finds duplicates by sorting, which then shows.
          inner.checkOrdered(argument);
        }
      }
      if (!order.isEmpty() && order.size() > 1) {
        throw unsupported(call.name() + "(DISTINCT ... ORDER BY ...)");
      }
    }
    if (call.name().equals("array_agg") && order.isEmpty() && !call.isDistinct()) {
      throw unsupported("array_agg() without an order");
    }
    Syntax.Node filter = call.filter();
    Expression value =
        collector.add(
            new Query.AggregateCall(
                resolved.function,
                ExpressionAnalyzer.expressions(resolved.arguments),
                call.isDistinct(),
                filter == null ? null : inner.condition(filter),
                order));
    return resolved.result.with(value);
  }

  /** percentile_cont and percentile_disc at a fraction that is written as a number. */
  private Typed percentile(Syntax.Function call) throws Delegated {
    CallCollector collector = collector(call);
    boolean isContinuous = call.name().equals("percentile_cont");
    boolean isPercentile = isContinuous || call.name().equals("percentile_disc");
    Double fraction = call.arguments().size() == 1 ? fraction(call.arguments().get(0)) : null;
    if (!isPercentile || fraction == null || call.order().size() != 1 || call.over() != null) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, call.name() + "() WITHIN GROUP");
    }
    ExpressionAnalyzer inner = values.withoutCalls();
    Syntax.Order item = call.order().get(0);
    Typed value = coercer.known(inner.analyze(item.value()));
    if (isContinuous ? !NUMBERS.contains(value.oid()) : !value.type().isDiscrete()) {
      throw unsupported(call.name() + "() of " + Signatures.typeName(value.oid()));
    }
    if (isContinuous) {
      values.context().requireRoundingOfEachOperation();
      value = coercer.coerce(value, Oids.FLOAT8);
    }
    Syntax.Node filter = call.filter();
    return value.with(
        collector.add(
            new Query.AggregateCall(
                isContinuous
                    ? Percentile.continuous(fraction)
                    : Percentile.discrete(fraction, value.type()),
                List.of(value.expression()),
                call.isDistinct(),
                filter == null ? null : inner.condition(filter),
                List.of(
                    new Query.SortItem(
                        value.expression(), item.isDescending(), item.isNullsFirst())))));
  }

  /** The fraction, if it is one from 0 to 1. */
  private static @Nullable Double fraction(Syntax.Argument argument) {
    if (argument.name() != null || !(argument.value() instanceof Syntax.NumberLiteral number)) {
      return null;
    }
    try {
      double fraction = Double.parseDouble(number.digits());
      return fraction >= 0 && fraction <= 1 ? fraction : null;
    } catch (NumberFormatException ignored) {
      return null; // hexadecimal, or with underscores
    }
  }

  /** An aggregate with its arguments. */
  private record Resolved(AggregateFunction function, List<Typed> arguments, Typed result) {}

  private Resolved resolve(Syntax.Function call, ExpressionAnalyzer inner) throws Delegated {
    List<Typed> arguments = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      if (call.name().equals("count") && argument.value() instanceof Syntax.Row row) {
        // A row is never NULL for count, whatever its fields are.
        inner.analyzeAll(row.fields());
        arguments.add(Typed.constant(1L, Oids.INT4));
      } else {
        arguments.add(inner.analyze(argument.value()));
      }
    }
    Signature signature =
        Signatures.aggregate(
            call.name(), call.hasStar() ? List.of() : arguments.stream().map(Typed::oid).toList());
    AggregateFunction function = signature == null ? null : Functions.aggregate(signature.key());
    if (signature == null || function == null) {
      throw unsupported(
          signature == null
              ? call.name() + arguments.stream().map(a -> Signatures.typeName(a.oid())).toList()
              : signature.key());
    }
    List<Typed> coerced = new ArrayList<>();
    Typed.Collation collation = Typed.Collation.NONE;
    for (int i = 0; i < arguments.size(); i++) {
      int oid = signature.parameterOids().get(i);
      Typed argument =
          ValueType.ofOid(oid) == ValueType.OTHER
              ? coercer.known(arguments.get(i))
              : coercer.coerce(arguments.get(i), oid);
      coerced.add(argument);
      collation = collation.with(argument.collation());
    }
    if (call.name().equals("array_agg") && arguments.get(0).oid() == Oids.TIMESTAMPTZ) {
      throw unsupported("array_agg() of points in time");
    }
    boolean isExtreme = call.name().equals("min") || call.name().equals("max");
    boolean isOrdered = values.context().known(collation).hasBytewiseOrder();
    if (isExtreme && Typed.isText(signature.resultOid()) && !isOrdered) {
      throw new Delegated(
          Outcome.UNSUPPORTED_ORDER, call.name() + "() of text under its collation");
    }
    Typed result = Typed.constant(null, signature.resultOid()).collatedLike(collation);
    return new Resolved(function, coerced, result);
  }

  private List<Query.SortItem> order(List<Syntax.Order> order, ExpressionAnalyzer inner)
      throws Delegated {
    List<Query.SortItem> items = new ArrayList<>();
    for (Syntax.Order item : order) {
      Typed value = coercer.known(inner.analyze(item.value()));
      inner.checkOrdered(value);
      items.add(new Query.SortItem(value.expression(), item.isDescending(), item.isNullsFirst()));
    }
    return items;
  }

  private Typed window(Syntax.Function call, Syntax.Over over) throws Delegated {
    CallCollector collector = collector(call);
    if (call.isDistinct() || !call.order().isEmpty()) {
      throw unsupported(call.name() + "(DISTINCT) OVER");
    }
    Syntax.Over definition = definition(over, collector);
    ExpressionAnalyzer inner = values.withoutWindows();
    List<Expression> partition = new ArrayList<>();
    for (Syntax.Node node : definition.partition()) {
      Typed value = coercer.known(inner.analyze(node));
      PredicateAnalyzer.checkEquatable(value);
      partition.add(value.expression());
    }
    List<Query.SortItem> order = order(definition.order(), inner);
    Frame frame = definition.frame() == null ? Frame.DEFAULT : definition.frame();
    Syntax.Node filter = call.filter();
    WindowFunction function = WINDOW_FUNCTIONS.get(call.name());
    if (function == null) {
      if (!Signatures.isAggregate(call.name()) || call.name().equals("array_agg")) {
        throw unsupported(call.name() + "() OVER");
      }
      Resolved resolved = resolve(call, inner);
      return resolved.result.with(
          collector.add(
              new Query.WindowCall(
                  null,
                  resolved.function,
                  ExpressionAnalyzer.expressions(resolved.arguments),
                  filter == null ? null : inner.condition(filter),
                  partition,
                  order,
                  frame,
                  resolved.function.result())));
    }
    if (filter != null) {
      throw unsupported(call.name() + "() FILTER");
    }
    List<Typed> arguments = windowArguments(function, call, inner);
    Typed result = windowResult(function, arguments);
    return result.with(
        collector.add(
            new Query.WindowCall(
                function,
                null,
                ExpressionAnalyzer.expressions(arguments),
                null,
                partition,
                order,
                frame,
                result.type())));
  }

  private static Typed windowResult(WindowFunction function, List<Typed> arguments) {
    return switch (function) {
      case ROW_NUMBER, RANK, DENSE_RANK -> Typed.constant(null, Oids.INT8);
      case PERCENT_RANK, CUME_DIST -> Typed.constant(null, Oids.FLOAT8);
      case NTILE -> Typed.constant(null, Oids.INT4);
      default -> arguments.get(0);
    };
  }

  private List<Typed> windowArguments(
      WindowFunction function, Syntax.Function call, ExpressionAnalyzer inner) throws Delegated {
    List<Typed> arguments = new ArrayList<>();
    for (Syntax.Argument argument : call.arguments()) {
      arguments.add(coercer.known(inner.analyze(argument.value())));
    }
    int least =
        switch (function) {
          case NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE -> 1;
          case NTH_VALUE -> 2;
          default -> 0;
        };
    int most = function == WindowFunction.LAG || function == WindowFunction.LEAD ? 3 : least;
    if (arguments.size() < least || arguments.size() > most) {
      throw unsupported(call.name() + "() with " + arguments.size() + " arguments");
    }
    if (function == WindowFunction.NTILE) {
      arguments.set(0, whole(arguments.get(0), call));
    } else if (arguments.size() > 1) {
      arguments.set(1, whole(arguments.get(1), call));
    }
    if (arguments.size() == 3) {
      List<Typed> common = coercer.common(List.of(arguments.get(0), arguments.get(2)));
      arguments.set(0, common.get(0));
      arguments.set(2, common.get(1));
    }
    return arguments;
  }

  private static Typed whole(Typed argument, Syntax.Function call) throws Delegated {
    if (argument.oid() != Oids.INT4) {
      throw unsupported(call.name() + "() with other arguments");
    }
    return argument;
  }

  private static Syntax.Over definition(Syntax.Over over, CallCollector collector)
      throws Delegated {
    if (over.window() == null) {
      return over;
    }
    for (Syntax.NamedWindow named : collector.named()) {
      if (named.name().equals(over.window()) && named.definition().window() == null) {
        if (!over.partition().isEmpty() || !over.order().isEmpty() || over.frame() != null) {
          throw unsupported("a window made from another");
        }
        return named.definition();
      }
    }
    throw unsupported("the window " + over.window());
  }

  private static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_FUNCTION, detail);
  }
}
