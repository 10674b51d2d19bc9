package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Query.Frame;
import io.tablecache.expression.Query.WindowFunction;
import io.tablecache.expression.Signatures;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives calls of window functions their meaning. Confined to one thread. */
final class WindowAnalyzer {
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

  private final ExpressionAnalyzer values;
  private final Coercer coercer;
  private final AggregateAnalyzer aggregates;

  WindowAnalyzer(ExpressionAnalyzer values, Coercer coercer, AggregateAnalyzer aggregates) {
    this.values = values;
    this.coercer = coercer;
    this.aggregates = aggregates;
  }

  Typed analyze(Syntax.Function call, Syntax.Over over) throws Delegated {
    CallCollector collector = aggregates.collector(call);
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
    List<Query.SortItem> order = aggregates.order(definition.order(), inner);
    Frame frame = definition.frame() == null ? Frame.DEFAULT : definition.frame();
    Syntax.Node filter = call.filter();
    WindowFunction function = WINDOW_FUNCTIONS.get(call.name());
    if (function == null) {
      if (!Signatures.isAggregate(call.name()) || call.name().equals("array_agg")) {
        throw unsupported(call.name() + "() OVER");
      }
      AggregateAnalyzer.Resolved resolved = aggregates.resolve(call, inner);
      return resolved
          .result()
          .with(
              collector.add(
                  new Query.WindowCall(
                      null,
                      resolved.function(),
                      ExpressionAnalyzer.expressions(resolved.arguments()),
                      filter == null ? null : inner.condition(filter),
                      partition,
                      order,
                      frame,
                      resolved.function().result())));
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
