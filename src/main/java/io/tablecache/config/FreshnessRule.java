package io.tablecache.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the config says of a table's freshness.
 *
 * @param origin where it is said
 * @param every how often a new snapshot is taken
 * @param maxStaleness the age up to which a snapshot answers
 * @param appendOnlyLateness if the owner declares that rows are only added, and none with a range
 *     value further behind now than this; null if not declared
 */
public record FreshnessRule(
    Origin origin, Duration every, Duration maxStaleness, @Nullable Duration appendOnlyLateness) {}
