/**
 * The typed algebra: what the planner makes of a statement and what is executed over snapshots.
 *
 * <p>{@link io.tablecache.expression.Expression} is a typed value over the columns of an input,
 * {@link io.tablecache.expression.Query} a relational operator over inputs. {@link
 * io.tablecache.expression.Signatures} decides as PostgreSQL does which function or operator is
 * meant, by the types of its arguments, and {@link io.tablecache.expression.Functions} has the
 * implementation, which computes whole {@link io.tablecache.expression.Vector}s at once.
 *
 * <p>Depends on {@code model} only. Expressions, queries and functions are immutable; vectors and
 * blocks are confined to one thread.
 */
@NullMarked
package io.tablecache.expression;

import org.jspecify.annotations.NullMarked;
