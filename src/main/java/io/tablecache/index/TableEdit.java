package io.tablecache.index;

import io.tablecache.index.ChunkWriter.Slice;
import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step from one table of segments to the next: rows to remove, then rows to add. Segments and
 * chunks that do not change are shared. Confined to one thread.
 */
final class TableEdit {
  private final TableDefinition definition;
  private final RowOrder order;
  private final SegmentTable former;

  /** By position in the former table: the numbers of the rows that go, or null. */
  private final @Nullable BitSet[] removed;

  TableEdit(TableDefinition definition, RowOrder order, SegmentTable former) {
    this.definition = definition;
    this.order = order;
    this.former = former;
    this.removed = new BitSet[former.segments.length];
  }

  /** The rows of the segment at that position that go, to be added to. */
  BitSet removedOf(int position) {
    BitSet rows = removed[position];
    if (rows == null) {
      rows = new BitSet();
      removed[position] = rows;
    }
    return rows;
  }

  /** Marks rows {@code [fromRow, toRow)} of the segment at that position as going. */
  void remove(int position, int fromRow, int toRow) {
    if (fromRow < toRow) {
      removedOf(position).set(fromRow, toRow);
    }
  }

  /** The next table. */
  SegmentTable apply(RowGroups added) {
    int formerCount = former.segments.length;
    int groups = added.keys.size();
    @Nullable SegmentEdit[] edits = new SegmentEdit[formerCount];
    SegmentEdit[] newcomers = new SegmentEdit[groups];
    int[] groupOf = new int[formerCount];
    Arrays.fill(groupOf, KeyTable.ABSENT);
    int newcomerCount = 0;
    int[] newcomerGroups = new int[groups];
    for (int group = 0; group < groups; group++) {
      int position = former.keys.find(added.keys, group);
      if (position == KeyTable.ABSENT) {
        newcomerGroups[newcomerCount] = group;
        newcomers[newcomerCount++] =
            new SegmentEdit(null, null, added, added.from(group), added.to(group), order);
      } else {
        groupOf[position] = group;
      }
    }
    for (int i = 0; i < formerCount; i++) {
      if (removed[i] != null || groupOf[i] != KeyTable.ABSENT) {
        int from = groupOf[i] == KeyTable.ABSENT ? 0 : added.from(groupOf[i]);
        int to = groupOf[i] == KeyTable.ABSENT ? 0 : added.to(groupOf[i]);
        edits[i] = new SegmentEdit(former.segments[i], removed[i], added, from, to, order);
      }
    }
    ChunkUse use = use(edits);
    boolean wasteful = use.isWasteful();
    if (!wasteful && groups == 0 && removesNothing()) {
      return former;
    }
    if (wasteful) {
      giveUp(use, edits, added);
    }
    ChunkWriter writer = new ChunkWriter(definition);
    @Nullable List<Slice>[] slices = write(edits, newcomers, newcomerCount, writer);
    writer.finish();
    long chunkBytes = use.keptBytes(wasteful) + writer.writtenBytes();
    return assemble(slices, newcomerGroups, newcomerCount, added.keys, chunkBytes);
  }

  private boolean removesNothing() {
    for (BitSet rows : removed) {
      if (rows != null) {
        return false;
      }
    }
    return true;
  }

  /** What the slices that stay use of their chunks. */
  private ChunkUse use(@Nullable SegmentEdit[] edits) {
    ChunkUse use = new ChunkUse();
    for (int i = 0; i < edits.length; i++) {
      Segment segment = former.segments[i];
      SegmentEdit edit = edits[i];
      for (int slice = 0; slice < segment.slices(); slice++) {
        int rows = edit == null ? segment.to(slice) - segment.from(slice) : edit.keptRows(slice);
        use.add(segment.chunk(slice), rows);
      }
    }
    return use;
  }

  /** Has the rows that stay in wasteful chunks written anew. */
  private void giveUp(ChunkUse use, @Nullable SegmentEdit[] edits, RowGroups added) {
    for (int i = 0; i < edits.length; i++) {
      Segment segment = former.segments[i];
      SegmentEdit edit = edits[i];
      for (int slice = 0; slice < segment.slices() && edit == null; slice++) {
        if (use.isWasteful(segment.chunk(slice))) {
          edit = new SegmentEdit(segment, null, added, 0, 0, order);
          edits[i] = edit;
        }
      }
      if (edit != null) {
        edit.rewrite(use);
      }
    }
  }

  /** The slices by former position, null where a segment stays as it is; then the newcomers'. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Slice>[] write(
      @Nullable SegmentEdit[] edits,
      SegmentEdit[] newcomers,
      int newcomerCount,
      ChunkWriter writer) {
    @Nullable List<Slice>[] slices = new List[edits.length + newcomerCount];
    for (int i = 0; i < edits.length; i++) {
      SegmentEdit edit = edits[i];
      slices[i] = edit == null ? null : edit.write(writer);
    }
    for (int i = 0; i < newcomerCount; i++) {
      slices[edits.length + i] = newcomers[i].write(writer);
    }
    return slices;
  }

  private SegmentTable assemble(
      @Nullable List<Slice>[] slices,
      int[] newcomerGroups,
      int newcomerCount,
      KeyTable addedKeys,
      long chunkBytes) {
    int formerCount = former.segments.length;
    Segment[] segments = new Segment[formerCount + newcomerCount];
    int[] sources = new int[segments.length];
    int count = 0;
    int newcomer = 0;
    for (int i = 0; i <= formerCount; i++) {
      while (newcomer < newcomerCount
          && (i == formerCount
              || former.keys.compare(i, addedKeys, newcomerGroups[newcomer]) > 0)) {
        sources[count] = ~newcomerGroups[newcomer];
        segments[count++] = segmentOf(slices[formerCount + newcomer]);
        newcomer++;
      }
      if (i < formerCount) {
        List<Slice> rewritten = slices[i];
        if (rewritten == null || !rewritten.isEmpty()) {
          sources[count] = i;
          segments[count++] = rewritten == null ? former.segments[i] : segmentOf(rewritten);
        }
      }
    }
    boolean sameKeys = newcomerCount == 0 && count == formerCount;
    KeyTable keys = sameKeys ? former.keys : former.keys.combine(addedKeys, sources, count);
    return new SegmentTable(
        keys, count == segments.length ? segments : Arrays.copyOf(segments, count), chunkBytes);
  }

  private Segment segmentOf(@Nullable List<Slice> slices) {
    if (slices == null || slices.isEmpty()) {
      throw new IllegalStateException("a segment without rows");
    }
    int count = slices.size();
    if (count == 1) {
      Slice slice = slices.get(0);
      return new SingleSliceSegment(slice.sealedChunk(), slice.from, slice.to);
    }
    Chunk[] chunks = new Chunk[count];
    int[] froms = new int[count];
    int[] tos = new int[count];
    for (int i = 0; i < count; i++) {
      Slice slice = slices.get(i);
      chunks[i] = slice.sealedChunk();
      froms[i] = slice.from;
      tos[i] = slice.to;
    }
    return new SlicedSegment(chunks, froms, tos, definition.clusteringIndex().rangeColumn());
  }
}
