/**
 * The vocabulary that all other packages share: table, column and index definitions, value types,
 * intervals, index specs, coverage, expressions, instants and outcomes.
 *
 * <p>Depends on the JDK only. Everything here is immutable unless its Javadoc says otherwise, so
 * that it can be read by any thread without a lock.
 */
@NullMarked
package io.tablecache.model;

import org.jspecify.annotations.NullMarked;
