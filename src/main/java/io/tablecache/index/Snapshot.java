package io.tablecache.index;

import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.SubqueryRunner;
import io.tablecache.model.AsOf;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of one cached table at one instant: definition, coverage, as-of and segments in one
 * immutable object.
 */
public final class Snapshot {
  private final TableDefinition definition;
  private final Coverage coverage;
  private final AsOf asOf;
  private final RowOrder rowOrder;
  private final SegmentTable table;

  private Snapshot(
      TableDefinition definition,
      Coverage coverage,
      AsOf asOf,
      RowOrder rowOrder,
      SegmentTable table) {
    this.definition = definition;
    this.coverage = coverage;
    this.asOf = asOf;
    this.rowOrder = rowOrder;
    this.table = table;
  }

  /**
   * A snapshot of exactly the buffer's rows, which are taken out of it. As the database's own
   * constraint has it, no two of them have the same primary key.
   *
   * @throws IllegalArgumentException if a row lies outside of the coverage, unless the former
   *     snapshot has it as well
   */
  public static Snapshot of(RowBuffer rows, Coverage coverage, AsOf asOf) {
    TableDefinition definition = rows.definition();
    RowOrder rowOrder = new RowOrder(definition);
    SegmentTable known = rows.known(rowOrder);
    SegmentTable table = known;
    for (Chunk[] part = rows.takePart(rowOrder); part != null; part = rows.takePart(rowOrder)) {
      int[] numbers = all(part);
      if (covered(coverage, part, numbers).length != numbers.length) {
        throw new IllegalArgumentException("a row lies outside of the coverage " + coverage);
      }
      table =
          new TableEdit(definition, rowOrder, table)
              .apply(RowGroups.of(definition, rowOrder, part, numbers));
    }
    if (known.rows > 0 && table != known) {
      // Each part has left behind what it replaced of the former snapshot's rows.
      table = new TableEdit(definition, rowOrder, table).count();
    }
    return new Snapshot(definition, coverage, asOf, rowOrder, table);
  }

  /**
   * The next snapshot when nothing changed in the database: rows outside of the new coverage, which
   * must lie within this one's, are dropped; everything else is shared.
   *
   * @throws IllegalArgumentException if the new coverage does not lie within this one's
   */
  public Snapshot expire(Coverage newCoverage, AsOf newAsOf) {
    if (!holds(newCoverage)) {
      throw new IllegalArgumentException(newCoverage + " does not lie within " + coverage);
    }
    TableEdit edit = new TableEdit(definition, rowOrder, table);
    removeOutside(newCoverage, edit);
    return next(edit.apply(), newCoverage, newAsOf);
  }

  /**
   * The next snapshot when the given rows were inserted or changed since: rows with the same
   * primary key are replaced wherever they are, then rows outside of the new coverage are dropped.
   * Of rows with the same primary key in the buffer, the last counts.
   *
   * @throws IllegalStateException if the table has no primary key
   */
  public Snapshot upsert(RowBuffer changed, Coverage newCoverage, AsOf newAsOf) {
    if (definition.primaryKey().isEmpty()) {
      throw new IllegalStateException(definition + " has no primary key");
    }
    TableEdit edit = new TableEdit(definition, rowOrder, table);
    RowGroups added = replaceVersions(changed, newCoverage, edit);
    removeOutside(newCoverage, edit);
    return next(edit.apply(added), newCoverage, newAsOf);
  }

  /**
   * The next snapshot when the window's rows from a range value on were loaded anew: rows with a
   * window column of at least {@code fromInclusive} are replaced by the given ones, then rows
   * outside of the new coverage are dropped. Where the table has a primary key, rows below with the
   * key of a given row are replaced too.
   *
   * @throws IllegalStateException if the table has no window column
   */
  public Snapshot replaceFrom(
      long fromInclusive, RowBuffer loaded, Coverage newCoverage, AsOf newAsOf) {
    int windowColumn = definition.windowColumn();
    if (windowColumn == IndexDefinition.NO_RANGE) {
      throw new IllegalStateException(definition + " has no window column");
    }
    TableEdit edit = new TableEdit(definition, rowOrder, table);
    RowGroups added;
    if (definition.primaryKey().isEmpty()) {
      Chunk[] chunks = loaded.chunks();
      added = group(chunks, covered(newCoverage, chunks, all(chunks)));
    } else {
      added = replaceVersions(loaded, newCoverage, edit);
    }
    new WindowEdit(table, windowColumn, definition.clusteringIndex(), edit)
        .removeFrom(fromInclusive);
    removeOutside(newCoverage, edit);
    return next(edit.apply(added), newCoverage, newAsOf);
  }

  /** Removes the former versions of the rows, and returns those rows that are to be added. */
  private RowGroups replaceVersions(RowBuffer rows, Coverage newCoverage, TableEdit edit) {
    Chunk[] chunks = rows.chunks();
    PrimaryKeyIndex byKey = new PrimaryKeyIndex(definition.primaryKey(), chunks, rows.rows());
    RowGroups groups = group(chunks, byKey.rows);
    new FormerVersions(definition, table, byKey, groups).removeIn(edit);
    int[] kept = covered(newCoverage, chunks, byKey.rows);
    return kept.length == byKey.rows.length ? groups : group(chunks, kept);
  }

  private void removeOutside(Coverage newCoverage, TableEdit edit) {
    if (!newCoverage.isEverything() && !newCoverage.equals(coverage)) {
      new WindowEdit(table, newCoverage.rangeColumn(), definition.clusteringIndex(), edit)
          .removeOutside(newCoverage);
    }
  }

  private RowGroups group(Chunk[] chunks, int[] numbers) {
    return RowGroups.of(definition, rowOrder, chunks, numbers);
  }

  private Snapshot next(SegmentTable nextTable, Coverage newCoverage, AsOf newAsOf) {
    return new Snapshot(definition, newCoverage, newAsOf, rowOrder, nextTable);
  }

  private boolean holds(Coverage other) {
    return coverage.isEverything()
        || (other.rangeColumn() == coverage.rangeColumn()
            && (coverage.nulls() || !other.nulls())
            && coverage.intervals().containsAll(other.intervals()));
  }

  /** The numbers of the rows of some chunks, of which all but the last are full. */
  private static int[] all(Chunk[] chunks) {
    int last = chunks.length - 1;
    int rows = last < 0 ? 0 : Math.addExact(last * Chunk.MAX_ROWS, chunks[last].rows);
    return IntStream.range(0, rows).toArray();
  }

  /** The numbers of those rows that the coverage has. */
  private static int[] covered(Coverage coverage, Chunk[] chunks, int[] numbers) {
    if (coverage.isEverything()) {
      return numbers;
    }
    int[] kept = new int[numbers.length];
    int count = 0;
    for (int number : numbers) {
      Column column = chunks[number / Chunk.MAX_ROWS].columns[coverage.rangeColumn()];
      if (WindowEdit.covers(coverage, column, number % Chunk.MAX_ROWS)) {
        kept[count++] = number;
      }
    }
    return count == numbers.length ? numbers : Arrays.copyOf(kept, count);
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
    return table.rows;
  }

  public int segmentCount() {
    return table.segments.length;
  }

  /** How many bytes the snapshot retains, shared chunks included. */
  public long retainedBytes() {
    return table.retainedBytes;
  }

  SegmentTable table() {
    return table;
  }

  RowOrder rowOrder() {
    return rowOrder;
  }

  /**
   * The rows that the spec means and for which every residual predicate is true.
   *
   * @param spec in terms of an index of this snapshot's definition
   * @param residual conditions over the table's columns; a row is in the result only if all are
   *     true (neither false nor NULL)
   * @param context the values of the residual's slots, and what else it depends on
   * @param order the order of the result; empty if any will do
   * @param offset how many rows to skip, at least 0
   * @param limit how many rows to return at most, at least 0
   * @throws IllegalArgumentException if the coverage does not contain the spec, or if values are
   *     compared or ordered that have no order (see {@link #isOrdered})
   * @throws EvaluationException if the residual fails for a row
   */
  public RowSet scan(
      IndexSpec spec,
      List<Expression> residual,
      EvaluationContext context,
      List<SortKey> order,
      long offset,
      long limit)
      throws EvaluationException {
    return scan(spec, residual, context, SubqueryRunner.NONE, order, offset, limit);
  }

  /** As the other method, for a residual that may have subqueries. */
  public RowSet scan(
      IndexSpec spec,
      List<Expression> residual,
      EvaluationContext context,
      SubqueryRunner subqueries,
      List<SortKey> order,
      long offset,
      long limit)
      throws EvaluationException {
    check(spec, offset, limit);
    if (limit == 0 || spec.isEmpty()) {
      return RunRowSet.EMPTY;
    }
    return new Scan(definition, rowOrder, table, spec, residual, context, subqueries)
        .run(order, offset, limit);
  }

  /**
   * Of each segment of the clustering index the first row that {@link #scan} would give; other rows
   * are not read.
   *
   * @throws IllegalArgumentException as for {@link #scan}, or if {@link #hasFirsts} is false
   */
  public RowSet scanFirsts(
      IndexSpec spec,
      List<Expression> residual,
      EvaluationContext context,
      SubqueryRunner subqueries,
      List<SortKey> order,
      long offset,
      long limit)
      throws EvaluationException {
    check(spec, offset, limit);
    if (limit == 0 || spec.isEmpty()) {
      return RunRowSet.EMPTY;
    }
    return new Scan(definition, rowOrder, table, spec, residual, context, subqueries)
        .runFirsts(order, offset, limit);
  }

  /** Whether an order brings the rows of each segment together, one segment after the other. */
  public boolean hasFirsts(List<SortKey> order) {
    return ScanOrder.of(definition, rowOrder, order, false).way() == ScanOrder.Way.CONCATENATE;
  }

  /** Whether a scan can give its rows in the order of such values. */
  public static boolean isOrdered(ValueType type) {
    return RowComparator.isOrdered(type);
  }

  private void check(IndexSpec spec, long offset, long limit) {
    if (!coverage.contains(spec)) {
      throw new IllegalArgumentException(coverage + " does not contain " + spec);
    }
    if (offset < 0 || limit < 0) {
      throw new IllegalArgumentException("offset " + offset + " or limit " + limit + " below 0");
    }
  }
}
