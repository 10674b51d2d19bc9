package io.tablecache.index;

import io.tablecache.model.AsOf;
import io.tablecache.model.Coverage;
import io.tablecache.model.Expression;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import java.util.List;

/**
 * The rows of one cached table at one instant: definition, coverage, as-of and segments in one
 * immutable object.
 */
public final class Snapshot {
  private final TableDefinition definition;
  private final Coverage coverage;
  private final AsOf asOf;

  private Snapshot(TableDefinition definition, Coverage coverage, AsOf asOf) {
    this.definition = definition;
    this.coverage = coverage;
    this.asOf = asOf;
  }

  /**
   * A snapshot of exactly the buffer's rows.
   *
   * @throws IllegalArgumentException if a row lies outside of the coverage
   */
  public static Snapshot of(RowBuffer rows, Coverage coverage, AsOf asOf) {
    return new Snapshot(rows.definition(), coverage, asOf);
  }

  /**
   * The next snapshot when nothing changed in the database: rows outside of the new coverage, which
   * must lie within this one's, are dropped; everything else is shared.
   */
  public Snapshot expire(Coverage newCoverage, AsOf newAsOf) {
    throw new UnsupportedOperationException();
  }

  /**
   * The next snapshot when the given rows were inserted or changed since: rows with the same
   * primary key are replaced wherever they are, then rows outside of the new coverage are dropped.
   *
   * @throws IllegalStateException if the table has no primary key
   */
  public Snapshot upsert(RowBuffer changed, Coverage newCoverage, AsOf newAsOf) {
    throw new UnsupportedOperationException();
  }

  /**
   * The next snapshot when the window's rows from a range value on were loaded anew: rows with a
   * window column of at least {@code fromInclusive} are replaced by the given ones, then rows
   * outside of the new coverage are dropped.
   */
  public Snapshot replaceFrom(
      long fromInclusive, RowBuffer loaded, Coverage newCoverage, AsOf newAsOf) {
    throw new UnsupportedOperationException();
  }

  public TableDefinition definition() {
    return definition;
  }

  public Coverage coverage() {
    return coverage;
  }

  public AsOf asOf() {
    return asOf;
  }

  public long rowCount() {
    throw new UnsupportedOperationException();
  }

  public int segmentCount() {
    throw new UnsupportedOperationException();
  }

  /** How many bytes the snapshot retains, shared chunks included. */
  public long retainedBytes() {
    throw new UnsupportedOperationException();
  }

  /**
   * The rows that the spec means and for which every residual predicate is true.
   *
   * @param spec in terms of an index of this snapshot's definition
   * @param residual predicates to evaluate row by row; a row is in the result only if all are true
   *     (neither false nor NULL)
   * @param values the values of the residual's slots
   * @param order the order of the result; empty if any will do
   * @param offset how many rows to skip, at least 0
   * @param limit how many rows to return at most, at least 0
   * @throws IllegalArgumentException if the coverage does not contain the spec
   */
  public RowSet scan(
      IndexSpec spec,
      List<Expression> residual,
      SlotValues values,
      List<SortKey> order,
      long offset,
      long limit) {
    throw new UnsupportedOperationException();
  }
}
