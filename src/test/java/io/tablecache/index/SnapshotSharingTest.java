package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.AsOf;
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
