package io.tablecache.plan;

import io.tablecache.model.Expression;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.ResultField;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import java.util.List;

/** A plan that reads a snapshot: spec template, residual, order, limit and output. Immutable. */
public final class CachedScan implements Plan {
  private CachedScan() {
    throw new UnsupportedOperationException();
  }

  /** The definition that the plan was made for. */
  public TableDefinition table() {
    throw new UnsupportedOperationException();
  }

  /** The index in whose terms the spec is. */
  public IndexDefinition index() {
    throw new UnsupportedOperationException();
  }

  /** Whether the statement names the table without a schema, so that the search path decides. */
  public boolean isUnqualified() {
    throw new UnsupportedOperationException();
  }

  /** The values that each execution must bring, by slot. */
  public List<SlotSource> slots() {
    throw new UnsupportedOperationException();
  }

  /** The rows that an execution with these values can touch. */
  public IndexSpec spec(SlotValues values) {
    throw new UnsupportedOperationException();
  }

  /** What the spec does not decide. */
  public List<Expression> residual() {
    throw new UnsupportedOperationException();
  }

  /** The order of the result; empty if the statement asks for none. */
  public List<SortKey> order() {
    throw new UnsupportedOperationException();
  }

  /** How many rows at most; {@link Long#MAX_VALUE} without LIMIT or with LIMIT NULL. */
  public long limit(SlotValues values) {
    throw new UnsupportedOperationException();
  }

  /** How many rows to skip. */
  public long offset(SlotValues values) {
    throw new UnsupportedOperationException();
  }

  /** The table's column behind each column of the result. */
  public List<Integer> output() {
    throw new UnsupportedOperationException();
  }

  /** The result's columns as PostgreSQL describes them. */
  public List<ResultField> fields() {
    throw new UnsupportedOperationException();
  }

  /** Ordinals of all columns that the statement names anywhere, for privileges; ascending. */
  public List<Integer> columnsRead() {
    throw new UnsupportedOperationException();
  }
}
