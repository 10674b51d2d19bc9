package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrived rows by column, in chunks of their smallest form: in arrival order, or, those of a whole
 * table once they are many, in parts, of which a snapshot is made one after the other. Confined to
 * one thread.
 */
final class CollectedRows {
  private static final Chunk MOVED = new Chunk(new Column[0], 0);

  private final TableDefinition definition;

  /** So many chunks and bytes are held in arrival order, or taken together, without division. */
  private final int undividedChunks;

  private final long undividedBytes;

  /** In arrival order; all but the last are full. */
  private final List<Chunk> chunks = new ArrayList<>();

  private long chunkBytes;
  private @Nullable RowParts parts;

  /** The rest of a part that was too large to be taken as a whole. */
  private @Nullable RowParts subparts;

  private int rows;

  CollectedRows(TableDefinition definition, int undividedChunks, long undividedBytes) {
    this.definition = definition;
    this.undividedChunks = undividedChunks;
    this.undividedBytes = undividedBytes;
  }

  TableDefinition definition() {
    return definition;
  }

  /**
   * Adds the first rows of some builders, by column.
   *
   * @param count full chunks in all calls but the last
   */
  void add(ColumnBuilder[] builders, int count) {
    if (count == 0) {
      return;
    }
    rows += count;
    if (parts != null) {
      parts.add(builders, count);
      return;
    }
    Chunk chunk = Chunk.of(builders, count);
    chunks.add(chunk);
    chunkBytes += chunk.retainedBytes;
    if (chunks.size() > undividedChunks && chunkBytes >= undividedBytes && hasSegmentColumns()) {
      parts = divide(chunks, Division.bySegment(definition));
      chunkBytes = 0;
    }
  }

  private boolean hasSegmentColumns() {
    return !definition.clusteringIndex().segmentColumns().isEmpty();
  }

  /** Moves the rows of some chunks, one chunk after the other. */
  private RowParts divide(List<Chunk> from, Division division) {
    RowParts fresh = new RowParts(definition, division);
    ColumnBuilder[] builders = RowBuffer.builders(definition);
    for (int i = 0; i < from.size(); i++) {
      Chunk chunk = from.set(i, MOVED);
      for (int column = 0; column < builders.length; column++) {
        builders[column].clear();
        for (int row = 0; row < chunk.rows; row++) {
          builders[column].copy(row, chunk.columns[column], row);
        }
      }
      fresh.add(builders, chunk.rows);
    }
    from.clear();
    return fresh;
  }

  /** What the rows retain; of parts, without what is kept free for more rows. */
  long bytes() {
    return chunkBytes + (parts == null ? 0 : parts.usedBytes());
  }

  /** All rows, which must not be divided. */
  Chunk[] chunks() {
    if (parts != null) {
      throw new IllegalStateException("the rows of a whole table are in parts");
    }
    return chunks.toArray(new Chunk[0]);
  }

  /**
   * Some of the rows, which are taken out: row {@code r} is at position {@code r % MAX_ROWS} of
   * chunk {@code r / MAX_ROWS}. A segment's rows are all in one part, or divided by the first
   * column of the order.
   *
   * @return null if there are no more
   */
  Chunk @Nullable [] takePart(RowOrder order) {
    if (subparts != null) {
      List<Chunk> rest = subparts.take();
      if (rest != null) {
        return rest.toArray(new Chunk[0]);
      }
      subparts = null;
    }
    List<Chunk> part = parts == null ? takeAll() : parts.take();
    if (part == null) {
      return null;
    }
    if (part.size() <= largestPart() || bytes(part) < undividedBytes || !isDivisible(order)) {
      return part.toArray(new Chunk[0]);
    }
    RowParts divided = divide(part, Division.byValue(order.column(0), part));
    subparts = divided;
    return takePart(order);
  }

  private @Nullable List<Chunk> takeAll() {
    if (chunks.isEmpty()) {
      return null;
    }
    List<Chunk> all = new ArrayList<>(chunks);
    chunks.clear();
    chunkBytes = 0;
    return all;
  }

  private static long bytes(List<Chunk> part) {
    return part.stream().mapToLong(chunk -> chunk.retainedBytes).sum();
  }

  /** How many chunks of a part are taken together. */
  private int largestPart() {
    return Math.max(undividedChunks, rows / Chunk.MAX_ROWS / 8);
  }

  private boolean isDivisible(RowOrder order) {
    return order.size() > 0 && definition.column(order.column(0)).type().isDiscrete();
  }
}
