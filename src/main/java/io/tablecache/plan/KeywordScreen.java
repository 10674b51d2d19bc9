package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Delegates statements by their reserved words, before the parser is asked: what it costs and
 * whether it copes does not matter for a statement that is not planned anyway.
 */
final class KeywordScreen {
  private static final Map<String, Outcome> CLAUSES =
      Map.ofEntries(
          Map.entry("union", Outcome.MULTIPLE_RELATIONS),
          Map.entry("intersect", Outcome.MULTIPLE_RELATIONS),
          Map.entry("except", Outcome.MULTIPLE_RELATIONS),
          Map.entry("join", Outcome.MULTIPLE_RELATIONS),
          Map.entry("lateral", Outcome.MULTIPLE_RELATIONS),
          Map.entry("into", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("tablesample", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("group", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("having", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("window", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("for", Outcome.UNSUPPORTED_CLAUSE),
          Map.entry("or", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("like", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("ilike", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("similar", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("isnull", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("notnull", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("overlaps", Outcome.UNSUPPORTED_PREDICATE),
          Map.entry("using", Outcome.UNSUPPORTED_ORDER));

  private KeywordScreen() {}

  static void check(List<String> tokens) throws Delegated {
    checkStart(tokens);
    int depth = 0;
    for (int i = 1; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String before = tokens.get(i - 1);
      if (token.equals("(") || token.equals("[")) {
        depth++;
      } else if (token.equals(")") || token.equals("]")) {
        depth--;
      }
      if (before.equals("as") || before.equals(".")) {
        continue; // A name, whatever the word.
      }
      if (token.equals("select")) {
        throw new Delegated(Outcome.MULTIPLE_RELATIONS, "subquery");
      }
      if (depth == 0) {
        checkWord(token, before);
      }
      if (token.equals("symmetric") || token.equals("collate") || token.equals("case")) {
        throw new Delegated(Outcome.UNSUPPORTED_PREDICATE, token.toUpperCase(Locale.ROOT));
      }
    }
  }

  private static void checkStart(List<String> tokens) throws Delegated {
    String first = tokens.isEmpty() ? "" : tokens.get(0);
    switch (first) {
      case "select" -> {}
      case "with" -> throw new Delegated(Outcome.MULTIPLE_RELATIONS, "WITH");
      case "(" -> throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "SELECT in parentheses");
      default -> throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, first.toUpperCase(Locale.ROOT));
    }
  }

  private static void checkWord(String token, String before) throws Delegated {
    Outcome outcome = CLAUSES.get(token);
    if (outcome == null && before.equals("select") && token.equals("distinct")) {
      outcome = Outcome.UNSUPPORTED_CLAUSE;
    }
    if (outcome == null && before.equals("select") && token.equals("all")) {
      outcome = Outcome.UNSUPPORTED_CLAUSE;
    }
    if (outcome == null && before.equals("from") && token.equals("only")) {
      outcome = Outcome.UNSUPPORTED_CLAUSE;
    }
    if (outcome == null && token.equals("with")) {
      outcome = Outcome.UNSUPPORTED_CLAUSE;
    }
    if (outcome != null) {
      throw new Delegated(outcome, token.toUpperCase(Locale.ROOT));
    }
  }
}
