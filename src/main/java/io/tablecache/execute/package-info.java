/**
 * The operators that run a {@link io.tablecache.expression.Query} over snapshots, in blocks of
 * rows.
 *
 * <p>Depends on {@code index}, {@code expression} and {@code model}. Everything here belongs to one
 * execution and is confined to one thread.
 */
@NullMarked
package io.tablecache.execute;

import org.jspecify.annotations.NullMarked;
