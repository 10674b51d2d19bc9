package io.tablecache.index;

import io.tablecache.index.ChunkWriter.Slice;
import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step from one table of segments to the next: rows to remove, then rows to add. Segments and
 * chunks that do not change are shared. Confined to one thread.
 */
final class TableEdit {
  private final TableDefinition definition;
  private final RowOrder order;
  private final SegmentTable former;

  /** By position in the former table: the rows that go, or null. */
  private final @Nullable RemovedRows[] removed;

  /** By position in the former table: what is done there beyond dropping rows at its ends. */
  private final @Nullable SegmentEdit[] edits;

  TableEdit(TableDefinition definition, RowOrder order, SegmentTable former) {
    this.definition = definition;
    this.order = order;
    this.former = former;
    this.removed = new RemovedRows[former.segments.length];
    this.edits = new SegmentEdit[former.segments.length];
  }

  /** Marks a row of the segment at that position as going. */
  void remove(int position, int row) {
    removedOf(position).add(row);
  }

  /** Marks rows {@code [fromRow, toRow)} of the segment at that position as going. */
  void remove(int position, int fromRow, int toRow) {
    if (fromRow < toRow) {
      removedOf(position).add(fromRow, toRow);
    }
  }

  private RemovedRows removedOf(int position) {
    RemovedRows rows = removed[position];
    if (rows == null) {
      rows = new RemovedRows(former.segments[position].rows());
      removed[position] = rows;
    }
    return rows;
  }

  /** The next table; this edit is used up then. */
  SegmentTable apply(RowGroups added) {
    return apply(added, false);
  }

  /** The same without rows to add. */
  SegmentTable apply() {
    return apply(noRows(), false);
  }

  /** As {@link #apply()}, but what the chunks come to is counted in any case. */
  SegmentTable count() {
    return apply(noRows(), true);
  }

  private RowGroups noRows() {
    return RowGroups.of(definition, order, new Chunk[0], new int[0]);
  }

  private SegmentTable apply(RowGroups added, boolean counts) {
    int formerCount = former.segments.length;
    int groups = added.keys.size();
    SegmentEdit[] newcomers = new SegmentEdit[groups];
    int newcomerCount = 0;
    int[] newcomerGroups = new int[groups];
    for (int group = 0; group < groups; group++) {
      int position = former.keys.find(added.keys, group);
      int from = added.from(group);
      int to = added.to(group);
      if (position == KeyTable.ABSENT) {
        newcomerGroups[newcomerCount] = group;
        newcomers[newcomerCount++] = new SegmentEdit(null, null, added, from, to, order);
      } else {
        edits[position] = edit(position, added, from, to);
      }
    }
    boolean isChanged = groups > 0;
    long loose = 0;
    for (int i = 0; i < formerCount; i++) {
      RemovedRows gone = removed[i];
      if (edits[i] == null && gone != null && !isPart(i, gone)) {
        edits[i] = edit(i, added, 0, 0);
      }
      isChanged |= gone != null;
      loose += looseRows(i);
    }
    ChunkTotals totals = former.chunks.withLoose(loose);
    boolean isCounted = counts || totals.isCountDue(former.rows);
    if (isCounted) {
      totals = count(added);
    } else if (!isChanged) {
      return former;
    }
    ChunkWriter writer = new ChunkWriter(definition);
    @Nullable List<Slice>[] slices = write(newcomers, newcomerCount, writer);
    writer.finish();
    return assemble(
        slices, newcomerGroups, newcomerCount, added.keys, totals.plus(writer.written()));
  }

  /** Whether what stays of a segment is surely good to be left in its slices. */
  private boolean isPart(int position, RemovedRows gone) {
    return gone.isTrim()
        && !SegmentEdit.isFragmented(former.segments[position].slices(), gone.to() - gone.from());
  }

  private SegmentEdit edit(int position, RowGroups added, int from, int to) {
    RemovedRows gone = removed[position];
    return new SegmentEdit(
        former.segments[position], gone == null ? null : gone.toBits(), added, from, to, order);
  }

  /** How many rows of the segment at that position will not be where they are. */
  private int looseRows(int position) {
    SegmentEdit edit = edits[position];
    RemovedRows gone = removed[position];
    if (edit == null) {
      return gone == null ? 0 : former.segments[position].rows() - gone.to() + gone.from();
    }
    int loose = former.segments[position].rows();
    for (int slice = 0; slice < edit.slices(); slice++) {
      loose -= edit.keptRows(slice);
    }
    return loose;
  }

  /** How many rows of a slice of the segment at that position stay where they are. */
  private int keptRows(int position, int slice) {
    SegmentEdit edit = edits[position];
    if (edit != null) {
      return edit.keptRows(slice);
    }
    Segment segment = former.segments[position];
    int first = segment.firstRow(slice);
    int end = first + segment.to(slice) - segment.from(slice);
    RemovedRows gone = removed[position];
    return gone == null
        ? end - first
        : Math.max(0, Math.min(end, gone.to()) - Math.max(first, gone.from()));
  }

  /** Counts the chunks that stay, and has the rows of wasteful ones written anew. */
  private ChunkTotals count(RowGroups added) {
    ChunkUse use = new ChunkUse();
    for (int i = 0; i < edits.length; i++) {
      Segment segment = former.segments[i];
      for (int slice = 0; slice < segment.slices(); slice++) {
        use.add(segment.chunk(slice), keptRows(i, slice));
      }
    }
    boolean isWasteful = use.isWasteful();
    if (isWasteful) {
      giveUp(use, added);
    }
    return use.kept(isWasteful);
  }

  private void giveUp(ChunkUse use, RowGroups added) {
    for (int i = 0; i < edits.length; i++) {
      Segment segment = former.segments[i];
      for (int slice = 0; slice < segment.slices() && edits[i] == null; slice++) {
        if (use.isWasteful(segment.chunk(slice))) {
          edits[i] = edit(i, added, 0, 0);
        }
      }
      SegmentEdit edit = edits[i];
      if (edit != null) {
        edit.rewrite(use);
      }
    }
  }

  /** The slices by former position, null where nothing is edited; then the newcomers'. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private @Nullable List<Slice>[] write(
      SegmentEdit[] newcomers, int newcomerCount, ChunkWriter writer) {
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
      ChunkTotals totals) {
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
        segments[count++] = segmentOf(Objects.requireNonNull(slices[formerCount + newcomer]));
        newcomer++;
      }
      if (i < formerCount) {
        Segment next = next(i, slices[i]);
        if (next != null) {
          sources[count] = i;
          segments[count++] = next;
        }
      }
    }
    boolean sameKeys = newcomerCount == 0 && count == formerCount;
    KeyTable keys = sameKeys ? former.keys : former.keys.combine(addedKeys, sources, count);
    return new SegmentTable(
        keys, count == segments.length ? segments : Arrays.copyOf(segments, count), totals);
  }

  /** What becomes of the segment at that position; null if nothing is left of it. */
  private @Nullable Segment next(int position, @Nullable List<Slice> rewritten) {
    if (rewritten != null) {
      return rewritten.isEmpty() ? null : segmentOf(rewritten);
    }
    Segment segment = former.segments[position];
    RemovedRows gone = removed[position];
    if (gone == null) {
      return segment;
    }
    return gone.from() == gone.to()
        ? null
        : segment.part(gone.from(), gone.to(), definition.clusteringIndex().rangeColumn());
  }

  private Segment segmentOf(List<Slice> slices) {
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
