package io.tablecache.index;

import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.SubqueryRunner;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One scan of a snapshot. Confined to one thread. */
final class Scan {
  private final TableDefinition definition;
  private final RowOrder rowOrder;
  private final SegmentTable table;
  private final Segment[] segments;

  /** Which rows of each segment are meant, by the clustering index's range value. */
  private final Intervals intervals;

  private final boolean nulls;

  /** What else must hold for a row, or null. */
  private final @Nullable Predicate filter;

  Scan(
      TableDefinition definition,
      RowOrder rowOrder,
      SegmentTable table,
      IndexSpec spec,
      List<Expression> residual,
      EvaluationContext context,
      SubqueryRunner subqueries)
      throws EvaluationException {
    this.definition = definition;
    this.rowOrder = rowOrder;
    this.table = table;
    IndexDefinition clustering = definition.clusteringIndex();
    IndexDefinition index = spec.index();
    boolean sameRange = index.rangeColumn() == clustering.rangeColumn();
    boolean sameSegments = index.segmentColumns().equals(clustering.segmentColumns());
    boolean restricts = sameRange && clustering.hasRange();
    this.intervals = restricts ? spec.intervals() : Intervals.ALL;
    this.nulls = !restricts || spec.nulls();
    @Nullable Predicate predicate =
        residual.isEmpty()
            ? null
            : new PredicateCompiler(definition, context, subqueries).compileAll(residual);
    if (index.hasRange() && !sameRange) {
      predicate =
          Predicate.and(
              new ColumnPredicates.InIntervals(index.rangeColumn(), spec.intervals(), spec.nulls()),
              predicate);
    }
    if (sameSegments) {
      this.segments = select(spec.segments());
    } else {
      SegmentMatch match = new SegmentMatch(definition, index, spec.segments());
      this.segments = match.select(table);
      predicate = Predicate.and(match.filter(), predicate);
    }
    this.filter = predicate;
  }

  /** The segments of the clustering index that are meant and exist, in the order of their keys. */
  private Segment[] select(SegmentKeys meant) {
    if (meant instanceof SegmentKeys.All) {
      return table.segments;
    }
    int[] positions;
    int count = 0;
    if (meant instanceof SegmentKeys.Longs longs) {
      positions = new int[longs.values().length];
      for (long value : longs.values()) {
        int position = table.keys.find(value);
        if (position != KeyTable.ABSENT) {
          positions[count++] = position;
        }
      }
    } else {
      List<SegmentKey> keys = ((SegmentKeys.Tuples) meant).keys();
      positions = new int[keys.size()];
      for (SegmentKey key : keys) {
        int position = table.keys.find(key);
        if (position != KeyTable.ABSENT) {
          positions[count++] = position;
        }
      }
    }
    if (count > 1) {
      Arrays.sort(positions, 0, count);
    }
    Segment[] selected = new Segment[count];
    for (int i = 0; i < count; i++) {
      selected[i] = table.segments[positions[i]];
    }
    return selected;
  }

  RowSet run(List<SortKey> order, long offset, long limit) throws EvaluationException {
    if (segments.length == 0) {
      return RunRowSet.EMPTY;
    }
    ScanOrder scanOrder = ScanOrder.of(definition, rowOrder, order, segments.length == 1);
    long wanted = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    if (scanOrder.way() == ScanOrder.Way.CONCATENATE && filter == null) {
      return new RunRowSet(concatenate(scanOrder, wanted).window(offset, limit));
    }
    RowRefs refs = new RowRefs();
    switch (scanOrder.way()) {
      case CONCATENATE -> {
        RowReader reader = new RowReader(concatenate(scanOrder, Long.MAX_VALUE), filter);
        while (refs.size < wanted && reader.next()) {
          refs.add(reader.chunk(), reader.position());
        }
      }
      case MERGE -> merge(scanOrder, new RowComparator(definition, order), refs, wanted);
      case SORT -> {
        RowReader reader = new RowReader(concatenate(scanOrder, Long.MAX_VALUE), filter);
        while (reader.next()) {
          refs.add(reader.chunk(), reader.position());
        }
        refs = sort(refs, new RowComparator(definition, order), wanted);
      }
    }
    return new RefRowSet(refs, offset, limit);
  }

  /**
   * Of each segment the first row in the order, in the order.
   *
   * @throws IllegalArgumentException if the order does not bring the rows of a segment together
   */
  RowSet runFirsts(List<SortKey> order, long offset, long limit) throws EvaluationException {
    if (segments.length == 0) {
      return RunRowSet.EMPTY;
    }
    ScanOrder scanOrder = ScanOrder.of(definition, rowOrder, order, segments.length == 1);
    if (scanOrder.way() != ScanOrder.Way.CONCATENATE) {
      throw new IllegalArgumentException("an order across segments");
    }
    long wanted = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    RowRefs refs = new RowRefs();
    for (int i = 0; i < segments.length && refs.size < wanted; i++) {
      int segment = scanOrder.segmentsDescending() ? segments.length - 1 - i : i;
      Runs runs = new Runs(scanOrder.rowsDescending());
      collect(segments[segment], scanOrder, runs);
      RowReader reader = new RowReader(runs, filter);
      if (reader.next()) {
        refs.add(reader.chunk(), reader.position());
      }
    }
    return new RefRowSet(refs, offset, limit);
  }

  /** The runs of all segments one after the other; they may end after {@code wanted} rows. */
  private Runs concatenate(ScanOrder order, long wanted) {
    Runs runs = new Runs(order.rowsDescending());
    for (int i = 0; i < segments.length && runs.rows() < wanted; i++) {
      int segment = order.segmentsDescending() ? segments.length - 1 - i : i;
      collect(segments[segment], order, runs);
    }
    return runs;
  }

  private void collect(Segment segment, ScanOrder order, Runs runs) {
    int rangeColumn = definition.clusteringIndex().rangeColumn();
    boolean descending = order.rowsDescending();
    if (rangeColumn == IndexDefinition.NO_RANGE) {
      segment.collect(0, segment.rows(), descending, runs);
      return;
    }
    if (nulls && order.nullsFirst()) {
      segment.collect(segment.firstNull(rangeColumn), segment.rows(), descending, runs);
    }
    for (int i = 0; i < intervals.count(); i++) {
      int interval = descending ? intervals.count() - 1 - i : i;
      int from = segment.lowerBound(rangeColumn, intervals.from(interval));
      int to = segment.upperBound(rangeColumn, intervals.to(interval));
      segment.collect(from, to, descending, runs);
    }
    if (nulls && !order.nullsFirst()) {
      segment.collect(segment.firstNull(rangeColumn), segment.rows(), descending, runs);
    }
  }

  private void merge(ScanOrder order, RowComparator comparator, RowRefs refs, long wanted)
      throws EvaluationException {
    RowReader[] readers = new RowReader[segments.length];
    for (int i = 0; i < readers.length; i++) {
      Runs runs = new Runs(order.rowsDescending());
      collect(segments[i], order, runs);
      readers[i] = new RowReader(runs, filter);
    }
    new MergeReader(readers, comparator).readTo(refs, wanted);
  }

  private static RowRefs sort(RowRefs refs, RowComparator comparator, long wanted) {
    int[] order = new int[refs.size];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    IntSort.sort(
        order,
        0,
        order.length,
        (a, b) ->
            comparator.compare(
                refs.chunks[a], refs.positions[a], refs.chunks[b], refs.positions[b]));
    RowRefs sorted = new RowRefs();
    for (int i = 0; i < order.length && i < wanted; i++) {
      sorted.add(refs.chunks[order[i]], refs.positions[order[i]]);
    }
    return sorted;
  }
}
