package io.tablecache.bench;

import java.util.Locale;

/**
 * What a path may cost, in terms of its twin. All bounds must hold.
 *
 * @param text how the table shows it
 * @param minRatio how many times the twin's cost at least
 * @param maxRatio how many times the twin's cost at most
 * @param maxMore how much more than the twin at most, in nanoseconds, bytes or rows
 */
record Budget(String text, double minRatio, double maxRatio, double maxMore) {
  /** Nothing is asked. */
  static final Budget NONE = atMost("", Double.POSITIVE_INFINITY);

  private static Budget atMost(String text, double maxRatio) {
    return new Budget(text, 0, maxRatio, Double.POSITIVE_INFINITY);
  }

  /** So many times as fast as the twin. */
  static Budget timesFaster(double factor) {
    return atMost("≥ %.0fx".formatted(factor), 1 / factor);
  }

  /** So many times the twin's cost. */
  static Budget timesAsMuch(double factor) {
    String number = factor == Math.rint(factor) ? "%.0f" : "%.1f";
    return atMost("≤ %s of it".formatted(String.format(Locale.ROOT, number, factor)), factor);
  }

  /** So many percent more time than the twin. */
  static Budget percentMore(double percent) {
    return atMost("≤ +%.0f %%".formatted(percent), 1 + percent / 100);
  }

  /** As this one, and so many nanoseconds more than the twin. */
  Budget andNanosMore(double nanos) {
    return new Budget(text + ", ≤ +%.0f ns".formatted(nanos), minRatio, maxRatio, nanos);
  }

  /** So many times as many rows per second as the twin. */
  static Budget rate(double factor) {
    return atMost(String.format(Locale.ROOT, "≥ %.1f of it", factor), 1 / factor);
  }

  /** On two threads, so many times the calls of the twin's one. */
  static Budget scaling(double factor) {
    return atMost(String.format(Locale.ROOT, "≥ %.1fx", factor), 2 / factor);
  }

  /** As much as the twin, give or take so many percent. */
  static Budget within(double percent) {
    return new Budget(
        "± %.0f %%".formatted(percent),
        1 - percent / 100,
        1 + percent / 100,
        Double.POSITIVE_INFINITY);
  }

  /** So many nanoseconds. */
  static Budget nanos(double nanos) {
    return atMost(nanos, "ns");
  }

  /** So many bytes. */
  static Budget bytes(double bytes) {
    return atMost(bytes, "B");
  }

  private static Budget atMost(double cost, String unit) {
    return new Budget("≤ %.0f %s".formatted(cost, unit), 0, Double.POSITIVE_INFINITY, cost);
  }

  /** As much as the twin; the profiler's own rounding is no difference. */
  static Budget same() {
    return atMost("the same", 1.02);
  }

  boolean isAsked() {
    return this != NONE;
  }

  /** Whether a ratio and a difference are not above the budget. */
  boolean isNotAbove(double ratio, double more) {
    return !(ratio > maxRatio) && !(more > maxMore);
  }

  /** Whether a ratio is not below the budget. */
  boolean isNotBelow(double ratio) {
    return !(ratio < minRatio);
  }
}
