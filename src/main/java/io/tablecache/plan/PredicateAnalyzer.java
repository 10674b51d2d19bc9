package io.tablecache.plan;

import io.tablecache.expression.ArrayText;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Signatures;
import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Gives predicates their meaning. Confined to one thread. */
final class PredicateAnalyzer {
  private final ExpressionAnalyzer values;
  private final PlanContext context;
  private final Coercer coercer;

  PredicateAnalyzer(ExpressionAnalyzer values, PlanContext context) {
    this.values = values;
    this.context = context;
    this.coercer = context.coercer();
  }

  /** The condition of a node that is a predicate. */
  Expression analyze(Syntax.Node node) throws Delegated {
    if (node instanceof Syntax.And and) {
      return new Expression.And(
          List.of(values.condition(and.left()), values.condition(and.right())));
    }
    if (node instanceof Syntax.Or or) {
      return new Expression.Or(List.of(values.condition(or.left()), values.condition(or.right())));
    }
    if (node instanceof Syntax.Not not) {
      return new Expression.Not(values.condition(not.operand()));
    }
    if (node instanceof Syntax.Comparison comparison) {
      requireNoNull(comparison);
      return comparison.left() instanceof Syntax.Row left
          ? rows(comparison.comparator(), left, comparison.right())
          : comparison(
              comparison.comparator(),
              values.analyze(comparison.left()),
              values.analyze(comparison.right()));
    }
    if (node instanceof Syntax.Between between) {
      return between(between);
    }
    if (node instanceof Syntax.InList in) {
      return negated(in.isNegated(), in(in));
    }
    if (node instanceof Syntax.Quantified quantified) {
      return quantified(quantified);
    }
    if (node instanceof Syntax.NullTest test) {
      return nullTest(test);
    }
    if (node instanceof Syntax.TruthTest test) {
      Expression operand = values.condition(test.operand());
      Boolean truth = test.truth();
      return negated(
          test.isNegated(),
          truth == null ? new Expression.IsNull(operand) : new Expression.IsTruth(operand, truth));
    }
    if (node instanceof Syntax.DistinctFrom distinct) {
      return distinct(distinct);
    }
    if (node instanceof Syntax.Like like) {
      return like(like);
    }
    throw ExpressionAnalyzer.unsupported(node.getClass().getSimpleName());
  }

  /** The setting transform_null_equals makes IS NULL of it. */
  private static void requireNoNull(Syntax.Comparison comparison) throws Delegated {
    if (comparison.comparator() == Comparator.EQ
        && (isNull(comparison.left()) || isNull(comparison.right()))) {
      throw ExpressionAnalyzer.unsupported("= NULL");
    }
  }

  private static boolean isNull(Syntax.Node node) {
    return node instanceof Syntax.Keyword keyword && keyword.value() == null;
  }

  private static Expression negated(boolean isNegated, Expression condition) {
    return isNegated ? new Expression.Not(condition) : condition;
  }

  /** A comparison by PostgreSQL's own operator. */
  Expression comparison(Comparator comparator, Typed left, Typed right) throws Delegated {
    List<Typed> sides = comparable(comparator, left, right);
    return new Expression.Comparison(
        comparator, sides.get(0).expression(), sides.get(1).expression());
  }

  /** Both sides of a comparison, brought to types that compare as they are held. */
  private List<Typed> comparable(Comparator comparator, Typed left, Typed right) throws Delegated {
    context.requireBuiltInOperators();
    Signature signature = Signatures.operator(comparator.sql(), left.oid(), right.oid());
    if (signature == null) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES,
          Signatures.typeName(left.oid())
              + " "
              + comparator.sql()
              + " "
              + Signatures.typeName(right.oid()));
    }
    Typed a = coercer.coerce(left, signature.parameterOids().get(0));
    Typed b = coercer.coerce(right, signature.parameterOids().get(1));
    if (a.type() != b.type() && !(a.type().isInteger() && b.type().isInteger())) {
      int oid = wider(a, b);
      a = coercer.coerce(a, oid);
      b = coercer.coerce(b, oid);
    }
    Typed.Collation collation = a.collation().with(b.collation());
    boolean isOrdering = comparator != Comparator.EQ && comparator != Comparator.NE;
    check(a.type(), context.known(collation), isOrdering);
    return List.of(a, b);
  }

  /** The type in which an operator of two types compares. */
  private static int wider(Typed a, Typed b) throws Delegated {
    for (int oid : new int[] {Oids.TIMESTAMPTZ, Oids.TIMESTAMP, Oids.FLOAT8}) {
      if (a.oid() == oid || b.oid() == oid) {
        return oid;
      }
    }
    throw new Delegated(Outcome.UNSUPPORTED_TYPES, a.type() + " compared with " + b.type());
  }

  private static void check(ValueType type, Typed.Collation collation, boolean isOrdering)
      throws Delegated {
    boolean isComparable =
        switch (type) {
          case TEXT, BPCHAR ->
              isOrdering ? collation.hasBytewiseOrder() : collation.hasBytewiseEquality();
          case JSON, JSONB, OTHER -> false;
          default -> true;
        };
    if (!isComparable) {
      throw new Delegated(
          isOrdering ? Outcome.UNSUPPORTED_ORDER : Outcome.UNSUPPORTED_TYPES,
          type == ValueType.TEXT || type == ValueType.BPCHAR
              ? "text under its collation"
              : "values of type " + type);
    }
  }

  /** Refuses values whose order is not known. */
  void checkOrdered(Typed value) throws Delegated {
    check(value.type(), context.known(value.collation()), true);
  }

  /** Refuses values whose equality is not known. */
  static void checkEquatable(Typed value) throws Delegated {
    check(value.type(), value.collation(), false);
  }

  private Expression between(Syntax.Between node) throws Delegated {
    Typed operand = values.analyze(node.operand());
    Typed from = values.analyze(node.from());
    Typed to = values.analyze(node.to());
    Expression condition = between(operand, from, to);
    if (node.isSymmetric()) {
      condition = new Expression.Or(List.of(condition, between(operand, to, from)));
    }
    return negated(node.isNegated(), condition);
  }

  private Expression between(Typed operand, Typed from, Typed to) throws Delegated {
    return new Expression.And(
        List.of(comparison(Comparator.GE, operand, from), comparison(Comparator.LE, operand, to)));
  }

  private Expression in(Syntax.InList node) throws Delegated {
    if (node.operand() instanceof Syntax.Row row) {
      List<Expression> equalities = new ArrayList<>();
      for (Syntax.Node element : node.elements()) {
        equalities.add(rows(Comparator.EQ, row, element));
      }
      return new Expression.Or(equalities);
    }
    Typed operand = values.analyze(node.operand());
    return in(operand, values.analyzeAll(node.elements()));
  }

  /** An IN list, where all elements compare in the same type, else comparisons. */
  private Expression in(Typed operand, List<Typed> elements) throws Delegated {
    Expression common = null;
    List<Expression> comparedElements = new ArrayList<>();
    List<Expression> comparisons = new ArrayList<>();
    boolean isUniform = true;
    for (Typed element : inElements(operand, elements)) {
      List<Typed> sides = comparable(Comparator.EQ, operand, element);
      Expression left = sides.get(0).expression();
      isUniform &= common == null || common.equals(left);
      common = left;
      comparedElements.add(sides.get(1).expression());
      comparisons.add(new Expression.Comparison(Comparator.EQ, left, sides.get(1).expression()));
    }
    return isUniform && common != null
        ? new Expression.In(common, comparedElements)
        : new Expression.Or(comparisons);
  }

  /** PostgreSQL looks for a common type of operand and elements before it compares. */
  private List<Typed> inElements(Typed operand, List<Typed> elements) throws Delegated {
    if (elements.stream().noneMatch(Typed::isUnknown)) {
      return elements;
    }
    List<Integer> oids = new ArrayList<>();
    oids.add(operand.oid());
    elements.forEach(element -> oids.add(element.oid()));
    int oid = Signatures.commonType(oids);
    if (oid == 0) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "an IN list of different types");
    }
    List<Typed> known = new ArrayList<>();
    for (Typed element : elements) {
      known.add(element.isUnknown() ? coercer.coerce(element, oid) : element);
    }
    return known;
  }

  /** A comparison of rows, as PostgreSQL takes it apart. */
  private Expression rows(Comparator comparator, Syntax.Row left, Syntax.Node right)
      throws Delegated {
    if (!(right instanceof Syntax.Row row) || row.fields().size() != left.fields().size()) {
      throw ExpressionAnalyzer.unsupported("a comparison of a row");
    }
    List<Typed> a = values.analyzeAll(left.fields());
    List<Typed> b = values.analyzeAll(row.fields());
    List<Expression> parts = new ArrayList<>();
    switch (comparator) {
      case EQ, NE -> {
        for (int i = 0; i < a.size(); i++) {
          parts.add(comparison(comparator, a.get(i), b.get(i)));
        }
        return comparator == Comparator.EQ ? new Expression.And(parts) : new Expression.Or(parts);
      }
      default -> {
        return ordered(comparator, a, b, 0);
      }
    }
  }

  /** {@code a0 > b0 OR (a0 = b0 AND (a1 > b1 OR ...))}; the last pair decides alone. */
  private Expression ordered(Comparator comparator, List<Typed> a, List<Typed> b, int i)
      throws Delegated {
    if (i == a.size() - 1) {
      return comparison(comparator, a.get(i), b.get(i));
    }
    Comparator strict =
        comparator == Comparator.LE
            ? Comparator.LT
            : comparator == Comparator.GE ? Comparator.GT : comparator;
    return new Expression.Or(
        List.of(
            comparison(strict, a.get(i), b.get(i)),
            new Expression.And(
                List.of(
                    comparison(Comparator.EQ, a.get(i), b.get(i)),
                    ordered(comparator, a, b, i + 1)))));
  }

  private Expression nullTest(Syntax.NullTest test) throws Delegated {
    if (test.operand() instanceof Syntax.Row row) {
      // Of a row, both tests are about all fields.
      List<Expression> parts = new ArrayList<>();
      for (Typed field : values.analyzeAll(row.fields())) {
        parts.add(negated(test.isNegated(), new Expression.IsNull(field.expression())));
      }
      return new Expression.And(parts);
    }
    Typed operand = values.analyze(test.operand());
    if (context.isComposite(operand.oid())) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "IS NULL of a row");
    }
    return negated(test.isNegated(), new Expression.IsNull(operand.expression()));
  }

  private Expression distinct(Syntax.DistinctFrom node) throws Delegated {
    Typed left = values.analyze(node.left());
    Typed right = values.analyze(node.right());
    List<Typed> sides = comparable(Comparator.EQ, left, right);
    return negated(
        !node.isNegated(),
        new Expression.NotDistinct(sides.get(0).expression(), sides.get(1).expression()));
  }

  private Expression like(Syntax.Like like) throws Delegated {
    Typed operand = values.analyze(like.operand());
    Typed pattern = values.analyze(like.pattern());
    Syntax.Node escape = like.escape();
    if (escape != null) {
      Typed text = coercer.coerce(pattern, Oids.TEXT);
      Typed character = coercer.coerce(values.analyze(escape), Oids.TEXT);
      pattern =
          text.with(
              coercer.call(
                  "like_escape(text,text)", List.of(text.expression(), character.expression())));
    }
    if (!operand.collation().with(pattern.collation()).hasBytewiseEquality()) {
      throw new Delegated(Outcome.UNSUPPORTED_TYPES, "LIKE under a nondeterministic collation");
    }
    if (like.ignoresCase()) {
      context.requirePlainCase();
    }
    String operator = (like.isNegated() ? "!" : "") + (like.ignoresCase() ? "~~*" : "~~");
    return values.operator(operator, operand, pattern).expression();
  }

  private Expression quantified(Syntax.Quantified node) throws Delegated {
    context.requireBuiltInOperators();
    Typed operand = values.analyze(node.operand());
    Comparator comparator = node.comparator();
    if (node.array() instanceof Syntax.ArrayLiteral array) {
      return elements(node, operand, values.analyzeAll(array.elements()));
    }
    if (node.array() instanceof Syntax.StringLiteral literal) {
      return elements(node, operand, literalElements(literal.value()));
    }
    int slot;
    ValueType elementType;
    if (node.array() instanceof Syntax.Parameter parameter && context.source(parameter).isArray()) {
      slot = parameter.slot();
      elementType = context.source(parameter).type();
    } else if (node.array() instanceof Syntax.Cast cast && cast.type().dimensions() == 1) {
      Integer element = Signatures.typeOid(cast.type().name());
      if (element == null) {
        throw ExpressionAnalyzer.unsupported("an array of " + cast.type().name());
      }
      elementType = ValueType.ofOid(element);
      if (cast.operand() instanceof Syntax.Parameter parameter
          && context.source(parameter).isArray()) {
        if (context.source(parameter).type() != elementType) {
          throw ExpressionAnalyzer.unsupported("the cast of an array");
        }
        slot = parameter.slot();
      } else if (cast.operand() instanceof Syntax.ArrayLiteral array) {
        return elements(node, operand, castElements(array, element));
      } else {
        Typed text = values.analyze(cast.operand());
        if (!Typed.isText(text.oid())) {
          throw ExpressionAnalyzer.unsupported("the cast of an array");
        }
        slot = context.arraySlot(coercer.known(text).expression(), elementType);
      }
    } else {
      throw ExpressionAnalyzer.unsupported("an array of this form");
    }
    ValueType type = operand.type();
    if (operand.oid() == Oids.OID) {
      throw ExpressionAnalyzer.unsupported("an array of oids");
    }
    boolean isOrdering = comparator != Comparator.EQ && comparator != Comparator.NE;
    if (type != elementType && !(type.isInteger() && elementType.isInteger())) {
      throw new Delegated(
          Outcome.UNSUPPORTED_TYPES, type + " compared with an array of " + elementType);
    }
    check(type, context.known(operand.collation()), isOrdering);
    return new Expression.Quantified(
        comparator, node.isAll(), operand.expression(), slot, elementType);
  }

  private List<Typed> castElements(Syntax.ArrayLiteral array, int elementOid) throws Delegated {
    List<Typed> elements = new ArrayList<>();
    for (Typed element : values.analyzeAll(array.elements())) {
      elements.add(coercer.coerce(element, elementOid));
    }
    return elements;
  }

  /** The elements of an array's text, of unknown type, if none needs quotes. */
  private static List<Typed> literalElements(String text) throws Delegated {
    List<String> elements = ArrayText.elements(text);
    if (elements == null) {
      throw ExpressionAnalyzer.unsupported("an array's text of an unusual form");
    }
    return elements.stream().map(Typed::unknown).toList();
  }

  /** ANY and ALL of listed elements. */
  private Expression elements(Syntax.Quantified node, Typed operand, List<Typed> elements)
      throws Delegated {
    List<Typed> known = inElements(operand, elements);
    if (node.comparator() == Comparator.EQ && !node.isAll()) {
      return in(operand, known);
    }
    if (node.comparator() == Comparator.NE && node.isAll()) {
      return new Expression.Not(in(operand, known));
    }
    List<Expression> comparisons = new ArrayList<>();
    for (Typed element : known) {
      comparisons.add(comparison(node.comparator(), operand, element));
    }
    return node.isAll() ? new Expression.And(comparisons) : new Expression.Or(comparisons);
  }
}
