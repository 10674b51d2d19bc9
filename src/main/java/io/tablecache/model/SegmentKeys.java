package io.tablecache.model;

import java.util.List;

/** Which segments of an index are meant: all of them, or those with the given keys. */
public sealed interface SegmentKeys {
  /** Every segment, that of NULL included. */
  All ALL = new All();

  /** Every segment of the index. */
  record All() implements SegmentKeys {}

  /**
   * Segments of an index with exactly one segment column of a discrete type.
   *
   * @param values raw values, ascending, without duplicates; owned by this object
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Longs(long[] values) implements SegmentKeys {}

  /**
   * Segments of any index.
   *
   * @param keys without duplicates
   */
  record Tuples(List<SegmentKey> keys) implements SegmentKeys {
    public Tuples {
      keys = List.copyOf(keys);
    }
  }
}
