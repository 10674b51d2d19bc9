package io.tablecache.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.HiddenEffects;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the catalog hides from the text is found, and nothing is suspected without cause. */
final class HiddenEffectsReaderTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(PostgresServer.shared().createDatabase());
    execute(
        "CREATE TABLE cached (id integer PRIMARY KEY, v integer)",
        "CREATE TABLE other (id integer PRIMARY KEY, v integer)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What is found where the named relations are cached. */
  private HiddenEffects read(String... cached) throws SQLException {
    Map<Long, String> labels = new HashMap<>();
    for (String name : cached) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT '" + name + "'::regclass::oid::int8")) {
        row.next();
        labels.put(row.getLong(1), name);
      }
    }
    connection.setAutoCommit(false);
    execute("SET search_path = pg_catalog");
    HiddenEffects read = HiddenEffectsReader.read(connection, labels);
    connection.rollback();
    connection.setAutoCommit(true);
    return read;
  }

  private static String sorted(Map<String, Set<String>> reach) {
    Map<String, Set<String>> sorted = new TreeMap<>();
    reach.forEach((name, labels) -> sorted.put(name, new TreeSet<>(labels)));
    return sorted.toString();
  }

  @Test
  void read_plainTables_reachThemselvesOnly() throws SQLException {
    HiddenEffects read = read("cached");
    assertEquals("{cached=[cached]}", sorted(read.reach()));
    assertEquals(Set.of(), read.triggering());
    assertEquals(Set.of("cached"), read.plain());
    assertEquals(Set.of(), read.writers());
    assertEquals(Set.of("cached"), read.readers());
  }

  @Test
  void read_foreignKeys_reachByTheirActionsOnly() throws SQLException {
    execute(
        "CREATE TABLE parent (id integer PRIMARY KEY)",
        "CREATE TABLE grand (id integer PRIMARY KEY)",
        "CREATE TABLE lookup (id integer PRIMARY KEY)",
        "ALTER TABLE parent ADD FOREIGN KEY (id) REFERENCES grand ON UPDATE SET DEFAULT",
        "ALTER TABLE cached ADD FOREIGN KEY (v) REFERENCES parent ON DELETE CASCADE",
        "ALTER TABLE cached ADD FOREIGN KEY (v) REFERENCES lookup ON DELETE RESTRICT",
        "ALTER TABLE other ADD FOREIGN KEY (v) REFERENCES cached ON DELETE SET NULL");
    HiddenEffects read = read("cached", "other");
    assertEquals(
        "{cached=[cached, other], grand=[cached, other], other=[other], parent=[cached, other]}",
        sorted(read.reach()));
    assertEquals(Set.of("other"), read.plain(), "a row of cached is deleted through no other name");
  }

  @Test
  void read_inheritance_reachesUpAndDown() throws SQLException {
    execute(
        "CREATE TABLE above (id integer) PARTITION BY RANGE (id)",
        "CREATE TABLE middle PARTITION OF above FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (id)",
        "CREATE TABLE leaf PARTITION OF middle FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE sibling PARTITION OF above FOR VALUES FROM (100) TO (200)");
    assertEquals(
        "{above=[middle], leaf=[middle], middle=[middle]}", sorted(read("middle").reach()));
    assertEquals(
        "{above=[above], leaf=[above], middle=[above], sibling=[above]}",
        sorted(read("above").reach()));
    assertEquals(Set.of(), read("leaf").plain());
  }

  @Test
  void read_views_reachWhatTheyReadAndAreReachedByIt() throws SQLException {
    execute(
        "CREATE TABLE base (id integer)",
        "CREATE TABLE joined (id integer)",
        "CREATE VIEW shown AS SELECT b.id FROM base b JOIN joined j USING (id)",
        "CREATE VIEW over_cached AS SELECT c.* FROM cached c, other",
        "CREATE MATERIALIZED VIEW frozen AS SELECT * FROM base");
    assertEquals(
        "{base=[shown], frozen=[shown], joined=[shown], shown=[shown]}",
        sorted(read("shown").reach()));
    assertEquals("{cached=[cached], over_cached=[cached]}", sorted(read("cached").reach()));
    assertEquals("{frozen=[frozen]}", sorted(read("frozen").reach()));
    assertEquals(Set.of("cached", "over_cached"), read("cached").readers());
  }

  @Test
  void read_triggersRulesAndForeignTables_mayDoAnything() throws SQLException {
    execute(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE triggered (id integer PRIMARY KEY)",
        "CREATE TABLE child () INHERITS (triggered)",
        "CREATE TRIGGER t AFTER INSERT ON triggered FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE triggered DISABLE TRIGGER t",
        "CREATE TABLE referred (id integer PRIMARY KEY)",
        "ALTER TABLE triggered ADD FOREIGN KEY (id) REFERENCES referred ON DELETE CASCADE",
        "CREATE TABLE ruled (id integer)",
        "CREATE RULE r AS ON INSERT TO ruled DO ALSO DELETE FROM other",
        "CREATE VIEW over_ruled AS SELECT * FROM ruled",
        "CREATE TABLE calm (id integer PRIMARY KEY REFERENCES referred)");
    HiddenEffects read = read("cached");
    assertEquals(
        Set.of("triggered", "child", "referred", "ruled", "over_ruled"), read.triggering());
    assertFalse(read.writers().contains("f"), "no statement can call a trigger's function");
  }

  @Test
  void read_defaultsChecksAndIndexesOverSuspectFunctions_mayDoAnything() throws SQLException {
    execute(
        "CREATE FUNCTION writing() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION hidden(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS"
            + " 'BEGIN RETURN writing(); END'",
        "CREATE FUNCTION pure(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS"
            + " 'SELECT abs($1) + coalesce($1, 0)'",
        "CREATE TABLE by_default (id integer DEFAULT writing())",
        "CREATE TABLE by_check (id integer CHECK (hidden(id) > 0))",
        "CREATE TABLE by_index (id integer)",
        "CREATE INDEX ON by_index (hidden(id))",
        "CREATE TABLE pure_index (id integer DEFAULT pure(1) CHECK (pure(id) > 0))",
        "CREATE INDEX ON pure_index (pure(id))",
        "CREATE TABLE by_setting (t text DEFAULT set_config('a.b', 'c', false))",
        "CREATE TABLE by_text (t text CHECK (query_to_xml(t, true, true, '') IS NOT NULL))",
        "CREATE DOMAIN setting AS text DEFAULT set_config('a.b', 'c', false)",
        "CREATE TABLE by_domain (i integer, t setting)",
        "CREATE TABLE serial_default (id serial, u uuid DEFAULT gen_random_uuid(), t timestamptz"
            + " DEFAULT now())");
    HiddenEffects read = read("cached");
    assertEquals(
        Set.of("by_default", "by_check", "by_index", "by_setting", "by_text", "by_domain"),
        read.triggering());
    assertTrue(read.writers().containsAll(Set.of("writing", "hidden")));
    assertEquals(Set.of("pure"), read.calm());
  }

  @Test
  void read_functionsThatSayTheyDoNotWrite_areSearchedForThoseThatDo() throws SQLException {
    execute(
        "CREATE FUNCTION writing() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW written AS SELECT writing() AS w",
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql STABLE AS 'SELECT Writing()'",
        "CREATE FUNCTION two() RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN \"one\"();"
            + " END'",
        "CREATE FUNCTION by_view() RETURNS integer LANGUAGE sql STABLE AS 'SELECT w FROM written'",
        "CREATE FUNCTION dynamic(text) RETURNS void LANGUAGE plpgsql STABLE AS"
            + " 'BEGIN EXECUTE $1; END'",
        "CREATE FUNCTION setting() RETURNS text LANGUAGE sql STABLE AS"
            + " 'SELECT set_config(''a.b'', ''c'', false)'",
        "CREATE FUNCTION standard() RETURNS text LANGUAGE sql STABLE RETURN"
            + " set_config('a.b', 'c', false)",
        "CREATE FUNCTION argument(text DEFAULT set_config('a.b', 'c', false)) RETURNS text LANGUAGE"
            + " sql STABLE AS 'SELECT $1'",
        "CREATE FUNCTION everything() RETURNS xml LANGUAGE sql STABLE AS"
            + " 'SELECT database_to_xml(true, true, '''')'",
        "CREATE FUNCTION reading() RETURNS bigint LANGUAGE sql STABLE AS"
            + " 'SELECT count(*) FROM other WHERE v > random()'",
        "CREATE FUNCTION twofold(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE FUNCTION twofold(text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION lower(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE AGGREGATE totals(integer) (sfunc = int4pl, stype = integer)",
        "CREATE FUNCTION step(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT $1'",
        "CREATE AGGREGATE steps(integer) (sfunc = step, stype = integer)");
    HiddenEffects read = read("cached");
    assertEquals(
        Set.of(
            "writing",
            "written",
            "one",
            "two",
            "by_view",
            "dynamic",
            "setting",
            "standard",
            "argument",
            "everything",
            "twofold",
            "step",
            "steps"),
        withoutTypes(read.writers()));
    assertEquals(Set.of("reading", "totals"), read.calm(), "lower is a built-in one's name, too");
  }

  /** Rows of a suspect view have a type of their own, and an array of it. */
  private static Set<String> withoutTypes(Set<String> names) {
    Set<String> others = new TreeSet<>(names);
    others.removeIf(name -> name.startsWith("_"));
    return others;
  }

  @Test
  void read_operatorsAndCasts_areSuspectByTheirFunctions() throws SQLException {
    execute(
        "CREATE FUNCTION writing(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pure(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS"
            + " 'SELECT $1'",
        "CREATE OPERATOR #@# (FUNCTION = writing, LEFTARG = integer, RIGHTARG = integer)",
        "CREATE OPERATOR *** (FUNCTION = pure, LEFTARG = integer, RIGHTARG = integer)",
        "CREATE OPERATOR @# (FUNCTION = nextval, RIGHTARG = regclass)",
        "CREATE FUNCTION by_operator() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1#@#2'",
        "CREATE TYPE pair AS (a integer)",
        "CREATE FUNCTION to_int(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a'",
        "CREATE CAST (pair AS integer) WITH FUNCTION to_int(pair)",
        "CREATE VIEW by_cast AS SELECT ROW(1)::pair::integer AS i",
        "CREATE VIEW by_plain AS SELECT 1 *** 2 AS i");
    HiddenEffects read = read("cached");
    assertEquals(Set.of("#@#", "@#", "::"), read.operators());
    assertTrue(
        read.writers().containsAll(Set.of("writing", "to_int", "cast", "by_cast", "by_operator")),
        read.writers().toString());
    assertFalse(read.writers().contains("by_plain"));
    assertFalse(read.isAnyTextSuspect());
  }

  @Test
  void read_implicitCastOrCommonOperator_makesEveryTextSuspect() throws SQLException {
    execute(
        "CREATE TYPE pair AS (a integer)",
        "CREATE FUNCTION to_int(pair) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a'",
        "CREATE CAST (pair AS integer) WITH FUNCTION to_int(pair) AS ASSIGNMENT");
    assertTrue(read("cached").isAnyTextSuspect());
    execute(
        "DROP CAST (pair AS integer)",
        "CREATE FUNCTION same(pair, pair) RETURNS boolean LANGUAGE sql AS 'SELECT true'");
    assertFalse(read("cached").isAnyTextSuspect());
    execute("CREATE OPERATOR = (FUNCTION = same, LEFTARG = pair, RIGHTARG = pair)");
    assertTrue(read("cached").isAnyTextSuspect());
    execute("DROP OPERATOR = (pair, pair)");
    assertFalse(read("cached").isAnyTextSuspect());
    // By row_to_json and its like.
    execute(
        "CREATE FUNCTION to_text(pair) RETURNS json LANGUAGE sql AS 'SELECT ''{}''::json'",
        "CREATE CAST (pair AS json) WITH FUNCTION to_text(pair)");
    assertTrue(read("cached").isAnyTextSuspect());
  }

  @Test
  void read_domainCheckedBySuspectFunction_isSuspectByItsName() throws SQLException {
    execute(
        "CREATE FUNCTION checked(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE DOMAIN positive AS integer CHECK (checked(VALUE))",
        "CREATE TABLE with_domain (id positive)");
    HiddenEffects read = read("cached");
    assertTrue(read.writers().contains("positive"));
    assertTrue(read.triggering().contains("with_domain"));
  }

  @Test
  void read_twoRelationsOfOneName_areNotPlain() throws SQLException {
    execute("CREATE SCHEMA s", "CREATE TABLE s.cached (id integer)");
    assertEquals(Set.of(), read("public.cached").plain());
  }
}
