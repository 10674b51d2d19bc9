package io.tablecache.index;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as they arrive from the database, held by column in arrival order.
 *
 * <p>Each row is written by one {@code set} per cached column, in any order, then {@link #endRow}.
 * A column that was not set is NULL. Confined to one thread.
 */
public final class RowBuffer {
  private final TableDefinition definition;
  private final ColumnBuilder[] builders;

  /** Full chunks of arrived rows, in their smallest form. */
  private final List<Chunk> sealed = new ArrayList<>();

  private long sealedBytes;

  /** How many rows the builders hold. */
  private int open;

  public RowBuffer(TableDefinition definition) {
    this.definition = definition;
    this.builders = builders(definition);
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
    if (++open == Chunk.MAX_ROWS) {
      Chunk chunk = seal();
      sealed.add(chunk);
      sealedBytes += chunk.retainedBytes;
      for (ColumnBuilder builder : builders) {
        builder.clear();
      }
      open = 0;
    }
  }

  public int rows() {
    return Math.addExact(Math.multiplyExact(sealed.size(), Chunk.MAX_ROWS), open);
  }

  /** How many bytes the buffer retains, by its arrays' capacities. */
  public long retainedBytes() {
    long bytes = sealedBytes;
    for (ColumnBuilder builder : builders) {
      bytes += builder.retainedBytes();
    }
    return bytes;
  }

  /** All rows: row {@code r} is at position {@code r % MAX_ROWS} of chunk {@code r / MAX_ROWS}. */
  Chunk[] chunks() {
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
