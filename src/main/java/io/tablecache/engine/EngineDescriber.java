package io.tablecache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tablecache.load.ConnectionSource;
import io.tablecache.model.ResultField;
import io.tablecache.model.StatementDescriber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * PostgreSQL's typing of statements, by Parse and Describe on a connection of its own, which is
 * opened at the first question and again when it broke.
 *
 * <p>The text goes to the server as it is: pgjdbc's parser, which would look for {@code ?}, never
 * sees it. Nothing is executed and no transaction stays open.
 *
 * <p>Thread-safe: one question at a time, guarded by a lock for which nobody waits long.
 */
final class EngineDescriber implements StatementDescriber, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EngineDescriber.class.getName());
  private static final long LOCK_WAIT_MILLIS = 500;
  private static final String QUERY_CANCELED = "57014";
  private static final int NETWORK_TIMEOUT_MILLIS = 5_000;
  private static final String SETTINGS =
      "SET application_name = 'TableCache'; SET lock_timeout = '500ms'; SET statement_timeout = '2s'; SET idle_session_timeout = 0;"
          + " SET default_transaction_read_only = on";
  private static final int FLAGS =
      QueryExecutor.QUERY_ONESHOT
          | QueryExecutor.QUERY_DESCRIBE_ONLY
          | QueryExecutor.QUERY_SUPPRESS_BEGIN;

  private final ConnectionSource connections;
  private final ReentrantLock lock = new ReentrantLock();

  // Written under the lock; read without it only to end a question that is under way.
  private volatile @Nullable Connection connection;
  private volatile boolean isClosed;

  @GuardedBy("lock")
  private @Nullable String searchPath;

  EngineDescriber(ConnectionSource connections) {
    this.connections = connections;
  }

  /** The name of the database that is asked. */
  String database() throws SQLException {
    lock.lock();
    try {
      return open().getCatalog();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Description describe(String sql, int[] parameterOids, String searchPathWanted) {
    try {
      if (!lock.tryLock(LOCK_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return new Unavailable("the connection for describing statements is busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable("interrupted");
    }
    try {
      boolean mayBeBroken = connection != null;
      Description description = ask(sql, parameterOids, searchPathWanted);
      return mayBeBroken && connection == null && !isClosed
          ? ask(sql, parameterOids, searchPathWanted)
          : description;
    } finally {
      lock.unlock();
    }
  }

  /** Asks once; a connection that turns out to be unusable is gone afterwards. */
  @GuardedBy("lock")
  private Description ask(String sql, int[] parameterOids, String searchPathWanted) {
    try {
      Connection open = open();
      setSearchPath(open, searchPathWanted);
      return describe(open.unwrap(BaseConnection.class), sql, parameterOids);
    } catch (SQLException e) {
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      String message = String.valueOf(e.getMessage());
      return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
        // Conflicts, missing resources, locks: nothing is said of the statement.
        case "40", "53", "55" -> new Unavailable(message);
        // Shutdowns, but also the statement timeout; lost connections; broken servers.
        case "", "08", "57", "58", "F0", "XX" -> {
          if (!state.equals(QUERY_CANCELED)) {
            discard();
          }
          yield new Unavailable(message);
        }
        default -> new Refused(state, message);
      };
    } catch (RuntimeException e) {
      // The protocol's state is unknown.
      discard();
      LOG.log(System.Logger.Level.WARNING, "A statement could not be described", e);
      return new Unavailable(e.toString());
    }
  }

  @GuardedBy("lock")
  private Connection open() throws SQLException {
    if (isClosed) {
      throw new SQLException("the cache is closed", "08003");
    }
    Connection open = connection;
    if (open != null) {
      return open;
    }
    Connection fresh = connections.open();
    connection = fresh;
    searchPath = null;
    if (isClosed) {
      throw new SQLException("the cache is closed", "08003");
    }
    if (fresh.unwrap(BaseConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw new SQLException("preferQueryMode=simple cannot describe statements", "08003");
    }
    fresh.setAutoCommit(true);
    fresh.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
    try (Statement statement = fresh.createStatement()) {
      statement.execute(SETTINGS);
    }
    return fresh;
  }

  @GuardedBy("lock")
  private void setSearchPath(Connection open, String wanted) throws SQLException {
    if (wanted.equals(searchPath)) {
      return;
    }
    searchPath = null;
    try (PreparedStatement statement =
        open.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
      statement.setString(1, wanted);
      statement.execute();
    }
    searchPath = wanted;
  }

  private static Description describe(BaseConnection open, String sql, int[] parameterOids)
      throws SQLException {
    QueryExecutor executor = open.getQueryExecutor();
    // Only the number of positions matters: the text has its $1, $2, ... already.
    Query query =
        executor.wrap(
            List.of(new NativeQuery(sql, new int[parameterOids.length], false, SqlCommand.BLANK)));
    try {
      ParameterList parameters = query.createParameterList();
      for (int i = 0; i < parameterOids.length; i++) {
        parameters.setNull(i + 1, parameterOids[i]);
      }
      FieldsHandler handler = new FieldsHandler();
      executor.execute(query, parameters, handler, 0, 0, FLAGS);
      List<Integer> types = new ArrayList<>();
      if (parameterOids.length > 0) {
        for (int oid : parameters.getTypeOIDs()) {
          types.add(oid);
        }
      }
      return new Typed(types, handler.fields);
    } finally {
      query.close();
    }
  }

  @GuardedBy("lock")
  private void discard() {
    Connection broken = connection;
    connection = null;
    searchPath = null;
    if (broken != null) {
      abort(broken);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException ignored) {
      // It is gone either way.
    }
  }

  /** Closes the connection, and with it a question that is under way. */
  @Override
  public void close() {
    isClosed = true;
    Connection open = connection;
    if (open == null) {
      return;
    }
    if (lock.tryLock()) {
      try {
        connection = null;
        open.close();
      } catch (SQLException ignored) {
        // It is gone either way.
      } finally {
        lock.unlock();
      }
    } else {
      abort(open);
    }
  }

  /** Takes the columns of a Describe's answer. */
  private static final class FieldsHandler extends ResultHandlerBase {
    private List<ResultField> fields = List.of();

    @Override
    public void handleResultRows(
        Query fromQuery,
        Field @Nullable [] described,
        List<Tuple> tuples,
        @Nullable ResultCursor cursor) {
      List<ResultField> found = new ArrayList<>();
      if (described != null) {
        for (Field field : described) {
          found.add(
              new ResultField(
                  field.getColumnLabel(),
                  field.getTableOid(),
                  field.getPositionInTable(),
                  field.getOID(),
                  field.getLength(),
                  field.getMod()));
        }
      }
      fields = found;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      // Notices about the text, such as a truncated name, change nothing.
    }
  }
}
