/**
 * What applications may do with connections and statements, done on the plain driver and on this
 * one: both must give the same account of it, whoever answers.
 */
@NullMarked
package io.tablecache.conformance.jdbc;

import org.jspecify.annotations.NullMarked;
