/**
 * What an application sees of connections, statements, sessions and pools, held against the plain
 * driver: the same assertions whether the cache answers or the database does.
 */
@NullMarked
package io.tablecache.conformance;

import org.jspecify.annotations.NullMarked;
