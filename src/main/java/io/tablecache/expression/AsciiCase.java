package io.tablecache.expression;

/** The case of ASCII letters; that of others depends on the locale, and is left to PostgreSQL. */
final class AsciiCase {
  private AsciiCase() {}

  static void require(String text) throws EvaluationException {
    if (!isAscii(text)) {
      throw new EvaluationException("the case of letters beyond ASCII");
    }
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }

  /** Whether nothing in the text has a lower case of its own, whatever the locale's language. */
  private static boolean isLower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 && (c < '\u00df' || c > '\u00ff')) {
        return false;
      }
    }
    return true;
  }

  /** Refuses text whose lower case depends on the locale. */
  static void requireLower(String text) throws EvaluationException {
    if (!isLower(text)) {
      throw new EvaluationException("the case of letters beyond ASCII");
    }
  }

  /** In lower case, where that changes ASCII letters only. */
  static String lower(String text) throws EvaluationException {
    requireLower(text);
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(lower(text.charAt(i)));
    }
    return result.toString();
  }

  static String upper(String text) throws EvaluationException {
    require(text);
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(upper(text.charAt(i)));
    }
    return result.toString();
  }

  /** With the first letter of each word in upper case, the others in lower case. */
  static String initial(String text) throws EvaluationException {
    require(text);
    StringBuilder result = new StringBuilder(text.length());
    boolean isInWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(isInWord ? lower(c) : upper(c));
      isInWord = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
    return result.toString();
  }
}
