package io.tablecache.model;

/**
 * A closed interval {@code [from, to]} of raw values, never empty.
 *
 * <p>Closed, because the domain is discrete and its largest value, infinity, must be expressible.
 */
public record Interval(long from, long to) {
  public Interval {
    if (from > to) {
      throw new IllegalArgumentException("interval from " + from + " is after to " + to);
    }
  }

  /** Whether {@code value} lies between the bounds, both included. */
  public boolean contains(long value) {
    return from <= value && value <= to;
  }
}
