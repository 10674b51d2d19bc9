package io.tablecache.plan;

import org.jspecify.annotations.Nullable;

/** What strings stand for, by the way in which they are written. */
final class StringTokens {
  private StringTokens() {}

  /** The value of a plain, E'' or dollar-quoted string; null for other forms. */
  static @Nullable String value(String raw) {
    char first = raw.charAt(0);
    if (first == '\'') {
      return unquoted(raw, 1);
    }
    if (first == '$') {
      int tagEnd = raw.indexOf('$', 1) + 1;
      return raw.substring(tagEnd, raw.length() - tagEnd);
    }
    return first == 'e' || first == 'E' ? escaped(unquoted(raw, 2)) : null;
  }

  private static String unquoted(String raw, int from) {
    String content = raw.substring(from, raw.length() - 1);
    return content.indexOf('\'') < 0 ? content : content.replace("''", "'");
  }

  /** Only the escapes that mean the same under every setting. */
  private static @Nullable String escaped(String content) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '\\') {
        i++;
        int escape = i < content.length() ? "bfnrt\\".indexOf(content.charAt(i)) : -1;
        if (escape < 0) {
          return null;
        }
        c = "\b\f\n\r\t\\".charAt(escape);
      }
      value.append(c);
    }
    return value.toString();
  }
}
