package io.tablecache.differential;

/**
 * A value as a test writes it.
 *
 * @param text PostgreSQL's text of it
 * @param parameter what is given to {@code setObject}
 * @param isNumber whether its literal has no quotes
 * @param rank its place among the values of its kind, for deciding what a window covers
 */
record Value(String text, Object parameter, boolean isNumber, long rank) {

  /** The literal in a statement's text. */
  String literal() {
    return isNumber ? text : "'" + text.replace("'", "''") + "'";
  }

  /** The value as a window's bound in the config. */
  String config() {
    return isNumber ? text : "\"" + text.replace(' ', 'T') + "\"";
  }
}
