package io.tablecache.model;

/**
 * What a snapshot holds, in the same terms as an {@link IndexSpec}: of all segments, the rows whose
 * window column lies in the intervals.
 *
 * @param rangeColumn ordinal of the window's range column, or {@link IndexDefinition#NO_RANGE} if
 *     every row of the table is held
 * @param intervals the raw values of the range column that are held completely
 * @param nulls whether rows with NULL in the range column are held completely
 */
public record Coverage(int rangeColumn, Intervals intervals, boolean nulls) {
  /** Every row of the table. */
  public static final Coverage EVERYTHING =
      new Coverage(IndexDefinition.NO_RANGE, Intervals.ALL, true);

  /** No row. */
  public static Coverage none(int rangeColumn) {
    return new Coverage(rangeColumn, Intervals.NONE, false);
  }

  public boolean isEverything() {
    return rangeColumn == IndexDefinition.NO_RANGE;
  }

  /** Whether every row that the spec can mean is held. */
  public boolean contains(IndexSpec spec) {
    if (isEverything() || spec.isEmpty()) {
      return true;
    }
    return spec.index().rangeColumn() == rangeColumn
        && (nulls || !spec.nulls())
        && intervals.containsAll(spec.intervals());
  }

  /** Whether a row with this raw value in the range column is held; not for NULL. */
  public boolean containsValue(long rangeValue) {
    return isEverything() || intervals.contains(rangeValue);
  }
}
