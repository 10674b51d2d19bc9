package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.AsOf;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Scans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the next snapshot shares with the former one. */
final class SnapshotSharingTest {
  private static final AsOf LATER = new AsOf(2, 2);
  private static final int BIG = 20 * Chunk.MAX_ROWS;

  @Test
  void expire_nothingToDrop_sharesTheWholeTable() {
    Snapshot former = DeviceData.snapshot(3, 100);
    Snapshot next = former.expire(former.coverage(), LATER);
    assertSame(former.table(), next.table());
    assertSame(LATER, next.asOf());
  }

  @Test
  void expire_rowsAtTheStart_writesNoChunk() {
    Snapshot former = DeviceData.snapshot(2, BIG);
    Snapshot next = former.expire(DeviceData.from(3 * Chunk.MAX_ROWS + 10), LATER);
    SnapshotInvariants.check(next);
    assertEquals(2L * (BIG - 3 * Chunk.MAX_ROWS - 10), next.rowCount());
    assertTrue(SnapshotInvariants.chunks(former).containsAll(SnapshotInvariants.chunks(next)));
    assertTrue(next.retainedBytes() < former.retainedBytes());
  }

  @Test
  void upsert_rowsAtTheEnd_writesOneChunk() {
    Snapshot former = DeviceData.snapshot(2, BIG);
    Snapshot next = former.upsert(DeviceData.rows(2, BIG, BIG + 3), DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    assertEquals(former.rowCount() + 6, next.rowCount());
    Set<Chunk> chunks = SnapshotInvariants.chunks(next);
    chunks.removeAll(SnapshotInvariants.chunks(former));
    assertEquals(1, chunks.size());
    assertSame(former.table().keys, next.table().keys);
  }

  @Test
  void upsert_oneRowChanged_writesItsChunkOnly() {
    Snapshot former = DeviceData.snapshot(2, BIG);
    RowBuffer changed = new RowBuffer(DeviceData.DEFINITION);
    int seq = BIG / 2 + 100;
    DeviceData.addRow(changed, 1, seq, 7, seq * DeviceData.SECOND);
    Snapshot next = former.upsert(changed, DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    assertEquals(former.rowCount(), next.rowCount());
    Set<Chunk> written = SnapshotInvariants.chunks(next);
    written.removeAll(SnapshotInvariants.chunks(former));
    assertEquals(1, written.size());
    assertSame(former.table().segments[0], next.table().segments[0]);
    assertNotSame(former.table().segments[1], next.table().segments[1]);
  }

  @Test
  void upsert_fewRowsInEachOfManySegments_writesFewRows() {
    Snapshot former = DeviceData.snapshot(200, 1000);
    Snapshot next = former.upsert(DeviceData.rows(200, 1000, 1001), DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    Set<Chunk> written = SnapshotInvariants.chunks(next);
    written.removeAll(SnapshotInvariants.chunks(former));
    assertEquals(200, written.stream().mapToInt(chunk -> chunk.rows).sum());
  }

  @Test
  void adjusting_forLong_retainsLittleMoreThanAFreshSnapshot() {
    for (int devices : new int[] {1, 7, 300}) {
      int window = 3000 / devices + 12;
      Snapshot snapshot = DeviceData.snapshot(devices, window);
      for (int step = 0; step < 150; step++) {
        int end = window + step;
        snapshot =
            snapshot.upsert(
                DeviceData.rows(devices, end, end + 1), DeviceData.from(step + 1), LATER);
        SnapshotInvariants.check(snapshot);
        assertEquals((long) devices * window, snapshot.rowCount());
      }
      Snapshot fresh =
          Snapshot.of(DeviceData.rows(devices, 150, 150 + window), DeviceData.from(150), LATER);
      double ratio = (double) snapshot.retainedBytes() / fresh.retainedBytes();
      assertTrue(ratio < 1.6, ratio + " times the bytes with " + devices + " devices");
    }
  }

  @Test
  void reload_nothingChanged_sharesTheWholeTable() {
    Snapshot former = DeviceData.snapshot(200, 1000);
    RowBuffer again = RowBuffer.ofTable(former);
    DeviceData.fill(again, 200, 0, 1000);
    assertTrue(again.retainedBytes() < 1.1 * former.retainedBytes());
    Snapshot next = Snapshot.of(again, DeviceData.from(0), LATER);
    assertSame(former.table(), next.table());
    assertEquals(200_000, again.rows());
  }

  @Test
  void reload_rowsInAnotherOrder_sharesTheWholeTable() {
    Snapshot former = DeviceData.snapshot(3, 5000);
    RowBuffer again = RowBuffer.ofTable(former);
    DeviceData.fill(again, 3, 0, 5000, true);
    assertSame(former.table(), Snapshot.of(again, DeviceData.from(0), LATER).table());
  }

  @Test
  void reload_valueOfTheSameOrderButOtherText_isNotTheFormerOne() {
    TableBuilder table = new TableBuilder();
    table.column(ValueType.FLOAT8, true);
    table.column(ValueType.FLOAT4, true);
    TableDefinition definition = table.build();
    RowBuffer first =
        Naive.buffer(definition, List.of(new Object[] {0.0, 1f}, new Object[] {2.0, 0f}));
    Snapshot former = Snapshot.of(first, Coverage.EVERYTHING, DeviceData.AS_OF);
    RowBuffer again = RowBuffer.ofTable(former);
    Naive.fill(again, List.of(new Object[] {-0.0, 1f}, new Object[] {2.0, -0f}));
    Snapshot next = Snapshot.of(again, Coverage.EVERYTHING, LATER);
    IndexSpec all =
        new IndexSpec(definition.clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true);
    Cursor cursor = Scans.rows(next, all).cursor();
    cursor.next();
    assertEquals("-0.0 1.0", cursor.getDouble(0) + " " + cursor.getFloat(1));
    cursor.next();
    assertEquals("2.0 -0.0", cursor.getDouble(0) + " " + cursor.getFloat(1));
  }

  @Test
  void reload_rowsGoneAndAdded_writesTheirChunksOnly() {
    Snapshot former = DeviceData.snapshot(2, BIG);
    RowBuffer again = RowBuffer.ofTable(former);
    for (int second = 0; second < BIG; second++) {
      Random random = new Random(second);
      for (int device = 0; device < 2; device++) {
        long ts = second * DeviceData.SECOND + random.nextInt((int) DeviceData.SECOND);
        int data = random.nextInt();
        if (device == 0 || second != BIG / 2 + 100) {
          DeviceData.addRow(again, device, second, data, ts);
        }
      }
    }
    DeviceData.addRow(again, 1, BIG, 1, BIG * DeviceData.SECOND);
    Snapshot next = Snapshot.of(again, DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    assertEquals(former.rowCount(), next.rowCount());
    Set<Chunk> written = SnapshotInvariants.chunks(next);
    written.removeAll(SnapshotInvariants.chunks(former));
    assertEquals(2, written.size());
    assertSame(former.table().segments[0], next.table().segments[0]);
  }

  @Test
  void reload_inManyParts_countsWhatItRetains() {
    List<int[]> rows = new ArrayList<>();
    for (int i = 0; i < 90_000; i++) {
      rows.add(new int[] {i % 500, i});
    }
    RowBuffer first = RowBuffer.ofTable(DeviceData.DEFINITION);
    rows.forEach(row -> DeviceData.addRow(first, row[0], row[1], 1, DeviceData.SECOND));
    Snapshot former = Snapshot.of(first, DeviceData.from(0), DeviceData.AS_OF);
    Collections.shuffle(rows, new Random(7));
    RowBuffer again = RowBuffer.ofTable(former, 2);
    rows.forEach(row -> DeviceData.addRow(again, row[0], row[1], 1, DeviceData.SECOND));
    Snapshot next = Snapshot.of(again, DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    long chunkBytes =
        SnapshotInvariants.chunks(next).stream().mapToLong(chunk -> chunk.retainedBytes).sum();
    assertEquals(chunkBytes, next.table().chunks.bytes());
  }

  @Test
  void reload_everyRowChanged_sharesNothing() {
    Snapshot former = DeviceData.snapshot(2, BIG);
    RowBuffer again = RowBuffer.ofTable(former);
    for (int second = 0; second < BIG; second++) {
      DeviceData.addRow(again, second % 2, second, second, second * DeviceData.SECOND);
    }
    Snapshot next = Snapshot.of(again, DeviceData.from(0), LATER);
    SnapshotInvariants.check(next);
    assertEquals(BIG, next.rowCount());
    Set<Chunk> chunks = SnapshotInvariants.chunks(next);
    chunks.retainAll(SnapshotInvariants.chunks(former));
    assertTrue(chunks.isEmpty());
  }

  @Test
  void expire_allRowsOfASegment_dropsTheSegment() {
    RowBuffer rows = new RowBuffer(DeviceData.DEFINITION);
    DeviceData.addRow(rows, 1, 1, 1, 10 * DeviceData.SECOND);
    DeviceData.addRow(rows, 2, 1, 1, 20 * DeviceData.SECOND);
    Snapshot former = Snapshot.of(rows, DeviceData.from(0), DeviceData.AS_OF);
    Snapshot next = former.expire(DeviceData.from(15), LATER);
    SnapshotInvariants.check(next);
    assertEquals(2, former.segmentCount());
    assertEquals(1, next.segmentCount());
    assertEquals(1, DeviceData.seqs(former, DeviceData.spec(1, 0, Long.MAX_VALUE)).size());
    assertEquals(
        0,
        DeviceData.seqs(next, DeviceData.spec(1, 15 * DeviceData.SECOND, Long.MAX_VALUE)).size());
  }
}
