package io.tablecache.bench;

import java.util.Locale;

/**
 * What a path may cost, in terms of its twin. Both bounds must hold.
 *
 * @param text how the table shows it
 * @param maxRatio how many times the twin's cost at most
 * @param maxMore how much more than the twin at most, in nanoseconds or bytes
 */
record Budget(String text, double maxRatio, double maxMore) {
  /** Nothing is asked. */
  static final Budget NONE = new Budget("", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** So many times as fast as the twin. */
  static Budget timesFaster(double factor) {
    return new Budget("≥ %.0fx".formatted(factor), 1 / factor, Double.POSITIVE_INFINITY);
  }

  /** So many times the twin's time. */
  static Budget timesAsLong(double factor) {
    return new Budget("≤ %.0f of it".formatted(factor), factor, Double.POSITIVE_INFINITY);
  }

  /** So many percent more time than the twin. */
  static Budget percentMore(double percent) {
    return new Budget("≤ +%.0f %%".formatted(percent), 1 + percent / 100, Double.POSITIVE_INFINITY);
  }

  /** As this one, and so many nanoseconds more than the twin. */
  Budget andNanosMore(double nanos) {
    return new Budget(text + ", ≤ +%.0f ns".formatted(nanos), maxRatio, nanos);
  }

  /** So many times as many rows per second as the twin. */
  static Budget rate(double factor) {
    return new Budget(
        String.format(Locale.ROOT, "≥ %.1f of it", factor), 1 / factor, Double.POSITIVE_INFINITY);
  }

  /** So many nanoseconds. */
  static Budget nanos(double nanos) {
    return new Budget("≤ %.0f ns".formatted(nanos), Double.POSITIVE_INFINITY, nanos);
  }

  /** As much as the twin; the profiler's own rounding is no difference. */
  static Budget same() {
    return new Budget("the same", 1.02, Double.POSITIVE_INFINITY);
  }

  boolean isAsked() {
    return this != NONE;
  }

  /** Whether a ratio and a difference keep the budget. */
  boolean isMet(double ratio, double more) {
    return !(ratio > maxRatio) && !(more > maxMore);
  }
}
