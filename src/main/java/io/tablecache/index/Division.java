package io.tablecache.index;

import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.List;

/** Says which of {@value #PARTS} parts a row belongs to. Immutable. */
interface Division {
  /** A power of two. */
  int PARTS = 32;

  int SAMPLES_PER_CHUNK = 8;

  /**
   * Sets the part of each of the first rows of some builders, by column.
   *
   * @param parts by row; its first {@code count} elements are set
   */
  void divide(ColumnBuilder[] rows, int count, int[] parts);

  /** A segment's rows are all in one part. */
  static Division bySegment(TableDefinition definition) {
    int[] columns =
        definition.clusteringIndex().segmentColumns().stream()
            .mapToInt(Integer::intValue)
            .toArray();
    return (rows, count, parts) -> {
      Arrays.fill(parts, 0, count, 0);
      for (int column : columns) {
        rows[column].addHashes(count, parts);
      }
      for (int row = 0; row < count; row++) {
        parts[row] = mix(parts[row]) & PARTS - 1;
      }
    };
  }

  /**
   * The rows of a part are neighbours by the values of a column, and the parts are about as large
   * as each other if there are enough values.
   *
   * @param column ordinal of a column of a discrete type
   * @param sample chunks of the rows, by whose values the parts are chosen
   */
  static Division byValue(int column, List<Chunk> sample) {
    long[] values = new long[sample.size() * SAMPLES_PER_CHUNK];
    int count = 0;
    for (Chunk chunk : sample) {
      for (int i = 0; i < SAMPLES_PER_CHUNK; i++) {
        int position = chunk.rows * i / SAMPLES_PER_CHUNK;
        if (!chunk.isNull(column, position)) {
          values[count++] = chunk.getLong(column, position);
        }
      }
    }
    Arrays.sort(values, 0, count);
    long[] bounds = new long[count == 0 ? 0 : PARTS - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = values[(int) ((long) count * (i + 1) / PARTS)];
    }
    return (rows, rowCount, parts) -> rows[column].rank(rowCount, bounds, parts);
  }

  /**
   * Mixed otherwise than by hash tables of keys, in which the keys of one part would be neighbours
   * else.
   *
   * @see <a href="https://github.com/aappleby/smhasher/wiki/MurmurHash3">MurmurHash3, finalizer</a>
   */
  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85EB_CA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2_AE35;
    return mixed ^ mixed >>> 16;
  }
}
