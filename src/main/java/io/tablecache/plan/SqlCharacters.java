package io.tablecache.plan;

/** The classes of characters that PostgreSQL's lexer tells apart. */
final class SqlCharacters {
  private static final int ASCII = 128;
  private static final byte START = 1;
  private static final byte PART = 2;

  /** For each ASCII character whether it may start an identifier and be a part of one. */
  private static final byte[] CLASSES = new byte[ASCII];

  static {
    for (char c = 0; c < ASCII; c++) {
      boolean isStart = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean isPart = isStart || isDigit(c) || c == '$';
      CLASSES[c] = (byte) ((isStart ? START : 0) | (isPart ? PART : 0));
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
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
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
    return switch (c) {
      case '+', '-', '*', '/', '<', '>', '=', '~', '!', '@', '#', '%', '^', '&', '|', '`', '?' ->
          true;
      default -> false;
    };
  }

  static int utf8Length(char c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
  }
}
