package io.tablecache.plan;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.TableDefinition;
import io.tablecache.plan.SegmentWrite.Value;
import io.tablecache.plan.SqlScanner.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the simplest forms of INSERT, UPDATE and DELETE for the values of one column; anything else
 * shows nothing.
 *
 * <p>Confined to one thread.
 */
final class SegmentWriteReader {
  private static final int MAX_DIGITS = 18;
  private static final int MAX_VALUES = 100;

  private final String sql;
  private final SqlScanner scanner;
  private final TableDefinition definition;
  private final ColumnDefinition column;
  private final List<Value> values = new ArrayList<>();

  /** How many parameters were passed. */
  private int parameters;

  /** How many brackets are open, of either kind. */
  private int depth;

  /** Whether a semicolon was passed, so that there is another statement. */
  private boolean isOneOfSeveral;

  SegmentWriteReader(
      String sql,
      boolean standardConformingStrings,
      TableDefinition definition,
      ColumnDefinition column) {
    this.sql = sql;
    this.scanner = new SqlScanner(sql, standardConformingStrings, false);
    this.definition = definition;
    this.column = column;
  }

  /** The column's values in all rows that are written; empty if the text does not show them. */
  List<Value> read() {
    scanner.next();
    boolean isShown = false;
    if (takeWord("insert")) {
      isShown = takeWord("into") && takeRelation() && inserts();
    } else if (takeWord("update")) {
      isShown = takeRelation() && takeWord("set") && leavesColumn() && selects();
    } else if (takeWord("delete")) {
      isShown = takeWord("from") && takeRelation() && takeWord("where") && selects();
    }
    return isShown && isRestOfOne() ? values : List.of();
  }

  /** Passes what follows; whether all of the text is one statement, which is understood. */
  private boolean isRestOfOne() {
    while (!isEnd() && scanner.kind() != Kind.BAD) {
      next();
    }
    return isEnd() && !isOneOfSeveral;
  }

  private void next() {
    if (scanner.kind() == Kind.PARAMETER) {
      parameters++;
    } else if (scanner.kind() == Kind.LEFT_PAREN || scanner.kind() == Kind.LEFT_BRACKET) {
      depth++;
    } else if (scanner.kind() == Kind.RIGHT_PAREN || scanner.kind() == Kind.RIGHT_BRACKET) {
      depth--;
    } else if (scanner.kind() == Kind.SEMICOLON) {
      isOneOfSeveral = true;
    }
    scanner.next();
  }

  private boolean takeWord(String word) {
    return scanner.isWord(word) && take(Kind.WORD);
  }

  private boolean take(Kind kind) {
    if (scanner.kind() != kind) {
      return false;
    }
    next();
    return true;
  }

  private boolean isName() {
    return scanner.kind() == Kind.WORD || scanner.kind() == Kind.QUOTED;
  }

  private String token() {
    return sql.substring(scanner.start(), scanner.end());
  }

  private boolean isColumn() {
    return isName() && Names.value(token()).equals(column.name());
  }

  /** The table's name, with its schema or without. */
  private boolean takeRelation() {
    String name = "";
    do {
      if (!isName()) {
        return false;
      }
      name = Names.value(token());
      next();
    } while (take(Kind.DOT));
    return name.equals(definition.name());
  }

  // INSERT

  private boolean inserts() {
    int position = scanner.kind() == Kind.LEFT_PAREN ? positionInList() : column.ordinal();
    if (position < 0 || !takeWord("values")) {
      return false;
    }
    do {
      if (!takeRow(position)) {
        return false;
      }
    } while (take(Kind.COMMA));
    return isEnd() || scanner.isWord("returning");
  }

  private int positionInList() {
    int found = -1;
    int position = 0;
    next();
    while (isName()) {
      if (isColumn()) {
        found = position;
      }
      next();
      position++;
      if (take(Kind.RIGHT_PAREN)) {
        return found;
      }
      if (!take(Kind.COMMA)) {
        return -1;
      }
    }
    return -1;
  }

  private boolean takeRow(int position) {
    if (!take(Kind.LEFT_PAREN)) {
      return false;
    }
    boolean isFound = false;
    int at = 0;
    while (depth > 0) {
      if (at == position && !isFound) {
        Value value = takeValue();
        boolean isWhole = scanner.kind() == Kind.COMMA || scanner.kind() == Kind.RIGHT_PAREN;
        if (value == null || !isWhole || values.size() >= MAX_VALUES) {
          return false;
        }
        values.add(value);
        isFound = true;
      }
      if (scanner.kind() == Kind.END || scanner.kind() == Kind.BAD) {
        return false;
      }
      if (scanner.kind() == Kind.COMMA && depth == 1) {
        at++;
      }
      next();
    }
    return isFound;
  }

  /** A whole number or a parameter. */
  private @Nullable Value takeValue() {
    if (take(Kind.PARAMETER)) {
      return new Value(parameters, 0);
    }
    boolean isNegative = scanner.isOperator('-') && take(Kind.OPERATOR);
    String digits = token();
    if (scanner.kind() != Kind.NUMBER
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    next();
    long number = Long.parseLong(digits);
    return new Value(0, isNegative ? -number : number);
  }

  // UPDATE and DELETE

  /** Passes the SET clause; whether it cannot change the column, and no other table is joined. */
  private boolean leavesColumn() {
    while (!(scanner.isWord("where") && depth == 0)) {
      boolean isJoined = scanner.isWord("from") && depth == 0;
      if (isEnd() || scanner.kind() == Kind.BAD || isColumn() || isJoined) {
        return false;
      }
      next();
    }
    next();
    return true;
  }

  /** Passes the WHERE clause; whether one of the conditions that must all hold is the column's. */
  private boolean selects() {
    boolean isFirst = true;
    while (!isEnd() && !(depth == 0 && scanner.isWord("returning"))) {
      if (scanner.kind() == Kind.BAD) {
        return false;
      }
      if (depth == 0 && isFirst && isColumn()) {
        next();
        takeEquality();
        isFirst = scanner.isWord("and");
      } else {
        isFirst = depth == 0 && scanner.isWord("and");
      }
      if (depth == 0 && isBeyondConditions()) {
        return false;
      }
      if (!isEnd()) {
        next();
      }
    }
    return !values.isEmpty();
  }

  /** Takes what compares the column, if that is all that the condition says. */
  private void takeEquality() {
    if (scanner.isOperator('=') && take(Kind.OPERATOR)) {
      Value value = takeValue();
      boolean isWhole = scanner.isWord("and") || scanner.isWord("returning") || isEnd();
      if (value != null && isWhole && values.isEmpty()) {
        values.add(value);
      }
    }
  }

  /** A word by which conditions are not all that must hold, or do not end at the next AND. */
  private boolean isBeyondConditions() {
    return scanner.isWord("or")
        || scanner.isWord("between")
        || scanner.isWord("case")
        || scanner.isWord("using")
        || scanner.isWord("current");
  }

  private boolean isEnd() {
    return scanner.kind() == Kind.END
        || (scanner.kind() == Kind.SEMICOLON && scanner.peek() == Kind.END);
  }
}
