/**
 * The cache of one database: its tables, the schedule of their adjustments, their lifecycle and
 * statistics.
 *
 * <p>Depends on {@code load}, {@code index}, {@code model} and {@code config}. One background
 * thread per engine makes snapshots; any thread reads them by one acquire load.
 */
@NullMarked
package io.tablecache.engine;

import org.jspecify.annotations.NullMarked;
