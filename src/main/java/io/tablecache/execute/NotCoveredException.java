package io.tablecache.execute;

import io.tablecache.model.TableDefinition;

/**
 * A snapshot does not hold all rows that a query can touch: the statement is delegated.
 *
 * <p>Carries no stack trace.
 */
public final class NotCoveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient TableDefinition table;

  NotCoveredException(TableDefinition table) {
    super(table + " is not covered", null, false, false);
    this.table = table;
  }

  /** The table whose snapshot it is. */
  public TableDefinition table() {
    return table;
  }
}
