package io.tablecache.jdbc;

import io.tablecache.index.RowSet;
import io.tablecache.jdbc.CachedDatabase.Mention;
import io.tablecache.jdbc.Commands.Command;
import io.tablecache.jdbc.Commands.Explain;
import io.tablecache.jdbc.TextEffects.Effects;
import io.tablecache.model.Outcome;
import io.tablecache.plan.LexedStatement;
import io.tablecache.plan.SegmentWrite;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A prepared statement, answered from the cache or by the database at each execution.
 *
 * <p>The real statement is made when it is first needed; a statement that is always answered from
 * the cache never has one. Confined to one thread at a time, but for {@link #cancel}.
 */
final class TableCachePreparedStatement extends PreparedTexts {
  private final TableCacheConnection connection;
  private final String sql;
  private final PreparedText text;
  private final int resultSetType;
  private final RealExecution<PreparedStatement> preparation;
  private final StatementResults results;
  private final WrittenSegments segments = new WrittenSegments();
  private final boolean mentionsCached;

  /** Null if no cached table is mentioned. */
  private final @Nullable CacheReader reader;

  /** What is executed, if it can be planned; else {@link #refusal} says why it cannot. */
  private final @Nullable LexedStatement lexed;

  private final Outcome refusal;
  private final @Nullable Command command;
  private @Nullable PreparedStatement real;
  private @Nullable Effects effects;
  private boolean mayReadCached;

  /** By what {@link #effects} and {@link #mayReadCached} are known. */
  private @Nullable TextEffects knownBy;

  private boolean closed;

  /** The plan of the last execution and what it was made for. */
  private @Nullable Answerable answerable;

  private Outcome planOutcome = Outcome.HIT;
  private boolean planned;
  private long plannedVersion;
  private int plannedTypes;
  private String plannedSearchPath = "";
  private CacheReader.@Nullable SlotBinder binder;

  /**
   * @param answersAllowed whether the kind of result that the statement asks for can be answered
   * @param preparation makes the real statement
   */
  TableCachePreparedStatement(
      TableCacheConnection connection,
      String sql,
      int resultSetType,
      boolean answersAllowed,
      RealExecution<PreparedStatement> preparation)
      throws SQLException {
    super(null);
    this.connection = connection;
    this.sql = sql;
    this.text = connection.database().prepared(sql);
    this.resultSetType = resultSetType;
    this.preparation = preparation;
    this.results = new StatementResults(this, connection);
    Mention mention = text.mention();
    this.mentionsCached = mention != Mention.NONE;
    this.command = mention == Mention.OWN ? Commands.parse(sql) : null;
    this.reader = mentionsCached ? connection.newReader() : null;
    this.lexed = reader != null && answersAllowed ? lex(reader) : null;
    this.refusal = reader != null && answersAllowed ? reader.outcome() : Outcome.STATEMENT_OPTIONS;
    if (lexed != null) {
      capture(lexed);
    } else if (command == null) {
      real = preparation.run();
      observe();
    }
  }

  /** Takes the parameters over if they show which segments of a cached table are written to. */
  private void observe() {
    SegmentWrite write = mentionsCached && !closed ? connection.effects(sql).segments() : null;
    captured =
        write != null && write.hasParameters()
            ? new CapturedParameters(connection.session().real(), write.parameterCount())
            : null;
  }

  private @Nullable LexedStatement lex(CacheReader reader) {
    return command instanceof Explain explain
        ? reader.lex(explain.statement(), true)
        : reader.lex(text, sql);
  }

  private void capture(LexedStatement statement) {
    CapturedParameters fresh =
        new CapturedParameters(connection.session().real(), statement.parameterCount());
    captured = fresh;
    binder = Objects.requireNonNull(reader).binder(statement.literals(), fresh::bind);
    planned = false;
  }

  /** The real statement, made now if there is none; its parameters are not set. */
  @Override
  protected PreparedStatement delegate() throws SQLException {
    PreparedStatement made = real;
    if (made == null) {
      made = preparation.run();
      real = made;
      if (closed) {
        made.close();
      }
    }
    return made;
  }

  @Override
  protected PreparedStatement direct() throws SQLException {
    PreparedStatement made = withParameters();
    captured = null;
    return made;
  }

  /** The real statement with the captured parameters. */
  private PreparedStatement withParameters() throws SQLException {
    PreparedStatement made = delegate();
    if (captured != null) {
      captured.replay(made);
    }
    return made;
  }

  @Override
  public void clearParameters() throws SQLException {
    if (real != null || lexed == null || closed) {
      delegate().clearParameters();
    }
    if (lexed != null && !closed) {
      capture(lexed);
    } else {
      observe();
    }
  }

  // Execution

  @Override
  public ResultSet executeQuery() throws SQLException {
    if (command != null) {
      return results.query(runCommand(command));
    }
    ResultSet answer = answer();
    return answer != null ? answer : results.delegated(run(withParameters()::executeQuery));
  }

  @Override
  public boolean execute() throws SQLException {
    if (command != null) {
      return results.executed(runCommand(command));
    }
    return answer() != null || run(withParameters()::execute);
  }

  @Override
  public int executeUpdate() throws SQLException {
    if (command != null) {
      return results.updated(runCommand(command));
    }
    return run(withParameters()::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return command != null ? executeUpdate() : run(withParameters()::executeLargeUpdate);
  }

  @Override
  public void addBatch() throws SQLException {
    withParameters().addBatch();
    segments.addBatch(effects(), captured);
  }

  @Override
  public void clearBatch() throws SQLException {
    delegate().clearBatch();
    segments.clearBatch();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return runBatch(delegate()::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return runBatch(delegate()::executeLargeBatch);
  }

  private <T> T runBatch(RealExecution<T> execution) throws SQLException {
    results.begin();
    Effects known = effects();
    return connection.run(known, segments.takeBatch(known), mayReadCached, execution);
  }

  private <T> T run(RealExecution<T> execution) throws SQLException {
    results.begin();
    Effects known = effects();
    return connection.run(known, WrittenSegments.of(known, captured), mayReadCached, execution);
  }

  /** What an execution can do, by what is known of the catalog now. */
  private Effects effects() {
    TextEffects texts = connection.database().effects();
    Effects known = effects;
    if (known == null || knownBy != texts || text.hasBackslash()) {
      known = connection.effects(sql, texts);
      effects = known;
      mayReadCached = mentionsCached || known.readsCached();
      knownBy = texts;
    }
    return hasNamedType ? texts.ofNamedTypes(known) : known;
  }

  @Override
  <T> T runText(@Nullable String text, RealExecution<T> execution) throws SQLException {
    if (text == null || isClosed()) {
      return execution.run(); // throws
    }
    results.begin();
    Effects shown = connection.effects(text);
    boolean readsCached =
        shown.readsCached() || connection.database().mention(text) != Mention.NONE;
    return connection.run(shown, shown.literalSegments(), readsCached, execution);
  }

  private @Nullable ResultSet runCommand(Command own) throws SQLException {
    results.beginAnswer();
    return captured == null || binder == null
        ? connection.commands().run(own, this)
        : connection.commands().run(own, this, captured.declaredOids(), binder);
  }

  /** The result from the cache, or null if the execution goes to the database. */
  private @Nullable ResultSet answer() throws SQLException {
    if (reader == null || closed) {
      return null;
    }
    if (connection.isClosed()) {
      results.begin(); // what fails here closes the former result as well
      return null;
    }
    if (captured == null || lexed == null) {
      Outcome outcome = lexed == null ? refusal : Outcome.PARAMETER_NOT_CAPTURED;
      connection.database().countDelegation(sql, outcome);
      return null;
    }
    if (CacheReader.isRefusedByDriver(resultSetType, real)) {
      connection.database().countDelegation(sql, Outcome.STATEMENT_OPTIONS);
      return null;
    }
    CacheReader.SlotBinder values = binder;
    if (captured.firstMissing() != 0 || values == null) {
      connection.database().countDelegation(sql, Outcome.PARAMETER_MISSING);
      return null;
    }
    Answerable plan = plan(reader, captured, lexed);
    if (plan == null) {
      connection.database().countDelegation(sql, planOutcome);
      return null;
    }
    RowSet rows = reader.read(plan, values, real == null ? 0 : real.getMaxRows());
    if (rows == null) {
      return null;
    }
    results.beginAnswer();
    if (real != null) {
      real.getMaxRows(); // throws if the former result's completion closed the statement
      real.clearWarnings();
    }
    return results.answered(reader.shape(), rows, reader.resultOptions(resultSetType, real));
  }

  private @Nullable Answerable plan(
      CacheReader reader, CapturedParameters parameters, LexedStatement statement) {
    long version = connection.database().plansVersion();
    String searchPath = reader.searchPath();
    if (!planned
        || plannedVersion != version
        || plannedTypes != parameters.typesVersion()
        || !plannedSearchPath.equals(searchPath)
        || (answerable == null && reader.mayBePlannedOtherwise(planOutcome))) {
      int[] oids = parameters.declaredOids();
      boolean isText = statement == text.lexed();
      answerable = isText ? text.plan(version, searchPath, oids) : null;
      if (answerable != null) {
        planOutcome = Outcome.HIT;
        plannedSearchPath = searchPath;
      } else {
        answerable = reader.plan(statement, oids);
        planOutcome = reader.outcome();
        plannedSearchPath = reader.plannedSearchPath();
        if (isText && answerable != null) {
          text.planned(version, plannedSearchPath, oids, answerable);
        }
      }
      planned = CacheReader.lasts(planOutcome);
      plannedVersion = version;
      plannedTypes = parameters.typesVersion();
    }
    return answerable;
  }

  // What the application asks about the statement

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return withParameters().getMetaData();
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return withParameters().getParameterMetaData();
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    return results.isCached()
        ? results.cached()
        : results.delegatedOrNull(delegate().getResultSet());
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return results.generatedKeys(delegate());
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return results.isCached() ? results.updateCount() : delegate().getUpdateCount();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return results.isCached() ? results.updateCount() : delegate().getLargeUpdateCount();
  }

  @Override
  public long getLastOID() throws SQLException {
    return results.isCached() ? results.lastOid() : ((PGStatement) delegate()).getLastOID();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_ALL_RESULTS);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return results.isCached() ? results.passBy(current) : delegate().getMoreResults(current);
  }

  @Override
  public void cancel() throws SQLException {
    // Without a real statement nothing runs that could be cancelled.
    if (real != null) {
      real.cancel();
    }
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    // Asked whenever a result closes, which may be after the connection.
    return real != null && real.isCloseOnCompletion();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed || (real != null && real.isClosed());
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return connection.handOut(this, super.unwrap(iface));
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    captured = null;
    results.begin();
    if (real != null) {
      real.close();
    }
  }

  @Override
  public String toString() {
    try {
      return withParameters().toString();
    } catch (SQLException ignored) { // nothing may be thrown here, and the text is known
      return sql;
    }
  }
}
