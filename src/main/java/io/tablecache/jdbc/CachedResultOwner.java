package io.tablecache.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** The statement that a {@link CachedResultSet} belongs to. */
interface CachedResultOwner {
  /** What {@code getStatement} returns: the statement that the application holds. */
  Statement statement();

  /** The real connection, on which the exact fallback makes a result set of its own. */
  BaseConnection pgConnection() throws SQLException;

  /** A statement of the real connection, by which the exact fallback is made. */
  default Statement driverStatement() throws SQLException {
    return pgConnection()
        .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  /** A raw object was handed out: what happens by it is not seen. */
  default void handedOut() {}

  /**
   * A value of the fallback as the application may have it: an array leads back to the connection
   * that the application holds.
   */
  default @Nullable Object owned(@Nullable Object value) throws SQLException {
    return value;
  }

  /** The result was open and is closed now: a statement that closes on completion may close. */
  void closed(CachedResultSet result) throws SQLException;
}
