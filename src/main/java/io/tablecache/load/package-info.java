/**
 * From the database into snapshots: the catalog's view of a cached table, the binary COPY reader
 * and the adjustment that makes the next snapshot in the cheapest sufficient way.
 *
 * <p>Depends on {@code index}, {@code model} and {@code config}. A loader is confined to one thread
 * at a time; what it returns is immutable.
 */
@NullMarked
package io.tablecache.load;

import org.jspecify.annotations.NullMarked;
