package io.tablecache.config;

import io.tablecache.model.ReadYourWrites;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one config file says, complete with defaults.
 *
 * @param source where it was read, for messages
 * @param tables the cached tables, in the order of the file
 * @param memoryMaxBytes how much all cached tables together may retain
 * @param readYourWrites whose writes raise a connection's floor
 * @param isMonotonic whether a connection's reads never go back, from one transaction to the next
 * @param onConfigError what happens when the config is wrong
 * @param loader the role that loads, or null to use that of the first connection
 */
public record CacheConfig(
    String source,
    List<TableRule> tables,
    long memoryMaxBytes,
    ReadYourWrites readYourWrites,
    boolean isMonotonic,
    OnConfigError onConfigError,
    @Nullable LoaderRule loader) {

  /** What a wrong config does to {@code connect}. */
  public enum OnConfigError {
    /** It throws. */
    FAIL,
    /** It logs, and everything goes to the database. */
    DELEGATE
  }

  public CacheConfig {
    tables = List.copyOf(tables);
  }
}
