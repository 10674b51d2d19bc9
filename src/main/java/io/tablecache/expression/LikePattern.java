package io.tablecache.expression;

/**
 * A pattern of LIKE or ILIKE, whose escape character is the backslash.
 *
 * <p>Immutable.
 */
final class LikePattern {
  /** The pattern's elements: characters, or one of the two below. */
  private final char[] elements;

  /** By element: whether it stands for itself. */
  private final boolean[] isLiteral;

  private final boolean ignoresCase;

  /**
   * @throws EvaluationException for a pattern that ends with an escape character, of which
   *     PostgreSQL complains when it gets there, or if it has letters of unknown case
   */
  LikePattern(String pattern, boolean ignoresCase) throws EvaluationException {
    this.ignoresCase = ignoresCase;
    if (ignoresCase) {
      AsciiCase.requireLower(pattern);
    }
    StringBuilder characters = new StringBuilder();
    boolean[] literals = new boolean[pattern.length()];
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean isEscaped = c == '\\';
      if (isEscaped) {
        i++;
        if (i == pattern.length()) {
          throw new EvaluationException("LIKE pattern must not end with escape character");
        }
        c = pattern.charAt(i);
      }
      literals[characters.length()] = isEscaped || (c != '%' && c != '_');
      characters.append(ignoresCase ? AsciiCase.lower(c) : c);
    }
    elements = characters.toString().toCharArray();
    isLiteral = literals;
  }

  boolean matches(String text) throws EvaluationException {
    if (ignoresCase) {
      AsciiCase.requireLower(text);
    }
    int at = 0;
    int element = 0;
    // Where to go on if the last % must take one character more.
    int retryElement = -1;
    int retryAt = 0;
    while (at < text.length()) {
      if (element < elements.length && !isLiteral[element] && elements[element] == '%') {
        retryElement = ++element;
        retryAt = at;
      } else if (element < elements.length && matchesOne(text, at, element)) {
        at += isLiteral[element] ? 1 : Character.charCount(text.codePointAt(at));
        element++;
      } else if (retryElement >= 0) {
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
        element = retryElement;
      } else {
        return false;
      }
    }
    while (element < elements.length && !isLiteral[element] && elements[element] == '%') {
      element++;
    }
    return element == elements.length;
  }

  private boolean matchesOne(String text, int at, int element) {
    if (!isLiteral[element]) {
      return true;
    }
    char c = text.charAt(at);
    return (ignoresCase ? AsciiCase.lower(c) : c) == elements[element];
  }

  /** The pattern with backslashes that means what one with another escape character does. */
  static String withEscape(String pattern, String escape) throws EvaluationException {
    if (escape.isEmpty()) {
      return pattern.replace("\\", "\\\\");
    }
    if (TextFunctions.length(escape) != 1) {
      throw new EvaluationException("invalid escape string");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    int escapeCharacter = escape.codePointAt(0);
    StringBuilder result = new StringBuilder(pattern.length() + 4);
    boolean isEscaped = false;
    for (int i = 0; i < pattern.length(); ) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == escapeCharacter && !isEscaped) {
        result.append('\\');
        isEscaped = true;
        continue;
      }
      if (c == '\\' && !isEscaped) {
        result.append('\\');
      }
      result.appendCodePoint(c);
      isEscaped = false;
    }
    return result.toString();
  }
}
