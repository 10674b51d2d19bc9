package io.tablecache.plan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out what a text can do, statement by statement, from its words alone: what is not known to
 * be harmless may do anything.
 *
 * <p>What the catalog hides from the text (triggers, rules, views over volatile functions,
 * functions of the same name as a built-in one) is not seen here. Confined to one thread; {@link
 * #effects} may be called by any, and costs a pass over the text.
 */
public final class StatementClassifier {
  /** A qualified name and what stands before it. */
  private static final int HISTORY = 4;

  private final String sql;
  private final SqlScanner scanner;

  /** The statement's words. */
  private final Set<String> words = new HashSet<>();

  /** The last tokens, the last one first. */
  private final String[] last = new String[HISTORY];

  private boolean callsUnknown;
  private boolean selectsInto;

  private StatementClassifier(String sql, boolean standardConformingStrings) {
    this.sql = sql;
    this.scanner = new SqlScanner(sql, standardConformingStrings, false);
  }

  /**
   * The effects of a text.
   *
   * @param standardConformingStrings the session's setting of that name
   */
  public static StatementEffects effects(String sql, boolean standardConformingStrings) {
    return new StatementClassifier(sql, standardConformingStrings).all();
  }

  private StatementEffects all() {
    StatementEffects effects = StatementEffects.NONE;
    scanner.next();
    while (scanner.kind() != SqlScanner.Kind.END) {
      if (scanner.kind() == SqlScanner.Kind.SEMICOLON) {
        scanner.next();
      } else {
        effects = effects.and(statement());
      }
      if (scanner.kind() == SqlScanner.Kind.BAD) {
        // Whatever follows may be of any kind.
        return new StatementEffects(true, true, true);
      }
    }
    return effects;
  }

  /** Reads up to the statement's end. */
  private StatementEffects statement() {
    words.clear();
    Arrays.fill(last, "");
    callsUnknown = false;
    selectsInto = false;
    String first = "";
    String second = "";
    for (int i = 0; !isEnd(); i++) {
      String token = sql.substring(scanner.start(), scanner.end());
      if (scanner.kind() == SqlScanner.Kind.WORD) {
        token = Names.fold(token);
        words.add(token);
        selectsInto |=
            token.equals("into") && !last[0].equals("insert") && !last[0].equals("merge");
      }
      first = i == 0 ? token : first;
      second = i == 1 ? token : second;
      callsUnknown |= scanner.kind() == SqlScanner.Kind.LEFT_PAREN && isUnknownCall();
      System.arraycopy(last, 0, last, 1, HISTORY - 1);
      last[0] = token;
      scanner.next();
    }
    return effects(first, second);
  }

  /** Whether a bracket here follows the name of a function that is not known to be harmless. */
  private boolean isUnknownCall() {
    String name = last[0];
    if (name.isEmpty()
        || (name.charAt(0) != '"' && !SqlCharacters.isIdentifierStart(name.charAt(0)))) {
      return false;
    }
    boolean isQualified = last[1].equals(".");
    switch (isQualified ? last[3] : last[1]) {
      case "into", "copy", "with", "recursive", "as", "::":
        return false; // Names of columns, or a type.
      default:
        return isQualified
            ? !last[2].equals("pg_catalog") || !HarmlessFunctions.contains(name)
            : !HarmlessFunctions.isKeyword(name) && !HarmlessFunctions.contains(name);
    }
  }

  private boolean isEnd() {
    return scanner.kind() == SqlScanner.Kind.END
        || scanner.kind() == SqlScanner.Kind.BAD
        || scanner.kind() == SqlScanner.Kind.SEMICOLON;
  }

  private StatementEffects effects(String first, String second) {
    switch (first) {
      case "select", "values", "table", "with", "(":
        return ofQuery();
      case "explain":
        return ofExplain();
      case "insert", "update", "delete", "merge", "copy", "truncate":
        return callsUnknown ? StatementEffects.ANYTHING : StatementEffects.WRITES;
      case "refresh", "vacuum", "analyze", "analyse", "cluster", "reindex":
        return StatementEffects.WRITES;
      case "show", "listen", "unlisten", "notify", "lock", "close", "deallocate", "checkpoint":
        return StatementEffects.NONE;
      case "begin", "start", "savepoint", "release":
        return StatementEffects.BEGINS;
      case "commit", "rollback", "end", "abort":
        return second.equals("prepared") ? StatementEffects.ENDS_PREPARED : StatementEffects.ENDS;
      case "prepare":
        return second.equals("transaction") ? StatementEffects.ENDS : StatementEffects.NONE;
      case "declare":
        return ofQuery();
      case "set":
        return second.equals("constraints")
            ? StatementEffects.ANYTHING
            : StatementEffects.CHANGES_SESSION;
      case "reset", "discard":
        return StatementEffects.CHANGES_SESSION;
      default:
        return StatementEffects.ANYTHING;
    }
  }

  private StatementEffects ofQuery() {
    return callsUnknown || selectsInto
        ? StatementEffects.ANYTHING
        : hasDml() || words.contains("share") ? StatementEffects.WRITES : StatementEffects.NONE;
  }

  /** Whether a word of a writing or locking clause stands anywhere. */
  private boolean hasDml() {
    return words.contains("insert")
        || words.contains("update")
        || words.contains("delete")
        || words.contains("merge");
  }

  private StatementEffects ofExplain() {
    boolean runs = words.contains("analyze") || words.contains("analyse");
    if (!runs) {
      return StatementEffects.NONE;
    }
    boolean isQuery =
        words.contains("select") || words.contains("values") || words.contains("table") || hasDml();
    boolean isOther =
        words.contains("create")
            || words.contains("execute")
            || words.contains("declare")
            || words.contains("refresh");
    return isQuery && !isOther ? ofQuery() : StatementEffects.ANYTHING;
  }
}
