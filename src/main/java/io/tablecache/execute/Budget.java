package io.tablecache.execute;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;

/** How much an execution may hold in memory besides snapshots. Confined to one thread. */
final class Budget {
  private static final long MAX_ROWS = 10_000_000;
  private static final long MAX_BYTES = 512L << 20;

  /** What an object takes at least, with the reference to it. */
  private static final int OBJECT_BYTES = 48;

  private long rows;
  private long bytes;

  /** Accounts for rows that are kept. */
  void add(long newRows, long bytesPerRow) throws EvaluationException {
    rows += newRows;
    bytes += newRows * bytesPerRow;
    if (rows > MAX_ROWS || bytes > MAX_BYTES) {
      throw new EvaluationException("more rows than are kept in memory");
    }
  }

  /** About how many bytes a value takes. */
  static int bytesOf(ValueType type) {
    return 1 + (Vector.Kind.of(type) == Vector.Kind.OBJECT ? OBJECT_BYTES : Long.BYTES);
  }
}
