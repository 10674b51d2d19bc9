package io.tablecache.jdbc;

import io.tablecache.expression.Signatures;
import io.tablecache.jdbc.SessionFacts.Settings;
import io.tablecache.jdbc.SessionFacts.TableFacts;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/**
 * Reads the facts of one session, by one query that calls only functions that do not raise, and
 * that is sent without BEGIN.
 *
 * <p>More is asked only where it is needed. The privileges on single columns, of a table that the
 * role may not read as a whole. Which server it is, the first time and again where it seems to be
 * another one than the cache's: that query calls functions that a role may have been denied, so it
 * is sent only after the first one said that it may. A connection stays on its server, and the
 * timeline of a server that is not in recovery stays while it runs.
 *
 * <p>Confined to one thread.
 */
final class SessionFactsReader {
  // All names are qualified, and no operators used but qualified ones: the session's search path
  // may hold others of the same name. E'' means the same under both string syntaxes.
  private static final String SESSION_COLUMNS =
      "SELECT pg_catalog.pg_is_in_recovery(),"
          + " pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE'),"
          + " pg_catalog.has_function_privilege('pg_catalog.pg_current_wal_lsn()', 'EXECUTE')"
          + " AND pg_catalog.has_function_privilege('pg_catalog.pg_walfile_name(pg_catalog.pg_lsn)',"
          + " 'EXECUTE'),"
          + " pg_catalog.has_table_privilege('pg_catalog.pg_database', 'SELECT'),"
          + " CURRENT_USER, SESSION_USER,"
          + " pg_catalog.array_to_string(pg_catalog.current_schemas(true), E'\\n'),"
          + " pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.<>) '0'::pg_catalog.oid,"
          + " pg_catalog.has_table_privilege('pg_catalog.pg_class', 'SELECT')"
          + " AND pg_catalog.has_table_privilege('pg_catalog.pg_inherits', 'SELECT')"
          + settings(
              "transaction_isolation",
              "default_transaction_isolation",
              "search_path",
              "TimeZone",
              "DateStyle",
              "IntervalStyle",
              "bytea_output",
              "extra_float_digits",
              "client_encoding",
              "standard_conforming_strings",
              "lc_monetary",
              "row_security",
              "tablecache.bypass",
              "tablecache.max_staleness",
              "array_nulls",
              "quote_all_identifiers",
              "timezone_abbreviations",
              "restrict_nonsystem_relation_kind");

  private static final int SETTINGS_FROM = 10;
  private static final int TABLES_FROM = 28;
  private static final int COLUMNS_PER_TABLE = 5;

  private static final String SERVER_QUERY =
      "SELECT s.system_identifier,"
          + " ('x' OPERATOR(pg_catalog.||) pg_catalog.substr(pg_catalog.pg_walfile_name("
          + "pg_catalog.pg_current_wal_lsn()), 1, 8))::pg_catalog.\"bit\"(32)::pg_catalog.int4,"
          + " d.oid"
          + " FROM pg_catalog.pg_control_system() s, pg_catalog.pg_database d"
          + " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()";

  /**
   * Whether the names of built-in types mean these; NULL of those that the server does not have.
   */
  private static final String TYPES_QUERY =
      "SELECT pg_catalog.bool_and(pg_catalog.pg_type_is_visible(o)) FROM pg_catalog.unnest('{"
          + Signatures.typeOids().stream().map(String::valueOf).collect(Collectors.joining(","))
          + "}'::pg_catalog.oid[]) o";

  /**
   * Whether a temporary table of the session is a child, whose rows its parents' show here only.
   */
  private static final String TEMPORARY_CHILDREN_QUERY =
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits i"
          + " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid"
          + " WHERE c.relnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())";

  /** Microseconds since 2000-01-01T00:00Z, which EXTRACT gives exactly. */
  private static final String TRANSACTION_NOW =
      "SELECT ((EXTRACT(epoch FROM pg_catalog.now()) OPERATOR(pg_catalog.-) 946684800)"
          + " OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8";

  private final BaseConnection connection;
  private @Nullable ServerIdentity server;
  private List<TableDefinition> queryTables = List.of();
  private String query = SESSION_COLUMNS;

  SessionFactsReader(BaseConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks the server.
   *
   * @param tables the cached tables, as last inspected
   * @param cacheServer the server that the cache is of, null if it does not know yet
   * @return null in a transaction that has failed, where nothing can be asked
   */
  @Nullable SessionFacts read(List<TableDefinition> tables, @Nullable ServerIdentity cacheServer)
      throws SQLException {
    if (connection.getTransactionState() == TransactionState.FAILED) {
      return null;
    }
    boolean inRecovery;
    boolean mayAskServer;
    Settings settings;
    Map<TableDefinition, TableFacts> tableFacts = new IdentityHashMap<>();
    try (BaseStatement statement = statement();
        ResultSet row = query(statement, queryFor(tables))) {
      inRecovery = row.getBoolean(1);
      mayAskServer = row.getBoolean(2) && row.getBoolean(3) && row.getBoolean(4);
      settings = settings(row);
      int column = TABLES_FROM;
      for (TableDefinition table : tables) {
        tableFacts.put(table, tableFacts(row, column));
        column += COLUMNS_PER_TABLE;
      }
    }
    for (Map.Entry<TableDefinition, TableFacts> entry : tableFacts.entrySet()) {
      if (entry.getValue().named() && !entry.getValue().tableReadable()) {
        entry.setValue(withColumns(entry.getKey(), entry.getValue()));
      }
    }
    return new SessionFacts(
        inRecovery ? null : server(mayAskServer, cacheServer), inRecovery, settings, tableFacts);
  }

  private @Nullable ServerIdentity server(boolean mayAsk, @Nullable ServerIdentity cacheServer)
      throws SQLException {
    // The cache may be of a server that this one has become since.
    if (mayAsk && (server == null || (cacheServer != null && !server.equals(cacheServer)))) {
      try (BaseStatement statement = statement();
          ResultSet row = query(statement, SERVER_QUERY)) {
        server = new ServerIdentity(row.getLong(1), row.getInt(2), (int) row.getLong(3));
      }
    }
    return server;
  }

  /** {@code now()} of the transaction that the server has begun, as a raw timestamptz. */
  long transactionNowMicros() throws SQLException {
    try (BaseStatement statement = statement();
        ResultSet row = query(statement, TRANSACTION_NOW)) {
      return row.getLong(1);
    }
  }

  private BaseStatement statement() throws SQLException {
    BaseStatement statement = (BaseStatement) connection.createStatement();
    statement.setFetchSize(0);
    statement.setEscapeProcessing(false);
    return statement;
  }

  private static ResultSet query(BaseStatement statement, String sql) throws SQLException {
    // One shot: no prepared statement is left on the server, whatever the connection's mode.
    statement.executeWithFlags(
        sql, QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_ONESHOT);
    ResultSet result = statement.getResultSet();
    if (result == null || !result.next()) {
      throw new SQLException("the session's facts have no row", "02000");
    }
    return result;
  }

  private static String settings(String... names) {
    StringBuilder sql = new StringBuilder();
    for (String name : names) {
      sql.append(", pg_catalog.current_setting('").append(name).append("', true)");
    }
    return sql.toString();
  }

  private Settings settings(ResultSet row) throws SQLException {
    String[] values = new String[TABLES_FROM - SETTINGS_FROM];
    for (int i = 0; i < values.length; i++) {
      values[i] = text(row, SETTINGS_FROM + i);
    }
    return new Settings(
        text(row, 5),
        text(row, 6),
        values[0],
        values[1],
        values[2],
        areBuiltInsFirst(text(row, 7)),
        values[3],
        values[4],
        values[5],
        values[6],
        values[7],
        values[8],
        values[9],
        values[10],
        values[11],
        values[12],
        values[13],
        values[14],
        values[15],
        values[16],
        values[17],
        row.getBoolean(8) && (!row.getBoolean(9) || hasTemporaryChildren()));
  }

  private boolean hasTemporaryChildren() throws SQLException {
    try (BaseStatement statement = statement();
        ResultSet row = query(statement, TEMPORARY_CHILDREN_QUERY)) {
      return row.getBoolean(1);
    }
  }

  /** A setting that does not exist is an empty text, which equals none that is expected. */
  private static String text(ResultSet row, int column) throws SQLException {
    String value = row.getString(column);
    return value == null ? "" : value;
  }

  /**
   * Whether built-in functions, operators and types come first. Functions and operators are not
   * looked for in the session's temporary schema, but types are, and no other schema can be named
   * like it.
   */
  private boolean areBuiltInsFirst(String schemas) throws SQLException {
    String[] names = schemas.split("\n", -1);
    boolean isTemporaryFirst = names[0].startsWith("pg_temp_");
    int first = isTemporaryFirst ? 1 : 0;
    return first < names.length
        && names[first].equals("pg_catalog")
        && (!isTemporaryFirst || areTypesVisible());
  }

  private boolean areTypesVisible() throws SQLException {
    try (BaseStatement statement = statement();
        ResultSet row = query(statement, TYPES_QUERY)) {
      return row.getBoolean(1);
    }
  }

  private String queryFor(List<TableDefinition> tables) {
    if (!isSame(tables)) {
      StringBuilder sql = new StringBuilder(SESSION_COLUMNS);
      for (TableDefinition table : tables) {
        append(sql, table);
      }
      query = sql.toString();
      queryTables = List.copyOf(tables);
    }
    return query;
  }

  private boolean isSame(List<TableDefinition> tables) {
    if (tables.size() != queryTables.size()) {
      return false;
    }
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i) != queryTables.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Columns of one table; all are NULL or false if it is dropped. */
  private static void append(StringBuilder sql, TableDefinition table) {
    String oid = oid(table);
    sql.append(", (pg_catalog.pg_identify_object_as_address('1259'::pg_catalog.oid, ")
        .append(oid)
        .append(", 0)).object_names OPERATOR(pg_catalog.=) ARRAY[")
        .append(literal(table.schema()))
        .append(", ")
        .append(literal(table.name()))
        .append("]::pg_catalog.text[], pg_catalog.pg_table_is_visible(")
        .append(oid)
        .append("), pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(")
        .append(literal('"' + table.schema().replace("\"", "\"\"") + '"'))
        .append(")::pg_catalog.oid, 'USAGE'), pg_catalog.has_table_privilege(")
        .append(oid)
        .append(", 'SELECT'), pg_catalog.row_security_active(")
        .append(oid)
        .append(")");
  }

  private static TableFacts tableFacts(ResultSet row, int column) throws SQLException {
    return new TableFacts(
        row.getBoolean(column),
        row.getBoolean(column + 1),
        row.getBoolean(column + 2),
        row.getBoolean(column + 3),
        List.of(),
        row.getBoolean(column + 4));
  }

  /** Asks for the privileges on single columns, which few roles have and many columns cost. */
  private TableFacts withColumns(TableDefinition table, TableFacts facts) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT pg_catalog.array_to_string(ARRAY(SELECT n FROM");
    sql.append(" pg_catalog.unnest('{");
    for (ColumnDefinition column : table.columns()) {
      sql.append(column.ordinal() == 0 ? "" : ",").append(column.attnum());
    }
    sql.append("}'::pg_catalog.int2[]) a(n) WHERE pg_catalog.has_column_privilege(")
        .append(oid(table))
        .append(", n, 'SELECT')), ',')");
    try (BaseStatement statement = statement();
        ResultSet row = query(statement, sql.toString())) {
      return new TableFacts(
          facts.named(),
          facts.visible(),
          facts.schemaUsable(),
          false,
          attnums(row.getString(1)),
          facts.rowSecurity());
    }
  }

  private static String oid(TableDefinition table) {
    return "'" + Integer.toUnsignedString(table.oid()) + "'::pg_catalog.oid";
  }

  private static List<Integer> attnums(@Nullable String text) {
    List<Integer> attnums = new ArrayList<>();
    if (text != null && !text.isEmpty()) {
      for (String attnum : text.split(",", -1)) {
        attnums.add(Integer.valueOf(attnum));
      }
    }
    return attnums;
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
