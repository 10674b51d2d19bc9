package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many rows in parts, of which each segment's rows are in one, in the order of their arrival: a
 * table can be made of one part after the other, so that only one is held twice at a time. Confined
 * to one thread.
 */
final class RowParts {
  /** A power of two. */
  private static final int PARTS = 32;

  private final int[] segmentColumns;

  /** By column and part: the rows that do not fill a chunk yet. */
  private final ColumnBuilder[][] builders;

  /** By part: how many rows these are. */
  private final int[] open = new int[PARTS];

  /** By part: the full chunks. */
  private final List<List<Chunk>> sealed = new ArrayList<>();

  private long sealedBytes;

  /** By row of those that are being added: its hash, then its part; and its position there. */
  private final int[] parts = new int[Chunk.MAX_ROWS];

  private final int[] positions = new int[Chunk.MAX_ROWS];

  /** The next part to be taken. */
  private int taken;

  /**
   * @param definition of a table whose clustering index has segment columns
   */
  RowParts(TableDefinition definition) {
    this.segmentColumns =
        definition.clusteringIndex().segmentColumns().stream()
            .mapToInt(Integer::intValue)
            .toArray();
    this.builders = new ColumnBuilder[definition.columns().size()][PARTS];
    for (int part = 0; part < PARTS; part++) {
      ColumnBuilder[] ofPart = RowBuffer.builders(definition);
      for (int column = 0; column < ofPart.length; column++) {
        builders[column][part] = ofPart[column];
      }
      sealed.add(new ArrayList<>());
    }
  }

  /** Adds the first rows of some builders, by column. */
  void add(ColumnBuilder[] rows, int count) {
    Arrays.fill(parts, 0, count, 0);
    for (int column : segmentColumns) {
      rows[column].addHashes(count, parts);
    }
    int from = 0;
    for (int row = 0; row < count; row++) {
      int part = part(parts[row]);
      parts[row] = part;
      positions[row] = open[part]++;
      if (open[part] == Chunk.MAX_ROWS) {
        move(rows, from, row + 1);
        seal(part);
        from = row + 1;
      }
    }
    move(rows, from, count);
  }

  /**
   * Mixed otherwise than by hash tables of keys, in which the keys of one part would be neighbours
   * else.
   *
   * @see <a href="https://github.com/aappleby/smhasher/wiki/MurmurHash3">MurmurHash3, finalizer</a>
   */
  private static int part(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85EB_CA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2_AE35;
    return (mixed ^ mixed >>> 16) & PARTS - 1;
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
  Chunk @Nullable [] take() {
    if (taken == PARTS) {
      return null;
    }
    if (taken == 0) {
      for (int part = 0; part < PARTS; part++) {
        if (open[part] > 0) {
          seal(part);
        }
      }
      Arrays.fill(builders, new ColumnBuilder[0]);
    }
    Chunk[] chunks = sealed.get(taken).toArray(new Chunk[0]);
    sealed.set(taken++, List.of());
    return chunks;
  }
}
