package io.tablecache.plan;

import java.util.Collection;

/**
 * The quick test whether a text may name a cached table. Immutable.
 *
 * <p>It never misses an identifier, quoted or not; it may take a string, a comment or an alias for
 * one.
 */
public final class RelationNames {
  /** In place of a name's number: no name is mentioned. */
  public static final int NONE = -1;

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
    return first(sql) != NONE;
  }

  /**
   * The number of the name that the text mentions first, counted from 0 in the order of the names
   * given, of which equal ones count once; some larger number if it cannot be told which it is;
   * {@link #NONE} if the text names none of the tables.
   */
  public int first(String sql) {
    int length = sql.length();
    char before = ' ';
    for (int i = 0; i < length; i++) {
      char c = sql.charAt(i);
      if ((c < ASCII ? first[c] : firstBeyondAscii) && !isWithinWord(before)) {
        int name = nameAt(sql, i);
        if (name != NONE) {
          return name;
        }
      }
      if (c == '&' && (before == 'u' || before == 'U') && i + 1 < length) {
        if (sql.charAt(i + 1) == '"') {
          return names.length;
        }
      }
      before = c;
    }
    return NONE;
  }

  private int nameAt(String sql, int start) {
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      int end = start + name.length();
      if (sql.regionMatches(true, start, name, 0, name.length())
          && (end == sql.length() || !SqlCharacters.isIdentifierPart(sql.charAt(end)))) {
        return i;
      }
    }
    return NONE;
  }

  /** A digit may be the end of a number, behind which an identifier can start. */
  private static boolean isWithinWord(char before) {
    return (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || before == '_';
  }
}
