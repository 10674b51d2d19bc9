package io.tablecache.plan;

import java.util.Set;

/** How names are written and folded in PostgreSQL. */
final class Names {
  /** Words that mean something else than a column where they stand as one without quotes. */
  private static final Set<String> NO_COLUMN_NAMES =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
                  + " check collate collation column concurrently constraint create cross"
                  + " current_catalog current_date current_role current_schema current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign freeze from full grant group having ilike in"
                  + " initially inner intersect into is isnull join lateral leading left like limit"
                  + " localtime localtimestamp natural not notnull null offset on only or order"
                  + " outer overlaps placing primary references returning right select session_user"
                  + " similar some symmetric system_user table tablesample then to trailing true"
                  + " union unique user using variadic verbose when where window with")
              .split(" "));

  private Names() {}

  /** A word as PostgreSQL folds it; letters beyond ASCII stay as they are. */
  static String fold(String word) {
    StringBuilder folded = null;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        if (folded == null) {
          folded = new StringBuilder(word);
        }
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded == null ? word : folded.toString();
  }

  /** The token of an identifier in normal form: quoted as it is, else folded. */
  static String token(String identifier) {
    return isQuoted(identifier) ? identifier : fold(identifier);
  }

  /** The name that an identifier stands for, as the catalog has it. */
  static String value(String identifier) {
    return isQuoted(identifier)
        ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
        : fold(identifier);
  }

  /** Whether the identifier, standing for a value by itself, can only be a column. */
  static boolean canBeColumn(String identifier) {
    return isQuoted(identifier) || !NO_COLUMN_NAMES.contains(fold(identifier));
  }

  private static boolean isQuoted(String identifier) {
    return identifier.length() > 1 && identifier.charAt(0) == '"';
  }
}
