package io.tablecache.load;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens plain connections of the PostgreSQL driver for the cache's own use. Thread-safe. */
@FunctionalInterface
public interface ConnectionSource {
  Connection open() throws SQLException;
}
