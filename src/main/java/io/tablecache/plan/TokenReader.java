package io.tablecache.plan;

import io.tablecache.model.Outcome;
import io.tablecache.plan.Tokens.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A position in the tokens of a statement. Confined to one thread. */
final class TokenReader {
  /** Reserved: neither the name of a column or relation, nor an alias without AS. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric both case cast check collate column"
                  + " constraint create current_catalog current_date current_role current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign from grant group having in initially intersect"
                  + " into lateral leading limit localtime localtimestamp not null offset on only or"
                  + " order placing primary references returning select session_user some symmetric"
                  + " system_user table then to trailing true union unique user using variadic when"
                  + " where window with")
              .split(" "));

  /** May be functions or types, but no names of columns or relations. */
  private static final Set<String> FUNCTION_NAMES =
      Set.of(
          ("authorization binary collation concurrently cross current_schema freeze full ilike inner"
                  + " is isnull join left like natural notnull outer overlaps right similar"
                  + " tablesample verbose")
              .split(" "));

  /** Beside reserved words, what cannot be a column's alias without AS. */
  private static final Set<String> NO_BARE_LABELS =
      Set.of(
          ("char character day filter hour minute month over precision second varying within without"
                  + " year isnull notnull overlaps")
              .split(" "));

  private final List<Token> tokens;
  private int position;

  TokenReader(Tokens tokens) {
    this.tokens = tokens.tokens();
  }

  Token token() {
    return tokens.get(position);
  }

  private Token token(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  SqlScanner.Kind kind() {
    return token().kind();
  }

  SqlScanner.Kind kind(int ahead) {
    return token(ahead).kind();
  }

  /** The token's value; the reader moves on. */
  String take() {
    String value = token().value();
    position = Math.min(position + 1, tokens.size() - 1);
    return value;
  }

  int mark() {
    return position;
  }

  void reset(int mark) {
    position = mark;
  }

  boolean isWord(String word) {
    return isWord(0, word);
  }

  boolean isWord(int ahead, String word) {
    Token token = token(ahead);
    return token.kind() == SqlScanner.Kind.WORD && token.value().equals(word);
  }

  boolean isOperator(String operator) {
    return kind() == SqlScanner.Kind.OPERATOR && token().value().equals(operator);
  }

  /** Whether the word is next; if so, the reader moves on. */
  boolean accept(String word) {
    if (isWord(word)) {
      take();
      return true;
    }
    return false;
  }

  /** Whether both words are next; if so, the reader moves on. */
  boolean accept(String word, String second) {
    if (isWord(word) && isWord(1, second)) {
      take();
      take();
      return true;
    }
    return false;
  }

  boolean accept(SqlScanner.Kind kind) {
    if (kind() == kind) {
      take();
      return true;
    }
    return false;
  }

  void expect(String word) throws Delegated {
    if (!accept(word)) {
      throw unparsed(word.toUpperCase(Locale.ROOT));
    }
  }

  void expect(SqlScanner.Kind kind) throws Delegated {
    if (!accept(kind)) {
      throw unparsed(kind.name());
    }
  }

  /** Whether a name of a column or relation is next. */
  boolean isName() {
    return isName(0);
  }

  boolean isName(int ahead) {
    Token token = token(ahead);
    return token.kind() == SqlScanner.Kind.QUOTED
        || (token.kind() == SqlScanner.Kind.WORD
            && !RESERVED.contains(token.value())
            && !FUNCTION_NAMES.contains(token.value()));
  }

  String name() throws Delegated {
    if (!isName()) {
      throw unparsed("a name");
    }
    return take();
  }

  /** A name that anything may be: behind AS or a dot. */
  String label() throws Delegated {
    if (kind() != SqlScanner.Kind.QUOTED && kind() != SqlScanner.Kind.WORD) {
      throw unparsed("a name");
    }
    return take();
  }

  /** Whether a column's alias without AS is next. */
  boolean isBareLabel() {
    return kind() == SqlScanner.Kind.QUOTED
        || (kind() == SqlScanner.Kind.WORD
            && !RESERVED.contains(token().value())
            && !NO_BARE_LABELS.contains(token().value()));
  }

  boolean isReserved() {
    return kind() == SqlScanner.Kind.WORD && RESERVED.contains(token().value());
  }

  Delegated unparsed(String expected) {
    return new Delegated(
        Outcome.UNPARSED,
        "expected "
            + expected
            + (kind() == SqlScanner.Kind.WORD
                ? " in place of " + token().value().toUpperCase(Locale.ROOT)
                : " in place of " + kind()));
  }

  Delegated unsupported(Outcome outcome, String detail) {
    return new Delegated(outcome, detail);
  }
}
