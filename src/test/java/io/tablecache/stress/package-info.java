/**
 * The promises under load and in trouble: readers, writers, adjustments, lost connections and other
 * ill luck at the same time, through the driver and against a real server.
 *
 * <p>What each known pitfall is held off by stands in {@code src/site/markdown/pitfalls.md}.
 */
@NullMarked
package io.tablecache.stress;

import org.jspecify.annotations.NullMarked;
