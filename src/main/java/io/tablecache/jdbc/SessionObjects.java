package io.tablecache.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * Makes of what the real connection gives what the application may have: arrays and results that
 * lead back to the connection that the application holds.
 *
 * <p>Confined to the thread that uses the connection.
 */
final class SessionObjects {
  private final TableCacheConnection connection;

  SessionObjects(TableCacheConnection connection) {
    this.connection = connection;
  }

  /** Any value; all but arrays and results are as they were. */
  @Nullable Object value(@Nullable Object value) throws SQLException {
    if (value instanceof PgArray array) {
      return new SessionArray(this, connection.session().real(), array);
    }
    return value instanceof ResultSet rows ? result(rows) : value;
  }

  @Nullable Array array(@Nullable Array array) throws SQLException {
    return (Array) value(array);
  }

  /**
   * A result that the application did not execute a statement for: its statement is one of the
   * application's connection.
   */
  ResultSet result(ResultSet rows) throws SQLException {
    noteCursor(rows);
    Statement statement = rows.getStatement();
    return new DelegatedResultSet(
        connection,
        rows,
        statement == null ? null : new TableCacheStatement(connection, statement, false));
  }

  /** Has the session know of a result that is fetched in parts: always, if adaptively. */
  void noteCursor(ResultSet rows) throws SQLException {
    if (rows.getFetchSize() != 0) {
      connection.session().cursorIsOpen();
    }
  }
}
