package io.tablecache.engine;

import io.tablecache.load.Adjustment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Totals of a table's adjustments. Immutable; the engine's thread replaces it. */
record AdjustmentFigures(
    long adjustments,
    @Nullable String lastWay,
    @Nullable Duration lastDuration,
    long rowsLoaded,
    long rowsExpired,
    long failures,
    @Nullable String lastFailure) {

  static final AdjustmentFigures NONE = new AdjustmentFigures(0, null, null, 0, 0, 0, null);

  AdjustmentFigures plus(Adjustment adjustment) {
    return new AdjustmentFigures(
        adjustments + 1,
        adjustment.way().name(),
        Duration.ofNanos(adjustment.durationNanos()),
        rowsLoaded + adjustment.rowsLoaded(),
        rowsExpired + adjustment.rowsExpired(),
        failures,
        lastFailure);
  }

  AdjustmentFigures plusFailure(String message) {
    return new AdjustmentFigures(
        adjustments, lastWay, lastDuration, rowsLoaded, rowsExpired, failures + 1, message);
  }
}
