package io.tablecache.plan;

import io.tablecache.expression.Query.JoinKind;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands in FROM. Confined to one thread. */
final class FromReader {
  private final TokenReader tokens;
  private final ExpressionReader expressions;
  private final SelectReader selects;

  FromReader(TokenReader tokens, ExpressionReader expressions, SelectReader selects) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.selects = selects;
  }

  List<Syntax.Relation> relations() throws Delegated {
    List<Syntax.Relation> relations = new ArrayList<>();
    do {
      relations.add(joined());
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    return relations;
  }

  private Syntax.Relation joined() throws Delegated {
    Syntax.Relation left = single();
    while (true) {
      boolean isNatural = tokens.accept("natural");
      JoinKind kind;
      boolean isCross = false;
      if (tokens.accept("cross", "join")) {
        kind = JoinKind.INNER;
        isCross = true;
      } else if (tokens.accept("join") || tokens.accept("inner", "join")) {
        kind = JoinKind.INNER;
      } else if (tokens.accept("left")) {
        tokens.accept("outer");
        tokens.expect("join");
        kind = JoinKind.LEFT;
      } else if (tokens.isWord("right") || tokens.isWord("full")) {
        throw new Delegated(Outcome.MULTIPLE_RELATIONS, "RIGHT or FULL JOIN");
      } else if (isNatural) {
        throw tokens.unparsed("JOIN");
      } else {
        return left;
      }
      left = join(left, kind, isCross, isNatural);
    }
  }

  private Syntax.Relation join(
      Syntax.Relation left, JoinKind kind, boolean isCross, boolean isNatural) throws Delegated {
    Syntax.Relation right = isCross || isNatural ? single() : rightSide();
    if (isCross || isNatural) {
      return new Syntax.Join(left, right, kind, null, List.of(), isNatural);
    }
    if (tokens.accept("using")) {
      List<String> using = names();
      if (tokens.isWord("as")) {
        throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "an alias of USING");
      }
      return new Syntax.Join(left, right, kind, null, using, false);
    }
    tokens.expect("on");
    return new Syntax.Join(left, right, kind, expressions.value(), List.of(), false);
  }

  /** Without parentheses, {@code a JOIN b JOIN c ON ... ON ...} nests to the right. */
  private Syntax.Relation rightSide() throws Delegated {
    Syntax.Relation right = single();
    if (!tokens.isWord("on") && !tokens.isWord("using")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "a join without ON");
    }
    return right;
  }

  private Syntax.Relation single() throws Delegated {
    boolean isLateral = tokens.accept("lateral");
    if (tokens.kind() == SqlScanner.Kind.LEFT_PAREN) {
      if (selects.isSelect()) {
        int here = tokens.mark();
        try {
          return derived(isLateral);
        } catch (Delegated refused) {
          if (tokens.kind(1) != SqlScanner.Kind.LEFT_PAREN) {
            throw refused;
          }
          tokens.reset(here);
        }
      }
      tokens.expect(SqlScanner.Kind.LEFT_PAREN);
      Syntax.Relation inner = joined();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      if (alias() != null) {
        throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "an alias of a join");
      }
      return inner;
    }
    if (tokens.isWord("unnest") && tokens.kind(1) == SqlScanner.Kind.LEFT_PAREN) {
      tokens.take();
      tokens.take();
      Syntax.Node array = expressions.value();
      tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
      if (tokens.isWord("with")) {
        throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "WITH ORDINALITY");
      }
      return new Syntax.Unnest(array, alias());
    }
    if (isLateral || tokens.isWord("rows")) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, "a function in FROM");
    }
    return table();
  }

  private Syntax.Relation derived(boolean isLateral) throws Delegated {
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    Syntax.Select select = selects.select();
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return new Syntax.Derived(select, alias(), isLateral);
  }

  /** A relation by its name. */
  Syntax.Relation table() throws Delegated {
    boolean isOnly = tokens.accept("only");
    if (isOnly && tokens.kind() == SqlScanner.Kind.LEFT_PAREN) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "ONLY (...)");
    }
    List<String> parts = new ArrayList<>();
    parts.add(tokens.name());
    while (tokens.accept(SqlScanner.Kind.DOT)) {
      parts.add(tokens.label());
    }
    if (tokens.kind() == SqlScanner.Kind.LEFT_PAREN) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, "a function in FROM");
    }
    if (parts.size() > 3) {
      throw new Delegated(Outcome.OTHER_RELATION, "a name of " + parts.size() + " parts");
    }
    if (tokens.isOperator("*")) {
      tokens.take();
    }
    Syntax.Alias alias = alias();
    if (tokens.isWord("tablesample")) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "TABLESAMPLE");
    }
    return new Syntax.Table(parts, isOnly, alias);
  }

  private Syntax.@Nullable Alias alias() throws Delegated {
    boolean hasAs = tokens.accept("as");
    if (!hasAs && !tokens.isName()) {
      return null;
    }
    String name = tokens.name();
    return new Syntax.Alias(
        name, tokens.kind() == SqlScanner.Kind.LEFT_PAREN ? names() : List.of());
  }

  /** Names in parentheses. */
  List<String> names() throws Delegated {
    List<String> names = new ArrayList<>();
    tokens.expect(SqlScanner.Kind.LEFT_PAREN);
    do {
      names.add(tokens.name());
    } while (tokens.accept(SqlScanner.Kind.COMMA));
    tokens.expect(SqlScanner.Kind.RIGHT_PAREN);
    return names;
  }
}
