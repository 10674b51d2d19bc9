package io.tablecache.expression;

/** The order of texts by their UTF-8 bytes, which is that of their code points. */
public final class TextOrder {
  private TextOrder() {}

  /** Compares two texts by code points. */
  public static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? x - y
            : ofSurrogate(x) - ofSurrogate(y);
      }
    }
    return a.length() - b.length();
  }

  /** A number in whose order surrogates, which stand for larger code points, are last. */
  private static int ofSurrogate(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
