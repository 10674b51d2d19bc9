package io.tablecache.load;

import io.tablecache.config.TableRule;
import org.jspecify.annotations.Nullable;

/**
 * One table that is due.
 *
 * @param rule what the config says of it
 * @param former the former adjustment, or null for a first load or a forced reload
 * @param memoryMaxBytes how much the new snapshot may retain
 */
public record LoadRequest(TableRule rule, @Nullable Adjustment former, long memoryMaxBytes) {}
