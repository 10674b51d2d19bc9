package io.tablecache.index;

import io.tablecache.index.ChunkWriter.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step from one segment to the next: which slices stay, trimmed at most, and which are written
 * anew because rows are added to them or removed from their middle. Confined to one thread.
 */
final class SegmentEdit {
  /** A slice of so many rows is joined with whatever comes after it. */
  private static final int SHORT_SLICE = 64;

  private final @Nullable Segment former;
  private final @Nullable BitSet removed;
  private final RowGroups added;
  private final RowOrder order;

  /** By former slice: the bounds that remain of it. */
  private final int[] froms;

  private final int[] tos;

  /**
   * By former slice, and then for the one that may follow the last: where the rows that are added
   * to it start in {@link #added}; then where the last ones end.
   */
  private final int[] addStarts;

  /** By slice as before: whether it is written anew. */
  private final boolean[] rewritten;

  /**
   * @param former the segment as it is, or null if there is none
   * @param removed the numbers of its rows that are to go, or null if none is
   * @param added where the rows to be added are
   * @param addFrom where the rows to be added start, in {@code added}
   * @param addTo where they end
   */
  SegmentEdit(
      @Nullable Segment former,
      @Nullable BitSet removed,
      RowGroups added,
      int addFrom,
      int addTo,
      RowOrder order) {
    this.former = former;
    this.removed = removed;
    this.added = added;
    this.order = order;
    int slices = former == null ? 0 : former.slices();
    this.froms = new int[slices];
    this.tos = new int[slices];
    this.addStarts = new int[slices + 2];
    this.rewritten = new boolean[slices + 1];
    for (int slice = 0; former != null && slice < slices; slice++) {
      trim(former, slice);
    }
    Arrays.fill(addStarts, addFrom);
    if (addFrom < addTo) {
      assign(addFrom, addTo);
    }
    if (isFragmented()) {
      Arrays.fill(rewritten, 0, slices, true);
    }
  }

  private void trim(Segment segment, int slice) {
    froms[slice] = segment.from(slice);
    tos[slice] = segment.to(slice);
    if (removed == null) {
      return;
    }
    int first = segment.firstRow(slice);
    int end = first + tos[slice] - froms[slice];
    int firstKept = Math.min(removed.nextClearBit(first), end);
    int lastKept = removed.previousClearBit(end - 1);
    if (firstKept == end) {
      tos[slice] = froms[slice];
      return;
    }
    tos[slice] = froms[slice] + lastKept + 1 - first;
    froms[slice] += firstKept - first;
    int hole = removed.nextSetBit(firstKept);
    rewritten[slice] = hole >= 0 && hole < lastKept;
  }

  /** Assigns the rows to be added to slices. */
  private void assign(int addFrom, int addTo) {
    int last = froms.length;
    int slice = nextSlice(0);
    int next = nextSlice(slice + 1);
    for (int i = addFrom; i < addTo; i++) {
      while (next < last
          && order.compare(chunk(next), froms[next], added.chunk(i), added.position(i)) <= 0) {
        Arrays.fill(addStarts, slice + 1, next + 1, i);
        slice = next;
        next = nextSlice(slice + 1);
      }
    }
    Arrays.fill(addStarts, slice + 1, addStarts.length, addTo);
    if (slice < last && next == last && appendsTo(slice)) {
      append(slice);
    }
    for (int i = 0; i <= last; i++) {
      rewritten[i] |= addStarts[i] < addStarts[i + 1];
    }
  }

  /** Whether all that is added to the last slice comes after its rows. */
  private boolean appendsTo(int slice) {
    int first = addStarts[slice];
    return first < addStarts[slice + 1]
        && order.compare(chunk(slice), tos[slice] - 1, added.chunk(first), added.position(first))
            <= 0;
  }

  /**
   * Makes a slice of its own of what comes after the last one, and of as many slices before as are
   * not much longer than what they are joined with: a row is then written anew a few times, however
   * little is added each time, and slices stay few.
   */
  private void append(int lastSlice) {
    int last = froms.length;
    int joined = addStarts[last + 1] - addStarts[lastSlice];
    Arrays.fill(addStarts, lastSlice + 1, last + 1, addStarts[lastSlice]);
    for (int slice = lastSlice; slice >= 0; slice--) {
      int rows = tos[slice] - froms[slice];
      if (rows > Math.max(SHORT_SLICE, 2 * joined) || rows + joined > Chunk.MAX_ROWS) {
        return;
      }
      rewritten[slice] |= rows > 0;
      joined += rows;
    }
  }

  /** The first slice from the given one on of which something remains; or their number. */
  private int nextSlice(int slice) {
    int next = slice;
    while (next < froms.length && froms[next] == tos[next]) {
      next++;
    }
    return Math.min(next, froms.length);
  }

  /** Whether the remaining slices are many times as many as the rows need. */
  private boolean isFragmented() {
    long rows = 0;
    int slices = 0;
    for (int i = 0; i < froms.length; i++) {
      rows += tos[i] - froms[i];
      slices += froms[i] < tos[i] ? 1 : 0;
    }
    return isFragmented(slices, rows);
  }

  static boolean isFragmented(int slices, long rows) {
    return slices > 8 + 4 * rows / Chunk.MAX_ROWS;
  }

  private Chunk chunk(int slice) {
    if (former == null) {
      throw new IllegalStateException("a new segment has no slices");
    }
    return former.chunk(slice);
  }

  int slices() {
    return froms.length;
  }

  /** How many rows of a former slice stay where they are. */
  int keptRows(int slice) {
    return rewritten[slice] ? 0 : tos[slice] - froms[slice];
  }

  /** Writes anew the slices whose rows stay in chunks that are to be given up. */
  void rewrite(ChunkUse use) {
    for (int slice = 0; slice < froms.length; slice++) {
      rewritten[slice] |= keptRows(slice) > 0 && use.isWasteful(chunk(slice));
    }
  }

  /** Writes what is written anew and returns all slices in order. */
  List<Slice> write(ChunkWriter writer) {
    List<Slice> slices = new ArrayList<>(2);
    int slice = 0;
    while (slice < rewritten.length) {
      if (!rewritten[slice]) {
        if (slice < froms.length && froms[slice] < tos[slice]) {
          slices.add(new Slice(chunk(slice), froms[slice], tos[slice]));
        }
        slice++;
        continue;
      }
      int end = slice;
      int rows = 0;
      while (end < rewritten.length && (rewritten[end] || isGone(end))) {
        rows += rowsAfter(end);
        end++;
      }
      writer.startRun(rows);
      for (; slice < end; slice++) {
        writeSlice(slice, writer, slices);
      }
    }
    return slices;
  }

  private boolean isGone(int slice) {
    return slice < froms.length && froms[slice] == tos[slice];
  }

  private int rowsAfter(int slice) {
    int rows = addStarts[slice + 1] - addStarts[slice];
    if (slice < froms.length) {
      rows += tos[slice] - froms[slice];
      if (removed != null) {
        int offset = rowOffset(slice);
        int end = tos[slice] + offset;
        for (int row = removed.nextSetBit(froms[slice] + offset);
            row >= 0 && row < end;
            row = removed.nextSetBit(row + 1)) {
          rows--;
        }
      }
    }
    return rows;
  }

  /** What to add to a position in the slice's chunk for the row's number. */
  private int rowOffset(int slice) {
    return former == null ? 0 : former.firstRow(slice) - former.from(slice);
  }

  /** Merges what remains of a slice with what is added to it; of equal rows the older is first. */
  private void writeSlice(int slice, ChunkWriter writer, List<Slice> slices) {
    int add = addStarts[slice];
    int addEnd = addStarts[slice + 1];
    if (slice < froms.length) {
      Chunk chunk = chunk(slice);
      int offset = rowOffset(slice);
      for (int i = froms[slice]; i < tos[slice]; i++) {
        if (removed != null && removed.get(i + offset)) {
          continue;
        }
        while (add < addEnd && order.compare(chunk, i, added.chunk(add), added.position(add)) > 0) {
          writer.add(added.chunk(add), added.position(add), slices);
          add++;
        }
        writer.add(chunk, i, slices);
      }
    }
    for (; add < addEnd; add++) {
      writer.add(added.chunk(add), added.position(add), slices);
    }
  }
}
