package io.tablecache.jdbc;

import io.tablecache.jdbc.forward.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The database's result, but for its statement, which is the one that the application holds. */
final class DelegatedResultSet extends ForwardingResultSet {
  private final ResultSet real;
  private final @Nullable Statement statement;

  DelegatedResultSet(ResultSet real, @Nullable Statement statement) {
    this.real = real;
    this.statement = statement;
  }

  @Override
  protected ResultSet delegate() {
    return real;
  }

  @Override
  public @Nullable Statement getStatement() throws java.sql.SQLException {
    // The real one throws if the result is closed.
    return real.getStatement() == null ? null : statement;
  }
}
