package io.tablecache.load;

/**
 * What {@code pg_current_snapshot()} said in the transaction that a load read in.
 *
 * @param text the snapshot as text; equal texts see the same transactions
 * @param xmin the lowest transaction id that was still in progress, 64 bits wide
 */
public record DatabaseSnapshot(String text, long xmin) {}
