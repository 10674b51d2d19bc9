package io.tablecache.plan;

import java.util.Collection;

/**
 * The quick test whether a text may name a cached table. Immutable.
 *
 * <p>It never misses an identifier, quoted or not; it may take a string, a comment or an alias for
 * one.
 */
public final class RelationNames {
  private static final int ASCII = 128;

  /** Names as they stand between quotes. */
  private final String[] names;

  /** Whether a name starts with the ASCII character. */
  private final boolean[] first = new boolean[ASCII];

  /** Whether a name starts with a character beyond ASCII. */
  private final boolean firstBeyondAscii;

  /** The names as stored in the catalog. */
  public RelationNames(Collection<String> names) {
    this.names = names.stream().map(n -> n.replace("\"", "\"\"")).distinct().toArray(String[]::new);
    boolean beyond = false;
    for (String name : this.names) {
      char c = name.charAt(0);
      // Folding outside of ASCII depends on the server; regionMatches compares such letters alike.
      for (char folded : new char[] {Character.toLowerCase(c), Character.toUpperCase(c)}) {
        if (folded < ASCII) {
          first[folded] = true;
        } else {
          beyond = true;
        }
      }
    }
    this.firstBeyondAscii = beyond;
  }

  /** Whether the text may name one of the tables. */
  public boolean mentions(String sql) {
    int length = sql.length();
    char before = ' ';
    for (int i = 0; i < length; i++) {
      char c = sql.charAt(i);
      if ((c < ASCII ? first[c] : firstBeyondAscii) && !isWithinWord(before) && isNameAt(sql, i)) {
        return true;
      }
      if (c == '&' && (before == 'u' || before == 'U') && i + 1 < length) {
        if (sql.charAt(i + 1) == '"') {
          return true;
        }
      }
      before = c;
    }
    return false;
  }

  private boolean isNameAt(String sql, int start) {
    for (String name : names) {
      int end = start + name.length();
      if (sql.regionMatches(true, start, name, 0, name.length())
          && (end == sql.length() || !SqlCharacters.isIdentifierPart(sql.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  /** A digit may be the end of a number, behind which an identifier can start. */
  private static boolean isWithinWord(char before) {
    return (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || before == '_';
  }
}
