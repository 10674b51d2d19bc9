package io.tablecache.index;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.TableDefinition;
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

  /** How many times what empty parts take the rows of a table must take to be divided. */
  private static final int LEAST_SHARE_OF_ROWS = 4;

  private static final int NEVER_DIVIDED = Integer.MAX_VALUE;

  private final TableDefinition definition;

  /** The rows that do not fill a chunk yet. */
  private final ColumnBuilder[] builders;

  /** The others; of a reloaded table, those that the former snapshot does not have. */
  private final CollectedRows collected;

  private final @Nullable ReloadedRows reloaded;
  private int rows;

  /** How many rows the builders hold. */
  private int open;

  /** For rows that were added or changed. */
  public RowBuffer(TableDefinition definition) {
    this(new CollectedRows(definition, NEVER_DIVIDED, Long.MAX_VALUE), null);
  }

  private RowBuffer(CollectedRows collected, @Nullable ReloadedRows reloaded) {
    this.definition = collected.definition();
    this.collected = collected;
    this.reloaded = reloaded;
    this.builders = builders(definition);
  }

  /**
   * For all rows of a table, of which {@link Snapshot#of} makes a snapshot: that needs less memory
   * then than the rows retain twice.
   */
  public static RowBuffer ofTable(TableDefinition definition) {
    return new RowBuffer(wholeTable(definition), null);
  }

  private static CollectedRows wholeTable(TableDefinition definition) {
    long undividedBytes = LEAST_SHARE_OF_ROWS * RowParts.emptyBytes(definition);
    return new CollectedRows(definition, UNDIVIDED_CHUNKS, undividedBytes);
  }

  /** As the other method, with another number of chunks from which on rows are in parts. */
  static RowBuffer ofTable(TableDefinition definition, int undividedChunks) {
    return new RowBuffer(new CollectedRows(definition, undividedChunks, 0), null);
  }

  /**
   * As for a first load, but the rows that the former snapshot has as well are not kept here: the
   * next snapshot shares them with it.
   */
  public static RowBuffer ofTable(Snapshot former) {
    return ofTable(former, wholeTable(former.definition()));
  }

  /** As the other method, with another number of chunks from which on rows are in parts. */
  static RowBuffer ofTable(Snapshot former, int undividedChunks) {
    return ofTable(former, new CollectedRows(former.definition(), undividedChunks, 0));
  }

  private static RowBuffer ofTable(Snapshot former, CollectedRows others) {
    return new RowBuffer(others, new ReloadedRows(former.table(), others));
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
      collect();
    }
  }

  private void collect() {
    if (reloaded == null) {
      collected.add(builders, open);
    } else {
      reloaded.add(builders, open);
    }
    for (ColumnBuilder builder : builders) {
      builder.clear();
    }
    open = 0;
  }

  /** How many rows were completed. */
  public int rows() {
    return rows;
  }

  /**
   * How many bytes the buffer retains; with what the former snapshot has of the rows, and without
   * what parts keep free for more rows.
   */
  public long retainedBytes() {
    long bytes = collected.bytes() + (reloaded == null ? 0 : reloaded.knownBytes());
    for (ColumnBuilder builder : builders) {
      bytes += builder.retainedBytes();
    }
    return bytes;
  }

  /** The table of those rows that the former snapshot has, all rows having come. */
  SegmentTable known(RowOrder order) {
    collect();
    return reloaded == null ? SegmentTable.empty(definition) : reloaded.finish(order);
  }

  /** The other rows in parts, after {@link #known}. */
  Chunk @Nullable [] takePart(RowOrder order) {
    return collected.takePart(order);
  }

  /**
   * All rows of a buffer of added or changed ones: row {@code r} is at position {@code r %
   * MAX_ROWS} of chunk {@code r / MAX_ROWS}.
   */
  Chunk[] chunks() {
    collect();
    return collected.chunks();
  }
}
