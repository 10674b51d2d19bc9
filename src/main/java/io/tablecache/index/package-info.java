/**
 * The segmented score index: immutable snapshots of cached tables and how they are scanned.
 *
 * <p>{@link io.tablecache.index.RowBuffer} collects loaded rows, {@link
 * io.tablecache.index.Snapshot} holds them in segments of column chunks and makes the next snapshot
 * from itself and a change, sharing what did not change. {@link io.tablecache.index.Snapshot#scan}
 * gives a {@link io.tablecache.index.RowSet}, read through a {@link io.tablecache.index.Cursor}.
 *
 * <p>Depends on {@code model} only. Snapshots are immutable and read by any thread without a lock;
 * buffers and cursors are confined to one thread.
 */
@NullMarked
package io.tablecache.index;

import org.jspecify.annotations.NullMarked;
