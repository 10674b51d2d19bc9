/**
 * The segmented score index: immutable snapshots of cached tables and how they are scanned.
 *
 * <p>{@link io.tablecache.index.RowBuffer} collects loaded rows, {@link
 * io.tablecache.index.Snapshot} holds them in segments of column chunks and makes the next snapshot
 * from itself and a change, sharing what did not change. {@link io.tablecache.index.Snapshot#scan}
 * gives a {@link io.tablecache.index.RowSet}, read through a {@link io.tablecache.index.Cursor}.
 *
 * <p>Rows are stored once, by the clustering index of the definition. A {@code SegmentTable} has
 * the {@code Segment}s by key; a segment is sorted by range value and primary key and consists of
 * slices, runs of positions in {@code Chunk}s, which hold their rows by {@code Column}. Small
 * segments share chunks. The other indexes are answered from the same rows: by searching each
 * segment where the range column is the same, by choosing segments where their segment columns are
 * constant in these, else by a condition on rows.
 *
 * <p>The next snapshot is made by a {@code TableEdit}: it marks rows that go, takes those that
 * come, and writes anew, through a {@code ChunkWriter}, only the slices between which rows come or
 * from whose middle they go; {@code ChunkUse} says which chunks are to be given up for their dead
 * rows.
 *
 * <p>A {@code Scan} reads segments one after the other or merges them where the order asked for is
 * the stored one, and sorts else. Without a residual, rows that are read one after the other are
 * never listed, whatever their number. A residual becomes {@code Predicate}s, which are evaluated
 * over blocks of positions: loops over columns as they are held where a condition compares columns
 * with values, else {@link io.tablecache.expression.Evaluator}s over copies.
 *
 * <p>Other operators read a row set in blocks by a {@link io.tablecache.index.BlockReader}; what
 * they compute becomes a row set by a {@link io.tablecache.index.ResultBuilder}.
 *
 * <p>Depends on {@code expression} and {@code model} only. Snapshots are immutable and read by any
 * thread without a lock; buffers and cursors are confined to one thread.
 */
@NullMarked
package io.tablecache.index;

import org.jspecify.annotations.NullMarked;
