package io.tablecache.plan;

import io.tablecache.model.HiddenEffects;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out what a text can do, statement by statement, from its words: what is not known to be
 * harmless may do anything.
 *
 * <p>Of the catalog it knows which user-defined functions and operators are harmless. What else the
 * catalog hides from the text (triggers, rules, views over volatile functions, functions of the
 * same name as a built-in one) is not seen here. Confined to one thread; {@link #effects} may be
 * called by any, and costs a pass over the text.
 */
public final class StatementClassifier {
  /** A qualified name and what stands before it. */
  private static final int HISTORY = 4;

  private final String sql;
  private final HiddenEffects catalog;
  private final SqlScanner scanner;

  /** The statement's words. */
  private final Set<String> words = new HashSet<>();

  /** The relations that it writes to. */
  private final WrittenNames written = new WrittenNames();

  /** The last tokens, the last one first. */
  private final String[] last = new String[HISTORY];

  /** What stands before each bracket that is open, the innermost one first. */
  private final Deque<String> open = new ArrayDeque<>();

  /** What stands before the bracket that was closed last. */
  private String closed = "";

  private boolean callsUnknown;
  private boolean selectsInto;
  private boolean locks;

  private StatementClassifier(
      String sql, boolean standardConformingStrings, HiddenEffects catalog) {
    this.sql = sql;
    this.catalog = catalog;
    this.scanner = new SqlScanner(sql, standardConformingStrings, false);
  }

  /** As {@link #effects(String, boolean, HiddenEffects)}, where nothing is known of the catalog. */
  public static StatementEffects effects(String sql, boolean standardConformingStrings) {
    return effects(sql, standardConformingStrings, HiddenEffects.NONE);
  }

  /**
   * The effects of a text.
   *
   * @param standardConformingStrings the session's setting of that name
   * @param catalog what is known of functions and operators that the text may call
   */
  public static StatementEffects effects(
      String sql, boolean standardConformingStrings, HiddenEffects catalog) {
    return new StatementClassifier(sql, standardConformingStrings, catalog).all();
  }

  private StatementEffects all() {
    StatementEffects effects = StatementEffects.NONE;
    scanner.next();
    while (scanner.kind() != SqlScanner.Kind.END) {
      if (scanner.kind() == SqlScanner.Kind.SEMICOLON) {
        scanner.next();
      } else if (effects.mayChangeSession() && sql.indexOf('\\') >= 0) {
        // What a backslash means may be another thing behind a change of settings.
        return StatementEffects.UNKNOWN;
      } else {
        effects = effects.and(statement());
      }
      if (scanner.kind() == SqlScanner.Kind.BAD) {
        // Whatever follows may be of any kind.
        return StatementEffects.UNKNOWN;
      }
    }
    return effects;
  }

  /** Reads up to the statement's end. */
  private StatementEffects statement() {
    words.clear();
    written.clear();
    Arrays.fill(last, "");
    open.clear();
    closed = "";
    callsUnknown = false;
    selectsInto = false;
    locks = false;
    String first = "";
    String second = "";
    for (int i = 0; !isEnd(); i++) {
      String token = sql.substring(scanner.start(), scanner.end());
      if (scanner.kind() == SqlScanner.Kind.WORD) {
        token = Names.fold(token);
        words.add(token);
        selectsInto |=
            token.equals("into") && !last[0].equals("insert") && !last[0].equals("merge");
        locks |= isLockingClause(token);
      } else if (scanner.kind() == SqlScanner.Kind.QUOTED && first.equals("explain")) {
        // Its options are names, which may be quoted.
        words.add(Names.value(token));
      }
      first = i == 0 ? token : first;
      second = i == 1 ? token : second;
      written.next(scanner.kind(), token);
      callsUnknown |= scanner.kind() == SqlScanner.Kind.LEFT_PAREN && isUnknownCall();
      callsUnknown |= scanner.kind() == SqlScanner.Kind.OPERATOR && isSuspectOperator(token);
      if (scanner.kind() == SqlScanner.Kind.LEFT_PAREN) {
        open.push(last[0]);
      } else if (scanner.kind() == SqlScanner.Kind.RIGHT_PAREN) {
        closed = open.isEmpty() ? "" : open.pop();
      }
      System.arraycopy(last, 0, last, 1, HISTORY - 1);
      last[0] = token;
      scanner.next();
    }
    return effects(first, second);
  }

  /** Whether the word ends FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE or FOR KEY SHARE. */
  private boolean isLockingClause(String word) {
    return (word.equals("update") || word.equals("share"))
        && (last[0].equals("for") || last[0].equals("key"));
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
      case "into", "copy", "with", "recursive", "as", "ordinality", "::":
        return false; // Names of columns, or a type.
      case ")":
        if (!isQualified && isAliasPlace()) {
          return false;
        }
        return isUnknown(name, isQualified);
      case "tablesample":
        return !name.equals("system") && !name.equals("bernoulli");
      default:
        return isUnknown(name, isQualified);
    }
  }

  /**
   * Whether a name behind a closed bracket is that of what is in the brackets, with names of its
   * columns. An expression may stand there only behind DISTINCT ON (...), OPERATOR(...) and
   * RETURNING WITH (...).
   */
  private boolean isAliasPlace() {
    return !closed.equals("on") && !closed.equals("operator") && !closed.equals("with");
  }

  private boolean isUnknown(String name, boolean isQualified) {
    locks |= HarmlessFunctions.isLocking(name);
    boolean isBuiltIn = !isQualified || last[2].equals("pg_catalog");
    return !(isBuiltIn && HarmlessFunctions.contains(name))
        && !(!isQualified && HarmlessFunctions.isKeyword(name))
        && !catalog.calm().contains(Names.value(name));
  }

  /** In a text that pgjdbc reads, a doubled question mark stands for one. */
  private boolean isSuspectOperator(String operator) {
    return !catalog.operators().isEmpty()
        && catalog.operators().contains(operator.replace("??", "?"));
  }

  private boolean isEnd() {
    return scanner.kind() == SqlScanner.Kind.END
        || scanner.kind() == SqlScanner.Kind.BAD
        || scanner.kind() == SqlScanner.Kind.SEMICOLON;
  }

  private StatementEffects effects(String first, String second) {
    switch (first) {
      case "select", "values", "table", "with", "(", "declare":
        return ofQuery();
      case "explain":
        return ofExplain();
      case "insert", "update", "delete", "merge":
        return ofWriting();
      case "copy":
        written.copied(words);
        return ofWriting();
      case "truncate":
        written.truncated(words);
        return ofWriting();
      case "refresh", "reindex":
        // Event triggers run at both.
        return StatementEffects.ANYTHING;
      case "vacuum", "analyze", "analyse", "cluster":
        return StatementEffects.WRITES;
      case "lock":
        return StatementEffects.LOCKS;
      case "show", "listen", "unlisten", "notify", "close", "deallocate", "checkpoint":
        return StatementEffects.NONE;
      case "begin", "start", "savepoint", "release":
        return StatementEffects.BEGINS;
      case "commit", "rollback", "end", "abort":
        return second.equals("prepared") ? StatementEffects.ENDS_PREPARED : StatementEffects.ENDS;
      case "prepare":
        return second.equals("transaction") ? StatementEffects.ENDS : StatementEffects.NONE;
      case "set":
        return second.equals("constraints")
            ? StatementEffects.ANYTHING
            : StatementEffects.CHANGES_SESSION;
      case "reset", "discard":
        return StatementEffects.CHANGES_SESSION;
      case "call", "do", "execute", "fetch", "move":
        return StatementEffects.ANYTHING;
      default:
        return withLocks(StatementEffects.DEFINES);
    }
  }

  private StatementEffects ofWriting() {
    StatementEffects writes =
        callsUnknown
            ? StatementEffects.ANYTHING
            : written.areKnown()
                ? StatementEffects.writes(written.names())
                : StatementEffects.WRITES;
    return withLocks(writes);
  }

  private StatementEffects ofQuery() {
    if (selectsInto) {
      return withLocks(StatementEffects.DEFINES);
    }
    return hasDml()
        ? ofWriting()
        : withLocks(callsUnknown ? StatementEffects.ANYTHING : StatementEffects.NONE);
  }

  private StatementEffects withLocks(StatementEffects effects) {
    return locks ? effects.and(StatementEffects.LOCKS) : effects;
  }

  /** Whether a writing part stands anywhere. */
  private boolean hasDml() {
    return !written.names().isEmpty() || !written.areKnown();
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
