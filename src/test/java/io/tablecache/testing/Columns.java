package io.tablecache.testing;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.ValueType;

/** Definitions of columns for tests that need no database. */
public final class Columns {
  private Columns() {}

  /** A column without NULLs, compared and ordered by its bytes. */
  public static ColumnDefinition of(int ordinal, String name, int oid, ValueType type) {
    return new ColumnDefinition(
        ordinal, name, ordinal + 1, oid, oid, -1, type, true, true, true, false, "");
  }

  /** As {@link #of}, of type integer. */
  public static ColumnDefinition integer(int ordinal, String name) {
    return of(ordinal, name, Oids.INT4, ValueType.INT4);
  }
}
