package io.tablecache.load;

import static io.tablecache.load.LoadTesting.appendOnly;
import static io.tablecache.load.LoadTesting.at;
import static io.tablecache.load.LoadTesting.index;
import static io.tablecache.load.LoadTesting.message;
import static io.tablecache.load.LoadTesting.past;
import static io.tablecache.load.LoadTesting.rule;
import static io.tablecache.load.LoadTesting.window;
import static io.tablecache.load.LoadTesting.withIndexes;
import static io.tablecache.load.LoadTesting.withWindow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.ConfigException;
import io.tablecache.config.TableRule;
import io.tablecache.model.Clock;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.TableDefinition.Kind;
import io.tablecache.model.ValueType;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogInspectorTest {
  private LoadTesting db;

  @BeforeEach
  void open() throws SQLException {
    db = new LoadTesting();
    db.sql(
        "CREATE TABLE device_data (device_id int NOT NULL, data_seq int NOT NULL, gone text,"
            + " data int, ts timestamp NOT NULL, PRIMARY KEY (data_seq, device_id))",
        "ALTER TABLE device_data DROP COLUMN gone");
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  private TableDefinition inspect(TableRule rule) throws SQLException {
    return db.loader.inspect(List.of(rule)).get(0);
  }

  private void assertError(TableRule rule, String... parts) {
    ConfigException error = assertThrows(ConfigException.class, () -> inspect(rule));
    for (String part : parts) {
      assertTrue(message(error).contains(part), () -> part + " in: " + message(error));
    }
  }

  @Test
  void inspect_deviceScenario_isWhatTheCatalogSays() throws SQLException {
    TableDefinition table =
        inspect(
            withWindow(
                withIndexes(
                    rule("device_data"),
                    index("time", List.of(), "ts"),
                    index("device_and_time", List.of("device_id"), "ts")),
                window(
                    "ts",
                    past(Duration.ofMinutes(2)),
                    null,
                    Duration.ofSeconds(10),
                    ZoneId.of("Europe/Berlin"))));

    assertEquals(Kind.TABLE, table.kind());
    assertEquals("public", table.schema());
    assertEquals(db.number("SELECT 'device_data'::regclass::oid::int8"), table.oid());
    assertEquals(
        List.of("device_id", "data_seq", "data", "ts"),
        table.columns().stream().map(ColumnDefinition::name).toList());
    assertEquals(4, table.column(2).attnum());
    assertEquals(List.of(1, 0), table.primaryKey());
    assertEquals(3, table.windowColumn());
    assertEquals(new IndexDefinition("time", 0, List.of(), 3), table.indexes().get(0));
    assertEquals(new IndexDefinition("device_and_time", 1, List.of(0), 3), table.indexes().get(1));
    assertEquals(ZoneId.of("Europe/Berlin"), table.zone());
    assertTrue(table.column(3).notNull());
    assertFalse(table.column(2).notNull());
    assertTrue(table.traits().builtInOperatorsOnly());
  }

  @Test
  void inspect_domainsAndModifiers_areResolved() throws SQLException {
    db.sql(
        "CREATE DOMAIN inner_text AS varchar(10)",
        "CREATE DOMAIN outer_text AS inner_text",
        "CREATE TABLE t (a outer_text, b numeric(7, 2), c char(3), d varchar(5))");

    TableDefinition table = inspect(rule("t"));

    ColumnDefinition a = table.column(0);
    assertEquals(ValueType.TEXT, a.type());
    assertEquals(Oids.VARCHAR, a.baseTypeOid());
    assertEquals(db.number("SELECT 'outer_text'::regtype::oid::int8"), a.typeOid());
    assertEquals((7 << 16 | 2) + 4, table.column(1).typmod());
    assertEquals(ValueType.NUMERIC, table.column(1).type());
    assertFalse(table.column(1).bytewiseEquality(), "1.0 = 1.00");
    assertEquals(ValueType.BPCHAR, table.column(2).type());
    assertEquals(9, table.column(3).typmod());
  }

  @Test
  void inspect_collations_decideEqualityAndOrderOfText() throws SQLException {
    db.sql(
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE COLLATION german (provider = icu, locale = 'de')",
        "CREATE TABLE t (a text, b text COLLATE \"C\", c text COLLATE german, d text COLLATE loose,"
            + " e text COLLATE ucs_basic, i int, u uuid)");

    List<ColumnDefinition> columns = inspect(rule("t")).columns();

    assertEquals(
        List.of(true, true, true, false, true, true, true),
        columns.stream().map(ColumnDefinition::bytewiseEquality).toList());
    assertEquals(
        List.of(true, true, false, false, false, true, true),
        columns.stream().map(ColumnDefinition::bytewiseOrder).toList());
  }

  @Test
  void inspect_linguisticDatabase_doesNotOrderTextByBytes() throws SQLException {
    db.sql("DROP DATABASE IF EXISTS linguistic");
    String create = "CREATE DATABASE linguistic TEMPLATE template0 LOCALE_PROVIDER icu";
    if (PostgresServer.shared().majorVersion() < 15) {
      assertThrows(SQLException.class, () -> db.sql(create), "no such databases yet");
      return;
    }
    db.sql(create + " ICU_LOCALE 'de' LOCALE 'C'");
    String url = db.url.replaceAll("/test_\\d+", "/linguistic");
    try (Connection connection = DriverManager.getConnection(url);
        Loader loader = new Loader(() -> DriverManager.getConnection(url), Clock.SYSTEM)) {
      LoadTesting.execute(connection, "CREATE TABLE t (a text, b text COLLATE \"C\")");

      TableDefinition table = loader.inspect(List.of(rule("t"))).get(0);

      assertTrue(table.column(0).bytewiseEquality());
      assertFalse(table.column(0).bytewiseOrder());
      assertTrue(table.column(1).bytewiseOrder());
    }
  }

  @Test
  void inspect_valuesThatDependOnMoreThanTheRow_areNotHeld() throws SQLException {
    db.sql(
        "CREATE TYPE pair AS (a int, at timestamptz)",
        "CREATE TYPE price AS (a int, of money)",
        "CREATE TABLE t (a regclass, b regtype[], c tstzrange, d timestamptz[], e pair, i price,"
            + " f tsrange, g timestamptz, h oid, j money[])");

    List<ColumnDefinition> columns = inspect(rule("t")).columns();

    assertEquals(
        List.of(false, false, false, false, false, false, true, true, true, true),
        columns.stream().map(ColumnDefinition::isCached).toList());
    assertTrue(columns.get(2).unsupported().contains("time zone"), columns.get(2).unsupported());
  }

  @Test
  void inspect_operatorOfUsers_isSeen() throws SQLException {
    db.sql(
        "CREATE FUNCTION same(int, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'",
        "CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = text, FUNCTION = same)");

    assertFalse(inspect(rule("device_data")).traits().builtInOperatorsOnly());
  }

  @Test
  void inspect_builtInFunctionsThatNotEverybodyMayExecute_areSeen() throws SQLException {
    assertTrue(inspect(rule("device_data")).traits().publicOperators());
    db.sql("REVOKE EXECUTE ON FUNCTION pg_catalog.upper(text) FROM PUBLIC");

    DatabaseTraits function = inspect(rule("device_data")).traits();
    assertTrue(function.shadowedFunctions().contains("upper"));
    assertTrue(function.publicOperators());

    db.sql("REVOKE EXECUTE ON FUNCTION pg_catalog.int4lt(int, int) FROM PUBLIC");
    assertFalse(inspect(rule("device_data")).traits().publicOperators());
  }

  @Test
  void inspect_operatorOfUserType_doesNotMatter() throws SQLException {
    db.sql(
        "CREATE TYPE pair AS (a int, b int)",
        "CREATE FUNCTION same(pair, int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'",
        "CREATE OPERATOR public.= (LEFTARG = pair, RIGHTARG = int, FUNCTION = same)");

    assertTrue(inspect(rule("device_data")).traits().publicOperators());
  }

  @Test
  void inspect_twice_keepsTheObjectUntilSomethingChanges() throws SQLException {
    TableDefinition first = inspect(rule("device_data"));
    assertSame(first, inspect(rule("device_data")));

    db.sql("ALTER TABLE device_data ADD COLUMN more int");

    assertNotSame(first, inspect(rule("device_data")));
  }

  @Test
  void inspect_withoutSchema_usesTheLoadersSearchPath() throws SQLException {
    db.sql("CREATE SCHEMA hidden", "CREATE TABLE hidden.only_there (a int)");
    TableRule unqualified = unqualified("only_there");
    assertError(unqualified, "test.conf: 1", "only_there", "public");

    String url = db.url + "&currentSchema=public,hidden";
    try (Loader loader = new Loader(() -> DriverManager.getConnection(url), Clock.SYSTEM)) {
      assertEquals("hidden", loader.inspect(List.of(unqualified)).get(0).schema());
      assertInAdjusted(loader.run(List.of(new LoadRequest(unqualified, null, LoadTesting.MEMORY))));
    }
  }

  private static void assertInAdjusted(List<LoadResult> results) {
    assertTrue(results.get(0) instanceof LoadResult.Adjusted, results::toString);
  }

  private static TableRule unqualified(String relation) {
    TableRule rule = rule(relation);
    return new TableRule(
        rule.origin(),
        rule.label(),
        null,
        relation,
        rule.indexes(),
        rule.window(),
        rule.freshness());
  }

  @Test
  void inspect_oddNames_areQuoted() throws SQLException {
    db.sql("CREATE TABLE \"O\"\"dd.Tab le\" (\"Co\"\"l;\" int PRIMARY KEY, \"select\" numeric)");

    TableDefinition table = inspect(rule("O\"dd.Tab le"));

    assertEquals("Co\"l;", table.column(0).name());
    db.load(rule("O\"dd.Tab le"));
  }

  @Test
  void inspect_notNullThatOldRowsMayBreak_isNotNotNull() throws SQLException {
    db.sql("CREATE TABLE t (a int, b int)", "INSERT INTO t VALUES (NULL, NULL)");
    if (db.connection.getMetaData().getDatabaseMajorVersion() >= 18) {
      db.sql("ALTER TABLE t ADD CONSTRAINT later NOT NULL a NOT VALID");
    }

    assertFalse(inspect(rule("t")).column(0).notNull());
  }

  @Test
  void inspect_unknownRelation_isAnError() {
    assertError(rule("nowhere"), "test.conf: 1", "'nowhere'", "'public'");
  }

  @Test
  void inspect_unknownColumns_areErrorsThatListTheColumns() {
    assertError(
        withWindow(rule("device_data"), window("tss", null, null)),
        "test.conf: 20",
        "'tss'",
        "device_id, data_seq, data, ts");
    assertError(
        withIndexes(rule("device_data"), index("i", List.of("device"), "ts")),
        "test.conf: 7",
        "'device'");
    assertError(
        withIndexes(rule("device_data"), index("i", List.of(), "gone")), "test.conf: 7", "'gone'");
  }

  @Test
  void inspect_relationsOfOtherKinds_areErrors() throws SQLException {
    db.sql(
        "CREATE SEQUENCE s",
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER f FOREIGN DATA WRAPPER w",
        "CREATE FOREIGN TABLE ft (a int) SERVER f",
        "CREATE TABLE parts (a int) PARTITION BY LIST (a)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)",
        "CREATE FOREIGN TABLE parts_2 PARTITION OF parts FOR VALUES IN (2) SERVER f");

    assertError(rule("s"), "test.conf: 1", "public.s is no table");
    assertError(rule("device_data_pkey"), "test.conf: 1", "is no table");
    assertError(rule("ft"), "test.conf: 1", "foreign table");
    assertError(rule("parts"), "test.conf: 1", "'parts_2'");
    assertEquals(Kind.TABLE, inspect(rule("parts_1")).kind());
  }

  @Test
  void inspect_systemRelation_isAnError() {
    TableRule rule = rule("pg_class");
    assertError(
        new TableRule(
            rule.origin(),
            rule.label(),
            "pg_catalog",
            "pg_class",
            List.of(),
            null,
            rule.freshness()),
        "test.conf: 1",
        "system relation");
  }

  @Test
  void inspect_unsupportedRangeType_isAnError() throws SQLException {
    db.sql("CREATE TABLE t (a text, b numeric, c timestamptz)");

    assertError(
        withWindow(rule("t"), window("b", null, null)), "test.conf: 20", "'b'", "timestamptz");
    assertError(
        withIndexes(rule("t"), index("i", List.of(), "a")), "test.conf: 7", "'a'", "bigint");
  }

  @Test
  void inspect_unsupportedSegmentColumn_isAnError() throws SQLException {
    db.sql(
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TABLE t (a float8, b text COLLATE loose, c int)");

    assertError(
        withIndexes(rule("t"), index("i", List.of("a"), "c")), "test.conf: 7", "'a'", "uuid");
    assertError(
        withIndexes(rule("t"), index("i", List.of("b"), "c")), "test.conf: 7", "deterministic");
    assertError(
        withIndexes(rule("t"), index("i", List.of("c", "c"), null)), "test.conf: 7", "twice");
  }

  @Test
  void inspect_boundsThatDoNotFitTheColumn_areErrors() throws SQLException {
    db.sql("CREATE TABLE t (d date, s smallint, ts timestamp, tz timestamptz)");

    for (String[] wrong :
        new String[][] {
          {"d", "2026-01-01T00:00:00"},
          {"d", "2026-02-30"},
          {"d", "+5874898-01-01"},
          {"s", "40000"},
          {"s", "2026-01-01"},
          {"ts", "2026-01-01T00:00:00Z"},
          {"ts", "2026-01-01T00:00:00.0000001"},
          {"ts", "+294277-01-01T00:00:00"},
          {"tz", "soon"}
        }) {
      assertError(
          withWindow(rule("t"), window(wrong[0], at(wrong[1]), null)),
          "test.conf: 20",
          "'" + wrong[0] + "'",
          "'" + wrong[1] + "'");
    }
  }

  @Test
  void inspect_fromAfterTo_isAnError() throws SQLException {
    db.sql("CREATE TABLE t (i int, ts timestamp, tz timestamptz)");

    assertError(
        withWindow(rule("t"), window("i", at("5"), at("4"))), "test.conf: 20", "5", "after", "4");
    assertError(
        withWindow(
            rule("t"), window("ts", past(Duration.ofMinutes(1)), past(Duration.ofMinutes(2)))),
        "test.conf: 20",
        "after");
    assertError(
        withWindow(
            rule("t"), window("tz", at("2026-01-01T00:00:00-05:00"), at("2026-01-01T00:00:00Z"))),
        "test.conf: 20",
        "after");
    inspect(withWindow(rule("t"), window("i", at("4"), at("4"))));
  }

  @Test
  void inspect_movingBoundOfAnInteger_isAnError() {
    assertError(
        withWindow(rule("device_data"), window("data", past(Duration.ofMinutes(2)), null)),
        "test.conf: 20",
        "'data'",
        "timestamp");
  }

  @Test
  void inspect_appendOnlyWithoutTimeWindow_isAnError() {
    TableRule whole = appendOnly(rule("device_data"), Duration.ofSeconds(5));
    assertError(whole, "test.conf: 30", "append-only");
    assertError(withWindow(whole, window("data", at("0"), null)), "test.conf: 30", "append-only");
  }

  @Test
  void inspect_indexThatCannotProveCoverage_isAnError() {
    TableRule windowed = withWindow(rule("device_data"), window("ts", null, null));

    assertError(
        withIndexes(windowed, index("i", List.of("device_id"), "data")),
        "test.conf: 7",
        "'range' = ts");
    assertError(
        withIndexes(windowed, index("i", List.of("device_id"), null)),
        "test.conf: 7",
        "has no 'range'");
  }

  @Test
  void inspect_noPrivilege_isAnErrorThatNamesTheRole() throws SQLException {
    db.sql(
        "DROP ROLE IF EXISTS poor",
        "CREATE ROLE poor LOGIN",
        "CREATE SCHEMA closed",
        "CREATE TABLE closed.t (a int)",
        "GRANT SELECT ON closed.t TO poor");
    String url = db.url.replace("user=postgres", "user=poor");
    try (Loader poor = new Loader(() -> DriverManager.getConnection(url), Clock.SYSTEM)) {
      ConfigException table =
          assertThrows(ConfigException.class, () -> poor.inspect(List.of(rule("device_data"))));
      assertTrue(
          message(table).startsWith("test.conf: 1: ")
              && message(table).contains("'poor'")
              && message(table).contains("GRANT SELECT ON \"public\".\"device_data\""),
          message(table));
      TableRule rule = rule("t");
      TableRule closed =
          new TableRule(rule.origin(), "t", "closed", "t", List.of(), null, rule.freshness());
      ConfigException schema =
          assertThrows(ConfigException.class, () -> poor.inspect(List.of(closed)));
      assertTrue(message(schema).contains("USAGE ON SCHEMA"), message(schema));

      db.sql("GRANT SELECT ON device_data TO poor", "GRANT USAGE ON SCHEMA closed TO poor");
      List<LoadResult> results =
          poor.run(
              List.of(
                  new LoadRequest(rule("device_data"), null, LoadTesting.MEMORY),
                  new LoadRequest(closed, null, LoadTesting.MEMORY)));
      assertInAdjusted(results);
      assertInAdjusted(results.subList(1, 2));
    } finally {
      db.sql("DROP OWNED BY poor", "DROP ROLE poor");
    }
  }
}
