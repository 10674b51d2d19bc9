package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Functions;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of a statement their types and meaning, as PostgreSQL's analysis does.
 *
 * <p>Confined to one thread.
 */
final class ExpressionAnalyzer {
  private final Scope scope;
  private final PlanContext context;
  private final Coercer coercer;
  private final PredicateAnalyzer predicates;
  private final FunctionAnalyzer functions;
  private final @Nullable CallCollector calls;
  private final @Nullable QueryAnalyzer queries;

  /**
   * @param calls where aggregates and window functions are collected; null where there must be none
   * @param queries for subqueries
   */
  ExpressionAnalyzer(Scope scope, @Nullable CallCollector calls, @Nullable QueryAnalyzer queries) {
    this.scope = scope;
    this.context = scope.context();
    this.coercer = context.coercer();
    this.calls = calls;
    this.queries = queries;
    this.predicates = new PredicateAnalyzer(this, context);
    this.functions = new FunctionAnalyzer(this, coercer, calls);
  }

  PlanContext context() {
    return context;
  }

  /** For what stands within an aggregate. */
  ExpressionAnalyzer withoutCalls() {
    return new ExpressionAnalyzer(scope, null, queries);
  }

  /** For what stands within a window function, where aggregates may be. */
  ExpressionAnalyzer withoutWindows() {
    return new ExpressionAnalyzer(scope, calls, queries);
  }

  /** Refuses values whose order is not known. */
  void checkOrdered(Typed value) throws Delegated {
    predicates.checkOrdered(value);
  }

  /** The value of a node. */
  Typed analyze(Syntax.Node node) throws Delegated {
    if (node instanceof Syntax.Name name) {
      return scope.column(name);
    }
    if (node instanceof Syntax.Parameter parameter) {
      return context.parameter(parameter.slot());
    }
    if (node instanceof Syntax.NumberLiteral number) {
      return number(number.digits());
    }
    if (node instanceof Syntax.StringLiteral string) {
      return Typed.unknown(string.value());
    }
    if (node instanceof Syntax.Keyword keyword) {
      Boolean value = keyword.value();
      return value == null ? Typed.unknown(null) : Typed.constant(value ? 1L : 0L, Oids.BOOL);
    }
    if (node instanceof Syntax.Cast cast) {
      return cast(cast);
    }
    if (node instanceof Syntax.Prefix prefix) {
      Typed operand = analyze(prefix.operand());
      return operator(prefix.operator(), null, operand);
    }
    if (node instanceof Syntax.Infix infix) {
      return operator(infix.operator(), analyze(infix.left()), analyze(infix.right()));
    }
    if (node instanceof Syntax.CurrentTime time) {
      Typed now = Typed.of(coercer.call("now()", List.of()), Oids.TIMESTAMPTZ);
      Integer oid = Signatures.typeOid(time.type());
      return coercer.coerce(now, oid == null ? Oids.TIMESTAMPTZ : oid);
    }
    if (node instanceof Syntax.Function function) {
      return functions.analyze(function);
    }
    if (node instanceof Syntax.Case caseOf) {
      return caseOf(caseOf);
    }
    if (node instanceof Syntax.Coalesce coalesce) {
      List<Typed> values = coercer.common(analyzeAll(coalesce.values()));
      Typed first = values.get(0);
      return first.with(new Expression.Coalesce(expressions(values), first.type()));
    }
    if (node instanceof Syntax.Extreme extreme) {
      return extreme(extreme);
    }
    if (node instanceof Syntax.NullIf nullIf) {
      return nullIf(nullIf);
    }
    if (node instanceof Syntax.Collate collate) {
      return collate(collate);
    }
    if (node instanceof Syntax.ScalarSelect select) {
      return queries(node).scalar(select.select(), scope);
    }
    if (node instanceof Syntax.Exists exists) {
      return queries(node).exists(exists.select(), scope);
    }
    if (node instanceof Syntax.InSelect in) {
      return queries(node).in(operands(in.operand()), in.select(), in.isNegated(), scope);
    }
    if (node instanceof Syntax.Row row) {
      return functions.row(row);
    }
    if (node instanceof Syntax.Subscript subscript) {
      return subscript(analyze(subscript.array()), analyze(subscript.index()));
    }
    if (node instanceof Syntax.ArrayLiteral) {
      throw unsupported("an array");
    }
    return Typed.of(predicates.analyze(node), Oids.BOOL);
  }

  private QueryAnalyzer queries(Syntax.Node node) throws Delegated {
    if (queries == null) {
      throw unsupported("a subquery");
    }
    return queries;
  }

  private List<Typed> operands(Syntax.Node operand) throws Delegated {
    return operand instanceof Syntax.Row row ? analyzeAll(row.fields()) : List.of(analyze(operand));
  }

  List<Typed> analyzeAll(List<Syntax.Node> nodes) throws Delegated {
    List<Typed> values = new ArrayList<>();
    for (Syntax.Node node : nodes) {
      values.add(analyze(node));
    }
    return values;
  }

  /** A value of type boolean. */
  Expression condition(Syntax.Node node) throws Delegated {
    return condition(analyze(node));
  }

  private Expression condition(Typed value) throws Delegated {
    Typed condition = value.isUnknown() ? coercer.coerce(value, Oids.BOOL) : value;
    if (condition.oid() != Oids.BOOL) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "a condition that is no boolean");
    }
    return condition.expression();
  }

  static List<Expression> expressions(List<Typed> values) {
    return values.stream().map(Typed::expression).toList();
  }

  /** The type that PostgreSQL gives a number: the first that holds it. */
  private static Typed number(String digits) {
    try {
      long value = Long.parseLong(digits);
      return Typed.constant(value, value == (int) value ? Oids.INT4 : Oids.INT8);
    } catch (NumberFormatException ignored) {
      return Typed.constant(
          io.tablecache.expression.Numeric.of(new BigDecimal(digits)), Oids.NUMERIC);
    }
  }

  private Typed cast(Syntax.Cast cast) throws Delegated {
    int oid = Coercer.oid(cast.type());
    return coercer.modified(coercer.coerce(analyze(cast.operand()), oid), cast.type());
  }

  /** An operator that is no comparison; a prefix operator without left side. */
  Typed operator(String operator, @Nullable Typed left, Typed right) throws Delegated {
    context.requireBuiltInOperators();
    if (operator.equals("~*") || operator.equals("!~*")) {
      context.requirePlainCase();
    }
    Signature signature = Signatures.operator(operator, left == null ? 0 : left.oid(), right.oid());
    if (signature == null) {
      throw new Delegated(
          Outcome.UNSUPPORTED_FUNCTION,
          "operator "
              + operator
              + " of "
              + (left == null ? "" : Signatures.typeName(left.oid()) + ", ")
              + Signatures.typeName(right.oid()));
    }
    return call(signature, left == null ? List.of(right) : List.of(left, right));
  }

  /** A call with its arguments brought to the parameters' types. */
  Typed call(Signature signature, List<Typed> arguments) throws Delegated {
    List<Expression> coerced = new ArrayList<>();
    Typed.Collation collation = Typed.Collation.NONE;
    for (int i = 0; i < arguments.size(); i++) {
      Typed argument = arguments.get(i);
      int parameter = signature.parameterOids().get(i);
      coerced.add(coercer.coerce(argument, parameter).expression());
      if (Typed.isCollatable(argument.oid())) {
        collation = collation.with(argument.collation());
      }
    }
    if (collation == Typed.Collation.NONDETERMINISTIC) {
      throw new Delegated(Outcome.UNSUPPORTED_FUNCTION, signature.key() + " under its collation");
    }
    Typed result = Typed.of(coercer.call(signature.key(), coerced), signature.resultOid());
    return Typed.isCollatable(result.oid())
        ? result.collatedLike(Typed.Collation.DEFAULT.with(collation))
        : result;
  }

  /** The element of an array that is held as its output text. */
  private Typed subscript(Typed array, Typed subscript) throws Delegated {
    int element = Signatures.elementOf(array.oid());
    boolean isWhole = subscript.oid() == Oids.INT4 || subscript.oid() == Oids.INT2;
    if (element == 0 || array.type() != ValueType.OTHER || !isWhole) {
      throw unsupported("a subscript of another value than an array");
    }
    Expression value =
        coercer.call(
            "subscript(" + ValueType.ofOid(element) + ")",
            List.of(array.expression(), coercer.coerce(subscript, Oids.INT4).expression()));
    Typed result = Typed.of(value, element);
    if (!Typed.isCollatable(element)) {
      return result;
    }
    // Of a column's array, the collation is not known.
    return result.collatedLike(
        array.collation() == Typed.Collation.NONE
            ? Typed.Collation.NONDETERMINISTIC
            : array.collation());
  }

  private Typed caseOf(Syntax.Case node) throws Delegated {
    List<Expression> conditions = new ArrayList<>();
    List<Typed> values = new ArrayList<>();
    Syntax.Node subject = node.subject();
    for (Syntax.When when : node.branches()) {
      conditions.add(
          subject == null
              ? condition(when.condition())
              : predicates.comparison(
                  Expression.Comparator.EQ, analyze(subject), analyze(when.condition())));
    }
    Syntax.Node otherwise = node.otherwise();
    // PostgreSQL looks at ELSE first when it looks for the common type.
    values.add(otherwise == null ? Typed.unknown(null) : analyze(otherwise));
    for (Syntax.When when : node.branches()) {
      values.add(analyze(when.value()));
    }
    List<Typed> common = coercer.common(values);
    List<Expression.Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      branches.add(new Expression.Branch(conditions.get(i), common.get(i + 1).expression()));
    }
    Typed last = common.get(0);
    return last.with(new Expression.Case(branches, last.expression(), last.type()));
  }

  private Typed extreme(Syntax.Extreme node) throws Delegated {
    List<Typed> values = coercer.common(analyzeAll(node.values()));
    Typed first = values.get(0);
    predicates.checkOrdered(first);
    return first.with(new Expression.Extreme(node.isGreatest(), expressions(values), first.type()));
  }

  private Typed nullIf(Syntax.NullIf node) throws Delegated {
    Typed left = analyze(node.left());
    Typed right = analyze(node.right());
    Expression equal = predicates.comparison(Expression.Comparator.EQ, left, right);
    // The result has the type of the operator's left side.
    Signature signature = Signatures.operator("=", left.oid(), right.oid());
    Typed value = signature == null ? left : coercer.coerce(left, signature.parameterOids().get(0));
    Typed result =
        value.with(
            new Expression.Case(
                List.of(new Expression.Branch(equal, new Expression.Constant(null, value.type()))),
                value.expression(),
                value.type()));
    return Typed.isCollatable(result.oid())
        ? result.collatedLike(value.collation().with(right.collation()))
        : result;
  }

  private Typed collate(Syntax.Collate node) throws Delegated {
    Typed value = coercer.known(analyze(node.operand()));
    boolean isBytewise =
        node.collation().equals("C")
            || node.collation().equals("POSIX")
            || node.collation().equals("ucs_basic");
    if (!Typed.isCollatable(value.oid()) || !isBytewise) {
      throw new Delegated(Outcome.UNSUPPORTED_ORDER, "COLLATE " + node.collation());
    }
    return value.collatedLike(Typed.Collation.BYTEWISE);
  }

  /** Whether values of a type are computed with at all. */
  static boolean isKnown(ValueType type) {
    return type != ValueType.OTHER;
  }

  /** Whether there is an implementation; for explanations. */
  static boolean isImplemented(String key) {
    return Functions.scalar(key) != null;
  }

  static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_PREDICATE, detail);
  }
}
