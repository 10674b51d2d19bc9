package io.tablecache.plan;

/** The classes of characters that PostgreSQL's lexer tells apart. */
final class SqlCharacters {
  private static final int ASCII = 128;
  private static final byte START = 1;
  private static final byte PART = 2;
  private static final byte SPACE = 4;
  private static final byte OPERATOR = 8;
  private static final byte SIGN_OPERATOR = 16;

  /** For each ASCII character what it may be (benchmark Pieces.lexAndPlan). */
  private static final byte[] CLASSES = new byte[ASCII];

  static {
    for (char c = 0; c < ASCII; c++) {
      boolean isStart = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean isPart = isStart || isDigit(c) || c == '$';
      CLASSES[c] = (byte) ((isStart ? START : 0) | (isPart ? PART : 0));
    }
    mark(" \n\t\r\f", SPACE);
    mark("+-*/<>=~!@#%^&|`?", OPERATOR);
    mark("~!@#^&|`?%", SIGN_OPERATOR);
  }

  private static void mark(String characters, byte kind) {
    for (char c : characters.toCharArray()) {
      CLASSES[c] |= kind;
    }
  }

  private SqlCharacters() {}

  /** The character of the text, or 0 where there is none. */
  static char at(String text, int i) {
    return i >= 0 && i < text.length() ? text.charAt(i) : '\0';
  }

  static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  static boolean isSpace(char c) {
    return isAscii(c, SPACE);
  }

  private static boolean isAscii(char c, byte kind) {
    return c < ASCII && (CLASSES[c] & kind) != 0;
  }

  /** Whether the character stands for nothing in a text, or could be taken for a mark. */
  static boolean isControl(char c) {
    return c < '\t';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isIdentifierStart(char c) {
    return c < ASCII ? (CLASSES[c] & START) != 0 : Character.isLetterOrDigit(c);
  }

  static boolean isIdentifierPart(char c) {
    return c < ASCII ? (CLASSES[c] & PART) != 0 : Character.isLetterOrDigit(c);
  }

  static boolean isOperatorChar(char c) {
    return isAscii(c, OPERATOR);
  }

  /** Whether an operator with this character may end in a sign. */
  static boolean isSignOperatorChar(char c) {
    return isAscii(c, SIGN_OPERATOR);
  }

  static int utf8Length(char c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
  }
}
