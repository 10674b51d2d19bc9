package io.tablecache.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/** The statement that a {@link CachedResultSet} belongs to. */
interface CachedResultOwner {
  /** What {@code getStatement} returns: the statement that the application holds. */
  Statement statement();

  /** The real connection, on which the exact fallback makes a result set of its own. */
  BaseConnection pgConnection() throws SQLException;

  /** The result was open and is closed now: a statement that closes on completion may close. */
  void closed(CachedResultSet result) throws SQLException;
}
