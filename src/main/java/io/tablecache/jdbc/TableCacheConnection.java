package io.tablecache.jdbc;

import io.tablecache.engine.EngineLease;
import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.model.Clock;
import io.tablecache.plan.StatementEffects;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A connection whose statements are answered from the cache where they may be; everything else is
 * the real connection's.
 *
 * <p>As thread-safe as the driver's: threads may use statements of their own at once.
 */
final class TableCacheConnection extends HandingOutConnection implements CacheSession {
  private final BaseConnection real;
  private final EngineLease lease;
  private final CachedDatabase database;
  private final Session session;

  /** Whether {@code standard_conforming_strings} was ever seen to be off; may be set late. */
  private volatile boolean hadOtherStrings;

  private final Commands commands;
  private final SessionObjects objects;
  private final boolean answersAllowed;

  /** Made when the connection is closed: the driver's results can be read after that. */
  private @Nullable Statement lastDriverStatement;

  TableCacheConnection(
      BaseConnection real,
      EngineLease lease,
      CachedDatabase database,
      Clock clock,
      long maxStalenessNanos) {
    this.real = real;
    this.lease = lease;
    this.database = database;
    this.session = new Session(real, database, clock, maxStalenessNanos);
    this.commands = new Commands(this);
    this.objects = new SessionObjects(this);
    this.answersAllowed = real.getPreferQueryMode() != PreferQueryMode.SIMPLE;
  }

  @Override
  protected BaseConnection delegate() {
    return real;
  }

  CachedDatabase database() {
    return database;
  }

  @Override
  Session session() {
    return session;
  }

  /** What a statement is answered by, for one statement alone. */
  CacheReader newReader() {
    return new CacheReader(database, session);
  }

  Commands commands() {
    return commands;
  }

  SessionObjects objects() {
    return objects;
  }

  @Override
  public boolean awaitLoaded(Duration timeout) throws InterruptedException {
    return database.engine().awaitLoaded(timeout);
  }

  /**
   * Executes something on the real connection and takes note of what it may have done.
   *
   * @param segments the values of {@link Effects#segments}, or null if they are not known
   * @param readsCached whether it may read a cached table
   */
  <T> T run(
      Effects effects, long @Nullable [] segments, boolean readsCached, RealExecution<T> execution)
      throws SQLException {
    session.starts(effects.shown());
    try {
      return execution.run();
    } finally {
      Effects ended = effects.ended(database.effects());
      session.ended(ended, ended == effects ? segments : null, readsCached);
    }
  }

  /** What the text can do to the database and the session. */
  Effects effects(String sql) {
    return effects(sql, database.effects());
  }

  /** As {@link #effects(String)}, by one reading of the catalog. */
  Effects effects(String sql, TextEffects texts) {
    boolean standardStrings = hasStandardStrings();
    Effects effects = texts.of(sql, standardStrings);
    // What the server has prepared keeps the meaning that it had then.
    return hadOtherStrings && sql.indexOf('\\') >= 0
        ? effects.and(texts.of(sql, !standardStrings))
        : effects;
  }

  /** The session's {@code standard_conforming_strings}; it is remembered if they ever were off. */
  boolean hasStandardStrings() {
    boolean standardStrings = real.getStandardConformingStrings();
    if (!standardStrings) {
      hadOtherStrings = true;
    }
    return standardStrings;
  }

  // Statements

  @Override
  public Statement createStatement() throws SQLException {
    return new TableCacheStatement(this, real.createStatement(), answersAllowed);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return new TableCacheStatement(
        this, real.createStatement(type, concurrency), answersAllowed(type, concurrency));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return new TableCacheStatement(
        this,
        real.createStatement(type, concurrency, holdability),
        answersAllowed(type, concurrency));
  }

  private boolean answersAllowed(int type, int concurrency) {
    return answersAllowed
        && (type == ResultSet.TYPE_FORWARD_ONLY || type == ResultSet.TYPE_SCROLL_INSENSITIVE)
        && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(
        sql, ResultSet.TYPE_FORWARD_ONLY, answersAllowed, () -> real.prepareStatement(sql));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepare(
        sql,
        type,
        answersAllowed(type, concurrency),
        () -> real.prepareStatement(sql, type, concurrency));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    boolean isHoldability =
        holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT
            || holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT;
    return prepare(
        sql,
        type,
        isHoldability && answersAllowed(type, concurrency),
        () -> real.prepareStatement(sql, type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return autoGeneratedKeys == Statement.NO_GENERATED_KEYS
        ? prepareStatement(sql)
        : withGeneratedKeys(sql, () -> real.prepareStatement(sql, autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return withGeneratedKeys(sql, () -> real.prepareStatement(sql, columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return withGeneratedKeys(sql, () -> real.prepareStatement(sql, columnNames));
  }

  private PreparedStatement withGeneratedKeys(
      String sql, RealExecution<PreparedStatement> preparation) throws SQLException {
    return prepare(sql, ResultSet.TYPE_FORWARD_ONLY, false, preparation);
  }

  private PreparedStatement prepare(
      String sql, int type, boolean answers, RealExecution<PreparedStatement> preparation)
      throws SQLException {
    if (sql == null || real.isClosed()) {
      return preparation.run(); // throws
    }
    return new TableCachePreparedStatement(this, sql, type, answers, preparation);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return CallableStatementHandler.wrap(this, real.prepareCall(sql));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return CallableStatementHandler.wrap(this, real.prepareCall(sql, type, concurrency));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return CallableStatementHandler.wrap(
        this, real.prepareCall(sql, type, concurrency, holdability));
  }

  @Override
  public ResultSet execSQLQuery(String sql) throws SQLException {
    return objects.result(run(effects(sql), null, true, () -> real.execSQLQuery(sql)));
  }

  @Override
  public ResultSet execSQLQuery(String sql, int type, int concurrency) throws SQLException {
    return objects.result(
        run(effects(sql), null, true, () -> real.execSQLQuery(sql, type, concurrency)));
  }

  @Override
  public void execSQLUpdate(String sql) throws SQLException {
    run(
        effects(sql),
        null,
        true,
        () -> {
          real.execSQLUpdate(sql);
          return true;
        });
  }

  // Transactions

  @Override
  public void commit() throws SQLException {
    try {
      real.commit();
    } finally {
      session.transactionMayHaveEnded();
    }
  }

  @Override
  public void rollback() throws SQLException {
    try {
      real.rollback();
    } finally {
      session.transactionMayHaveEnded();
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    try {
      real.rollback(savepoint);
    } finally {
      session.ended(StatementEffects.CHANGES_SESSION, false);
    }
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    boolean ends = real.getAutoCommit() != autoCommit;
    try {
      real.setAutoCommit(autoCommit);
      session.setAutoCommit(autoCommit);
    } finally {
      if (ends) {
        session.transactionMayHaveEnded();
      }
    }
  }

  /** What was answered from here in a transaction would have begun it by the plain driver. */
  @Override
  public TransactionState getTransactionState() {
    TransactionState state = real.getTransactionState();
    return state == TransactionState.IDLE && session.hasAnsweredInTransaction()
        ? TransactionState.OPEN
        : state;
  }

  // What changes the session

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    requireNoTransaction("isolation level");
    changeSession(() -> real.setTransactionIsolation(level));
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    requireNoTransaction("read-only property");
    real.setReadOnly(readOnly); // no session fact depends on it
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    changeSession(() -> real.setSchema(schema));
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    try {
      real.setClientInfo(name, value);
    } finally {
      session.sessionChanged();
    }
  }

  /** What the driver refuses in a transaction is refused after a hit, which began none there. */
  private void requireNoTransaction(String property) throws SQLException {
    if (session.hasAnsweredInTransaction() && !real.isClosed()) {
      throw new PSQLException(
          "Cannot change transaction " + property + " in the middle of a transaction.",
          PSQLState.ACTIVE_SQL_TRANSACTION);
    }
  }

  /** A call that changes the session. */
  @FunctionalInterface
  private interface SessionChange {
    void run() throws SQLException;
  }

  private void changeSession(SessionChange change) throws SQLException {
    try {
      change.run();
    } finally {
      session.sessionChanged();
    }
  }

  // What is handed out

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return DatabaseMetaDataHandler.wrap(this, real.getMetaData());
  }

  @Override
  public @Nullable Array createArrayOf(String typeName, Object @Nullable [] elements)
      throws SQLException {
    return objects.array(real.createArrayOf(typeName, elements));
  }

  @Override
  public @Nullable Array createArrayOf(String typeName, @Nullable Object elements)
      throws SQLException {
    return objects.array(real.createArrayOf(typeName, elements));
  }

  /** A statement by which results are made after the connection was closed; null before. */
  @Nullable Statement lastDriverStatement() {
    return lastDriverStatement;
  }

  @Override
  public void close() throws SQLException {
    try {
      if (!real.isClosed()) {
        lastDriverStatement =
            real.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
      }
    } finally {
      closeReal();
    }
  }

  private void closeReal() throws SQLException {
    try {
      real.close();
    } finally {
      session.transactionEnded();
      lease.close();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    try {
      real.abort(executor);
    } finally {
      session.aborted();
      lease.close();
    }
  }
}
