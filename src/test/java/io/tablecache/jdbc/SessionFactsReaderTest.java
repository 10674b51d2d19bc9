package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

class SessionFactsReaderTest {
  private static final List<Integer> ALL = List.of(0, 1);

  private String url = "";
  private Connection owner;
  private Connection session;
  private SessionFactsReader reader;
  private TableDefinition table;
  private ServerIdentity server;

  @BeforeEach
  void open() throws SQLException {
    url = PostgresServer.shared().createDatabase();
    owner = DriverManager.getConnection(url);
    run(
        owner,
        "CREATE TABLE t (a int PRIMARY KEY, b text)",
        "DO $$ BEGIN CREATE ROLE facts_reader LOGIN; EXCEPTION WHEN duplicate_object THEN END $$",
        "DO $$ BEGIN CREATE ROLE facts_bypass LOGIN BYPASSRLS;"
            + " EXCEPTION WHEN duplicate_object THEN END $$");
    session = DriverManager.getConnection(url);
    reader = new SessionFactsReader((BaseConnection) session);
    table = definition("public", "t");
    server = serverOf(owner);
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
    owner.close();
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }

  private static ServerIdentity serverOf(Connection connection) throws SQLException {
    return new ServerIdentity(
        Long.parseLong(ask(connection, "SELECT system_identifier FROM pg_control_system()")),
        Integer.parseInt(ask(connection, "SELECT timeline_id FROM pg_control_checkpoint()")),
        Integer.parseInt(
            ask(connection, "SELECT oid FROM pg_database WHERE datname = current_database()")));
  }

  private TableDefinition definition(String schema, String name) throws SQLException {
    String quoted = '"' + schema.replace("\"", "\"\"") + "\".\"" + name.replace("\"", "\"\"") + '"';
    int oid =
        Integer.parseInt(ask(owner, "SELECT '" + quoted.replace("'", "''") + "'::regclass::oid"));
    List<ColumnDefinition> columns =
        List.of(
            column(0, "a", 1, Oids.INT4, ValueType.INT4),
            column(1, "b", 2, Oids.TEXT, ValueType.TEXT));
    return new TableDefinition(
        "t",
        oid,
        schema,
        name,
        TableDefinition.Kind.TABLE,
        columns,
        List.of(0),
        List.of(),
        IndexDefinition.NO_RANGE,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }

  private static ColumnDefinition column(
      int ordinal, String name, int attnum, int oid, ValueType type) {
    return new ColumnDefinition(
        ordinal, name, attnum, oid, oid, -1, type, false, true, true, false, "");
  }

  private SessionFacts facts() throws SQLException {
    return read(List.of(table), server);
  }

  private SessionFacts read(List<TableDefinition> tables, @Nullable ServerIdentity cacheServer)
      throws SQLException {
    return Objects.requireNonNull(reader.read(tables, cacheServer));
  }

  private @Nullable Outcome refusal(List<Integer> columns, boolean unqualified)
      throws SQLException {
    return facts().refusal(table, columns, unqualified, server);
  }

  private @Nullable Outcome refusal() throws SQLException {
    return refusal(ALL, true);
  }

  @Test
  void refusal_ownerInAFreshSession_isNone() throws SQLException {
    SessionFacts facts = facts();
    assertNull(facts.refusal(table, ALL, true, server));
    assertEquals(server, facts.server());
    assertFalse(facts.isInRecovery());
    assertEquals("postgres", facts.settings().currentUser());
    assertEquals("read committed", facts.settings().transactionIsolation());
    assertTrue(facts.settings().isReadCommitted());
    assertEquals(java.util.TimeZone.getDefault().getID(), facts.settings().timeZone());
  }

  @Test
  void refusal_otherDefinitionObject_isDefinitionChanged() throws SQLException {
    SessionFacts facts = facts();
    TableDefinition other = definition("public", "t");
    assertTrue(facts.knows(table));
    assertFalse(facts.knows(other));
    assertEquals(Outcome.DEFINITION_CHANGED, facts.refusal(other, ALL, true, server));
    assertNull(read(List.of(other), server).refusal(other, ALL, true, server));
  }

  @Test
  void refusal_otherServer_isOtherServer() throws SQLException {
    ServerIdentity other = new ServerIdentity(1, 1, server.databaseOid());
    assertEquals(Outcome.OTHER_SERVER, facts().refusal(table, ALL, true, other));
    assertEquals(
        Outcome.OTHER_SERVER, read(List.of(table), other).refusal(table, ALL, true, other));
    assertNull(refusal());
  }

  @Test
  void refusal_roleWithoutPrivilege_isNoPrivilege() throws SQLException {
    run(session, "SET ROLE facts_reader");
    assertEquals(Outcome.NO_PRIVILEGE, refusal());
    assertEquals(Outcome.NO_PRIVILEGE, refusal(List.of(), false));
    run(owner, "GRANT SELECT ON t TO facts_reader");
    assertNull(refusal());
    run(owner, "REVOKE SELECT ON t FROM facts_reader");
    assertEquals(Outcome.NO_PRIVILEGE, refusal());
    run(session, "RESET ROLE");
    assertNull(refusal());
  }

  @Test
  void refusal_loggedInRoleWithoutPrivilege_isNoPrivilege() throws SQLException {
    try (Connection other = DriverManager.getConnection(url + "&user=facts_reader")) {
      assertEquals("facts_reader", ask(other, "SELECT current_user"));
      reader = new SessionFactsReader((BaseConnection) other);
      SessionFacts facts = facts();
      assertEquals(server, facts.server());
      assertEquals("facts_reader", facts.settings().sessionUser());
      assertEquals(Outcome.NO_PRIVILEGE, facts.refusal(table, ALL, true, server));
    }
  }

  @Test
  void refusal_columnPrivileges_countPerColumn() throws SQLException {
    run(owner, "GRANT SELECT (b) ON t TO facts_reader");
    run(session, "SET SESSION AUTHORIZATION facts_reader");
    assertNull(refusal(List.of(1), true));
    assertNull(refusal(List.of(), true));
    assertEquals(Outcome.NO_PRIVILEGE, refusal(List.of(0), true));
    assertEquals(Outcome.NO_PRIVILEGE, refusal(ALL, true));
    assertEquals("b", ask(session, "SELECT coalesce(max(b), 'b') FROM t"));
    assertEquals("0", ask(session, "SELECT count(*) FROM t"));
    assertThrows(SQLException.class, () -> ask(session, "SELECT max(a) FROM t"));
  }

  @Test
  void refusal_schemaWithoutUsage_isNoPrivilege() throws SQLException {
    run(
        owner,
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.h (a int, b text)",
        "GRANT SELECT ON hidden.h TO facts_reader");
    table = definition("hidden", "h");
    run(session, "SET search_path = hidden, public");
    assertNull(refusal());
    run(session, "SET ROLE facts_reader");
    assertEquals(Outcome.NO_PRIVILEGE, refusal(ALL, false));
    assertEquals(Outcome.NAME_NOT_VISIBLE, refusal(ALL, true));
  }

  @Test
  void refusal_rowSecurity_isRowSecurityForWhomItApplies() throws SQLException {
    run(
        owner,
        "GRANT SELECT ON t TO facts_reader, facts_bypass",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t USING (a > 1)");
    assertNull(refusal());
    run(session, "SET ROLE facts_bypass");
    assertNull(refusal());
    run(session, "SET ROLE facts_reader");
    assertEquals(Outcome.ROW_SECURITY, refusal());
    run(session, "SET row_security = off");
    assertEquals(Outcome.ROW_SECURITY, refusal());
    run(session, "RESET row_security");
    run(owner, "GRANT CREATE ON SCHEMA public TO facts_reader");
    run(owner, "ALTER TABLE t OWNER TO facts_reader");
    assertNull(refusal());
    run(owner, "ALTER TABLE t FORCE ROW LEVEL SECURITY");
    assertEquals(Outcome.ROW_SECURITY, refusal());
    run(session, "RESET ROLE");
    assertNull(refusal());
  }

  @Test
  void refusal_nameShadowed_isNameNotVisible() throws SQLException {
    run(owner, "CREATE SCHEMA s", "CREATE TABLE s.t (a int, b text)");
    run(session, "SET search_path = s, public");
    assertEquals(Outcome.NAME_NOT_VISIBLE, refusal());
    assertNull(refusal(ALL, false));
    run(session, "SET search_path = public, s");
    assertNull(refusal());
    run(session, "SET search_path = ''");
    assertEquals(Outcome.NAME_NOT_VISIBLE, refusal());
    run(session, "RESET search_path", "CREATE TEMPORARY TABLE t (a int)");
    assertEquals(Outcome.NAME_NOT_VISIBLE, refusal());
    assertNull(refusal(ALL, false));
    run(session, "DROP TABLE pg_temp.t", "CREATE TEMPORARY TABLE other (a int)");
    assertNull(refusal());
    run(session, "SET search_path = public, pg_temp");
    assertNull(refusal());
  }

  @ParameterizedTest
  @CsvSource({
    "'public, pg_catalog', false",
    "'pg_catalog, public', true",
    "'pg_temp, pg_catalog, public', true",
    "'public, pg_temp, pg_catalog', false",
    "'\"pg_temp\", public', true",
    "'', true"
  })
  void builtInsFirst_bySearchPath_isWhatFunctionsAreLookedForIn(String path, boolean expected)
      throws SQLException {
    run(session, "CREATE TEMPORARY TABLE other (a int)");
    run(session, "SET search_path = " + (path.isEmpty() ? "''" : path));
    assertEquals(expected, facts().settings().builtInsFirst());
    run(
        owner,
        "CREATE FUNCTION public.upper(text) RETURNS text LANGUAGE sql AS $$ SELECT 'mine' $$");
    assertEquals(expected ? "X" : "mine", ask(session, "SELECT upper('x'::text)"));
  }

  @Test
  void refusal_publicBeforePgCatalog_isSessionSettings() throws SQLException {
    run(session, "SET search_path = public, pg_catalog");
    assertEquals(Outcome.SESSION_SETTINGS, refusal());
  }

  @ParameterizedTest
  @CsvSource({
    "IntervalStyle, iso_8601",
    "bytea_output, escape",
    "extra_float_digits, 0",
    "extra_float_digits, -3",
    "standard_conforming_strings, off"
  })
  void refusal_settingThatShows_isSessionSettings(String name, String value) throws SQLException {
    run(session, "SET " + name + " = '" + value + "'");
    assertEquals(Outcome.SESSION_SETTINGS, refusal());
    run(session, "RESET " + name);
    assertNull(refusal());
  }

  @Test
  void refusal_tableDroppedRenamedOrMoved_isDefinitionChanged() throws SQLException {
    run(owner, "ALTER TABLE t RENAME TO t2");
    assertEquals(Outcome.DEFINITION_CHANGED, refusal());
    run(owner, "CREATE SCHEMA s2", "ALTER TABLE t2 RENAME TO t", "ALTER TABLE t SET SCHEMA s2");
    assertEquals(Outcome.DEFINITION_CHANGED, refusal());
    run(owner, "ALTER TABLE s2.t SET SCHEMA public");
    assertNull(refusal());
    run(owner, "ALTER SCHEMA public RENAME TO former");
    assertEquals(Outcome.DEFINITION_CHANGED, refusal());
    run(owner, "ALTER SCHEMA former RENAME TO public", "DROP TABLE t");
    assertEquals(Outcome.DEFINITION_CHANGED, refusal());
    run(session, "SET ROLE facts_reader");
    assertEquals(Outcome.DEFINITION_CHANGED, refusal());
    assertEquals(TransactionState.IDLE, ((BaseConnection) session).getTransactionState());
  }

  @Test
  void read_columnDropped_doesNotRaise() throws SQLException {
    run(owner, "GRANT SELECT (b) ON t TO facts_reader", "ALTER TABLE t DROP COLUMN a");
    run(session, "SET ROLE facts_reader");
    assertEquals(Outcome.NO_PRIVILEGE, refusal(List.of(0), true));
  }

  @Test
  void read_namesThatNeedQuotes_areRecognized() throws SQLException {
    for (String name :
        List.of("Mixed Case", "a\"b", "a'b", "a\\b", "a?b", "a.b", "{d x}", "select")) {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      run(owner, "DROP SCHEMA IF EXISTS " + quoted + " CASCADE", "CREATE SCHEMA " + quoted);
      run(owner, "CREATE TABLE " + quoted + "." + quoted + " (a int, b text)");
      table = definition(name, name);
      assertNull(refusal(ALL, false), name);
      run(session, "SET standard_conforming_strings = off");
      assertEquals(Outcome.SESSION_SETTINGS, refusal(ALL, false), name);
      run(session, "RESET standard_conforming_strings");
    }
  }

  @Test
  void read_autocommitOff_sendsNoBegin() throws SQLException {
    session.setAutoCommit(false);
    assertNull(refusal());
    assertEquals(TransactionState.IDLE, ((BaseConnection) session).getTransactionState());
    int pid = ((BaseConnection) session).getBackendPID();
    assertEquals(
        "idle",
        ask(owner, "SELECT state FROM pg_stat_activity WHERE xact_start IS NULL AND pid = " + pid));
    run(session, "SELECT 1");
    assertEquals(TransactionState.OPEN, ((BaseConnection) session).getTransactionState());
    assertNull(refusal());
    assertEquals(TransactionState.OPEN, ((BaseConnection) session).getTransactionState());
  }

  @Test
  void read_failedTransaction_asksNothing() throws SQLException {
    session.setAutoCommit(false);
    assertThrows(SQLException.class, () -> run(session, "SELECT 1/0"));
    assertNull(reader.read(List.of(table), server));
    assertEquals(TransactionState.FAILED, ((BaseConnection) session).getTransactionState());
    session.rollback();
    assertNull(refusal());
  }

  @Test
  void read_isolation_isThatOfTheTransactionAndTheDefault() throws SQLException {
    run(session, "SET default_transaction_isolation = 'repeatable read'");
    SessionFacts.Settings settings = facts().settings();
    assertEquals("repeatable read", settings.defaultTransactionIsolation());
    assertEquals("repeatable read", settings.transactionIsolation());
    assertFalse(settings.isReadCommitted());
    run(session, "BEGIN ISOLATION LEVEL READ COMMITTED");
    settings = facts().settings();
    assertEquals("repeatable read", settings.defaultTransactionIsolation());
    assertEquals("read committed", settings.transactionIsolation());
    run(session, "ROLLBACK");
  }

  @Test
  void read_controlFunctionsRevoked_isSessionUnknown() throws SQLException {
    for (String object :
        List.of(
            "EXECUTE ON FUNCTION pg_control_system()",
            "EXECUTE ON FUNCTION pg_current_wal_lsn()",
            "EXECUTE ON FUNCTION pg_walfile_name(pg_lsn)",
            "SELECT ON pg_database")) {
      run(owner, "GRANT SELECT ON t TO facts_reader", "REVOKE " + object + " FROM PUBLIC");
      run(session, "SET ROLE facts_reader");
      session.setAutoCommit(false);
      run(session, "SELECT 1");
      reader = new SessionFactsReader((BaseConnection) session);
      assertEquals(Outcome.SESSION_UNKNOWN, refusal(), object);
      assertEquals(TransactionState.OPEN, ((BaseConnection) session).getTransactionState());
      session.rollback();
      session.setAutoCommit(true);
      run(owner, "GRANT " + object + " TO PUBLIC");
      assertNull(refusal(), object);
      run(session, "RESET ROLE");
    }
  }

  @Test
  void read_userFunctionsAndOperatorsOfTheSameName_areNotCalled() throws SQLException {
    run(
        owner,
        "CREATE FUNCTION public.array_to_string(name[], text) RETURNS text LANGUAGE sql"
            + " AS $$ SELECT 'mine' $$",
        "CREATE FUNCTION public.no(text, text) RETURNS boolean LANGUAGE sql"
            + " AS $$ SELECT false $$",
        "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.no)",
        "CREATE DOMAIN public.oid AS text",
        "CREATE DOMAIN public.int2 AS text");
    run(session, "SET search_path = public, pg_catalog");
    SessionFacts facts = facts();
    assertFalse(facts.settings().builtInsFirst());
    assertEquals(Outcome.SESSION_SETTINGS, facts.refusal(table, ALL, true, server));
  }

  @Test
  void read_manyTables_eachHasItsFacts() throws SQLException {
    List<TableDefinition> tables = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      run(owner, "CREATE TABLE many" + i + " (a int, b text)");
      tables.add(definition("public", "many" + i));
    }
    run(owner, "GRANT SELECT ON many7 TO facts_reader");
    run(session, "SET ROLE facts_reader");
    SessionFacts facts = read(tables, server);
    for (int i = 0; i < 20; i++) {
      assertEquals(
          i == 7 ? null : Outcome.NO_PRIVILEGE, facts.refusal(tables.get(i), ALL, true, server));
    }
    assertFalse(read(List.of(), null).knows(table));
  }

  @Test
  void read_defaultFetchSizeAndPreparedModes_works() throws SQLException {
    for (String properties :
        List.of(
            "&defaultRowFetchSize=1",
            "&autosave=always",
            "&preferQueryMode=extendedCacheEverything",
            "&preferQueryMode=simple",
            "&prepareThreshold=-1",
            "&prepareThreshold=1")) {
      try (Connection own = DriverManager.getConnection(url + properties)) {
        own.setAutoCommit(false);
        reader = new SessionFactsReader((BaseConnection) own);
        for (int i = 0; i < 7; i++) {
          assertNull(refusal(), properties);
        }
        assertEquals(TransactionState.IDLE, ((BaseConnection) own).getTransactionState());
        assertEquals(
            "0",
            ask(
                own,
                "SELECT count(*) FROM pg_prepared_statements"
                    + " WHERE statement LIKE 'SELECT pg_catalog.%'"),
            properties);
      }
    }
  }
}
