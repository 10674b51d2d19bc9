/**
 * From SQL text to plans: the lexer that lifts literals out, the plan cache, and the planner that
 * proves what a template means or says why it is delegated.
 *
 * <p>Three steps: readers make {@link io.tablecache.plan.Syntax} of tokens by PostgreSQL's grammar;
 * analyzers give it names, types and functions, and make relational operators of it; and the
 * conditions on each table are split into what an index decides and what is left.
 *
 * <p>Depends on {@code model} and {@code expression} only. Plans and templates are immutable; the
 * plan cache is thread-safe; readers and analyzers serve one statement on one thread.
 */
@NullMarked
package io.tablecache.plan;

import org.jspecify.annotations.NullMarked;
