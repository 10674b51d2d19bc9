package io.tablecache.engine;

import io.tablecache.model.AsOf;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The monotonic instants before which no snapshot may answer for single segments of a table, after
 * writes that show which segment they are to.
 *
 * <p>Immutable. Those that every published snapshot satisfies are forgotten; {@link
 * #forgottenNanoTime} says before what instant something was, so that who still looks at an older
 * snapshot does not miss it.
 */
final class SegmentFloors {
  /** No more are kept apart: the whole table is set aside instead. */
  static final int MAX = 256;

  private final @Nullable TableDefinition definition;
  private final int column;
  private final long[] values;
  private final long[] nanoTimes;
  private final long forgottenNanoTime;

  private SegmentFloors(
      @Nullable TableDefinition definition,
      int column,
      long[] values,
      long[] nanoTimes,
      long forgottenNanoTime) {
    this.definition = definition;
    this.column = column;
    this.values = values;
    this.nanoTimes = nanoTimes;
    this.forgottenNanoTime = forgottenNanoTime;
  }

  /**
   * No floors.
   *
   * @param forgottenNanoTime before which there may have been some
   */
  static SegmentFloors none(long forgottenNanoTime) {
    return new SegmentFloors(null, 0, new long[0], new long[0], forgottenNanoTime);
  }

  /**
   * These floors and those of one write.
   *
   * @param published the snapshot that answers now, or null
   * @return null if they cannot be kept apart
   */
  @Nullable SegmentFloors plus(
      TableDefinition of, int segmentColumn, long[] written, long now, @Nullable AsOf published) {
    if (values.length > 0 && (definition != of || column != segmentColumn)) {
      return null;
    }
    int kept = 0;
    long[] keptValues = new long[values.length + written.length];
    long[] keptTimes = new long[values.length + written.length];
    for (int i = 0; i < values.length; i++) {
      boolean isSatisfied = published != null && published.isAfter(nanoTimes[i]);
      if (!isSatisfied && !contains(written, values[i])) {
        keptValues[kept] = values[i];
        keptTimes[kept++] = nanoTimes[i];
      }
    }
    for (long value : written) {
      keptValues[kept] = value;
      keptTimes[kept++] = now;
    }
    if (kept > MAX) {
      return null;
    }
    boolean isForgetting = kept < values.length + written.length;
    return new SegmentFloors(
        of,
        segmentColumn,
        Arrays.copyOf(keptValues, kept),
        Arrays.copyOf(keptTimes, kept),
        isForgetting && published != null && published.isAfter(forgottenNanoTime)
            ? published.nanoTime() - 1
            : forgottenNanoTime);
  }

  private static boolean contains(long[] values, long value) {
    for (long other : values) {
      if (other == value) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a snapshot of that instant is later than all writes to segments that the spec means.
   */
  boolean isAfter(TableDefinition read, IndexSpec spec, AsOf asOf) {
    if (!asOf.isAfter(forgottenNanoTime)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!asOf.isAfter(nanoTimes[i]) && (definition != read || means(spec, values[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the spec can mean rows with the value in the written segment column. */
  private boolean means(IndexSpec spec, long value) {
    int position = spec.index().segmentColumns().indexOf(column);
    SegmentKeys keys = spec.segments();
    if (position < 0) {
      return true;
    }
    if (keys instanceof SegmentKeys.Longs longs) {
      return Arrays.binarySearch(longs.values(), value) >= 0;
    }
    return !(keys instanceof SegmentKeys.Tuples tuples) || isAny(tuples.keys(), position, value);
  }

  private static boolean isAny(List<SegmentKey> keys, int position, long value) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).value(position) instanceof Long other && other == value) {
        return true;
      }
    }
    return false;
  }
}
