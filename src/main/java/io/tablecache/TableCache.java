package io.tablecache;

/** x */
public final class TableCache {
  private TableCache() {}
}
