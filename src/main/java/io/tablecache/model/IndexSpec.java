package io.tablecache.model;

/**
 * The set of rows that a statement can touch, in the terms of one index.
 *
 * @param index the index whose terms are used
 * @param segments which segments
 * @param intervals which raw values of the range column; {@link Intervals#ALL} where the index has
 *     no range column
 * @param nulls whether rows with NULL in the range column are meant too
 */
public record IndexSpec(
    IndexDefinition index, SegmentKeys segments, Intervals intervals, boolean nulls) {

  /** Whether no row can be meant. */
  public boolean isEmpty() {
    return (intervals.isEmpty() && !nulls)
        || (segments instanceof SegmentKeys.Longs longs && longs.values().length == 0)
        || (segments instanceof SegmentKeys.Tuples tuples && tuples.keys().isEmpty());
  }
}
