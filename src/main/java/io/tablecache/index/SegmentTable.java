package io.tablecache.index;

import io.tablecache.model.TableDefinition;

/**
 * All segments of a snapshot by key, in the order of their keys. Immutable.
 *
 * <p>A segment without rows is not in it.
 */
final class SegmentTable {
  final KeyTable keys;

  /** At the positions of their keys; not to be changed. */
  final Segment[] segments;

  final ChunkTotals chunks;
  final long rows;
  final long retainedBytes;

  SegmentTable(KeyTable keys, Segment[] segments, ChunkTotals chunks) {
    this.keys = keys;
    this.segments = segments;
    this.chunks = chunks;
    long allRows = 0;
    long bytes =
        Sizes.object(3 * Sizes.REFERENCE + 2 * Long.BYTES)
            + Sizes.object(2 * Long.BYTES + 2 * Integer.BYTES)
            + keys.retainedBytes()
            + Sizes.array(segments.length, Sizes.REFERENCE)
            + chunks.bytes();
    for (Segment segment : segments) {
      allRows += segment.rows();
      bytes += segment.retainedBytes();
    }
    this.rows = allRows;
    this.retainedBytes = bytes;
  }

  static SegmentTable empty(TableDefinition definition) {
    return new SegmentTable(KeyTable.empty(definition), new Segment[0], ChunkTotals.NONE);
  }
}
