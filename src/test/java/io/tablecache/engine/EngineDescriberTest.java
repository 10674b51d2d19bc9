package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Oids;
import io.tablecache.model.ResultField;
import io.tablecache.model.StatementDescriber.Description;
import io.tablecache.model.StatementDescriber.Refused;
import io.tablecache.model.StatementDescriber.Typed;
import io.tablecache.model.StatementDescriber.Unavailable;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EngineDescriberTest {
  private static String url = "";
  private static Connection admin;

  private final List<Connection> opened = new ArrayList<>();
  private final EngineDescriber describer = new EngineDescriber(this::open);

  @BeforeAll
  static void createSchema() throws SQLException {
    url = PostgresServer.shared().createDatabase();
    admin = DriverManager.getConnection(url);
    execute(
        "CREATE TABLE t (id int8 PRIMARY KEY, ts timestamp, tz timestamptz, name varchar(20),"
            + " price numeric(10, 2), \"Odd \"\"Name\" text, j jsonb)",
        "CREATE SCHEMA other",
        "CREATE TABLE other.t (only_here int2)");
  }

  @AfterAll
  static void closeAdmin() throws SQLException {
    admin.close();
  }

  @AfterEach
  void close() {
    describer.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long query(String sql) throws SQLException {
    try (Statement statement = admin.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertTrue(result.next());
      return result.getLong(1);
    }
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    opened.add(connection);
    return connection;
  }

  private Description describe(String sql, int... parameterOids) {
    return describer.describe(sql, parameterOids, "\"$user\", public");
  }

  private Typed typed(String sql, int... parameterOids) {
    return assertInstanceOf(Typed.class, describe(sql, parameterOids));
  }

  @Test
  void describe_untypedParameters_areInferred() {
    assertEquals(
        List.of(Oids.TIMESTAMP, Oids.TIMESTAMPTZ, Oids.INT8),
        typed("SELECT id FROM t WHERE ts > $1 AND tz > $2 LIMIT $3", 0, 0, 0).parameterOids());
    assertEquals(
        List.of(Oids.INT8_ARRAY), typed("SELECT id FROM t WHERE id = ANY($1)", 0).parameterOids());
    assertEquals(
        List.of(Oids.INT4_ARRAY),
        typed("SELECT only_here FROM other.t WHERE only_here::int4 = ANY($1)", 0).parameterOids());
  }

  @Test
  void describe_declaredParameters_stay() {
    assertEquals(
        List.of(Oids.INT4, Oids.TIMESTAMPTZ),
        typed("SELECT id FROM t WHERE id = $1 AND ts > $2", Oids.INT4, Oids.TIMESTAMPTZ)
            .parameterOids());
  }

  @Test
  void describe_parameterUsedTwice_isOne() {
    assertEquals(
        List.of(Oids.INT8, Oids.TIMESTAMP),
        typed("SELECT id FROM t WHERE id > $1 AND ts < $2 AND id < $1 + 5", 0, 0).parameterOids());
  }

  @Test
  void describe_columns_carryOriginAndModifier() throws SQLException {
    int oid = (int) query("SELECT 't'::regclass::oid");
    List<ResultField> fields =
        typed("SELECT name, price AS p, id + 1, \"Odd \"\"Name\", ts FROM t").fields();
    assertEquals(
        List.of(
            new ResultField("name", oid, 4, Oids.VARCHAR, -1, 24),
            new ResultField("p", oid, 5, Oids.NUMERIC, -1, (10 << 16 | 2) + 4),
            new ResultField("?column?", 0, 0, Oids.INT8, 8, -1),
            new ResultField("Odd \"Name", oid, 6, Oids.TEXT, -1, -1),
            new ResultField("ts", oid, 2, Oids.TIMESTAMP, 8, -1)),
        fields);
  }

  @Test
  void describe_textThatPgjdbcWouldRewrite_goesAsItIs() {
    assertEquals(
        List.of(Oids.TEXT),
        typed("SELECT id FROM t WHERE j ? $1 AND name <> '?' -- ?\n", 0).parameterOids());
    assertEquals(
        List.of(Oids.INT8),
        typed("SELECT $q$ ? $2 $q$, E'\\'$3', id /* ? */ FROM t WHERE id = $1", 0).parameterOids());
    assertInstanceOf(Refused.class, describe("SELECT {fn now()}"));
  }

  @Test
  void describe_manyParameters_areAllTyped() {
    StringBuilder sql = new StringBuilder("SELECT id FROM t WHERE id IN ($1");
    for (int i = 2; i <= 2_000; i++) {
      sql.append(", $").append(i);
    }
    List<Integer> oids = typed(sql.append(")").toString(), new int[2_000]).parameterOids();
    assertEquals(2_000, oids.size());
    assertTrue(oids.stream().allMatch(oid -> oid == Oids.INT8));
  }

  @Test
  void describe_noResult_hasNoFields() {
    assertEquals(List.of(), typed("DELETE FROM t WHERE id = $1", 0).fields());
  }

  @Test
  void describe_wrongStatements_areRefusedWithTheirSqlState() {
    assertEquals("42703", state("SELECT nothing FROM t"));
    assertEquals("42P01", state("SELECT 1 FROM missing"));
    assertEquals("42601", state("SELEC 1"));
    assertEquals("42601", state("SELECT 1; DELETE FROM t"));
    assertEquals("22P02", state("SELECT id FROM t WHERE id = 'abc'"));
    assertEquals("42P18", state("SELECT $1 IS NULL", 0));
    assertEquals(List.of(Oids.INT8), typed("SELECT id FROM t WHERE id = $1", 0).parameterOids());
  }

  private String state(String sql, int... oids) {
    return assertInstanceOf(Refused.class, describe(sql, oids)).sqlState();
  }

  @Test
  void describe_otherSearchPath_findsOtherTable() {
    assertEquals("only_here", typedIn("other, public", "SELECT * FROM t").fields().get(0).label());
    assertEquals("id", typedIn("public, other", "SELECT * FROM t").fields().get(0).label());
    assertEquals("id", typedIn("\"no such\", public", "SELECT * FROM t").fields().get(0).label());
    assertEquals("only_here", typedIn("other", "SELECT * FROM t").fields().get(0).label());
    assertEquals(1, opened.size());
  }

  private Typed typedIn(String searchPath, String sql) {
    return assertInstanceOf(Typed.class, describer.describe(sql, new int[0], searchPath));
  }

  @Test
  void describe_connectionTerminated_opensAnotherOne() throws SQLException {
    typed("SELECT id FROM t");
    long pid = opened.get(0).unwrap(org.postgresql.PGConnection.class).getBackendPID();
    execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
    typed("SELECT id FROM t");
    assertEquals(2, opened.size());
    assertTrue(opened.get(0).isClosed());
  }

  @Test
  void describe_tableLocked_isUnavailableAndKeepsTheConnection() throws SQLException {
    typed("SELECT 1");
    try (Connection locking = DriverManager.getConnection(url);
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      assertInstanceOf(Unavailable.class, describe("SELECT id FROM t"));
      locking.rollback();
    }
    typed("SELECT id FROM t");
    assertEquals(1, opened.size());
  }

  @Test
  void describe_always_leavesNoTransactionAndNoStatement() throws SQLException {
    typed("SELECT id FROM t WHERE ts > $1", 0);
    state("SELECT nothing FROM t");
    long pid = opened.get(0).unwrap(org.postgresql.PGConnection.class).getBackendPID();
    assertEquals(
        1,
        query(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle' AND xact_start IS NULL"
                + " AND pid = "
                + pid));
    assertEquals(0, query("SELECT count(*) FROM pg_locks WHERE pid = " + pid));
    try (Statement statement = opened.get(0).createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM pg_prepared_statements")) {
      assertTrue(result.next());
      assertEquals(0, result.getLong(1));
    }
  }

  @Test
  void describe_fewerOidsThanParameters_isNotAnAnswer() {
    assertInstanceOf(Unavailable.class, describe("SELECT id FROM t WHERE id = $1 OR id = $2", 0));
    typed("SELECT id FROM t WHERE id = $1 OR id = $2", 0, 0);
  }

  @Test
  void describe_serverUnreachable_isUnavailable() {
    EngineDescriber unreachable =
        new EngineDescriber(
            () -> DriverManager.getConnection("jdbc:postgresql://localhost:1/x?user=x"));
    assertInstanceOf(Unavailable.class, unreachable.describe("SELECT 1", new int[0], "public"));
    unreachable.close();
  }

  @Test
  void describe_simpleQueryMode_isUnavailable() {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    EngineDescriber simple =
        new EngineDescriber(() -> DriverManager.getConnection(url, properties));
    assertInstanceOf(Unavailable.class, simple.describe("SELECT 1", new int[0], "public"));
    simple.close();
  }

  @Test
  void close_open_closesTheConnectionForGood() throws SQLException {
    typed("SELECT 1");
    describer.close();
    describer.close();
    assertTrue(opened.get(0).isClosed());
    assertInstanceOf(Unavailable.class, describe("SELECT 1"));
    assertEquals(1, opened.size());
  }
}
