package io.tablecache.execute;

import io.tablecache.index.RowSet;

/**
 * The rows of a query.
 *
 * @param rows what a cursor reads
 * @param ordinals by column of the query: its number in the rows; owned by this object
 */
@SuppressWarnings("ArrayRecordComponent")
public record Result(RowSet rows, int[] ordinals) {}
