/**
 * From SQL text to plans: the lexer that lifts literals out, the plan cache, and the planner that
 * proves what a template means or says why it is delegated.
 *
 * <p>Depends on {@code model} only, and is the only user of JSqlParser. Plans and templates are
 * immutable; the plan cache is thread-safe.
 */
@NullMarked
package io.tablecache.plan;

import org.jspecify.annotations.NullMarked;
