package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.engine.TableStatus;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.plan.LexedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The statements that the driver itself answers: {@code EXPLAIN (TABLECACHE)}, the relations of the
 * schema {@code tablecache}, and the calls that adjust or invalidate a table.
 *
 * <p>Confined to the thread that uses the connection.
 */
final class Commands {
  /** The schema in which the driver's own relations and procedures are. */
  static final String SCHEMA = "tablecache";

  private static final Duration ADJUST_TIMEOUT = Duration.ofMinutes(5);
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*EXPLAIN\\s*\\(\\s*TABLECACHE\\s*\\)(.*)", FLAGS);
  private static final Pattern SELECT =
      Pattern.compile(
          "\\s*SELECT\\s*\\*\\s*FROM\\s+tablecache\\s*\\.\\s*(tables|outcomes)\\s*;?\\s*", FLAGS);
  private static final Pattern CALL =
      Pattern.compile(
          "\\s*\\{?\\s*CALL\\s+tablecache\\s*\\.\\s*(adjust|invalidate)\\s*"
              + "\\(\\s*'((?:[^']|'')*)'\\s*\\)\\s*\\}?\\s*;?\\s*",
          FLAGS);

  /** One of the driver's own statements. */
  sealed interface Command {}

  /** Says how the statement would be answered, without executing it in the database. */
  record Explain(String statement) implements Command {}

  /** One row per cached table. */
  record ShowTables() implements Command {}

  /** One row per cached table and outcome that occurred. */
  record ShowOutcomes() implements Command {}

  /** Makes a table's next snapshot and waits for it. */
  record Adjust(String label) implements Command {}

  /** Drops a table's snapshot. */
  record Invalidate(String label) implements Command {}

  private final TableCacheConnection connection;

  Commands(TableCacheConnection connection) {
    this.connection = connection;
  }

  /**
   * The driver's own statement that the text is, or null if it is another; it is another one unless
   * {@link #SCHEMA} is what the text names first.
   */
  static @Nullable Command parse(String sql) {
    Matcher explain = EXPLAIN.matcher(sql);
    if (explain.matches()) {
      return new Explain(explain.group(1));
    }
    Matcher select = SELECT.matcher(sql);
    if (select.matches()) {
      return select.group(1).equalsIgnoreCase("tables") ? new ShowTables() : new ShowOutcomes();
    }
    Matcher call = CALL.matcher(sql);
    if (call.matches()) {
      String label = call.group(2).replace("''", "'");
      return call.group(1).equalsIgnoreCase("adjust") ? new Adjust(label) : new Invalidate(label);
    }
    return null;
  }

  /**
   * Runs a command that has a result.
   *
   * @param statement the statement that the result is to belong to
   * @return the result, or null if the command has none and was done
   */
  @Nullable ResultSet run(Command command, Statement statement) throws SQLException {
    return run(command, statement, new int[0], CacheReader.NO_PARAMETERS);
  }

  /** As {@link #run(Command, Statement)}, with the parameters of an explained statement. */
  @Nullable ResultSet run(
      Command command, Statement statement, int[] parameterOids, CacheReader.SlotBinder parameters)
      throws SQLException {
    if (command instanceof Explain explain) {
      return new DelegatedResultSet(
          connection, explain(explain.statement(), parameterOids, parameters), statement);
    }
    if (command instanceof ShowTables) {
      return new DelegatedResultSet(connection, tables(), statement);
    }
    if (command instanceof ShowOutcomes) {
      return new DelegatedResultSet(connection, outcomes(), statement);
    }
    if (command instanceof Adjust adjust) {
      adjust(table(adjust.label()));
    } else if (command instanceof Invalidate invalidate) {
      connection.database().engine().invalidate(table(invalidate.label()));
    }
    return null;
  }

  private CachedTable table(String label) throws SQLException {
    return connection
        .database()
        .engine()
        .table(label)
        .orElseThrow(
            () ->
                new PSQLException(
                    "No cached table is named \"" + label + "\" in the config",
                    PSQLState.INVALID_PARAMETER_VALUE));
  }

  private void adjust(CachedTable table) throws SQLException {
    boolean done;
    try {
      done = connection.database().engine().adjust(table, ADJUST_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PSQLException(
          "Interrupted while " + table.label() + " was adjusted", PSQLState.QUERY_CANCELED, e);
    }
    if (!done) {
      throw new PSQLException(
          table.label() + " could not be adjusted: " + table.status().lastFailure(),
          PSQLState.UNEXPECTED_ERROR);
    }
  }

  private ResultSet explain(String sql, int[] parameterOids, CacheReader.SlotBinder parameters)
      throws SQLException {
    CacheReader reader = connection.newReader();
    List<String> lines = new ArrayList<>();
    LexedStatement lexed = reader.lex(sql, parameters != CacheReader.NO_PARAMETERS);
    Answerable answerable = null;
    if (lexed != null) {
      answerable = reader.plan(lexed, parameterOids);
    }
    if (lexed == null || answerable == null) {
      database(lines, reader.outcome(), reader.detail());
    } else {
      Explanation.of(answerable, reader, reader.binder(lexed.literals(), parameters), lines);
    }
    DriverRows rows = new DriverRows();
    rows.column("QUERY PLAN", Oids.TEXT);
    lines.forEach(rows::row);
    return rows.resultSet(connection.session().real());
  }

  static void database(List<String> lines, Outcome outcome, String detail) {
    lines.add("Database: " + outcome);
    lines.add("  Reason: " + outcome.meaning());
    if (!detail.isEmpty()) {
      lines.add("  Detail: " + detail);
    }
  }

  private ResultSet tables() throws SQLException {
    DriverRows rows = new DriverRows();
    rows.column("table_name", Oids.TEXT);
    rows.column("relation", Oids.TEXT);
    rows.column("state", Oids.TEXT);
    rows.column("rows", Oids.INT8);
    rows.column("segments", Oids.INT8);
    rows.column("retained_bytes", Oids.INT8);
    rows.column("as_of_age_ms", Oids.INT8);
    rows.column("coverage", Oids.TEXT);
    rows.column("adjustments", Oids.INT8);
    rows.column("last_way", Oids.TEXT);
    rows.column("last_duration_ms", Oids.INT8);
    rows.column("rows_loaded", Oids.INT8);
    rows.column("rows_expired", Oids.INT8);
    rows.column("failures", Oids.INT8);
    rows.column("last_failure", Oids.TEXT);
    for (CachedTable table : connection.database().engine().tables()) {
      TableStatus status = table.status();
      rows.row(
          status.label(),
          status.relation(),
          status.state(),
          status.rows(),
          status.segments(),
          status.retainedBytes(),
          millis(status.asOfAge()),
          status.coverage(),
          status.adjustments(),
          status.lastWay(),
          millis(status.lastDuration()),
          status.rowsLoaded(),
          status.rowsExpired(),
          status.failures(),
          status.lastFailure());
    }
    return rows.resultSet(connection.session().real());
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private ResultSet outcomes() throws SQLException {
    DriverRows rows = new DriverRows();
    rows.column("table_name", Oids.TEXT);
    rows.column("outcome", Oids.TEXT);
    rows.column("count", Oids.INT8);
    for (CachedTable table : connection.database().engine().tables()) {
      for (Outcome outcome : Outcome.values()) {
        long count = table.counted(outcome);
        if (count > 0) {
          rows.row(table.label(), outcome.name(), count);
        }
      }
    }
    return rows.resultSet(connection.session().real());
  }
}
