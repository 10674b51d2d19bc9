package io.tablecache.config;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the config says of a window: which rows should be cached.
 *
 * @param origin where it is said
 * @param range name of the range column
 * @param from the lower end, or null for none
 * @param to the upper end, or null for none
 * @param margin by how much a moving lower end is widened; never negative
 * @param zone the zone in which a {@code timestamp} range column is written
 */
public record WindowRule(
    Origin origin,
    String range,
    @Nullable Bound from,
    @Nullable Bound to,
    Duration margin,
    ZoneId zone) {

  /** An end of a window; both ends are included. */
  public sealed interface Bound {}

  /** An end that moves with now: now plus the offset, which is negative for the past. */
  public record Moving(Duration offset) implements Bound {}

  /**
   * An end that does not move.
   *
   * @param text an ISO-8601 date or date-time, or an integer, by the range column's type
   */
  public record Fixed(String text) implements Bound {}
}
