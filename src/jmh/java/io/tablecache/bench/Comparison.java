package io.tablecache.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one row.
 *
 * @param cache the cache's path, in nanoseconds, bytes or rows
 * @param twin the twin, or 0 if there is none
 * @param ratio the first as part of the second; not a number if there is no twin
 * @param noise the ratio's uncertainty as part of it: half of the distance of its quartiles
 */
record Comparison(Row row, double cache, double twin, double ratio, double noise) {

  /**
   * Compares the samples of both sides.
   *
   * @param paired whether the samples of both at the same place were measured together
   */
  static Comparison of(Row row, double[] cache, double @Nullable [] twin, boolean paired) {
    double cacheMedian = quantile(cache, 0.5);
    if (twin == null) {
      return new Comparison(row, cacheMedian, 0, Double.NaN, spread(cache));
    }
    double twinMedian = quantile(twin, 0.5);
    if (paired) {
      double[] ratios = new double[cache.length];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = cache[i] / twin[i];
      }
      return new Comparison(row, cacheMedian, twinMedian, quantile(ratios, 0.5), spread(ratios));
    }
    return new Comparison(
        row, cacheMedian, twinMedian, cacheMedian / twinMedian, spread(cache) + spread(twin));
  }

  private static double spread(double[] samples) {
    return (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / quantile(samples, 0.5);
  }

  private static double quantile(double[] samples, double part) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whether a budget is kept. */
  boolean meets(Budget budget) {
    return isMet(budget, 0);
  }

  /** Whether a budget is missed by more than the noise. */
  boolean clearlyMisses(Budget budget) {
    return !isMet(budget, noise);
  }

  private boolean isMet(Budget budget, double allowance) {
    double least = 1 - allowance;
    double more = row.twin() == null ? cache * least : twin * (ratio * least - 1);
    return budget.isNotAbove(ratio * least, more) && budget.isNotBelow(ratio * (1 + allowance));
  }
}
