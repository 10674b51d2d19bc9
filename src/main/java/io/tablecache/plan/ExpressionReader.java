package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads values, by the precedences of PostgreSQL's grammar.
 *
 * <p>Confined to one thread.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE">PostgreSQL,
 *     Operator Precedence</a>
 */
final class ExpressionReader {
  // From the weakest to the strongest.
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int BETWEEN = 6;
  private static final int OPERATOR = 7;
  private static final int ADDITION = 8;
  private static final int MULTIPLICATION = 9;
  private static final int POWER = 10;
  private static final int AT = 11;
  private static final int COLLATE = 12;
  private static final int SIGN = 13;

  private final TokenReader tokens;
  private final PrimaryReader primaries;
  private final SelectReader selects;

  ExpressionReader(TokenReader tokens, SelectReader selects) {
    this.tokens = tokens;
    this.selects = selects;
    this.primaries = new PrimaryReader(tokens, this, selects);
  }

  /** Any value. */
  Syntax.Node value() throws Delegated {
    return value(OR);
  }

  List<Syntax.Node> values() throws Delegated {
    List<Syntax.Node> values = new ArrayList<>();
    do {
      values.add(value());
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return values;
  }

  /** A type's name. */
  Syntax.TypeName type() throws Delegated {
    return primaries.type();
  }

  private Syntax.Node value(int weakest) throws Delegated {
    Syntax.Node left = prefixed();
    // The precedence of the operator that must not follow itself.
    int forbidden = 0;
    while (true) {
      int precedence = precedence();
      if (precedence < weakest || precedence == 0) {
        return left;
      }
      if (precedence == forbidden) {
        throw new Delegated(Outcome.UNPARSED, "operators that must be parenthesised");
      }
      left = infix(left, precedence);
      boolean isAssociative = precedence != IS && precedence != COMPARISON && precedence != BETWEEN;
      forbidden = isAssociative ? 0 : precedence;
    }
  }

  private Syntax.Node prefixed() throws Delegated {
    if (tokens.accept("not")) {
      return new Syntax.Not(value(NOT));
    }
    if (tokens.kind() == SqlScanner.Kind.OPERATOR) {
      String operator = tokens.take();
      if (operator.equals("+") || operator.equals("-")) {
        return signed(operator, value(SIGN));
      }
      if (comparator(operator) != null || "*/%^".contains(operator)) {
        throw tokens.unparsed("a value");
      }
      return new Syntax.Prefix(operator, value(OPERATOR + 1));
    }
    return primaries.primary();
  }

  /** PostgreSQL folds a minus, not a plus, into a number that follows it. */
  private static Syntax.Node signed(String sign, Syntax.Node operand) {
    return sign.equals("-")
            && operand instanceof Syntax.NumberLiteral number
            && !number.digits().startsWith("-")
        ? new Syntax.NumberLiteral("-" + number.digits())
        : new Syntax.Prefix(sign, operand);
  }

  /** The precedence of what follows a value; 0 if nothing does. */
  private int precedence() {
    if (tokens.kind() == SqlScanner.Kind.OPERATOR) {
      String operator = tokens.token().value();
      return switch (operator) {
        case "=", "<", ">", "<=", ">=", "<>" -> COMPARISON;
        case "+", "-" -> ADDITION;
        case "*", "/", "%" -> MULTIPLICATION;
        case "^" -> POWER;
        default -> OPERATOR;
      };
    }
    if (tokens.kind() != SqlScanner.Kind.WORD) {
      return 0;
    }
    return switch (tokens.token().value()) {
      case "or" -> OR;
      case "and" -> AND;
      case "is", "isnull", "notnull" -> IS;
      case "between", "in", "like", "ilike", "similar" -> BETWEEN;
      case "not" -> isNegated() ? BETWEEN : 0;
      case "operator" -> tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN ? OPERATOR : 0;
      case "at" -> AT;
      case "collate" -> COLLATE;
      default -> 0;
    };
  }

  private boolean isNegated() {
    return tokens.isWord(1, "between")
        || tokens.isWord(1, "in")
        || tokens.isWord(1, "like")
        || tokens.isWord(1, "ilike")
        || tokens.isWord(1, "similar");
  }

  private Syntax.Node infix(Syntax.Node left, int precedence) throws Delegated {
    if (tokens.kind() == SqlScanner.Kind.OPERATOR) {
      return operator(left, tokens.take(), precedence);
    }
    String word = tokens.take();
    return switch (word) {
      case "or" -> new Syntax.Or(left, value(OR + 1));
      case "and" -> new Syntax.And(left, value(AND + 1));
      case "is" -> is(left);
      case "isnull" -> new Syntax.NullTest(left, false);
      case "notnull" -> new Syntax.NullTest(left, true);
      case "not" -> match(left, tokens.take(), true);
      case "at" -> {
        if (!tokens.accept("time", "zone")) {
          throw tokens.unparsed("TIME ZONE");
        }
        yield Syntax.Function.of("timezone", value(AT + 1), left);
      }
      case "collate" -> new Syntax.Collate(left, primaries.collation());
      case "operator" -> operator(left, qualifiedOperator(), OPERATOR);
      default -> match(left, word, false);
    };
  }

  /** {@code OPERATOR(pg_catalog.+)}, whose precedence is that of other operators. */
  private String qualifiedOperator() throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    if (tokens.accept("pg_catalog")) {
      tokens.expect(SqlScanner.Kind.DOT);
    }
    if (tokens.kind() != SqlScanner.Kind.OPERATOR) {
      throw tokens.unparsed("an operator");
    }
    String operator = tokens.take();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return operator;
  }

  private Syntax.Node operator(Syntax.Node left, String operator, int precedence) throws Delegated {
    Comparator comparator = comparator(operator);
    if (tokens.isWord("any") || tokens.isWord("some") || tokens.isWord("all")) {
      return quantified(left, operator, comparator);
    }
    Syntax.Node right = value(precedence + 1);
    return comparator == null
        ? new Syntax.Infix(operator, left, right)
        : new Syntax.Comparison(comparator, left, right);
  }

  private Syntax.Node quantified(Syntax.Node left, String operator, @Nullable Comparator comparator)
      throws Delegated {
    boolean isAll = tokens.take().equals("all");
    if (comparator == null) {
      throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, operator + " ANY");
    }
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Node node;
    if (selects.isSelect()) {
      Syntax.Select select = selects.select();
      if (comparator == Comparator.EQ && !isAll) {
        node = new Syntax.InSelect(left, select, false);
      } else if (comparator == Comparator.NE && isAll) {
        node = new Syntax.InSelect(left, select, true);
      } else {
        throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, operator + " with a subquery");
      }
    } else {
      node = new Syntax.Quantified(left, comparator, isAll, value());
    }
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return node;
  }

  static @Nullable Comparator comparator(String operator) {
    for (Comparator comparator : Comparator.values()) {
      if (comparator.sql().equals(operator)) {
        return comparator;
      }
    }
    return null;
  }

  private Syntax.Node is(Syntax.Node left) throws Delegated {
    boolean isNegated = tokens.accept("not");
    if (tokens.accept("distinct", "from")) {
      return new Syntax.DistinctFrom(left, value(IS + 1), isNegated);
    }
    String word = tokens.kind() == SqlScanner.Kind.WORD ? tokens.take() : "";
    return switch (word) {
      case "null" -> new Syntax.NullTest(left, isNegated);
      case "true" -> new Syntax.TruthTest(left, true, isNegated);
      case "false" -> new Syntax.TruthTest(left, false, isNegated);
      case "unknown" -> new Syntax.TruthTest(left, null, isNegated);
      default ->
          throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, "IS " + word.toUpperCase(Locale.ROOT));
    };
  }

  private Syntax.Node match(Syntax.Node left, String word, boolean isNegated) throws Delegated {
    switch (word) {
      case "between" -> {
        boolean isSymmetric = tokens.accept("symmetric");
        if (!isSymmetric) {
          tokens.accept("asymmetric");
        }
        Syntax.Node from = value(OPERATOR);
        tokens.expect("and");
        return new Syntax.Between(left, from, value(BETWEEN + 1), isSymmetric, isNegated);
      }
      case "in" -> {
        return in(left, isNegated);
      }
      case "like", "ilike" -> {
        Syntax.Node pattern = value(BETWEEN + 1);
        Syntax.Node escape = tokens.accept("escape") ? value(BETWEEN + 1) : null;
        return new Syntax.Like(left, pattern, escape, word.equals("ilike"), isNegated);
      }
      default -> throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, word.toUpperCase(Locale.ROOT));
    }
  }

  private Syntax.Node in(Syntax.Node left, boolean isNegated) throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Node node =
        selects.isSelect()
            ? new Syntax.InSelect(left, selects.select(), isNegated)
            : new Syntax.InList(left, values(), isNegated);
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return node;
  }
}
