package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many rows in parts, in the order of their arrival: a table can be made of one part after the
 * other, so that only one is held twice at a time. Confined to one thread.
 */
final class RowParts {
  private final Division division;

  /** By column and part: the rows that do not fill a chunk yet. */
  private final ColumnBuilder[][] builders;

  /** By part: how many rows these are. */
  private final int[] open = new int[Division.PARTS];

  /** By part: the full chunks. */
  private final List<List<Chunk>> sealed = new ArrayList<>();

  private long sealedBytes;

  /** By row of those that are being added: its part, and its position there. */
  private final int[] parts = new int[Chunk.MAX_ROWS];

  private final int[] positions = new int[Chunk.MAX_ROWS];

  /** The next part to be taken. */
  private int taken;

  RowParts(TableDefinition definition, Division division) {
    this.division = division;
    this.builders = new ColumnBuilder[definition.columns().size()][Division.PARTS];
    for (int part = 0; part < Division.PARTS; part++) {
      ColumnBuilder[] ofPart = RowBuffer.builders(definition);
      for (int column = 0; column < ofPart.length; column++) {
        builders[column][part] = ofPart[column];
      }
      sealed.add(new ArrayList<>());
    }
  }

  /** What parts of such a table take without any rows. */
  static long emptyBytes(TableDefinition definition) {
    long bytes = 0;
    for (ColumnBuilder builder : RowBuffer.builders(definition)) {
      bytes += builder.retainedBytes();
    }
    return bytes * Division.PARTS;
  }

  /** Adds the first rows of some builders, by column. */
  void add(ColumnBuilder[] rows, int count) {
    division.divide(rows, count, parts);
    int from = 0;
    for (int row = 0; row < count; row++) {
      int part = parts[row];
      positions[row] = open[part]++;
      if (open[part] == Chunk.MAX_ROWS) {
        move(rows, from, row + 1);
        seal(part);
        from = row + 1;
      }
    }
    move(rows, from, count);
  }

  private void move(ColumnBuilder[] rows, int from, int to) {
    for (int column = 0; column < rows.length; column++) {
      rows[column].copyTo(from, to, parts, positions, builders[column]);
    }
  }

  private void seal(int part) {
    Column[] columns = new Column[builders.length];
    for (int column = 0; column < columns.length; column++) {
      columns[column] = builders[column][part].build(open[part]);
      builders[column][part].clear();
    }
    Chunk chunk = new Chunk(columns, open[part]);
    open[part] = 0;
    sealed.get(part).add(chunk);
    sealedBytes += chunk.retainedBytes;
  }

  /** How many bytes the rows take, without what is kept free for more. */
  long usedBytes() {
    long bytes = sealedBytes;
    for (ColumnBuilder[] column : builders) {
      for (int part = 0; part < column.length; part++) {
        bytes += column[part].usedBytes(open[part]);
      }
    }
    return bytes;
  }

  /** Removes a part and returns its chunks, of which all but the last are full; null at the end. */
  @Nullable List<Chunk> take() {
    if (taken == Division.PARTS) {
      return null;
    }
    if (taken == 0) {
      for (int part = 0; part < Division.PARTS; part++) {
        if (open[part] > 0) {
          seal(part);
        }
      }
      Arrays.fill(builders, new ColumnBuilder[0]);
    }
    List<Chunk> chunks = sealed.get(taken);
    sealed.set(taken++, List.of());
    return chunks;
  }
}
