package io.tablecache.plan;

import static io.tablecache.plan.SqlCharacters.isDigit;
import static io.tablecache.plan.SqlCharacters.isIdentifierPart;
import static io.tablecache.plan.SqlCharacters.isIdentifierStart;
import static io.tablecache.plan.SqlCharacters.isOperatorChar;
import static io.tablecache.plan.SqlCharacters.isSpace;

/**
 * A cursor over the tokens of a statement's text, as PostgreSQL sees them after pgjdbc has put
 * {@code $n} in place of each {@code ?}.
 *
 * <p>What the two read differently, what depends on the server's version and what is no SQL is the
 * token {@link Kind#BAD}, after which the scanner does not go on. No token is an object. Confined
 * to one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL,
 *     Lexical Structure</a>
 */
final class SqlScanner {
  /** What a token is. */
  enum Kind {
    /** There are no more tokens. */
    END,
    /** The text is not understood from here on. */
    BAD,
    /** A keyword or an identifier without quotes. */
    WORD,
    /** A quoted identifier. */
    QUOTED,
    /** A number without sign. */
    NUMBER,
    /** A plain string. */
    STRING,
    /** A string with a prefix or in dollar quotes. */
    OTHER_STRING,
    /** A parameter. */
    PARAMETER,
    /** The place of a literal that was lifted out. */
    LIFTED,
    OPERATOR,
    COMMA,
    DOT,
    LEFT_PAREN,
    RIGHT_PAREN,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    /** {@code :}, {@code ::} or {@code :=}. */
    COLON,
    SEMICOLON
  }

  /** The first of four marks, one per kind of literal, that stand in templates only. */
  static final char FIRST_MARK = '\u0001';

  private static final int LITERAL_KINDS = Literal.Kind.values().length;

  private final String sql;
  private final int length;
  private final boolean standardConformingStrings;
  private final boolean isTemplate;
  private final boolean hasParameters;
  private int position;
  private Kind kind = Kind.END;
  private int start;
  private boolean spaced;
  private boolean commented;

  /**
   * @param standardConformingStrings whether a backslash in a plain string is an ordinary character
   * @param isTemplate whether the text is a template's, with marks in place of literals
   */
  SqlScanner(String sql, boolean standardConformingStrings, boolean isTemplate) {
    this(sql, standardConformingStrings, isTemplate, true);
  }

  /**
   * @param hasParameters whether {@code ?} is a parameter; in the text of a statement that is not
   *     prepared it is a part of an operator
   */
  SqlScanner(
      String sql, boolean standardConformingStrings, boolean isTemplate, boolean hasParameters) {
    this.sql = sql;
    this.length = sql.length();
    this.standardConformingStrings = standardConformingStrings;
    this.isTemplate = isTemplate;
    this.hasParameters = hasParameters;
  }

  Kind kind() {
    return kind;
  }

  /** Where the token starts in the text. */
  int start() {
    return start;
  }

  /** Where the token ends in the text, exclusive. */
  int end() {
    return position;
  }

  /** Whether white space or a comment stands before the token. */
  boolean isSpaced() {
    return spaced;
  }

  /** Whether a comment stands before the token. */
  boolean isCommented() {
    return commented;
  }

  /** Whether the token is the given word, which is written in lower case; only ASCII has others. */
  boolean isWord(String word) {
    int letters = word.length();
    if (kind != Kind.WORD || position - start != letters) {
      return false;
    }
    for (int i = 0; i < letters; i++) {
      char expected = word.charAt(i);
      char actual = sql.charAt(start + i);
      if (actual != expected && (actual | 0x20) != expected) {
        return false;
      }
    }
    return true;
  }

  /** Whether the token is the operator of one character. */
  boolean isOperator(char operator) {
    return kind == Kind.OPERATOR && position - start == 1 && sql.charAt(start) == operator;
  }

  /** The kind of the token after this one, without going there. */
  Kind peek() {
    Mark here = mark();
    Kind next = next();
    reset(here);
    return next;
  }

  /** This place, to come back to. */
  Mark mark() {
    return new Mark(position, kind, start, spaced, commented);
  }

  void reset(Mark mark) {
    position = mark.position;
    kind = mark.kind;
    start = mark.start;
    spaced = mark.spaced;
    commented = mark.commented;
  }

  /** A place in the text. */
  record Mark(int position, Kind kind, int start, boolean spaced, boolean commented) {}

  /** Goes to the next token. */
  Kind next() {
    if (kind == Kind.BAD) {
      return kind;
    }
    boolean afterString = kind == Kind.STRING || kind == Kind.OTHER_STRING;
    if (!skipSpace()) {
      return kind = Kind.BAD;
    }
    start = position;
    kind = position == length ? Kind.END : scan(sql.charAt(position));
    if (afterString && (kind == Kind.STRING || kind == Kind.OTHER_STRING)) {
      // Two strings are one if there is a line break between them, else an error.
      kind = Kind.BAD;
    }
    return kind;
  }

  private Kind scan(char c) {
    if (isIdentifierStart(c)) {
      return scanWord();
    }
    switch (c) {
      case ',':
        return single(Kind.COMMA);
      case '(':
        return single(Kind.LEFT_PAREN);
      case ')':
        return single(Kind.RIGHT_PAREN);
      case '[':
        return single(Kind.LEFT_BRACKET);
      case ']':
        return single(Kind.RIGHT_BRACKET);
      case ';':
        return single(Kind.SEMICOLON);
      case '.':
        return isDigit(charAt(position + 1))
            ? upTo(SqlLexemes.numberEnd(sql, start), Kind.NUMBER)
            : scanDot();
      case ':':
        char second = charAt(position + 1);
        position += second == ':' || second == '=' ? 2 : 1;
        return Kind.COLON;
      case '\'':
        return upTo(stringEnd(start + 1, false), Kind.STRING);
      case '"':
        return upTo(SqlLexemes.quotedEnd(sql, start), Kind.QUOTED);
      case '$':
        return upTo(SqlLexemes.dollarQuotesEnd(sql, start), Kind.OTHER_STRING);
      case '?':
        return charAt(position + 1) == '?' || !hasParameters ? scanOperator() : scanParameter();
      default:
        if (isDigit(c)) {
          return upTo(SqlLexemes.numberEnd(sql, start), Kind.NUMBER);
        }
        if (isOperatorChar(c)) {
          return scanOperator();
        }
        boolean isMark = isTemplate && c >= FIRST_MARK && c < FIRST_MARK + LITERAL_KINDS;
        return isMark ? single(Kind.LIFTED) : Kind.BAD;
    }
  }

  private Kind single(Kind singleKind) {
    position++;
    return singleKind;
  }

  /** Ends the token there; it is not understood if there is no end. */
  private Kind upTo(int end, Kind understood) {
    if (end < 0) {
      return Kind.BAD;
    }
    position = end;
    return understood;
  }

  private Kind scanOperator() {
    return upTo(SqlLexemes.operatorEnd(sql, start, hasParameters), Kind.OPERATOR);
  }

  private int stringEnd(int from, boolean backslashEscapes) {
    return SqlLexemes.stringEnd(sql, from, standardConformingStrings, backslashEscapes);
  }

  /** Skips white space and comments; false if a comment does not end. */
  private boolean skipSpace() {
    int from = position;
    while (position < length && isSpace(sql.charAt(position))) {
      position++;
    }
    commented = false;
    if (position < length && (sql.charAt(position) == '-' || sql.charAt(position) == '/')) {
      if (!skipComments()) {
        return false;
      }
    }
    spaced = position > from;
    return true;
  }

  /** Skips comments, from the first one on, and what is between them; false if one does not end. */
  private boolean skipComments() {
    while (position < length) {
      char c = sql.charAt(position);
      if (isSpace(c)) {
        position++;
      } else if (c == '-' && charAt(position + 1) == '-') {
        commented = true;
        while (position < length && sql.charAt(position) != '\n' && sql.charAt(position) != '\r') {
          position++;
        }
      } else if (c == '/' && charAt(position + 1) == '*') {
        commented = true;
        position = SqlLexemes.blockCommentEnd(sql, position);
        if (position < 0) {
          position = length;
          return false;
        }
      } else {
        break;
      }
    }
    return true;
  }

  private Kind scanWord() {
    int end = position;
    boolean isAscii = true;
    while (end < length && isIdentifierPart(sql.charAt(end))) {
      isAscii &= sql.charAt(end++) < 0x80;
    }
    position = end;
    int bytes = isAscii ? end - start : SqlLexemes.utf8Length(sql, start, end);
    char next = charAt(end);
    boolean isParameterNext = hasParameters && next == '?' && charAt(end + 1) != '?';
    if (bytes > SqlLexemes.MAX_IDENTIFIER_BYTES || isParameterNext || next >= 0x80) {
      // A parameter right behind a word becomes a part of it.
      return Kind.BAD;
    }
    return end - start == 1 && (next == '\'' || next == '&') ? scanPrefixed(next) : Kind.WORD;
  }

  /** A single letter before a quotation mark or an ampersand. */
  private Kind scanPrefixed(char next) {
    char prefix = (char) (sql.charAt(start) | 0x20);
    char afterNext = charAt(position + 1);
    if (prefix == 'u' && next == '&' && afterNext == '\'' && standardConformingStrings) {
      return upTo(stringEnd(position + 2, false), Kind.OTHER_STRING);
    }
    if (prefix == 'u' && next == '&' && (afterNext == '\'' || afterNext == '"')) {
      return Kind.BAD;
    }
    if (next == '\'' && (prefix == 'e' || prefix == 'b' || prefix == 'x' || prefix == 'n')) {
      return upTo(stringEnd(position + 1, prefix == 'e'), Kind.OTHER_STRING);
    }
    return Kind.WORD;
  }

  private Kind scanDot() {
    position++;
    return charAt(position) == '.' ? Kind.BAD : Kind.DOT;
  }

  private Kind scanParameter() {
    position++;
    char next = charAt(position);
    return isIdentifierPart(next) || next >= 0x80 ? Kind.BAD : Kind.PARAMETER;
  }

  private char charAt(int i) {
    return SqlCharacters.at(sql, i);
  }
}
