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
    if (first == 'u' || first == 'U') {
      return codePoints(unquoted(raw, 3));
    }
    return first == 'e' || first == 'E' ? escaped(unquoted(raw, 2)) : null;
  }

  private static String unquoted(String raw, int from) {
    String content = raw.substring(from, raw.length() - 1);
    return content.indexOf('\'') < 0 ? content : content.replace("''", "'");
  }

  /** A U&'' string, with the backslash as escape character. */
  private static @Nullable String codePoints(String content) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c != '\\') {
        value.append(c);
      } else if (content.startsWith("\\", i + 1)) {
        value.append(c);
        i++;
      } else {
        boolean isLong = content.startsWith("+", i + 1);
        int from = isLong ? i + 2 : i + 1;
        int to = from + (isLong ? 6 : 4);
        if (to > content.length() || !content.substring(from, to).matches("[0-9a-fA-F]+")) {
          return null;
        }
        int codePoint = Integer.parseInt(content, from, to, 16);
        boolean isCharacter =
            Character.isValidCodePoint(codePoint)
                && codePoint != 0
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
        if (!isCharacter) {
          return null;
        }
        value.appendCodePoint(codePoint);
        i = to - 1;
      }
    }
    return value.toString();
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
