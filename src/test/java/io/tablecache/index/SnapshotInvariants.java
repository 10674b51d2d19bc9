package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Coverage;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold for the structure of every snapshot. */
final class SnapshotInvariants {
  private SnapshotInvariants() {}

  static void check(Snapshot snapshot) {
    TableDefinition definition = snapshot.definition();
    SegmentTable table = snapshot.table();
    List<Integer> segmentColumns = definition.clusteringIndex().segmentColumns();
    assertEquals(table.keys.size(), table.segments.length, "keys and segments");
    Map<Chunk, BitSet> used = new IdentityHashMap<>();
    long rows = 0;
    long bytes = SegmentTable.empty(definition).retainedBytes;
    bytes -= SegmentTable.empty(definition).keys.retainedBytes() + Sizes.array(0, 4);
    bytes += table.keys.retainedBytes() + Sizes.array(table.segments.length, 4);
    for (int position = 0; position < table.segments.length; position++) {
      Segment segment = table.segments[position];
      SegmentKey key = table.keys.key(position);
      assertEquals(position, table.keys.find(key), "place of key " + key);
      if (position > 0) {
        SegmentKey former = table.keys.key(position - 1);
        assertTrue(TupleKeyTable.compareKeys(former, key) < 0, former + " before " + key);
      }
      checkSlices(segment, used);
      checkRows(snapshot, segment, key, segmentColumns);
      rows += segment.rows();
      bytes += segment.retainedBytes();
    }
    assertEquals(rows, snapshot.rowCount(), "row count");
    assertEquals(table.segments.length, snapshot.segmentCount(), "segment count");
    for (Chunk chunk : used.keySet()) {
      bytes += checkChunk(chunk, definition);
    }
    checkRetained(bytes, snapshot.retainedBytes());
    checkWaste(used, rows);
  }

  /** What went out of use since it was counted is at most a sixteenth of the rows. */
  private static void checkRetained(long retained, long reported) {
    assertTrue(reported >= retained, reported + " bytes reported, " + retained + " retained");
    assertTrue(
        reported <= retained * 1.1 + 10_000,
        reported + " bytes reported, " + retained + " retained");
  }

  static Set<Chunk> chunks(Snapshot snapshot) {
    Set<Chunk> chunks = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Segment segment : snapshot.table().segments) {
      for (int slice = 0; slice < segment.slices(); slice++) {
        chunks.add(segment.chunk(slice));
      }
    }
    return chunks;
  }

  private static void checkSlices(Segment segment, Map<Chunk, BitSet> used) {
    assertTrue(segment.slices() > 0, "a segment has slices");
    int row = 0;
    for (int slice = 0; slice < segment.slices(); slice++) {
      Chunk chunk = segment.chunk(slice);
      int from = segment.from(slice);
      int to = segment.to(slice);
      assertTrue(0 <= from && from < to && to <= chunk.rows, "slice bounds");
      assertEquals(row, segment.firstRow(slice), "first row of a slice");
      row += to - from;
      BitSet positions = used.computeIfAbsent(chunk, c -> new BitSet());
      assertTrue(positions.get(from, to).isEmpty(), "slices are disjoint");
      positions.set(from, to);
    }
    assertEquals(row, segment.rows(), "rows of a segment");
    assertTrue(segment.slices() <= 8 + 8 * (long) row / Chunk.MAX_ROWS, "slices of a segment");
  }

  private static void checkRows(
      Snapshot snapshot, Segment segment, SegmentKey key, List<Integer> segmentColumns) {
    TableDefinition definition = snapshot.definition();
    Coverage coverage = snapshot.coverage();
    Chunk formerChunk = null;
    int formerPosition = 0;
    for (int slice = 0; slice < segment.slices(); slice++) {
      Chunk chunk = segment.chunk(slice);
      for (int i = segment.from(slice); i < segment.to(slice); i++) {
        assertEquals(key, KeyTable.keyOf(definition, segmentColumns, chunk, i), "segment of row");
        if (!coverage.isEverything()) {
          Column window = chunk.columns[coverage.rangeColumn()];
          assertTrue(WindowEdit.covers(coverage, window, i), "row outside of coverage");
        }
        if (formerChunk != null) {
          assertTrue(
              snapshot.rowOrder().compare(formerChunk, formerPosition, chunk, i) <= 0,
              "rows in order");
        }
        formerChunk = chunk;
        formerPosition = i;
      }
    }
  }

  private static long checkChunk(Chunk chunk, TableDefinition definition) {
    assertTrue(chunk.rows > 0 && chunk.rows <= Chunk.MAX_ROWS, "rows of a chunk");
    assertEquals(definition.columns().size(), chunk.columns.length, "columns of a chunk");
    for (Column column : chunk.columns) {
      if (column instanceof DiscreteColumn discrete) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < chunk.rows; i++) {
          if (!column.isNull(i)) {
            values.add(column.getLong(i));
          }
        }
        assertEquals(Collections.min(values), discrete.min(), "smallest value");
        assertEquals(Collections.max(values), discrete.max(), "largest value");
      }
    }
    return chunk.retainedBytes;
  }

  private static void checkWaste(Map<Chunk, BitSet> used, long rows) {
    long held = 0;
    int small = 0;
    for (Map.Entry<Chunk, BitSet> entry : used.entrySet()) {
      held += entry.getKey().rows;
      small += entry.getValue().cardinality() < Chunk.MAX_ROWS / 8 ? 1 : 0;
    }
    assertTrue(held <= rows * 3 / 2 + 1, held + " rows held for " + rows);
    assertTrue(small <= 34, small + " small chunks");
  }
}
