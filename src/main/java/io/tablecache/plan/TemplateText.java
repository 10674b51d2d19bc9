package io.tablecache.plan;

/**
 * The text of a template while it is written: the statement's tokens with single spaces where there
 * was any white space, and a mark in place of each lifted literal.
 *
 * <p>Confined to one thread.
 */
final class TemplateText {
  private final String sql;
  private final char[] chars;
  private int length;

  /**
   * @param hasParameters whether the text is that of a prepared statement; else each {@code ?} is a
   *     part of an operator and is written twice
   */
  TemplateText(String sql, boolean hasParameters) {
    this.sql = sql;
    this.chars = new char[hasParameters ? sql.length() : sql.length() + questionMarks(sql)];
  }

  private static int questionMarks(String sql) {
    int count = 0;
    for (int i = sql.indexOf('?'); i >= 0; i = sql.indexOf('?', i + 1)) {
      count++;
    }
    return count;
  }

  Template template() {
    return new Template(new String(chars, 0, length));
  }

  int length() {
    return length;
  }

  /** Takes back what was written behind the given length. */
  void truncate(int length) {
    this.length = length;
  }

  /** Writes the token at which the scanner is. */
  void copy(SqlScanner scanner) {
    space(scanner.isSpaced());
    int start = scanner.start();
    int end = scanner.end();
    if (scanner.kind() == SqlScanner.Kind.OPERATOR) {
      copyOperator(start, end);
      return;
    }
    sql.getChars(start, end, chars, length);
    length += end - start;
  }

  /** Copies an operator as a prepared statement has it, where each {@code ?} is written twice. */
  private void copyOperator(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      chars[length++] = c;
      if (c == '?') {
        chars[length++] = c;
        i += i + 1 < end && sql.charAt(i + 1) == c ? 1 : 0;
      }
    }
  }

  /** Writes the mark of a lifted literal. */
  void mark(Literal.Kind kind, boolean isSpaced) {
    space(isSpaced);
    chars[length++] = (char) (SqlScanner.FIRST_MARK + kind.ordinal());
  }

  private void space(boolean isSpaced) {
    if (isSpaced && length > 0) {
      chars[length++] = ' ';
    }
  }
}
