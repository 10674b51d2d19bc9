/**
 * Forwarding implementations of the JDBC interfaces and of the interfaces that pgjdbc's own objects
 * have beside them: one-line bodies that call the delegate, and no logic. Generated once, never
 * edited.
 *
 * <p>Depends on pgjdbc only. Objects are as thread-safe as their delegates.
 */
@NullUnmarked
package io.tablecache.jdbc.forward;

import org.jspecify.annotations.NullUnmarked;
