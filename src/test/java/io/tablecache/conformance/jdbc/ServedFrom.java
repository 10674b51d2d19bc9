package io.tablecache.conformance.jdbc;

/** Who answers the statements of a script. */
enum ServedFrom {
  /** The cache: the script reads a cached table, and each of its reads is due to be a hit. */
  CACHE("cached_item"),

  /** The database, through this driver: the script reads a table that is not cached. */
  DATABASE("plain_item");

  final String table;

  ServedFrom(String table) {
    this.table = table;
  }
}
