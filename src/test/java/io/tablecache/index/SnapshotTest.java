package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.expression.Expression;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Scans;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
  private static final Expression SEQ = new Expression.Column(DeviceData.SEQ, ValueType.INT4);

  private static RowSet scan(Snapshot snapshot, IndexSpec spec, List<Expression> residual) {
    SlotValues values = new SlotValues(1);
    values.setObject(0, new long[] {1});
    return Scans.rows(snapshot, spec, residual, values, List.of(), 0, Long.MAX_VALUE);
  }

  @Test
  void of_rowOutsideOfCoverage_refused() {
    RowBuffer rows = DeviceData.rows(1, 0, 10);
    assertThrows(
        IllegalArgumentException.class,
        () -> Snapshot.of(rows, DeviceData.from(5), DeviceData.AS_OF));
  }

  @Test
  void of_wholeTableInParts_sameAsInArrivalOrder() {
    RowBuffer whole = RowBuffer.ofTable(DeviceData.DEFINITION, 64);
    DeviceData.fill(whole, 300, 0, 400);
    assertThrows(IllegalStateException.class, whole::chunks, "not in parts");
    Snapshot inParts = Snapshot.of(whole, DeviceData.from(0), DeviceData.AS_OF);
    SnapshotInvariants.check(inParts);
    Snapshot inOrder = DeviceData.snapshot(300, 400);
    assertEquals(inOrder.rowCount(), inParts.rowCount());
    for (int device = 0; device < 300; device++) {
      IndexSpec spec = DeviceData.spec(device, 0, Long.MAX_VALUE);
      assertEquals(DeviceData.seqs(inOrder, spec), DeviceData.seqs(inParts, spec));
    }
  }

  @Test
  void expire_coverageBeyondTheFormer_refused() {
    Snapshot snapshot = DeviceData.snapshot(1, 10);
    assertThrows(
        IllegalArgumentException.class,
        () -> snapshot.expire(DeviceData.from(-1), DeviceData.AS_OF));
    assertThrows(
        IllegalArgumentException.class,
        () -> snapshot.expire(Coverage.EVERYTHING, DeviceData.AS_OF));
  }

  @Test
  void upsert_rowMovedBackAndForth_neverTwice() {
    Snapshot snapshot = DeviceData.snapshot(2, 3000);
    for (long second : new long[] {2999, 0, 1500, 1_000_000, -5}) {
      RowBuffer changed = new RowBuffer(DeviceData.DEFINITION);
      DeviceData.addRow(changed, 1, 1700, 1, second * DeviceData.SECOND);
      snapshot = snapshot.upsert(changed, DeviceData.from(0), DeviceData.AS_OF);
      SnapshotInvariants.check(snapshot);
      long found =
          DeviceData.seqs(snapshot, DeviceData.spec(1, 0, Long.MAX_VALUE)).stream()
              .filter(seq -> seq == 1700)
              .count();
      assertEquals(second < 0 ? 0 : 1, found);
    }
    assertEquals(5999, snapshot.rowCount());
  }

  @Test
  void replaceFrom_rowsAnew_replacesFromThereOnly() {
    Snapshot snapshot =
        DeviceData.snapshot(3, 100)
            .replaceFrom(
                90 * DeviceData.SECOND,
                DeviceData.rows(2, 95, 105),
                DeviceData.from(10),
                DeviceData.AS_OF);
    SnapshotInvariants.check(snapshot);
    assertEquals(3 * 80 + 2 * 10, snapshot.rowCount());
  }

  @Test
  void scan_boundsOfFullPrecision_exactlyTheirRows() {
    RowBuffer rows = new RowBuffer(DeviceData.DEFINITION);
    long[] values = {Long.MIN_VALUE, -1, 0, 499_999, 500_000, 500_001, Long.MAX_VALUE};
    for (int i = 0; i < values.length; i++) {
      DeviceData.addRow(rows, 1, i, 0, values[i]);
    }
    Snapshot snapshot =
        Snapshot.of(rows, new Coverage(DeviceData.TS, Intervals.ALL, false), DeviceData.AS_OF);
    SortKey ascending = new SortKey(DeviceData.TS, false, false);
    assertEquals(
        List.of(4L), DeviceData.seqs(snapshot, DeviceData.spec(1, 500_000, 500_000), ascending));
    assertEquals(
        List.of(5L, 6L),
        DeviceData.seqs(snapshot, DeviceData.spec(1, 500_001, Long.MAX_VALUE), ascending));
    assertEquals(
        List.of(0L, 1L),
        DeviceData.seqs(snapshot, DeviceData.spec(1, Long.MIN_VALUE, -1), ascending));
    assertEquals(
        List.of(2L, 1L),
        DeviceData.seqs(
            snapshot, DeviceData.spec(1, -1, 0), new SortKey(DeviceData.TS, true, true)));
    assertEquals(
        List.of(), DeviceData.seqs(snapshot, DeviceData.spec(2, -1, Long.MAX_VALUE), ascending));
  }

  @Test
  void scan_specNotCovered_refused() {
    Snapshot snapshot = DeviceData.snapshot(1, 10);
    IndexSpec spec = DeviceData.spec(0, -1, 5);
    assertThrows(IllegalArgumentException.class, () -> scan(snapshot, spec, List.of()));
  }

  @Test
  void scan_oneSegmentInItsOrder_copiesNoRows() {
    Snapshot snapshot = DeviceData.snapshot(2, 5000);
    for (boolean descending : new boolean[] {false, true}) {
      RowSet rows =
          Scans.rows(
              snapshot,
              DeviceData.spec(1, 0, Long.MAX_VALUE),
              List.of(),
              SlotValues.NONE,
              List.of(
                  new SortKey(DeviceData.TS, descending, descending),
                  new SortKey(DeviceData.DEVICE, true, true),
                  new SortKey(DeviceData.SEQ, descending, descending)),
              10,
              4000);
      assertEquals(RunRowSet.class, rows.getClass());
      assertEquals(4000, rows.size());
      Cursor cursor = rows.cursor();
      cursor.next();
      assertEquals(descending ? 4989 : 10, cursor.getLong(DeviceData.SEQ));
    }
  }

  @Test
  void scan_anyElement_falseOrUnknownByWhetherTheArrayHasNulls() {
    Snapshot snapshot = DeviceData.snapshot(1, 10);
    IndexSpec spec = DeviceData.spec(0, 0, Long.MAX_VALUE);
    Expression any = new Expression.Quantified(Expression.Comparator.EQ, false, SEQ, 0, SEQ.type());
    Expression all = new Expression.Quantified(Expression.Comparator.NE, true, SEQ, 0, SEQ.type());
    for (boolean hasNulls : new boolean[] {false, true}) {
      SlotValues values = new SlotValues(1);
      values.setArray(0, new long[] {1}, hasNulls);
      int others = hasNulls ? 0 : 9;
      assertEquals(1, count(snapshot, spec, any, values));
      assertEquals(others, count(snapshot, spec, new Expression.Not(any), values));
      assertEquals(others, count(snapshot, spec, all, values));
      assertEquals(1, count(snapshot, spec, new Expression.Not(all), values));
      assertEquals(9 - others, count(snapshot, spec, new Expression.IsNull(any), values));
    }
  }

  private static int count(
      Snapshot snapshot, IndexSpec spec, Expression condition, SlotValues values) {
    return Scans.rows(snapshot, spec, List.of(condition), values, List.of(), 0, Long.MAX_VALUE)
        .size();
  }

  @Test
  void scan_valuesWithoutOrder_refused() {
    TableBuilder builder = new TableBuilder();
    int number = builder.column(ValueType.OTHER, true);
    TableDefinition definition = builder.primaryKey(number).build();
    Snapshot snapshot =
        Snapshot.of(new RowBuffer(definition), Coverage.EVERYTHING, DeviceData.AS_OF);
    RowBuffer rows = new RowBuffer(definition);
    rows.setBytes(number, new byte[] {'1'}, 0, 1);
    rows.endRow();
    Snapshot filled = snapshot.upsert(rows, Coverage.EVERYTHING, DeviceData.AS_OF);
    IndexSpec all =
        new IndexSpec(definition.clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true);
    Expression column = new Expression.Column(number, ValueType.OTHER);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Scans.rows(
                filled,
                all,
                List.of(),
                SlotValues.NONE,
                List.of(new SortKey(number, false, false)),
                0,
                Long.MAX_VALUE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            scan(
                filled,
                all,
                List.of(new Expression.Comparison(Expression.Comparator.EQ, column, column))));
    assertEquals(1, scan(filled, all, List.of()).size());
  }
}
