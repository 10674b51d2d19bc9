package io.tablecache.jdbc;

import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.plan.SegmentWrite;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segments that the executions of one prepared statement write to, by its parameters.
 *
 * <p>Confined to the thread that uses the statement.
 */
final class WrittenSegments {
  private final Set<Long> batch = new HashSet<>();
  private @Nullable SegmentWrite batchBy;
  private boolean isBatchUnknown;

  /** The values of the effects' segments in an execution now; null if they are not known. */
  static long @Nullable [] of(Effects effects, @Nullable CapturedParameters parameters) {
    SegmentWrite by = effects.segments();
    if (by == null || effects.literalSegments() != null) {
      return effects.literalSegments();
    }
    if (parameters == null) {
      return null;
    }
    long[] values = new long[by.values().size()];
    for (int i = 0; i < values.length; i++) {
      SegmentWrite.Value value = by.values().get(i);
      Long number =
          value.parameter() == 0
              ? Long.valueOf(value.literal())
              : parameters.wholeNumber(value.parameter());
      if (number == null) {
        return null;
      }
      values[i] = number;
    }
    return values;
  }

  /** An execution was added to the batch. */
  void addBatch(Effects effects, @Nullable CapturedParameters parameters) {
    long[] values = of(effects, parameters);
    if (values == null || (batchBy != null && batchBy != effects.segments())) {
      isBatchUnknown = true;
      return;
    }
    batchBy = effects.segments();
    for (long value : values) {
      batch.add(value);
    }
  }

  /** The values of the effects' segments in the batch, which is forgotten; null if not known. */
  long @Nullable [] takeBatch(Effects effects) {
    boolean isKnown = !isBatchUnknown && batchBy != null && batchBy == effects.segments();
    long[] values = isKnown ? batch.stream().mapToLong(Long::longValue).toArray() : null;
    clearBatch();
    return values;
  }

  void clearBatch() {
    batch.clear();
    batchBy = null;
    isBatchUnknown = false;
  }
}
