package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.ResultField;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import java.util.List;

/** A plan that reads a snapshot: spec template, residual, order, limit and output. Immutable. */
public final class CachedScan implements Plan {
  /** What {@link #limit} and {@link #offset} return for a value that PostgreSQL refuses. */
  public static final long REFUSED = -1;

  static final int NO_SLOT = -1;

  /**
   * Which rows of the ordered result are returned.
   *
   * @param fixed the limit where no slot has it
   * @param limitSlot the slot of the limit, or {@link #NO_SLOT}
   * @param offsetSlot the slot of the offset, or {@link #NO_SLOT}
   */
  record RowLimit(long fixed, int limitSlot, int offsetSlot) {}

  private final TableDefinition table;
  private final boolean unqualified;
  private final List<SlotSource> slots;
  private final SpecTemplate spec;
  private final List<Expression> residual;
  private final List<SortKey> order;
  private final RowLimit rowLimit;
  private final List<Integer> output;
  private final List<ResultField> fields;
  private final List<Integer> columnsRead;

  CachedScan(
      TableDefinition table,
      boolean unqualified,
      List<SlotSource> slots,
      SpecTemplate spec,
      List<Expression> residual,
      List<SortKey> order,
      RowLimit rowLimit,
      List<Integer> output,
      List<ResultField> fields,
      List<Integer> columnsRead) {
    this.table = table;
    this.unqualified = unqualified;
    this.slots = List.copyOf(slots);
    this.spec = spec;
    this.residual = List.copyOf(residual);
    this.order = List.copyOf(order);
    this.rowLimit = rowLimit;
    this.output = List.copyOf(output);
    this.fields = List.copyOf(fields);
    this.columnsRead = List.copyOf(columnsRead);
  }

  /** The definition that the plan was made for. */
  public TableDefinition table() {
    return table;
  }

  /** The index in whose terms the spec is. */
  public IndexDefinition index() {
    return spec.index();
  }

  /** Whether the statement names the table without a schema, so that the search path decides. */
  public boolean isUnqualified() {
    return unqualified;
  }

  /** The values that each execution must bring, by slot. */
  public List<SlotSource> slots() {
    return slots;
  }

  /** The rows that an execution with these values can touch. */
  public IndexSpec spec(SlotValues values) {
    return spec.spec(values);
  }

  /** What the spec does not decide. */
  public List<Expression> residual() {
    return residual;
  }

  /** The order of the result; empty if the statement asks for none. */
  public List<SortKey> order() {
    return order;
  }

  /**
   * How many rows at most; {@link Long#MAX_VALUE} without LIMIT or with LIMIT NULL.
   *
   * @return {@link #REFUSED} for a negative limit: the statement must be delegated, as {@link
   *     io.tablecache.model.Outcome#PARAMETER_NOT_CAPTURED}, so that PostgreSQL's error reaches the
   *     caller
   */
  public long limit(SlotValues values) {
    return count(values, rowLimit.limitSlot, rowLimit.fixed, Long.MAX_VALUE);
  }

  /**
   * How many rows to skip.
   *
   * @return {@link #REFUSED} for a negative offset, as for {@link #limit}
   */
  public long offset(SlotValues values) {
    return count(values, rowLimit.offsetSlot, 0, 0);
  }

  private static long count(SlotValues values, int slot, long withoutSlot, long ofNull) {
    if (slot == NO_SLOT) {
      return withoutSlot;
    }
    if (values.isNull(slot)) {
      return ofNull;
    }
    long count = values.getLong(slot);
    return count < 0 ? REFUSED : count;
  }

  /** The table's column behind each column of the result. */
  public List<Integer> output() {
    return output;
  }

  /** The result's columns as PostgreSQL describes them. */
  public List<ResultField> fields() {
    return fields;
  }

  /** Ordinals of all columns that the statement names anywhere, for privileges; ascending. */
  public List<Integer> columnsRead() {
    return columnsRead;
  }

  /** Table, index, residual and order, without values. */
  @Override
  public String toString() {
    return "CachedScan[" + table + " using " + index().name() + ", residual " + residual + "]";
  }
}
