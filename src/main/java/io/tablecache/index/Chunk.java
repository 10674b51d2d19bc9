package io.tablecache.index;

/**
 * Some rows held by column, addressed by position.
 *
 * <p>Immutable, shared between segments and between snapshots. A segment's rows in a chunk are a
 * run of positions; positions that no segment refers to any more are dead.
 */
final class Chunk {
  /** How many rows a chunk holds at most. */
  static final int MAX_ROWS = 1024;

  /** By the ordinals of the table's columns. */
  final Column[] columns;

  final int rows;
  final long retainedBytes;

  Chunk(Column[] columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    long bytes =
        Sizes.object(Sizes.REFERENCE + Integer.BYTES + Long.BYTES)
            + Sizes.array(columns.length, Sizes.REFERENCE);
    for (Column column : columns) {
      bytes += column.retainedBytes();
    }
    this.retainedBytes = bytes;
  }

  /** The first rows of some builders, by column, in their smallest form. */
  static Chunk of(ColumnBuilder[] builders, int rows) {
    Column[] columns = new Column[builders.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = builders[i].build(rows);
    }
    return new Chunk(columns, rows);
  }

  boolean isNull(int column, int position) {
    return columns[column].isNull(position);
  }

  long getLong(int column, int position) {
    return columns[column].getLong(position);
  }
}
