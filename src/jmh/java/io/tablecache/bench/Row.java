package io.tablecache.bench;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table: a path of the cache beside its twin.
 *
 * @param name how the table shows it
 * @param twin null if the path has no twin, and its cost itself counts
 * @param show how the ratio is written
 * @param required what must hold for the run to succeed
 * @param aim what the design asks for
 * @param isHeavy whether it takes so long that it is left to full runs
 */
record Row(
    String name,
    Side cache,
    @Nullable Side twin,
    Show show,
    Budget required,
    Budget aim,
    boolean isHeavy) {

  /** How a ratio is written. */
  enum Show {
    /** How many times faster than the twin. */
    FASTER("%.1fx"),
    /** How many times the twin's cost. */
    OF_TWIN("%.2f of it"),
    /** How many percent more than the twin. */
    MORE("%+.1f %%"),
    /** Its speed as part of the twin's. */
    RATE("%.2f of it"),
    /** How many times the calls of one thread two threads make. */
    SCALING("%.2fx");

    private final String format;

    Show(String format) {
      this.format = format;
    }

    /**
     * @param ratio the cost of the cache's path as part of the twin's
     */
    String text(double ratio) {
      double shown =
          switch (this) {
            case FASTER, RATE -> 1 / ratio;
            case OF_TWIN -> ratio;
            case MORE -> (ratio - 1) * 100;
            case SCALING -> 2 / ratio;
          };
      return (this == FASTER && shown < 1 ? "%.2fx" : format).formatted(shown);
    }
  }

  static Row of(String name, Side cache, @Nullable Side twin, Show show) {
    return new Row(name, cache, twin, show, Budget.NONE, Budget.NONE, false);
  }

  Row required(Budget budget) {
    return new Row(name, cache, twin, show, budget, aim, isHeavy);
  }

  Row aim(Budget budget) {
    return new Row(name, cache, twin, show, required, budget, isHeavy);
  }

  /** The same row, if only for full runs. */
  Row heavy(boolean heavy) {
    return new Row(name, cache, twin, show, required, aim, heavy);
  }
}
