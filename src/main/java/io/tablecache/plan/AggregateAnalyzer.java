package io.tablecache.plan;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Functions;
import io.tablecache.expression.Percentile;
import io.tablecache.expression.Query;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives calls of aggregates their meaning. Confined to one thread. */
final class AggregateAnalyzer {
  private static final Set<Integer> NUMBERS =
      Set.of(Oids.INT2, Oids.INT4, Oids.INT8, Oids.FLOAT4, Oids.FLOAT8, Oids.NUMERIC);

  private final ExpressionAnalyzer values;
  private final Coercer coercer;
  private final @Nullable CallCollector calls;

  AggregateAnalyzer(ExpressionAnalyzer values, Coercer coercer, @Nullable CallCollector calls) {
    this.values = values;
    this.coercer = coercer;
    this.calls = calls;
  }

  Typed grouping(Syntax.Function call, List<Typed> arguments) throws Delegated {
    return Typed.of(
        collector(call).addGrouping(ExpressionAnalyzer.expressions(arguments)), Oids.INT4);
  }

  /** What collects the calls of the SELECT that the call is in. */
  CallCollector collector(Syntax.Function call) throws Delegated {
    if (calls == null) {
      throw unsupported(call.name() + "() in this place");
    }
    return calls;
  }

  Typed analyze(Syntax.Function call) throws Delegated {
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
  Typed percentile(Syntax.Function call) throws Delegated {
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
  record Resolved(AggregateFunction function, List<Typed> arguments, Typed result) {}

  Resolved resolve(Syntax.Function call, ExpressionAnalyzer inner) throws Delegated {
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

  List<Query.SortItem> order(List<Syntax.Order> order, ExpressionAnalyzer inner) throws Delegated {
    List<Query.SortItem> items = new ArrayList<>();
    for (Syntax.Order item : order) {
      Typed value = coercer.known(inner.analyze(item.value()));
      inner.checkOrdered(value);
      items.add(new Query.SortItem(value.expression(), item.isDescending(), item.isNullsFirst()));
    }
    return items;
  }

  private static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_FUNCTION, detail);
  }
}
