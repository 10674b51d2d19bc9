package io.tablecache.plan;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the relations that a statement writes to, by the words before their names, wherever these
 * stand in it: {@code INSERT INTO}, {@code MERGE INTO}, {@code DELETE FROM}, {@code UPDATE} and the
 * like.
 *
 * <p>A word too much is taken for a name, but none is missed: what does not look like a name makes
 * the names unknown. Confined to one thread.
 */
final class WrittenNames {
  private static final int ASCII = 128;

  /** What is expected next. */
  private enum Expected {
    /** Nothing of a name. */
    NOTHING,
    /** A name, or a word that may stand before it. */
    NAME,
    /** A dot and the name's next part, or something else. */
    DOT,
    /** In a list of names, a comma and the next name. */
    COMMA
  }

  private final Set<String> names = new HashSet<>();
  private boolean areKnown = true;
  private Expected expected = Expected.NOTHING;
  private String name = "";
  private String before = "";

  /** Whether names in a list follow, after TRUNCATE. */
  private boolean isList;

  /** Begins a statement. */
  void clear() {
    names.clear();
    areKnown = true;
    expected = Expected.NOTHING;
    before = "";
    isList = false;
  }

  /** The names without their schemas, as the catalog has them. */
  Set<String> names() {
    if (expected == Expected.DOT) {
      names.add(name);
    }
    return names;
  }

  /** Whether no other relations are written to. */
  boolean areKnown() {
    return areKnown && expected != Expected.NAME;
  }

  /**
   * Goes to the next token.
   *
   * @param token a word folded, anything else as it is
   */
  void next(SqlScanner.Kind kind, String token) {
    boolean isWord = kind == SqlScanner.Kind.WORD;
    switch (expected) {
      case NAME -> name(kind, token);
      case DOT -> afterName(kind);
      case COMMA -> expected = kind == SqlScanner.Kind.COMMA ? Expected.NAME : Expected.COMMA;
      case NOTHING -> {}
    }
    if (isWord && expected == Expected.NOTHING && announces(token)) {
      expected = Expected.NAME;
    }
    before = token;
  }

  /** Whether the name of a relation that is written to follows the word. */
  private boolean announces(String word) {
    switch (word) {
      case "into":
        return before.equals("insert") || before.equals("merge");
      case "from":
        return before.equals("delete");
      case "update":
        // FOR UPDATE, FOR NO KEY UPDATE, ON CONFLICT DO UPDATE, WHEN MATCHED THEN UPDATE.
        return !before.equals("for")
            && !before.equals("key")
            && !before.equals("do")
            && !before.equals("then");
      case "truncate":
        isList = before.isEmpty();
        return isList;
      case "copy":
        return before.isEmpty();
      case "view":
        return before.equals("materialized");
      default:
        return false;
    }
  }

  private void name(SqlScanner.Kind kind, String token) {
    boolean isWord = kind == SqlScanner.Kind.WORD;
    if (kind == SqlScanner.Kind.LEFT_PAREN && before.equals("only")) {
      return;
    }
    boolean isFiller =
        isWord && (token.equals("only") || token.equals("table") || token.equals("concurrently"));
    if (isFiller && !before.equals(".")) {
      return;
    }
    if (isWord || kind == SqlScanner.Kind.QUOTED) {
      name = Names.value(token);
      // How letters beyond ASCII are folded depends on the server.
      areKnown &= !isWord || token.chars().allMatch(c -> c < ASCII);
      expected = Expected.DOT;
    } else {
      areKnown = false;
      expected = Expected.NOTHING;
    }
  }

  private void afterName(SqlScanner.Kind kind) {
    if (kind == SqlScanner.Kind.DOT) {
      expected = Expected.NAME;
      return;
    }
    names.add(name);
    boolean isNext = isList && kind == SqlScanner.Kind.COMMA;
    expected = isNext ? Expected.NAME : isList ? Expected.COMMA : Expected.NOTHING;
  }

  /** The statement was a COPY with these words. */
  void copied(Set<String> words) {
    // A program may be anything; in the old syntax a word stands before the name.
    areKnown &= !words.contains("program") && !words.contains("binary");
  }

  /** The statement was a TRUNCATE with these words. */
  void truncated(Set<String> words) {
    areKnown &= !words.contains("cascade");
  }
}
