package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement's tokens as a SELECT, by PostgreSQL's grammar; what it does not know, it
 * refuses. Confined to one thread.
 */
final class SelectReader {
  private final TokenReader tokens;
  private final ExpressionReader expressions;
  private final FromReader from;

  private SelectReader(Tokens tokens) {
    this.tokens = new TokenReader(tokens);
    this.expressions = new ExpressionReader(this.tokens, this);
    this.from = new FromReader(this.tokens, expressions, this);
  }

  /** The whole statement. */
  static Syntax.Select read(Tokens tokens) throws Delegated {
    SelectReader reader = new SelectReader(tokens);
    Syntax.Select select = reader.select();
    if (reader.tokens.kind() != SqlScanner.Kind.END) {
      throw reader.tokens.unparsed("the end");
    }
    return select;
  }

  /** Whether a SELECT starts here, maybe behind parentheses. */
  boolean isSelect() {
    int ahead = 0;
    while (tokens.kind(ahead) == SqlScanner.Kind.LEFT_PAREN) {
      ahead++;
    }
    return tokens.isWord(ahead, "select")
        || tokens.isWord(ahead, "with")
        || tokens.isWord(ahead, "values")
        || tokens.isWord(ahead, "table");
  }

  Syntax.Select select() throws Delegated {
    List<Syntax.CommonTable> with = tokens.accept("with") ? commonTables() : List.of();
    Syntax.Body body = body(0);
    List<Syntax.Order> order = tokens.isWord("order") ? orderBy() : List.of();
    Syntax.Node limit = null;
    Syntax.Node offset = null;
    boolean withTies = false;
    boolean hasLimit = false;
    while (true) {
      if (!hasLimit && tokens.accept("limit")) {
        hasLimit = true;
        limit = tokens.accept("all") ? null : expressions.value();
      } else if (!hasLimit && tokens.accept("fetch")) {
        hasLimit = true;
        limit = fetched();
        withTies = tokens.accept("with", "ties");
        if (!withTies) {
          tokens.expect("only");
        }
      } else if (offset == null && tokens.accept("offset")) {
        offset = expressions.value();
        if (!tokens.accept("rows")) {
          tokens.accept("row");
        }
      } else {
        break;
      }
    }
    if (tokens.isWord("for")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "FOR UPDATE or FOR SHARE");
    }
    if (withTies && order.isEmpty()) {
      throw tokens.unparsed("ORDER BY");
    }
    return with.isEmpty()
            && order.isEmpty()
            && !hasLimit
            && offset == null
            && body instanceof Syntax.Nested nested
        ? nested.select()
        : new Syntax.Select(with, body, order, limit, offset, withTies);
  }

  /** {@code FIRST 5 ROWS}, and what is not a plain value in parentheses. */
  private Syntax.Node fetched() throws Delegated {
    if (!tokens.accept("first")) {
      tokens.expect("next");
    }
    Syntax.Node rows =
        tokens.isWord("row") || tokens.isWord("rows")
            ? new Syntax.NumberLiteral("1")
            : expressions.value();
    if (!tokens.accept("rows")) {
      tokens.expect("row");
    }
    return rows;
  }

  private List<Syntax.CommonTable> commonTables() throws Delegated {
    if (tokens.isWord("recursive")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "WITH RECURSIVE");
    }
    List<Syntax.CommonTable> with = new ArrayList<>();
    do {
      String name = tokens.name();
      List<String> columns = tokens.kind() == SqlScanner.Kind.LEFT_PAREN ? from.names() : List.of();
      tokens.expect("as");
      if (!tokens.accept("materialized")) {
        tokens.accept("not", "materialized");
      }
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      if (!isSelect()) {
        throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "WITH and something else than SELECT");
      }
      with.add(new Syntax.CommonTable(name, columns, select()));
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return with;
  }

  /**
   * Set operations.
   *
   * @param weakest 0 for UNION and EXCEPT, 1 for INTERSECT, which binds tighter
   */
  private Syntax.Body body(int weakest) throws Delegated {
    Syntax.Body left = single();
    while (true) {
      Syntax.SetOperation.Operator operator;
      if (weakest == 0 && tokens.accept("union")) {
        operator = Syntax.SetOperation.Operator.UNION;
      } else if (weakest == 0 && tokens.accept("except")) {
        operator = Syntax.SetOperation.Operator.EXCEPT;
      } else if (weakest <= 1 && tokens.accept("intersect")) {
        operator = Syntax.SetOperation.Operator.INTERSECT;
      } else {
        return left;
      }
      boolean isAll = tokens.accept("all");
      if (!isAll) {
        tokens.accept("distinct");
      }
      int next = operator == Syntax.SetOperation.Operator.INTERSECT ? 2 : 1;
      left = new Syntax.SetOperation(operator, isAll, left, body(next));
    }
  }

  private Syntax.Body single() throws Delegated {
    if (tokens.accept(SqlScanner.Kind.LEFT_PAREN)) {
      Syntax.Select inner = select();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      return new Syntax.Nested(inner);
    }
    if (tokens.accept("values")) {
      return values();
    }
    if (tokens.accept("table")) {
      Syntax.Relation table = from.table();
      return block(List.of(new Syntax.Star(List.of())), List.of(table));
    }
    tokens.expect("select");
    return block();
  }

  private static Syntax.Block block(List<Syntax.Output> outputs, List<Syntax.Relation> relations) {
    return new Syntax.Block(false, List.of(), outputs, relations, null, null, null, List.of());
  }

  private Syntax.Body values() throws Delegated {
    List<List<Syntax.Node>> rows = new ArrayList<>();
    do {
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      rows.add(expressions.values());
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return new Syntax.ValuesList(rows);
  }

  private Syntax.Block block() throws Delegated {
    boolean isDistinct = tokens.accept("distinct");
    List<Syntax.Node> distinctOn = List.of();
    if (isDistinct && tokens.accept("on")) {
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      distinctOn = expressions.values();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    } else if (!isDistinct) {
      tokens.accept("all");
    }
    List<Syntax.Output> outputs = outputs();
    if (tokens.isWord("into")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "INTO");
    }
    List<Syntax.Relation> relations = tokens.accept("from") ? from.relations() : List.of();
    Syntax.Node where = tokens.accept("where") ? expressions.value() : null;
    List<Syntax.Grouping> groupBy = tokens.accept("group", "by") ? groupings() : null;
    Syntax.Node having = tokens.accept("having") ? expressions.value() : null;
    List<Syntax.NamedWindow> windows = tokens.accept("window") ? windows() : List.of();
    return new Syntax.Block(
        isDistinct, distinctOn, outputs, relations, where, groupBy, having, windows);
  }

  private List<Syntax.Output> outputs() throws Delegated {
    List<Syntax.Output> outputs = new ArrayList<>();
    if (tokens.kind() == SqlScanner.Kind.END
        || tokens.kind() == SqlScanner.Kind.RIGHT_PAREN
        || tokens.isWord("from")
        || tokens.isWord("where")) {
      return outputs;
    }
    do {
      outputs.add(output());
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return outputs;
  }

  private Syntax.Output output() throws Delegated {
    if (tokens.isOperator("*")) {
      tokens.take();
      return new Syntax.Star(List.of());
    }
    List<String> qualifier = starQualifier();
    if (qualifier != null) {
      return new Syntax.Star(qualifier);
    }
    Syntax.Node value = expressions.value();
    String alias = null;
    if (tokens.accept("as")) {
      alias = tokens.label();
    } else if (tokens.isBareLabel()) {
      alias = tokens.take();
    }
    return new Syntax.Item(value, alias);
  }

  /** The qualifier of {@code qualifier.*}; null if that is not what stands here. */
  private @Nullable List<String> starQualifier() throws Delegated {
    int here = tokens.mark();
    List<String> parts = new ArrayList<>();
    while (tokens.isName() && tokens.kind(1) == SqlScanner.Kind.DOT) {
      parts.add(tokens.take());
      tokens.take();
      if (tokens.isOperator("*")) {
        tokens.take();
        return parts;
      }
    }
    tokens.reset(here);
    return null;
  }

  private List<Syntax.Grouping> groupings() throws Delegated {
    if (!tokens.accept("all") && tokens.accept("distinct")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "GROUP BY DISTINCT");
    }
    List<Syntax.Grouping> groupings = new ArrayList<>();
    do {
      groupings.add(grouping());
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return groupings;
  }

  private Syntax.Grouping grouping() throws Delegated {
    Syntax.GroupingSets.Kind kind = null;
    if (tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN) {
      kind =
          tokens.accept("rollup")
              ? Syntax.GroupingSets.Kind.ROLLUP
              : tokens.accept("cube") ? Syntax.GroupingSets.Kind.CUBE : null;
    }
    if (kind == null && tokens.accept("grouping", "sets")) {
      kind = Syntax.GroupingSets.Kind.SETS;
    }
    if (kind != null) {
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      List<Syntax.Grouping> items = groupings();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      return new Syntax.GroupingSets(kind, items);
    }
    if (tokens.kind() == SqlScanner.Kind.LEFT_PAREN
        && tokens.kind(1) == SqlScanner.Kind.RIGHT_PAREN) {
      tokens.take();
      tokens.take();
      return new Syntax.GroupingSet(List.of());
    }
    Syntax.Node value = expressions.value();
    return new Syntax.GroupingSet(value instanceof Syntax.Row row ? row.fields() : List.of(value));
  }

  private List<Syntax.NamedWindow> windows() throws Delegated {
    List<Syntax.NamedWindow> windows = new ArrayList<>();
    do {
      String name = tokens.name();
      tokens.expect("as");
      windows.add(
          new Syntax.NamedWindow(name, new FunctionReader(tokens, expressions, this).window()));
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return windows;
  }

  /** ORDER BY with its items. */
  List<Syntax.Order> orderBy() throws Delegated {
    tokens.expect("order");
    tokens.expect("by");
    List<Syntax.Order> order = new ArrayList<>();
    do {
      Syntax.Node value = expressions.value();
      boolean isDescending = tokens.accept("desc");
      if (!isDescending && !tokens.accept("asc") && tokens.accept("using")) {
        isDescending = usingOperator();
      }
      boolean isNullsFirst = isDescending;
      if (tokens.accept("nulls")) {
        isNullsFirst = tokens.accept("first");
        if (!isNullsFirst) {
          tokens.expect("last");
        }
      }
      order.add(new Syntax.Order(value, isDescending, isNullsFirst));
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return order;
  }

  private boolean usingOperator() throws Delegated {
    if (tokens.isOperator("<") || tokens.isOperator(">")) {
      return tokens.take().equals(">");
    }
    throw new Delegated(
        Outcome.UNSUPPORTED_ORDER, "USING " + tokens.token().value().toUpperCase(Locale.ROOT));
  }
}
