/**
 * Forwarding implementations of the JDBC interfaces: one-line bodies that call the delegate, and no
 * logic. Generated once, never edited.
 */
@NullUnmarked
package io.tablecache.jdbc.forward;

import org.jspecify.annotations.NullUnmarked;
