package io.tablecache.load;

/** Pieces of SQL text. */
final class SqlText {
  private SqlText() {}

  /** The name as a quoted identifier. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The schema-qualified name as quoted identifiers. */
  static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }
}
