package io.tablecache.plan;

import static io.tablecache.plan.SqlCharacters.isControl;
import static io.tablecache.plan.SqlCharacters.isDigit;
import static io.tablecache.plan.SqlCharacters.isIdentifierPart;
import static io.tablecache.plan.SqlCharacters.isIdentifierStart;
import static io.tablecache.plan.SqlCharacters.isOperatorChar;
import static io.tablecache.plan.SqlCharacters.isSign;
import static io.tablecache.plan.SqlCharacters.isSpace;
import static io.tablecache.plan.SqlCharacters.utf8Length;

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

  /** PostgreSQL cuts longer identifiers. */
  private static final int MAX_IDENTIFIER_BYTES = 63;

  private static final int LITERAL_KINDS = Literal.Kind.values().length;

  private final String sql;
  private final int length;
  private final boolean standardConformingStrings;
  private final boolean isTemplate;
  private int position;
  private Kind kind = Kind.END;
  private int start;
  private boolean spaced;
  private boolean commented;
  private boolean integer;
  private boolean escaped;

  /**
   * @param standardConformingStrings whether a backslash in a plain string is an ordinary character
   * @param isTemplate whether the text is a template's, with marks in place of literals
   */
  SqlScanner(String sql, boolean standardConformingStrings, boolean isTemplate) {
    this.sql = sql;
    this.length = sql.length();
    this.standardConformingStrings = standardConformingStrings;
    this.isTemplate = isTemplate;
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

  /** Whether the number has neither a fraction nor an exponent. */
  boolean isInteger() {
    return integer;
  }

  /** Whether the plain string has a doubled quote. */
  boolean isEscaped() {
    return escaped;
  }

  /** Whether the token is the given word, which is written in lower case. */
  boolean isWord(String word) {
    return kind == Kind.WORD
        && position - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
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
    return new Mark(position, kind, start, spaced, commented, integer, escaped);
  }

  void reset(Mark mark) {
    position = mark.position;
    kind = mark.kind;
    start = mark.start;
    spaced = mark.spaced;
    commented = mark.commented;
    integer = mark.integer;
    escaped = mark.escaped;
  }

  /** A place in the text. */
  record Mark(
      int position,
      Kind kind,
      int start,
      boolean spaced,
      boolean commented,
      boolean integer,
      boolean escaped) {}

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
        return isDigit(charAt(position + 1)) ? scanNumber() : scanDot();
      case ':':
        char second = charAt(position + 1);
        position += second == ':' || second == '=' ? 2 : 1;
        return Kind.COLON;
      case '\'':
        return scanString(position + 1, false) ? Kind.STRING : Kind.BAD;
      case '"':
        return scanQuoted();
      case '$':
        return scanDollarQuotes();
      case '?':
        return charAt(position + 1) == '?' ? scanOperator() : scanParameter();
      default:
        if (isDigit(c)) {
          return scanNumber();
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

  /** Skips white space and comments; false if a comment does not end. */
  private boolean skipSpace() {
    int from = position;
    commented = false;
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
        if (!skipBlockComment()) {
          return false;
        }
      } else {
        break;
      }
    }
    spaced = position > from;
    return true;
  }

  private boolean skipBlockComment() {
    int depth = 0;
    while (position < length) {
      char c = sql.charAt(position);
      if (c == '/' && charAt(position + 1) == '*') {
        depth++;
        position += 2;
      } else if (c == '*' && charAt(position + 1) == '/') {
        depth--;
        position += 2;
        if (depth == 0) {
          return true;
        }
      } else {
        position++;
      }
    }
    return false;
  }

  private Kind scanWord() {
    int bytes = 0;
    while (position < length) {
      char c = sql.charAt(position);
      if (!isIdentifierPart(c)) {
        break;
      }
      bytes += utf8Length(c);
      position++;
    }
    char next = charAt(position);
    if (bytes > MAX_IDENTIFIER_BYTES || next == '?' || next >= 0x80) {
      // A parameter right behind a word becomes a part of it.
      return Kind.BAD;
    }
    if (position - start == 1) {
      char prefix = (char) (sql.charAt(start) | 0x20);
      char afterNext = charAt(position + 1);
      if (prefix == 'u' && next == '&' && (afterNext == '\'' || afterNext == '"')) {
        return Kind.BAD;
      }
      if (next == '\'' && (prefix == 'e' || prefix == 'b' || prefix == 'x' || prefix == 'n')) {
        return scanString(position + 1, prefix == 'e') ? Kind.OTHER_STRING : Kind.BAD;
      }
    }
    return Kind.WORD;
  }

  private Kind scanQuoted() {
    int bytes = 0;
    for (int i = position + 1; i < length; i++) {
      char c = sql.charAt(i);
      if (c == '"') {
        if (charAt(i + 1) != '"') {
          position = i + 1;
          return bytes > 0 && bytes <= MAX_IDENTIFIER_BYTES ? Kind.QUOTED : Kind.BAD;
        }
        i++;
      } else if (c < ' ' || Character.isSurrogate(c)) {
        return Kind.BAD;
      }
      bytes += utf8Length(c);
    }
    return Kind.BAD;
  }

  /** Scans to the end of a string's content that starts at {@code from}. */
  private boolean scanString(int from, boolean backslashEscapes) {
    escaped = false;
    for (int i = from; i < length; i++) {
      char c = sql.charAt(i);
      if (c == '\'') {
        if (charAt(i + 1) != '\'') {
          position = i + 1;
          return true;
        }
        escaped = true;
        i++;
      } else if (c == '\\') {
        if (!standardConformingStrings) {
          return false;
        }
        i += backslashEscapes ? 1 : 0;
      } else if (isControl(c) || (Character.isSurrogate(c) && !isPaired(i))) {
        return false;
      }
    }
    return false;
  }

  /** Whether the surrogate is one of two that make a character. */
  private boolean isPaired(int i) {
    return Character.isHighSurrogate(sql.charAt(i))
        ? Character.isLowSurrogate(charAt(i + 1))
        : Character.isHighSurrogate(charAt(i - 1));
  }

  private Kind scanDollarQuotes() {
    int i = position + 1;
    while (isIdentifierPart(charAt(i)) && charAt(i) < 0x80 && charAt(i) != '$') {
      i++;
    }
    if (charAt(i) != '$' || isDigit(charAt(position + 1))) {
      return Kind.BAD;
    }
    String tag = sql.substring(position, i + 1);
    int close = sql.indexOf(tag, i + 1);
    if (close < 0) {
      return Kind.BAD;
    }
    for (int k = i; k < close; k++) {
      if (isControl(sql.charAt(k))) {
        return Kind.BAD;
      }
    }
    position = close + tag.length();
    return Kind.OTHER_STRING;
  }

  private Kind scanNumber() {
    int i = position;
    char second = (char) (charAt(i + 1) | 0x20);
    if (sql.charAt(i) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
      return Kind.BAD;
    }
    while (isDigit(charAt(i))) {
      i++;
    }
    integer = charAt(i) != '.';
    if (!integer) {
      i++;
      while (isDigit(charAt(i))) {
        i++;
      }
    }
    if ((charAt(i) | 0x20) == 'e') {
      int exponent = charAt(i + 1) == '+' || charAt(i + 1) == '-' ? i + 2 : i + 1;
      if (!isDigit(charAt(exponent))) {
        return Kind.BAD;
      }
      integer = false;
      i = exponent;
      while (isDigit(charAt(i))) {
        i++;
      }
    }
    position = i;
    char next = charAt(i);
    // Junk behind a number is an error or another token, by the server's version.
    return isIdentifierPart(next) || next >= 0x80 || next == '?' || next == '.'
        ? Kind.BAD
        : Kind.NUMBER;
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

  /** Takes the longest run of operator characters that PostgreSQL takes as one operator. */
  private Kind scanOperator() {
    int i = position;
    boolean mayEndInSign = false;
    while (i < length) {
      char c = sql.charAt(i);
      char next = charAt(i + 1);
      if (!isOperatorChar(c)
          || (c == '?' && next != '?')
          || (c == '-' && next == '-')
          || (c == '/' && next == '*')) {
        break;
      }
      mayEndInSign |= "~!@#^&|`?%".indexOf(c) >= 0;
      i += c == '?' ? 2 : 1;
    }
    while (!mayEndInSign && i - position > 1 && isSign(sql.charAt(i - 1))) {
      i--;
    }
    position = i;
    return Kind.OPERATOR;
  }

  /** The character, or 0 where there is none. */
  private char charAt(int i) {
    return i >= 0 && i < length ? sql.charAt(i) : '\0';
  }
}
