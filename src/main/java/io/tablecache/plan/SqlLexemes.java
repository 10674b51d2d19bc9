package io.tablecache.plan;

import static io.tablecache.plan.SqlCharacters.at;
import static io.tablecache.plan.SqlCharacters.isDigit;
import static io.tablecache.plan.SqlCharacters.isIdentifierPart;

/**
 * Where the longer tokens of SQL end. Each method returns the index behind the token, or {@link
 * #NONE} if the token does not end or is one that is not understood.
 */
final class SqlLexemes {
  static final int NONE = -1;

  /** PostgreSQL cuts longer identifiers. */
  static final int MAX_IDENTIFIER_BYTES = 63;

  private SqlLexemes() {}

  /** The end of a comment in which others may be nested. */
  static int blockCommentEnd(String sql, int start) {
    int depth = 0;
    int i = start;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '/' && at(sql, i + 1) == '*') {
        depth++;
        i += 2;
      } else if (c == '*' && at(sql, i + 1) == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return NONE;
  }

  /** The end of a quoted identifier. */
  static int quotedEnd(String sql, int start) {
    int bytes = 0;
    for (int i = start + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '"') {
        if (at(sql, i + 1) != '"') {
          return bytes > 0 && bytes <= MAX_IDENTIFIER_BYTES ? i + 1 : NONE;
        }
        i++;
      } else if (c < ' ' || Character.isSurrogate(c)) {
        return NONE;
      }
      bytes += SqlCharacters.utf8Length(c);
    }
    return NONE;
  }

  /** How many bytes a part of the text has on the server. */
  static int utf8Length(String sql, int start, int end) {
    int bytes = 0;
    for (int i = start; i < end; i++) {
      bytes += SqlCharacters.utf8Length(sql.charAt(i));
    }
    return bytes;
  }

  /** The end of a string whose content starts at {@code from}. */
  static int stringEnd(
      String sql, int from, boolean standardConformingStrings, boolean backslashEscapes) {
    for (int i = from; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'') {
        if (at(sql, i + 1) != '\'') {
          return i + 1;
        }
        i++;
      } else if (c == '\\') {
        if (!standardConformingStrings) {
          return NONE;
        }
        i += backslashEscapes ? 1 : 0;
      } else if (SqlCharacters.isControl(c) || (Character.isSurrogate(c) && !isPaired(sql, i))) {
        return NONE;
      }
    }
    return NONE;
  }

  /** Whether the surrogate is one of two that make a character. */
  private static boolean isPaired(String sql, int i) {
    return Character.isHighSurrogate(sql.charAt(i))
        ? Character.isLowSurrogate(at(sql, i + 1))
        : Character.isHighSurrogate(at(sql, i - 1));
  }

  /** The end of a string in dollar quotes. */
  static int dollarQuotesEnd(String sql, int start) {
    int i = start + 1;
    while (isIdentifierPart(at(sql, i)) && at(sql, i) < 0x80 && at(sql, i) != '$') {
      i++;
    }
    if (at(sql, i) != '$' || isDigit(at(sql, start + 1))) {
      return NONE;
    }
    String tag = sql.substring(start, i + 1);
    int close = sql.indexOf(tag, i + 1);
    for (int k = i; k < close; k++) {
      if (SqlCharacters.isControl(sql.charAt(k))) {
        return NONE;
      }
    }
    return close < 0 ? NONE : close + tag.length();
  }

  /** The end of a decimal number. */
  static int numberEnd(String sql, int start) {
    char second = (char) (at(sql, start + 1) | 0x20);
    if (sql.charAt(start) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
      return NONE;
    }
    int i = digitsEnd(sql, start);
    if (at(sql, i) == '.') {
      i = digitsEnd(sql, i + 1);
    }
    if ((at(sql, i) | 0x20) == 'e') {
      int exponent = SqlCharacters.isSign(at(sql, i + 1)) ? i + 2 : i + 1;
      if (!isDigit(at(sql, exponent))) {
        return NONE;
      }
      i = digitsEnd(sql, exponent);
    }
    char next = at(sql, i);
    // Junk behind a number is an error or another token, by the server's version.
    return isIdentifierPart(next) || next >= 0x80 || next == '?' || next == '.' ? NONE : i;
  }

  private static int digitsEnd(String sql, int start) {
    int i = start;
    while (isDigit(at(sql, i))) {
      i++;
    }
    return i;
  }

  /**
   * The end of the longest run of operator characters that PostgreSQL takes as one operator.
   *
   * @param hasParameters whether a single {@code ?} is a parameter, and no such character
   */
  static int operatorEnd(String sql, int start, boolean hasParameters) {
    int i = start;
    boolean mayEndInSign = false;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      char next = at(sql, i + 1);
      if (!SqlCharacters.isOperatorChar(c)
          || (hasParameters && c == '?' && next != '?')
          || (c == '-' && next == '-')
          || (c == '/' && next == '*')) {
        break;
      }
      mayEndInSign |= SqlCharacters.isSignOperatorChar(c);
      i += c == '?' && next == '?' ? 2 : 1;
    }
    while (!mayEndInSign && i - start > 1 && SqlCharacters.isSign(sql.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
