/**
 * What applications hold: connections, statements and cached results, the state of their sessions,
 * and the decision whether a statement is answered from the cache.
 *
 * <p>Depends on {@code jdbc.forward}, {@code plan}, {@code engine}, {@code index} and {@code
 * model}. Objects are as thread-safe as pgjdbc's: one thread at a time, but {@code cancel} and
 * {@code abort}.
 */
@NullMarked
package io.tablecache.jdbc;

import org.jspecify.annotations.NullMarked;
