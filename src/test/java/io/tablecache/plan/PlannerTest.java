package io.tablecache.plan;

import static io.tablecache.plan.PlanFixtures.ALL;
import static io.tablecache.plan.PlanFixtures.DEVICE_DATA;
import static io.tablecache.plan.PlanFixtures.OTHER_DEVICE_DATA;
import static io.tablecache.plan.PlanFixtures.plan;
import static io.tablecache.plan.PlanFixtures.planned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ResultField;
import io.tablecache.model.SortKey;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM device_data",
        "select * from public.device_data",
        "SELECT d.* FROM device_data d",
        "SELECT d.* FROM device_data AS d",
        "SELECT device_data.* FROM device_data",
        "SELECT \"device_id\", \"ts\" FROM \"device_data\" WHERE \"ts\" >= ?",
        "select \"public\".\"device_data\".\"ts\" from \"public\".\"device_data\"",
        "SELECT public.device_data.ts FROM device_data",
        "select DEVICE_ID, Data_Seq, DATA, Ts from Device_Data where TS >= ?",
        "SELECT ts, ts, ts AS ts FROM device_data WHERE ts >= ?",
        "SELECT d.ts AS data, d.data AS ts FROM device_data d WHERE d.ts >= ?",
        "SELECT d.device_id AS id, d.data value, d.ts \"when\" FROM device_data AS d WHERE d.ts >= ?",
        "SELECT device_id AS \"FROM devices\", ts AS \"a\"\"b?\" FROM device_data WHERE ts >= ?",
        "SELECT *, ts FROM device_data",
        "SELECT device_id FROM devices;",
        "SELECT device_id FROM devices ; ;  ",
        "/* app=dash, q=? */ SELECT device_id FROM device_data WHERE ts >= ?",
        "-- it's a comment; with ? and 'quotes\nSELECT device_id FROM device_data WHERE ts >= ?",
        "SELECT device_id, ts FROM device_data -- WHERE ts < now()\nWHERE ts >= ?",
        "SELECT device_id FROM device_data WHERE ts >= ? /*traceparent='00-5bd66ef5'*/",
        "SELECT device_id FROM/* a /* nested */ one */device_data",
        "SELECT \"Ts\" FROM \"DeviceData\" WHERE \"Ts\" >= ?",
        "SELECT dd.\"Ts\" FROM public.\"DeviceData\" dd",
        "select dd1_0.data,dd1_0.ts from device_data dd1_0 where dd1_0.device_id=? order by 2",
        "SELECT ts FROM device_data WHERE (((device_id = ?)) AND ((ts >= ?)))",
        "SELECT ts FROM device_data WHERE ? = device_id AND ? <= ts",
        "SELECT ts FROM device_data WHERE 3 = device_id",
        "SELECT ts FROM device_data WHERE device_id=-3",
        "SELECT ts FROM device_data WHERE device_id = - 3",
        "SELECT ts FROM device_data WHERE device_id=+3",
        "SELECT ts FROM device_data WHERE device_id <> 1 AND device_id != 2",
        "SELECT ts FROM device_data WHERE device_id BETWEEN ? AND ? AND ts >= ?",
        "SELECT ts FROM device_data WHERE device_id BETWEEN -1 AND 5 AND data = 7",
        "SELECT ts FROM device_data WHERE device_id IN (?, ?) AND ts >= ? AND data IN (1, 2, -3)",
        "SELECT ts FROM device_data WHERE ts >= ? AND device_id IN (1)",
        "SELECT ts FROM device_data WHERE (device_id IN (1)) AND (device_id IN (?)) AND data = ?",
        "SELECT ts FROM device_data WHERE device_id IN ('1','2','3') AND ts > '2026-01-01 00:00:00'",
        "SELECT ts FROM device_data WHERE device_id = ANY(?) AND ts >= ?",
        "SELECT ts FROM device_data WHERE device_id = any (ARRAY[4,5,6]) AND ts >= ?",
        "SELECT ts FROM device_data WHERE device_id = ANY(ARRAY[?, ?])",
        "SELECT ts FROM device_data WHERE ts IS NULL AND data IS NOT NULL",
        "SELECT ts FROM device_data WHERE ts >= ?::timestamp",
        "SELECT ts FROM device_data WHERE ts >= ? :: timestamp",
        "SELECT ts FROM device_data WHERE ts >= CAST(? AS timestamp)",
        "SELECT ts FROM device_data WHERE ts >= cast(? as timestamp(6))",
        "SELECT ts FROM device_data WHERE ts >= '2026-01-01 00:00:00'::timestamp without time zone",
        "SELECT ts FROM device_data ORDER BY ts",
        "SELECT ts FROM device_data ORDER BY device_id ASC, 1 DESC NULLS LAST, data NULLS FIRST",
        "SELECT ts AS x FROM device_data ORDER BY x, device_data.ts",
        "SELECT ts FROM device_data LIMIT 5",
        "SELECT ts FROM device_data LIMIT ? OFFSET ?",
        "SELECT ts FROM device_data OFFSET 10 LIMIT 5",
        "SELECT ts FROM device_data LIMIT ALL",
        "SELECT ts FROM device_data LIMIT NULL OFFSET 3 ROWS",
        "SELECT ts FROM device_data OFFSET ? ROW FETCH NEXT ? ROWS ONLY",
        "SELECT ts FROM device_data FETCH FIRST 5 ROW ONLY",
        "SELECT ts FROM device_data FETCH FIRST ROW ONLY",
        "SELECT ts FROM device_data OFFSET 5 ROWS FETCH FIRST ROWS ONLY",
        "SELECT site FROM readings WHERE site = 'it''s' AND note = ? AND site >= 'a' AND unit = 'C'",
        "SELECT site FROM readings WHERE active = 't' AND owner = ?",
        "SELECT site FROM readings WHERE owner >= ? AND day < '2026-01-01' AND at = ?",
        "SELECT site FROM readings WHERE seq = 3 AND level IN (1, 2) ORDER BY seq, level, owner",
        "SELECT value, amount, meta FROM readings WHERE tenant = 5000000000",
        "SELECT site FROM readings WHERE label IS NOT NULL AND meta IS NULL",
        "SELECT site FROM readings ORDER BY site, active DESC, unit"
      })
  void plan_grammar_isPlanned(String sql) {
    assertInstanceOf(CachedQuery.class, plan(sql), sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        // What the parser drops or regroups.
        "SELECT * FROM device_data; DELETE FROM device_data => NOT_A_SELECT",
        "SELECT * FROM device_data; SELECT 1 => NOT_A_SELECT",
        "SELECT * FROM device_data; -- x => NOT_A_SELECT",
        "SELECT * FROM device_data; /* x */ => NOT_A_SELECT",
        "SELECT * FROM device_data TABLESAMPLE SYSTEM (10) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data d TABLESAMPLE BERNOULLI (10) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM ONLY device_data => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data * => UNPARSED",
        "SELECT * FROM device_data FOR UPDATE => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data FOR SHARE OF device_data => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED => UNSUPPORTED_CLAUSE",
        "SELECT * INTO copy FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data AS t(a, b, c, d) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data t(a, b, c, d) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data, LATERAL (SELECT 1) x => MULTIPLE_RELATIONS",
        "SELECT DISTINCT ts FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT DISTINCT ON (device_id) ts FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT ALL ts FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data USE INDEX (x) => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data WITH (NOLOCK) => UNSUPPORTED_CLAUSE",
        "SELECT TOP 3 ts FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT FIRST 3 ts FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data FINAL => OTHER",
        "SELECT ts FROM device_data LIMIT 3, 5 => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data LIMIT 5 BY device_id => OTHER",
        "SELECT ts FROM device_data LIMIT 1 + 1 => OTHER",
        "SELECT ts FROM device_data LIMIT (5) => OTHER",
        "SELECT ts FROM device_data FETCH FIRST 5 ROWS WITH TIES => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data FETCH FIRST 5 PERCENT ROWS ONLY => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data ORDER BY ts USING > => UNSUPPORTED_ORDER",
        "SELECT ts FROM device_data ORDER BY ts + 1 => UNSUPPORTED_ORDER",
        "SELECT ts FROM device_data ORDER BY ts COLLATE \"C\" => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data ORDER BY 2 => UNSUPPORTED_ORDER",
        "SELECT ts FROM device_data ORDER BY 0 => UNSUPPORTED_ORDER",
        "SELECT ts FROM device_data ORDER BY '1' => UNSUPPORTED_ORDER",
        "SELECT ts FROM device_data ORDER BY ? => UNSUPPORTED_ORDER",
        "SELECT ts AS x, data AS x FROM device_data ORDER BY x => UNSUPPORTED_ORDER",
        "SELECT value FROM readings ORDER BY value => UNSUPPORTED_ORDER",
        "SELECT amount FROM readings ORDER BY amount => UNSUPPORTED_ORDER",
        "SELECT note FROM readings ORDER BY note => UNSUPPORTED_ORDER",
        // More than one relation.
        "SELECT * FROM device_data, devices => MULTIPLE_RELATIONS",
        "SELECT * FROM device_data JOIN devices USING (device_id) => MULTIPLE_RELATIONS",
        "SELECT * FROM device_data NATURAL JOIN devices => MULTIPLE_RELATIONS",
        "SELECT * FROM (SELECT * FROM device_data) d => MULTIPLE_RELATIONS",
        "SELECT * FROM device_data UNION SELECT * FROM device_data => MULTIPLE_RELATIONS",
        "SELECT * FROM device_data EXCEPT ALL SELECT * FROM device_data => MULTIPLE_RELATIONS",
        "WITH device_data AS (SELECT 1) SELECT * FROM device_data => MULTIPLE_RELATIONS",
        "SELECT ts FROM device_data WHERE device_id IN (SELECT device_id FROM devices) =>"
            + " MULTIPLE_RELATIONS",
        "SELECT ts FROM device_data WHERE EXISTS (SELECT 1) => MULTIPLE_RELATIONS",
        "(SELECT ts FROM device_data) => UNSUPPORTED_CLAUSE",
        "TABLE device_data => UNSUPPORTED_CLAUSE",
        "VALUES (1) => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM generate_series(1, 2) AS device_data(ts) => OTHER",
        "SELECT 1 AS device_data => OTHER",
        "SELECT * FROM shadow.device_data => OTHER_RELATION",
        "SELECT * FROM corpus.public.device_data => OTHER_RELATION",
        "SELECT * FROM \"Device_Data\" => OTHER_RELATION",
        "SELECT * FROM \"DEVICE_DATA\" => OTHER_RELATION",
        "SELECT * FROM other AS device_data => OTHER_RELATION",
        // Clauses.
        "SELECT ts FROM device_data GROUP BY ts => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data HAVING ts IS NULL => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data WINDOW w AS (ORDER BY ts) => UNSUPPORTED_CLAUSE",
        "SELECT ts => UNSUPPORTED_CLAUSE",
        "SELECT FROM device_data => UNPARSED",
        "INSERT INTO device_data VALUES (1) => NOT_A_SELECT",
        "EXPLAIN SELECT * FROM device_data => NOT_A_SELECT",
        // Output.
        "SELECT count(*) FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT data + 1 FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT 1 FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT 'x' FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT ? FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT ts::date FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT (ts) FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT (d).ts FROM device_data d => OTHER",
        "SELECT (d).* FROM device_data d => OTHER",
        "SELECT ctid FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT xmin, ts FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT tableoid FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT device_data FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT d FROM device_data d => UNSUPPORTED_OUTPUT",
        "SELECT x.ts FROM device_data d => UNSUPPORTED_OUTPUT",
        "SELECT device_data.ts FROM device_data d => UNSUPPORTED_OUTPUT",
        "SELECT other.device_data.ts FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT current_user FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT user FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT current_date FROM device_data => OTHER",
        "SELECT nope FROM device_data => UNSUPPORTED_OUTPUT",
        "SELECT secret FROM readings => UNCACHEABLE_COLUMN",
        "SELECT * FROM readings => UNCACHEABLE_COLUMN",
        "SELECT site FROM readings WHERE secret IS NULL => UNCACHEABLE_COLUMN",
        "SELECT site FROM readings ORDER BY secret => UNCACHEABLE_COLUMN",
        "SELECT ts notnull FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT ts[1] FROM device_data => OTHER",
        "SELECT d.* AS x FROM device_data d => OTHER",
        // Predicates.
        "SELECT ts FROM device_data WHERE ts BETWEEN SYMMETRIC ? AND ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ts NOT BETWEEN ? AND ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data NOT IN (1, NULL) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data IN (1, NULL) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data IN () => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = ANY(ARRAY[]) => OTHER",
        "SELECT ts FROM device_data WHERE data <> ALL(?) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data > ANY(?) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = SOME(?) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = ANY(?, ?) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = 1 OR data = 2 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data IN (1) OR data = 2 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE (data = 1 OR data = 2) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE NOT (data = 1) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE NOT data = 1 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE 1 = 1 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE true => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ? => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE active => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE active IS TRUE => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = data_seq => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data % 2 = 0 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE abs(data) > ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = 1 + 2 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = -?  => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data & 1 + 2 = 3 => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data = 1 = true => OTHER",
        "SELECT ts FROM device_data WHERE data = NULL => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data == 1 => OTHER",
        "SELECT ts FROM device_data WHERE data < > 1 => OTHER",
        "SELECT ts FROM device_data WHERE data ! = 1 => OTHER",
        "SELECT ts FROM device_data WHERE data = 1 NOTNULL => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data ISNULL => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE data IS DISTINCT FROM 1 => OTHER",
        "SELECT ts FROM device_data WHERE (device_id, data) = (1, 2) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE (device_id, data) IN ((1, 2)) => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ctid = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE user = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE current_user = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE d.ts = ? => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE site LIKE 'a%' => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE site = 'a' COLLATE \"C\" => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE site = 'a' || 'b' => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE site = E'a\\n' => UNSUPPORTED_PREDICATE",
        "SELECT site FROM readings WHERE site = $$a$$ => OTHER",
        "SELECT ts FROM device_data WHERE ts > now() => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ts > timestamp '2026-01-01' => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ts > now() - interval '1 minute' => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE ts > ?::timestamp + ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE device_id = -3::int => UNSUPPORTED_PREDICATE",
        // Types.
        "SELECT ts FROM device_data WHERE device_id = 1.5 => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data WHERE device_id = 99999999999999999999 => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data WHERE ts >= ?::timestamptz => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data WHERE ts >= ?::date => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data WHERE ts >= ?::timestamp(3) => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE unit = ?::varchar(3) => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE note > 'a' => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE label = 'a' => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE label IN ('a') => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE active > ? => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE value = ? => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE amount = 1 => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE meta = ? => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data LIMIT 2.5 => UNSUPPORTED_TYPES",
        // Text that the lexer leaves alone.
        "SELECT ts FROM device_data WHERE data = $1 => UNPARSED",
        "SELECT ts FROM device_data WHERE ts > {ts '2026-01-01 00:00:00'} => UNPARSED",
        "SELECT ts FROM device_data LIMIT? => UNPARSED",
        "SELECT U&\"ts\" FROM device_data => UNPARSED",
        "SELECT ts FROM device_data WHERE data = 0x1F => UNPARSED",
        "SELECT ts FROM device_data WHERE data = 1_000 => UNPARSED",
        "SELECT meta ?? 'a' FROM readings => OTHER",
        "SELECT ts FROM device_data WHERE site = 'a => UNPARSED",
        "SELECT ts FROM device_data /* => UNPARSED"
      })
  void plan_anythingElse_isDelegated(String sql, String expected) {
    Plan plan = plan(sql);
    assertInstanceOf(Plan.Delegation.class, plan, sql);
    if (!expected.equals("OTHER")) {
      assertEquals(Outcome.valueOf(expected), ((Plan.Delegation) plan).outcome(), plan.toString());
    }
  }

  @Test
  void plan_declaredTypes_decideWhetherTheyAreCompared() {
    String sql = "SELECT ts FROM device_data WHERE device_id = ? AND ts >= ?";
    assertInstanceOf(CachedQuery.class, plan(sql, Oids.INT8, Oids.TIMESTAMP));
    assertInstanceOf(CachedQuery.class, plan(sql, Oids.INT2, 0));
    assertDelegated(Outcome.UNSUPPORTED_TYPES, plan(sql, Oids.NUMERIC, 0));
    assertDelegated(Outcome.UNSUPPORTED_TYPES, plan(sql, Oids.FLOAT8, 0));
    assertDelegated(Outcome.UNSUPPORTED_TYPES, plan(sql, Oids.INT4, Oids.TIMESTAMPTZ));
    assertDelegated(Outcome.UNSUPPORTED_TYPES, plan(sql, Oids.INT4, Oids.DATE));
  }

  @Test
  void plan_castOfText_isReadAsTheCastsType() {
    Planned scan = planned("SELECT ts FROM device_data WHERE ts >= ?::timestamp", Oids.VARCHAR);
    assertEquals(
        new SlotSource(false, 0, Oids.VARCHAR, ValueType.TEXT, false),
        scan.query().slots().get(0));
    assertDelegated(
        Outcome.UNSUPPORTED_TYPES,
        plan("SELECT ts FROM device_data WHERE ts >= ?::timestamp", Oids.TIMESTAMPTZ));
    assertDelegated(
        Outcome.UNSUPPORTED_TYPES,
        plan("SELECT ts FROM device_data WHERE device_id = ?::int", Oids.INT8));
  }

  @Test
  void plan_slots_areNumberedInTheOrderOfTheText() {
    Planned scan =
        planned(
            "SELECT ts FROM device_data WHERE 5 = device_id AND data = ? AND ts > '2026-01-01' LIMIT ?");
    assertEquals(
        List.of(
            new SlotSource(true, 0, Oids.INT4, ValueType.INT4, false),
            new SlotSource(false, 0, Oids.INT4, ValueType.INT4, false),
            new SlotSource(true, 1, Oids.TIMESTAMP, ValueType.TIMESTAMP, false),
            new SlotSource(false, 1, Oids.INT8, ValueType.INT8, false)),
        scan.query().slots());
  }

  @Test
  void plan_output_namesColumnsAndReadsThem() {
    Planned scan = planned("SELECT ts, d.*, data x FROM public.device_data d WHERE data_seq = 1");
    assertEquals(List.of(3, 0, 1, 2, 3, 2), scan.output());
    assertEquals(List.of(0, 1, 2, 3), scan.use().columns());
    assertFalse(scan.use().isUnqualified());
    assertEquals("x", scan.query().fields().get(5).label());
    Planned narrow = planned("SELECT ts FROM device_data WHERE data = 1 ORDER BY data_seq");
    assertEquals(List.of(1, 2, 3), narrow.use().columns());
    assertTrue(narrow.use().isUnqualified());
    assertSame(DEVICE_DATA, narrow.use().table());
  }

  @Test
  void plan_orderBy_prefersLabels() {
    assertEquals(
        List.of(new SortKey(2, false, false), new SortKey(3, true, true)),
        planned("SELECT data AS ts, ts AS data FROM device_data ORDER BY ts, 2 DESC").scan().order());
    assertEquals(
        List.of(new SortKey(3, false, true), new SortKey(3, true, false)),
        planned("SELECT data AS ts FROM device_data d ORDER BY d.ts NULLS FIRST, d.ts DESC NULLS LAST")
            .scan().order());
    assertEquals(
        List.of(new SortKey(3, true, true)),
        planned("SELECT ts AS \"TS\" FROM device_data ORDER BY TS DESC").scan().order());
  }

  @Test
  void plan_sameNameInTwoSchemas_isTheOneThatPostgresMeans() {
    List<TableDefinition> both = List.of(OTHER_DEVICE_DATA, DEVICE_DATA);
    assertSame(DEVICE_DATA, planned(both, "SELECT ts FROM device_data").use().table());
    assertSame(OTHER_DEVICE_DATA, planned(both, "SELECT ts FROM other.device_data").use().table());
  }

  @Test
  void plan_describedDifferently_isDelegated() {
    assertDelegated(
        Outcome.REFUSED_BY_DATABASE, describedAs(new StatementDescriber.Refused("42703", "")));
    assertDelegated(Outcome.NOT_DESCRIBED, describedAs(new StatementDescriber.Unavailable("")));
    assertDelegated(Outcome.OTHER_RELATION, fieldOf(1, 4, Oids.TIMESTAMP, -1));
    assertDelegated(Outcome.OTHER_RELATION, fieldOf(0, 0, Oids.TIMESTAMP, -1));
    assertDelegated(Outcome.OTHER_RELATION, fieldOf(DEVICE_DATA.oid(), 3, Oids.TIMESTAMP, -1));
    assertDelegated(
        Outcome.DEFINITION_CHANGED, fieldOf(DEVICE_DATA.oid(), 4, Oids.TIMESTAMPTZ, -1));
    assertDelegated(Outcome.DEFINITION_CHANGED, fieldOf(DEVICE_DATA.oid(), 4, Oids.TIMESTAMP, 3));
    assertDelegated(
        Outcome.OTHER_RELATION, describedAs(new StatementDescriber.Typed(List.of(), List.of())));
  }

  @Test
  void plan_wrongNumberOfTypes_isDelegated() {
    Template template = PlanFixtures.lex("SELECT ts FROM device_data WHERE data = ?").template();
    assertDelegated(
        Outcome.PARAMETER_MISSING,
        Planner.plan(template, new int[0], "public", ALL, PlanFixtures.DESCRIBER));
  }

  @Test
  void plan_longConjunctionAndDeepParentheses_endInTime() {
    StringBuilder sql = new StringBuilder("SELECT ts FROM device_data WHERE data = 0");
    for (int i = 0; i < 700; i++) {
      sql.append(" AND data = ").append(i);
    }
    Plan plan = plan(sql.toString());
    assertTrue(plan instanceof CachedQuery || plan instanceof Plan.Delegation);
    String nested = "(".repeat(30) + "data = 1" + ")".repeat(30);
    assertInstanceOf(CachedQuery.class, plan("SELECT ts FROM device_data WHERE " + nested));
    assertDelegated(
        Outcome.TOO_COMPLEX, plan("SELECT ts FROM device_data WHERE ((((" + nested + "))))"));
  }

  private static Plan fieldOf(int tableOid, int attnum, int typeOid, int typmod) {
    ResultField field = new ResultField("ts", tableOid, attnum, typeOid, 8, typmod);
    return describedAs(new StatementDescriber.Typed(List.of(), List.of(field)));
  }

  private static Plan describedAs(StatementDescriber.Description description) {
    return Planner.plan(
        PlanFixtures.lex("SELECT ts FROM device_data").template(),
        new int[0],
        "public",
        ALL,
        (sql, oids, searchPath) -> description);
  }

  private static void assertDelegated(Outcome expected, Plan plan) {
    assertInstanceOf(Plan.Delegation.class, plan);
    assertEquals(expected, ((Plan.Delegation) plan).outcome(), plan.toString());
  }
}
