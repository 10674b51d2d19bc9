/**
 * Pools, frameworks and migration tools on connections of this driver: each works as on the plain
 * driver, and what should be answered from the cache is, by the outcome counters.
 */
@NullMarked
package io.tablecache.ecosystem;

import org.jspecify.annotations.NullMarked;
