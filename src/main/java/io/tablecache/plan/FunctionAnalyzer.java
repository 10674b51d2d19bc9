package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives calls of functions their meaning. Confined to one thread. */
final class FunctionAnalyzer {
  private static final Set<String> CASE_FUNCTIONS =
      Set.of("lower", "upper", "initcap", "regexp_replace");

  private static final List<String> MAKE_INTERVAL =
      List.of("years", "months", "weeks", "days", "hours", "mins", "secs");

  private final ExpressionAnalyzer values;
  private final Coercer coercer;
  private final AggregateAnalyzer aggregates;
  private final WindowAnalyzer windows;

  FunctionAnalyzer(ExpressionAnalyzer values, Coercer coercer, @Nullable CallCollector calls) {
    this.values = values;
    this.coercer = coercer;
    this.aggregates = new AggregateAnalyzer(values, coercer, calls);
    this.windows = new WindowAnalyzer(values, coercer, aggregates);
  }

  Typed analyze(Syntax.Function call) throws Delegated {
    values.context().requireBuiltInFunction(call.name());
    if (CASE_FUNCTIONS.contains(call.name())) {
      values.context().requirePlainCase();
    }
    if (call.name().equals("grouping")) {
      return aggregates.grouping(call, arguments(call));
    }
    Syntax.Over over = call.over();
    if (call.isOrderedSet()) {
      return aggregates.percentile(call);
    }
    if (over != null) {
      return windows.analyze(call, over);
    }
    if (Signatures.isAggregate(call.name())) {
      return aggregates.analyze(call);
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

  private static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_FUNCTION, detail);
  }
}
