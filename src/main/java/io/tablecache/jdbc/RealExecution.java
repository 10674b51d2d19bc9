package io.tablecache.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.NullUnmarked;

/** One call that executes something on the real connection. */
@NullUnmarked // T may be nullable, which is beyond the checker without generics
@FunctionalInterface
interface RealExecution<T> {
  T run() throws SQLException;
}
