/**
 * The operators that run a {@link io.tablecache.expression.Query} over snapshots, in blocks of
 * rows.
 *
 * <p>A {@link io.tablecache.execute.QueryRunner} runs a query. A scan, or columns of one, is the
 * snapshot's own {@link io.tablecache.index.RowSet}; for anything else an {@code OperatorFactory}
 * makes a tree of {@code Operator}s, one class for each kind of query, which pull blocks of rows
 * from each other. Columns that nobody reads are not copied: each operator is told which of its
 * columns are needed. Rows that an operator must keep are in a {@code RowStore}, different rows in
 * {@code HashedRows}; both count against the execution's {@code Budget}.
 *
 * <p>Depends on {@code index}, {@code expression} and {@code model}. Everything here belongs to one
 * execution and is confined to one thread.
 */
@NullMarked
package io.tablecache.execute;

import org.jspecify.annotations.NullMarked;
