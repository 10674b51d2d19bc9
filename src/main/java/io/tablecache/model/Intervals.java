package io.tablecache.model;

import java.util.Arrays;

/**
 * A set of raw values in normal form: closed intervals, sorted, disjoint and not adjacent.
 *
 * <p>Immutable. Two sets are equal iff they contain the same values.
 */
public final class Intervals {
  /** No value. */
  public static final Intervals NONE = new Intervals(new long[0]);

  /** Every long. */
  public static final Intervals ALL = of(Long.MIN_VALUE, Long.MAX_VALUE);

  /** from0, to0, from1, to1, ...; strictly ascending but for from == to, with gaps between. */
  private final long[] bounds;

  private Intervals(long[] bounds) {
    this.bounds = bounds;
  }

  /** The values of {@code [from, to]}; none if {@code from > to}. */
  public static Intervals of(long from, long to) {
    return from > to ? NONE : new Intervals(new long[] {from, to});
  }

  /** The one value. */
  public static Intervals point(long value) {
    return new Intervals(new long[] {value, value});
  }

  /** The given values, in any order, duplicates allowed. */
  public static Intervals points(long... values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    long[] merged = new long[sorted.length * 2];
    int n = 0;
    for (long value : sorted) {
      n = append(merged, n, value, value);
    }
    return ofBounds(merged, n);
  }

  /** How many disjoint intervals the set has. */
  public int count() {
    return bounds.length / 2;
  }

  /** The smallest value of the {@code i}-th interval. */
  public long from(int i) {
    return bounds[2 * i];
  }

  /** The largest value of the {@code i}-th interval. */
  public long to(int i) {
    return bounds[2 * i + 1];
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** Whether the value is in the set. */
  public boolean contains(long value) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      if (value < from(mid)) {
        high = mid - 1;
      } else if (value > to(mid)) {
        low = mid + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Whether every value of {@code other} is in this set. */
  public boolean containsAll(Intervals other) {
    int i = 0;
    for (int j = 0; j < other.count(); j++) {
      while (i < count() && to(i) < other.from(j)) {
        i++;
      }
      if (i == count() || from(i) > other.from(j) || to(i) < other.to(j)) {
        return false;
      }
    }
    return true;
  }

  /** The values that are in both sets. */
  public Intervals intersect(Intervals other) {
    if (count() == 1 && other.count() == 1) {
      return of(Math.max(from(0), other.from(0)), Math.min(to(0), other.to(0)));
    }
    long[] merged = new long[2 * (count() + other.count())];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < count() && j < other.count()) {
      long from = Math.max(from(i), other.from(j));
      long to = Math.min(to(i), other.to(j));
      if (from <= to) {
        merged[n++] = from;
        merged[n++] = to;
      }
      if (to(i) < other.to(j)) {
        i++;
      } else {
        j++;
      }
    }
    return ofBounds(merged, n);
  }

  /** The values that are in either set. */
  public Intervals union(Intervals other) {
    long[] merged = new long[bounds.length + other.bounds.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < count() || j < other.count()) {
      if (j == other.count() || (i < count() && from(i) <= other.from(j))) {
        n = append(merged, n, from(i), to(i));
        i++;
      } else {
        n = append(merged, n, other.from(j), other.to(j));
        j++;
      }
    }
    return ofBounds(merged, n);
  }

  /** The longs that are not in this set. */
  public Intervals complement() {
    long[] gaps = new long[bounds.length + 2];
    int n = 0;
    long next = Long.MIN_VALUE;
    for (int i = 0; i < count(); i++) {
      if (from(i) > next) {
        gaps[n++] = next;
        gaps[n++] = from(i) - 1;
      }
      if (to(i) == Long.MAX_VALUE) {
        return ofBounds(gaps, n);
      }
      next = to(i) + 1;
    }
    gaps[n++] = next;
    gaps[n++] = Long.MAX_VALUE;
    return ofBounds(gaps, n);
  }

  /** Adds an interval whose from is not before the last one's, and merges it where they touch. */
  private static int append(long[] bounds, int n, long from, long to) {
    if (n > 0 && (bounds[n - 1] == Long.MAX_VALUE || from <= bounds[n - 1] + 1)) {
      bounds[n - 1] = Math.max(bounds[n - 1], to);
      return n;
    }
    bounds[n] = from;
    bounds[n + 1] = to;
    return n + 2;
  }

  private static Intervals ofBounds(long[] bounds, int n) {
    return n == 0 ? NONE : new Intervals(n == bounds.length ? bounds : Arrays.copyOf(bounds, n));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Intervals other && Arrays.equals(bounds, other.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    if (isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count(); i++) {
      text.append(i == 0 ? "" : " ∪ ").append('[').append(bound(from(i))).append(", ");
      text.append(bound(to(i))).append(']');
    }
    return text.toString();
  }

  private static String bound(long value) {
    return value == Long.MIN_VALUE ? "-∞" : value == Long.MAX_VALUE ? "∞" : Long.toString(value);
  }
}
