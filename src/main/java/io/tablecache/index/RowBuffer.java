package io.tablecache.index;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they arrive from the database, held by column in arrival order; those of a whole table,
 * once they are many, in parts (see {@link #ofTable}).
 *
 * <p>Each row is written by one {@code set} per cached column, in any order, then {@link #endRow}.
 * A column that was not set is NULL. Confined to one thread.
 */
public final class RowBuffer {
  private static final int UNDIVIDED_CHUNKS = 64;
  private static final int NEVER_DIVIDED = Integer.MAX_VALUE;

  private final TableDefinition definition;

  /** How many full chunks are held in arrival order at most; then all rows are in parts. */
  private final int undividedChunks;

  private final ColumnBuilder[] builders;

  /** Full chunks of arrived rows, in their smallest form. */
  private final List<Chunk> sealed = new ArrayList<>();

  private long sealedBytes;

  private @Nullable RowParts parts;

  private int rows;

  /** How many rows the builders hold. */
  private int open;

  /** For rows that were added or changed. */
  public RowBuffer(TableDefinition definition) {
    this(definition, NEVER_DIVIDED);
  }

  private RowBuffer(TableDefinition definition, int undividedChunks) {
    this.definition = definition;
    this.undividedChunks = undividedChunks;
    this.builders = builders(definition);
  }

  /**
   * For all rows of a table, of which {@link Snapshot#of} makes a snapshot: that needs less memory
   * then than the rows retain twice.
   */
  public static RowBuffer ofTable(TableDefinition definition) {
    return ofTable(definition, UNDIVIDED_CHUNKS);
  }

  /** As the other method, with another number of chunks from which on rows are in parts. */
  static RowBuffer ofTable(TableDefinition definition, int undividedChunks) {
    boolean isDivisible = !definition.clusteringIndex().segmentColumns().isEmpty();
    return new RowBuffer(definition, isDivisible ? undividedChunks : NEVER_DIVIDED);
  }

  /** One builder per column of the table. */
  static ColumnBuilder[] builders(TableDefinition definition) {
    List<ColumnDefinition> columns = definition.columns();
    ColumnBuilder[] builders = new ColumnBuilder[columns.size()];
    for (int i = 0; i < builders.length; i++) {
      builders[i] = new ColumnBuilder(columns.get(i).type().storage());
    }
    return builders;
  }

  public TableDefinition definition() {
    return definition;
  }

  /** Sets a value of a discrete type. */
  public void setLong(int column, long raw) {
    builders[column].setLong(open, raw);
  }

  /** Sets a float8 value. */
  public void setDouble(int column, double value) {
    builders[column].setDouble(open, value);
  }

  /** Sets a float4 value. */
  public void setFloat(int column, float value) {
    builders[column].setFloat(open, value);
  }

  /** Sets a uuid. */
  public void setUuid(int column, long mostSignificant, long leastSignificant) {
    builders[column].setUuid(open, mostSignificant, leastSignificant);
  }

  /** Sets a value that is held as its output text in UTF-8; the bytes are copied. */
  public void setBytes(int column, byte[] source, int offset, int length) {
    builders[column].setBytes(open, source, offset, length);
  }

  /** Completes the row. */
  public void endRow() {
    rows = Math.addExact(rows, 1);
    if (++open == Chunk.MAX_ROWS) {
      if (parts != null) {
        moveTo(parts);
        return;
      }
      Chunk chunk = seal();
      sealed.add(chunk);
      sealedBytes += chunk.retainedBytes;
      clear();
      if (sealed.size() > undividedChunks) {
        divide();
      }
    }
  }

  private void clear() {
    for (ColumnBuilder builder : builders) {
      builder.clear();
    }
    open = 0;
  }

  private void divide() {
    RowParts fresh = new RowParts(definition);
    for (Chunk chunk : sealed) {
      for (int column = 0; column < builders.length; column++) {
        for (int i = 0; i < chunk.rows; i++) {
          builders[column].copy(i, chunk.columns[column], i);
        }
      }
      open = chunk.rows;
      moveTo(fresh);
    }
    sealed.clear();
    sealedBytes = 0;
    parts = fresh;
  }

  private void moveTo(RowParts to) {
    to.add(builders, open);
    clear();
  }

  /** How many rows were completed. */
  public int rows() {
    return rows;
  }

  /** How many bytes the buffer retains; of parts, without what is kept free for more rows. */
  public long retainedBytes() {
    long bytes = sealedBytes + (parts == null ? 0 : parts.usedBytes());
    for (ColumnBuilder builder : builders) {
      bytes += builder.retainedBytes();
    }
    return bytes;
  }

  /**
   * Some of the rows, which are taken out: row {@code r} is at position {@code r % MAX_ROWS} of
   * chunk {@code r / MAX_ROWS}. A segment's rows are all in one part, in arrival order.
   *
   * @return null if there are no more
   */
  Chunk @Nullable [] takePart() {
    if (parts != null) {
      moveTo(parts);
      return parts.take();
    }
    Chunk[] chunks = chunks();
    sealed.clear();
    sealedBytes = 0;
    clear();
    return chunks.length == 0 ? null : chunks;
  }

  /**
   * All rows of a buffer that is not divided: row {@code r} is at position {@code r % MAX_ROWS} of
   * chunk {@code r / MAX_ROWS}.
   */
  Chunk[] chunks() {
    if (parts != null) {
      throw new IllegalStateException("the rows of a whole table are in parts");
    }
    Chunk[] chunks = sealed.toArray(new Chunk[sealed.size() + (open == 0 ? 0 : 1)]);
    if (open != 0) {
      chunks[sealed.size()] = seal();
    }
    return chunks;
  }

  private Chunk seal() {
    Column[] columns = new Column[builders.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = builders[i].build(open);
    }
    return new Chunk(columns, open);
  }
}
