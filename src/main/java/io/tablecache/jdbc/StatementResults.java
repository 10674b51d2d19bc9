package io.tablecache.jdbc;

import io.tablecache.index.RowSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The result of a statement's last execution, whether it came from the cache or from the database.
 *
 * <p>Confined to the thread that uses the statement.
 */
final class StatementResults implements CachedResultOwner {
  private final Statement statement;
  private final TableCacheConnection connection;

  /** Whether the last execution was answered from the cache. */
  private boolean isCached;

  private @Nullable ResultSet cached;

  /** The result from the cache that was passed by and stays open until the next execution. */
  private @Nullable ResultSet kept;

  private @Nullable DelegatedResultSet delegated;
  private @Nullable DelegatedResultSet keys;
  private int updateCount = -1;

  StatementResults(Statement statement, TableCacheConnection connection) {
    this.statement = statement;
    this.connection = connection;
  }

  @Override
  public Statement statement() {
    return statement;
  }

  @Override
  public BaseConnection pgConnection() {
    return connection.session().real();
  }

  @Override
  public Statement driverStatement() throws SQLException {
    Statement last = connection.lastDriverStatement();
    return last != null ? last : CachedResultOwner.super.driverStatement();
  }

  @Override
  public void handedOut() {
    connection.session().taint();
  }

  @Override
  public @Nullable Object owned(@Nullable Object value) throws SQLException {
    return connection.objects().value(value);
  }

  @Override
  public void closed(CachedResultSet result) throws SQLException {
    if ((result == cached || result == kept) && statement.isCloseOnCompletion()) {
      statement.close();
    }
  }

  /** Whether what the application asks about the last execution is to be answered from here. */
  boolean isCached() {
    return isCached;
  }

  /** The current result from the cache, or null if it was passed by. */
  @Nullable ResultSet cached() {
    return cached;
  }

  /**
   * A new execution begins: the former result from the cache is closed, and with it, as in the
   * driver, a statement that closes on completion.
   */
  void begin() throws SQLException {
    isCached = false;
    updateCount = -1;
    closeKept();
    ResultSet former = cached;
    if (former != null) {
      former.close();
      cached = null;
    }
  }

  /** A new execution begins that is answered here: the database's former result is closed too. */
  void beginAnswer() throws SQLException {
    begin();
    DelegatedResultSet former = delegated;
    delegated = null;
    if (former != null) {
      former.close();
    }
  }

  /** The execution was answered from the cache. */
  ResultSet answered(ResultShape shape, RowSet rows, ResultOptions options) throws SQLException {
    return answered(new CachedResultSet(this, shape, rows, options));
  }

  /** The execution was answered with this result. */
  ResultSet answered(ResultSet result) throws SQLException {
    isCached = true;
    cached = result;
    return result;
  }

  /** The database's current result, as the application may have it; null if there is none. */
  @Nullable ResultSet delegatedOrNull(@Nullable ResultSet real) throws SQLException {
    return real == null ? null : delegated(real);
  }

  /** The database's current result, as the application may have it. */
  ResultSet delegated(ResultSet real) throws SQLException {
    if (delegated == null || delegated.delegate() != real) {
      connection.objects().noteCursor(real);
      delegated = new DelegatedResultSet(connection, real, statement);
    }
    return delegated;
  }

  /** The result of one of the driver's own statements, executed as a query. */
  ResultSet query(@Nullable ResultSet result) throws SQLException {
    if (result == null) {
      executed(null);
      throw new PSQLException("No results were returned by the query.", PSQLState.NO_DATA);
    }
    return answered(result);
  }

  /** One of the driver's own statements was executed: whether it has a result. */
  boolean executed(@Nullable ResultSet result) throws SQLException {
    if (result != null) {
      answered(result);
      return true;
    }
    isCached = true;
    updateCount = 0;
    return false;
  }

  /** One of the driver's own statements was executed as an update. */
  int updated(@Nullable ResultSet result) throws SQLException {
    if (executed(result)) {
      throw new PSQLException(
          "A result was returned when none was expected.", PSQLState.TOO_MANY_RESULTS);
    }
    return 0;
  }

  /** -1 for a result, 0 for one of the driver's own statements without one. */
  int updateCount() {
    return updateCount;
  }

  /** The generated keys, as the application may have them. */
  ResultSet generatedKeys(Statement real) throws SQLException {
    return generatedKeys(
        isCached
            ? ((BaseStatement) real).createDriverResultSet(new Field[0], new ArrayList<>())
            : real.getGeneratedKeys());
  }

  /** The generated keys, as the application may have them. */
  ResultSet generatedKeys(ResultSet real) {
    if (keys == null || keys.delegate() != real) {
      keys = new DelegatedResultSet(connection, real, statement);
    }
    return keys;
  }

  /** What the driver says of an execution that inserted nothing. */
  long lastOid() {
    return cached != null ? -1 : 0;
  }

  /** Passes the current result from the cache by; false, since there is no further one. */
  boolean passBy(int current) throws SQLException {
    ResultSet former = cached;
    updateCount = -1;
    if (former != null && current == Statement.CLOSE_CURRENT_RESULT) {
      former.close();
    }
    cached = null;
    if (current == Statement.CLOSE_ALL_RESULTS) {
      closeKept();
    }
    if (former != null && current == Statement.CLOSE_ALL_RESULTS) {
      former.close();
    } else if (former != null) {
      kept = former;
    }
    return false;
  }

  private void closeKept() throws SQLException {
    ResultSet former = kept;
    kept = null;
    if (former != null) {
      former.close();
    }
  }
}
