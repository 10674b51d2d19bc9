package io.tablecache.load;

import io.tablecache.config.TableRule;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.ServerIdentity;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The loader's connection, with every setting pinned that what is read could depend on.
 *
 * <p>Transactions are begun and ended by SQL, in autocommit mode, so that nothing is sent that is
 * not seen here. Confined to one thread, but {@link #abort} may be called by any.
 */
final class LoaderSession {
  /**
   * Less than two deadlock timeouts: should two sessions wait for each other, it is this one that
   * gives way, by the deadlock check of its own or by this limit.
   */
  static final Duration LOCK_TIMEOUT = Duration.ofMillis(1500);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** Later than any timeout of the server's, so that only a lost connection ends by it. */
  private static final Duration NETWORK_TIMEOUT = STATEMENT_TIMEOUT.plusSeconds(30);

  /** Settings that not every version has are set where they exist. */
  private static final String PIN =
      """
      SELECT count(pg_catalog.set_config(s.name, v.setting, false))
      FROM pg_catalog.pg_settings s JOIN (VALUES
        ('search_path', 'pg_catalog'),
        ('row_security', 'off'),
        ('TimeZone', 'UTC'),
        ('DateStyle', 'ISO, MDY'),
        ('IntervalStyle', 'postgres'),
        ('bytea_output', 'hex'),
        ('extra_float_digits', '1'),
        ('lc_monetary', 'C'),
        ('quote_all_identifiers', 'off'),
        ('timezone_abbreviations', 'Default'),
        ('restrict_nonsystem_relation_kind', ''),
        ('application_name', 'TableCache'),
        ('max_parallel_workers_per_gather', '0'),
        ('lock_timeout', '%d'),
        ('statement_timeout', '%d'),
        ('idle_in_transaction_session_timeout', '%d'),
        ('idle_session_timeout', '0'),
        ('transaction_timeout', '0')) v(name, setting) ON s.name = v.name""";

  /** The last checkpoint's timeline is the former one for a while after a promotion. */
  private static final String START =
      """
      SELECT pg_catalog.pg_is_in_recovery(),
             (SELECT system_identifier FROM pg_catalog.pg_control_system()),
             CASE WHEN pg_catalog.pg_is_in_recovery()
                  THEN (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint())
                  ELSE ('x' || pg_catalog.substr(
                      pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))
                      ::pg_catalog."bit"(32)::pg_catalog.int4 END,
             (SELECT oid::pg_catalog.int8 FROM pg_catalog.pg_database
              WHERE datname = pg_catalog.current_database()),
             s.now::pg_catalog.text, pg_catalog.pg_snapshot_xmin(s.now)::pg_catalog.text,
             (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8
      FROM (SELECT pg_catalog.pg_current_snapshot() AS now) s""";

  private final Connection connection;
  private final List<String> searchPath;
  private final CatalogInspector inspector;
  private boolean hasCompletedRound;

  private LoaderSession(Connection connection, List<String> searchPath) {
    this.connection = connection;
    this.searchPath = searchPath;
    this.inspector = new CatalogInspector(connection, searchPath);
  }

  /** Pins an open connection's settings; the search path is remembered before. */
  static LoaderSession of(Connection connection, Duration lockTimeout) throws SQLException {
    connection.setAutoCommit(true);
    connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
    try (Statement statement = connection.createStatement()) {
      List<String> searchPath;
      try (ResultSet row = statement.executeQuery("SELECT pg_catalog.current_schemas(false)")) {
        row.next();
        Array schemas = row.getArray(1);
        searchPath = List.of((String[]) schemas.getArray());
      }
      statement.execute(
          PIN.formatted(
              lockTimeout.toMillis(), STATEMENT_TIMEOUT.toMillis(), IDLE_TIMEOUT.toMillis()));
      return new LoaderSession(connection, searchPath);
    }
  }

  Connection connection() {
    return connection;
  }

  CatalogInspector inspector() {
    return inspector;
  }

  /**
   * Whether an earlier round was completed on this connection. The first round on a new one relies
   * on nothing former: the old connection may have ended with the server, and an unlogged table's
   * rows with it.
   */
  boolean hasCompletedRound() {
    return hasCompletedRound;
  }

  /** Begins the transaction; the database's snapshot does not exist yet. */
  void begin() throws SQLException {
    execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  void commit() throws SQLException {
    execute("COMMIT");
    hasCompletedRound = true;
  }

  void rollback() throws SQLException {
    execute("ROLLBACK");
  }

  void savepoint() throws SQLException {
    execute("SAVEPOINT tablecache");
  }

  void releaseSavepoint() throws SQLException {
    execute("RELEASE SAVEPOINT tablecache");
  }

  void rollbackToSavepoint() throws SQLException {
    execute("ROLLBACK TO SAVEPOINT tablecache; RELEASE SAVEPOINT tablecache");
  }

  /** The relation's name as SQL, with the schema that it is found in. */
  String qualifiedName(TableRule rule) throws SQLException {
    String schema = rule.schema();
    if (schema == null) {
      CatalogRelation relation =
          new CatalogReader(connection).relation(searchPath, rule.relation());
      schema =
          relation == null
              ? searchPath.isEmpty() ? "public" : searchPath.get(0)
              : relation.schema();
    }
    return SqlText.name(schema, rule.relation());
  }

  /**
   * Locks the relation, and for a view what is below it, against TRUNCATE and rewriting. A failure
   * leaves the transaction as it was.
   *
   * @param waits whether to wait, up to the session's limit, for who has it locked
   */
  void lock(String qualifiedName, boolean waits) throws SQLException {
    try {
      execute(
          "SAVEPOINT tablecache; LOCK TABLE "
              + qualifiedName
              + " IN ACCESS SHARE MODE"
              + (waits ? "" : " NOWAIT")
              + "; RELEASE SAVEPOINT tablecache");
    } catch (SQLException e) {
      if (!SqlStates.isConnectionLost(e)) {
        rollbackToSavepoint();
      }
      throw e;
    }
  }

  /** Takes the database's snapshot. */
  RoundStart start(Clock clock) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      AsOf asOf = AsOf.now(clock);
      long wallBeforeMillis = clock.wallMillis();
      try (ResultSet row = statement.executeQuery(START)) {
        long wallMiddleMicros = (wallBeforeMillis + clock.wallMillis()) * 1000 / 2;
        row.next();
        long databaseMicros = row.getLong(7);
        return new RoundStart(
            asOf,
            row.getBoolean(1),
            new ServerIdentity(row.getLong(2), row.getInt(3), (int) row.getLong(4)),
            new DatabaseSnapshot(row.getString(5), Long.parseLong(row.getString(6))),
            databaseMicros,
            databaseMicros - wallMiddleMicros);
      }
    }
  }

  /** Those of the server's processes that have a session now; asked outside of a transaction. */
  Set<Integer> alive(Set<Integer> processIds) throws SQLException {
    Set<Integer> alive = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pid FROM pg_catalog.pg_stat_activity WHERE pid = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("int4", processIds.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          alive.add(rows.getInt(1));
        }
      }
    }
    return alive;
  }

  /** The one number that the query gives. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ends the connection at once, whatever it is doing. */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }
}
