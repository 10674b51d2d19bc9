package io.tablecache.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads names as SQL writes them: unquoted ones are folded to lower case as PostgreSQL folds them,
 * ones in double quotes stand for themselves.
 */
final class SqlName {
  private final String text;
  private int position;

  private SqlName(String text) {
    this.text = text;
  }

  /**
   * The parts of a name, as the catalog stores them.
   *
   * @throws IllegalArgumentException if it is no name; the message says why
   */
  static List<String> parts(String text) {
    return new SqlName(text.strip()).read();
  }

  /** A name of one part. */
  static String single(String text) {
    List<String> parts = parts(text);
    if (parts.size() != 1) {
      throw new IllegalArgumentException("a column's name has no dots outside of double quotes");
    }
    return parts.get(0);
  }

  private List<String> read() {
    List<String> parts = new ArrayList<>();
    do {
      parts.add(position < text.length() && text.charAt(position) == '"' ? quoted() : unquoted());
    } while (position < text.length() && text.charAt(position++) == '.');
    return parts;
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c != '"') {
        name.append(c);
      } else if (position + 1 < text.length() && text.charAt(position + 1) == '"') {
        name.append(c);
        position++;
      } else {
        position++;
        requireEndOfPart();
        if (name.isEmpty()) {
          throw new IllegalArgumentException("a quoted name is empty");
        }
        return name.toString();
      }
    }
    throw new IllegalArgumentException("a double quote is not closed");
  }

  private String unquoted() {
    int start = position;
    while (position < text.length() && isNamePart(text.charAt(position), position > start)) {
      position++;
    }
    requireEndOfPart();
    if (start == position) {
      throw new IllegalArgumentException("a part of the name is empty");
    }
    return fold(text.substring(start, position));
  }

  private void requireEndOfPart() {
    if (position < text.length() && text.charAt(position) != '.') {
      throw new IllegalArgumentException(
          "'" + text.charAt(position) + "' can only stand in a name within double quotes");
    }
  }

  private static boolean isNamePart(char c, boolean inner) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c >= 0x80
        || (inner && (c == '$' || (c >= '0' && c <= '9')));
  }

  /** Lower case for ASCII letters only, as PostgreSQL does it in UTF-8 databases. */
  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
