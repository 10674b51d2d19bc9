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

import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ResultField;
import io.tablecache.model.SortKey;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        "SELECT d.device_id AS id, d.data value, d.ts \"when\" FROM device_data AS d WHERE d.ts >="
            + " ?",
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
        "SELECT ts FROM device_data WHERE device_id IN ('1','2','3') AND ts > '2026-01-01"
            + " 00:00:00'",
        "SELECT ts FROM device_data WHERE device_id = ANY(?) AND ts >= ?",
        "SELECT ts FROM device_data WHERE device_id = any (ARRAY[4,5,6]) AND ts >= ?",
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
        "SELECT site FROM readings WHERE site = 'it''s' AND note = ? AND site >= 'a' AND unit ="
            + " 'C'",
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

  /** Statements and the operators of their plans, from the result down along the left inputs. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "SELECT * FROM device_data * => Project Scan",
        "SELECT * FROM device_data AS t(a, b, c, d) => Project Scan",
        "SELECT * FROM device_data t(a, b, c, d) => Project Scan",
        "SELECT * FROM device_data, LATERAL (SELECT 1) x => Project Lateral Scan",
        "SELECT DISTINCT ts FROM device_data => Distinct Project Scan",
        "SELECT DISTINCT ON (device_id) ts FROM device_data => Project DistinctOn Scan",
        "SELECT ALL ts FROM device_data => Project Scan",
        "SELECT ts FROM device_data FINAL => Project Scan",
        "SELECT ts FROM device_data LIMIT 1 + 1 => Project Scan",
        "SELECT ts FROM device_data LIMIT (5) => Project Scan",
        "SELECT ts FROM device_data ORDER BY ts USING > => Project Scan",
        "SELECT value FROM readings ORDER BY value => Project Scan",
        "SELECT amount FROM readings ORDER BY amount => Sort Project Scan",
        "SELECT * FROM device_data, devices => Project Join Scan",
        "SELECT * FROM device_data JOIN devices USING (device_id) => Project Join Scan",
        "SELECT * FROM device_data NATURAL JOIN devices => Project Join Scan",
        "SELECT * FROM (SELECT * FROM device_data) d => Project Scan",
        "SELECT * FROM device_data UNION SELECT * FROM device_data => Distinct Append Project Scan",
        "SELECT * FROM device_data EXCEPT ALL SELECT * FROM device_data"
            + " => SetOperation Project Scan",
        "SELECT ts FROM device_data WHERE device_id IN (SELECT device_id FROM devices)"
            + " => Project Filter Scan",
        "SELECT ts FROM device_data WHERE EXISTS (SELECT 1) => Project Filter Scan",
        "(SELECT ts FROM device_data) => Project Scan",
        "TABLE device_data => Project Scan",
        "SELECT ts FROM device_data GROUP BY ts => Project Aggregate Scan",
        "SELECT ts FROM device_data WINDOW w AS (ORDER BY ts) => Project Scan",
        "SELECT FROM device_data => Project Scan",
        "SELECT count(*) FROM device_data => Project Aggregate Scan",
        "SELECT data + 1 FROM device_data => Project Scan",
        "SELECT 1 FROM device_data => Project Scan",
        "SELECT 'x' FROM device_data => Project Scan",
        "SELECT ? FROM device_data => Project Scan",
        "SELECT ts::date FROM device_data => Project Scan",
        "SELECT (ts) FROM device_data => Project Scan",
        "SELECT current_date FROM device_data => Project Scan",
        "SELECT ts notnull FROM device_data => Project Scan",
        "SELECT ts FROM device_data WHERE ts BETWEEN SYMMETRIC ? AND ? => Project Scan",
        "SELECT ts FROM device_data WHERE ts NOT BETWEEN ? AND ? => Project Scan",
        "SELECT ts FROM device_data WHERE data NOT IN (1, NULL) => Project Scan",
        "SELECT ts FROM device_data WHERE data IN (1, NULL) => Project Scan",
        "SELECT ts FROM device_data WHERE data <> ALL(?) => Project Scan",
        "SELECT ts FROM device_data WHERE data > ANY(?) => Project Scan",
        "SELECT ts FROM device_data WHERE data = SOME(?) => Project Scan",
        "SELECT ts FROM device_data WHERE data = 1 OR data = 2 => Project Scan",
        "SELECT ts FROM device_data WHERE data IN (1) OR data = 2 => Project Scan",
        "SELECT ts FROM device_data WHERE (data = 1 OR data = 2) => Project Scan",
        "SELECT ts FROM device_data WHERE NOT (data = 1) => Project Scan",
        "SELECT ts FROM device_data WHERE NOT data = 1 => Project Scan",
        "SELECT ts FROM device_data WHERE 1 = 1 => Project Scan",
        "SELECT ts FROM device_data WHERE true => Project Scan",
        "SELECT ts FROM device_data WHERE ? => Project Scan",
        "SELECT site FROM readings WHERE active => Project Scan",
        "SELECT site FROM readings WHERE active IS TRUE => Project Scan",
        "SELECT ts FROM device_data WHERE data = data_seq => Project Scan",
        "SELECT ts FROM device_data WHERE data % 2 = 0 => Project Scan",
        "SELECT ts FROM device_data WHERE abs(data) > ? => Project Scan",
        "SELECT ts FROM device_data WHERE data = 1 + 2 => Project Scan",
        "SELECT ts FROM device_data WHERE data & 1 + 2 = 3 => Project Scan",
        "SELECT ts FROM device_data WHERE data = 1 NOTNULL => Project Scan",
        "SELECT ts FROM device_data WHERE data ISNULL => Project Scan",
        "SELECT ts FROM device_data WHERE data IS DISTINCT FROM 1 => Project Scan",
        "SELECT ts FROM device_data WHERE (device_id, data) = (1, 2) => Project Scan",
        "SELECT ts FROM device_data WHERE (device_id, data) IN ((1, 2)) => Project Scan",
        "SELECT site FROM readings WHERE site = 'a' COLLATE \"C\" => Project Scan",
        "SELECT site FROM readings WHERE site = $$a$$ => Project Scan",
        "SELECT ts FROM device_data WHERE ts > now() => Project Scan",
        "SELECT ts FROM device_data WHERE ts > timestamp '2026-01-01' => Project Scan",
        "SELECT ts FROM device_data WHERE ts > now() - interval '1 minute' => Project Scan",
        "SELECT ts FROM device_data WHERE ts > ?::timestamp + ? => Project Scan",
        "SELECT ts FROM device_data WHERE device_id = -3::int => Project Scan",
        "SELECT ts FROM device_data WHERE device_id = 1.5 => Project Scan",
        "SELECT ts FROM device_data WHERE device_id = 99999999999999999999 => Project Scan",
        "SELECT ts FROM device_data WHERE ts >= ?::timestamptz => Project Scan",
        "SELECT ts FROM device_data WHERE ts >= ?::date => Project Scan",
        "SELECT ts FROM device_data WHERE ts >= ?::timestamp(3) => Project Scan",
        "SELECT site FROM readings WHERE unit = ?::varchar(3) => Project Scan",
        "SELECT site FROM readings WHERE active > ? => Project Scan",
        "SELECT site FROM readings WHERE value = ? => Project Scan",
        "SELECT site FROM readings WHERE amount = 1 => Project Scan",
        "SELECT ts FROM device_data LIMIT 2.5 => Project Scan",
        "SELECT device_id, max(ts) FROM device_data GROUP BY device_id HAVING count(*) > 1 ORDER BY"
            + " 2 DESC LIMIT 5 => Sort Project Filter Aggregate Scan",
        "SELECT data + 1, abs(data), ts::date FROM device_data WHERE data % 2 = 0 => Project Scan",
        "SELECT ts FROM device_data ORDER BY ts FETCH FIRST 5 ROWS WITH TIES => Sort Project Scan",
        "SELECT d.ts, v.name FROM device_data d LEFT JOIN devices v ON v.device_id = d.device_id"
            + " WHERE d.ts > ? => Project Join Scan",
        "WITH x AS (SELECT * FROM device_data WHERE ts > ?) SELECT * FROM x WHERE device_id = 1"
            + " => Project Scan",
        "SELECT row_number() OVER (ORDER BY ts) FROM device_data => Project Window Scan",
        "SELECT sum(data) OVER (PARTITION BY device_id ORDER BY ts ROWS BETWEEN 1 PRECEDING AND"
            + " CURRENT ROW) FROM device_data => Project Window Scan",
        "SELECT ts FROM device_data d WHERE EXISTS (SELECT 1 FROM devices v WHERE v.device_id ="
            + " d.device_id) => Project Filter Scan",
        "SELECT (SELECT max(ts) FROM device_data) FROM devices => Project Scan",
        "SELECT DISTINCT device_id FROM device_data => Distinct Project Scan",
        "SELECT data FROM device_data UNION ALL SELECT data_seq FROM device_data ORDER BY 1"
            + " => Sort Append Project Scan",
        "SELECT data FROM device_data INTERSECT SELECT data_seq FROM device_data"
            + " => SetOperation Project Scan",
        "SELECT data FROM device_data EXCEPT SELECT data_seq FROM device_data"
            + " => SetOperation Project Scan",
        "SELECT date_trunc('minute', ts), avg(data) FROM device_data GROUP BY 1"
            + " => Project Aggregate Scan",
        "SELECT case when data > 1 then 'a' else 'b' end FROM device_data => Project Scan",
        "SELECT coalesce(data, 0), nullif(data, 1), greatest(data, data_seq) FROM device_data"
            + " => Project Scan",
        "SELECT ts FROM device_data WHERE device_id = ANY(ARRAY[?, ?]::int[]) => Project Scan",
        "SELECT ts FROM device_data WHERE data = ALL(?) => Project Scan",
        "SELECT ts FROM device_data WHERE ts > CURRENT_DATE => Project Scan",
        "SELECT count(*) FILTER (WHERE data > 1) FROM device_data => Project Aggregate Scan",
        "SELECT string_agg(name, ',') FROM devices => Project Aggregate Scan",
        "SELECT v.a FROM (VALUES (1), (2)) AS v(a), device_data => Project Join Values",
        "SELECT note FROM readings WHERE note = 'a' => Project Scan",
        "SELECT note FROM readings WHERE note COLLATE \"C\" > 'a' => Project Scan",
        "SELECT active FROM readings WHERE active > ? => Project Scan",
        "SELECT ts FROM device_data GROUP BY ROLLUP (ts) => Project Aggregate Scan",
        "SELECT ts FROM device_data WHERE ts = now() AT TIME ZONE 'UTC' => Project Scan",
        "SELECT -data FROM device_data => Project Scan",
        "SELECT +5 FROM device_data => Project Scan",
        "SELECT DISTINCT ON (+1) data FROM device_data => Project DistinctOn Sort Project Scan",
        "SELECT amount FROM readings WHERE amount = 1 => Project Scan",
        "SELECT value FROM readings WHERE value > 1.5 => Project Scan",
        "SELECT ts FROM device_data WHERE (ts, data) > (?, ?) => Project Scan",
        "SELECT ts FROM device_data NATURAL JOIN devices => Project Join Scan",
        "SELECT data, grouping(data) FROM device_data GROUP BY CUBE (data)"
            + " => Project Aggregate Scan",
        "SELECT ts FROM device_data ORDER BY ? => Project Sort Project Scan",
        "SELECT (d).ts FROM device_data d => Project Scan",
        "SELECT site FROM readings WHERE site LIKE 'a%' => Project Scan",
        "SELECT site FROM readings WHERE site = 'a' || 'b' => Project Scan",
        "SELECT meta ?? 'a' FROM readings => Project Scan",
        "SELECT site FROM readings WHERE site ~ '^a' => Project Scan",
        "SELECT meta ->> 'a' FROM readings => Project Scan"
      })
  void plan_widerSql_isPlannedAsOperators(String sql, String shape) {
    assertEquals(shape, planned(sql).shape(), sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "-- it's a comment; with ? and 'quotes SELECT device_id FROM device_data WHERE ts >= ?"
            + " => NOT_A_SELECT",
        "SELECT ts FROM device_data WHERE device_id = ANY(ARRAY[?, ?]) => REFUSED_BY_DATABASE",
        "SELECT * FROM device_data; DELETE FROM device_data => NOT_A_SELECT",
        "SELECT * FROM device_data; SELECT 1 => NOT_A_SELECT",
        "SELECT * FROM device_data; -- x => NOT_A_SELECT",
        "SELECT * FROM device_data; /* x */ => NOT_A_SELECT",
        "SELECT * FROM device_data TABLESAMPLE SYSTEM (10) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data d TABLESAMPLE BERNOULLI (10) => UNSUPPORTED_CLAUSE",
        "SELECT * FROM ONLY device_data => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data FOR UPDATE => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data FOR SHARE OF device_data => UNSUPPORTED_CLAUSE",
        "SELECT * FROM device_data LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED => UNSUPPORTED_CLAUSE",
        "SELECT * INTO copy FROM device_data => UNSUPPORTED_CLAUSE",
        "SELECT ts FROM device_data USE INDEX (x) => UNPARSED",
        "SELECT ts FROM device_data WITH (NOLOCK) => UNPARSED",
        "SELECT TOP 3 ts FROM device_data => UNPARSED",
        "SELECT FIRST 3 ts FROM device_data => UNPARSED",
        "SELECT ts FROM device_data LIMIT 3, 5 => UNPARSED",
        "SELECT ts FROM device_data LIMIT 5 BY device_id => UNPARSED",
        "SELECT ts FROM device_data FETCH FIRST 5 ROWS WITH TIES => UNPARSED",
        "SELECT ts FROM device_data FETCH FIRST 5 PERCENT ROWS ONLY => UNPARSED",
        "SELECT ts FROM device_data ORDER BY ts + 1 => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data ORDER BY ts COLLATE \"C\" => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data ORDER BY 2 => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data ORDER BY 0 => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data ORDER BY '1' => REFUSED_BY_DATABASE",
        "SELECT ts AS x, data AS x FROM device_data ORDER BY x => REFUSED_BY_DATABASE",
        "SELECT note FROM readings ORDER BY note => UNSUPPORTED_ORDER",
        "WITH device_data AS (SELECT 1) SELECT * FROM device_data => OTHER_RELATION",
        "VALUES (1) => OTHER_RELATION",
        "SELECT ts FROM generate_series(1, 2) AS device_data(ts) => MULTIPLE_RELATIONS",
        "SELECT 1 AS device_data => OTHER_RELATION",
        "SELECT * FROM shadow.device_data => REFUSED_BY_DATABASE",
        "SELECT * FROM corpus.public.device_data => REFUSED_BY_DATABASE",
        "SELECT * FROM \"Device_Data\" => REFUSED_BY_DATABASE",
        "SELECT * FROM \"DEVICE_DATA\" => REFUSED_BY_DATABASE",
        "SELECT * FROM other AS device_data => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data HAVING ts IS NULL => REFUSED_BY_DATABASE",
        "SELECT ts => REFUSED_BY_DATABASE",
        "INSERT INTO device_data VALUES (1) => NOT_A_SELECT",
        "EXPLAIN SELECT * FROM device_data => NOT_A_SELECT",
        "SELECT (d).* FROM device_data d => UNPARSED",
        // The setting transform_null_equals decides.
        "SELECT ts FROM device_data WHERE data = NULL => UNSUPPORTED_PREDICATE",
        "SELECT ctid FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT xmin, ts FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT tableoid FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT device_data FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT d FROM device_data d => UNSUPPORTED_PREDICATE",
        "SELECT x.ts FROM device_data d => REFUSED_BY_DATABASE",
        "SELECT device_data.ts FROM device_data d => REFUSED_BY_DATABASE",
        "SELECT other.device_data.ts FROM device_data => REFUSED_BY_DATABASE",
        "SELECT current_user FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT user FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT nope FROM device_data => REFUSED_BY_DATABASE",
        "SELECT secret FROM readings => UNCACHEABLE_COLUMN",
        "SELECT * FROM readings => UNCACHEABLE_COLUMN",
        "SELECT site FROM readings WHERE secret IS NULL => UNCACHEABLE_COLUMN",
        "SELECT site FROM readings ORDER BY secret => UNCACHEABLE_COLUMN",
        "SELECT ts[1] FROM device_data => REFUSED_BY_DATABASE",
        "SELECT d.* AS x FROM device_data d => UNPARSED",
        "SELECT ts FROM device_data WHERE data IN () => UNPARSED",
        "SELECT ts FROM device_data WHERE data = ANY(ARRAY[]) => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data WHERE data = ANY(?, ?) => UNPARSED",
        "SELECT ts FROM device_data WHERE data = -?  => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data WHERE data = 1 = true => UNPARSED",
        "SELECT ts FROM device_data WHERE data == 1 => REFUSED_BY_DATABASE",
        "SELECT ts FROM device_data WHERE data < > 1 => UNPARSED",
        "SELECT ts FROM device_data WHERE data ! = 1 => UNPARSED",
        "SELECT ts FROM device_data WHERE ctid = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE user = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE current_user = ? => UNSUPPORTED_PREDICATE",
        "SELECT ts FROM device_data WHERE d.ts = ? => REFUSED_BY_DATABASE",
        "SELECT site FROM readings WHERE site = E'a\\101' => UNPARSED",
        "SELECT site FROM readings WHERE note > 'a' => UNSUPPORTED_ORDER",
        "SELECT site FROM readings WHERE label = 'a' => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE label IN ('a') => UNSUPPORTED_TYPES",
        "SELECT site FROM readings WHERE meta = ? => UNSUPPORTED_TYPES",
        "SELECT ts FROM device_data WHERE data = $1 => UNPARSED",
        "SELECT ts FROM device_data WHERE ts > {ts '2026-01-01 00:00:00'} => UNPARSED",
        "SELECT ts FROM device_data LIMIT? => UNPARSED",
        "SELECT U&\"ts\" FROM device_data => UNPARSED",
        "SELECT ts FROM device_data WHERE data = 0x1F => UNPARSED",
        "SELECT ts FROM device_data WHERE data = 1_000 => UNPARSED",
        "SELECT ts FROM device_data WHERE site = 'a => UNPARSED",
        "SELECT ts FROM device_data /* => UNPARSED",
        "SELECT count(*) FROM device_data GROUP BY DISTINCT ROLLUP (device_id, data)"
            + " => UNSUPPORTED_CLAUSE",
        "SELECT d.ts FROM device_data d RIGHT JOIN devices v USING (device_id)"
            + " => MULTIPLE_RELATIONS",
        "SELECT d.ts FROM device_data d FULL JOIN devices v USING (device_id)"
            + " => MULTIPLE_RELATIONS",
        "WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r, device_data => UNSUPPORTED_CLAUSE",
        "WITH d AS (DELETE FROM device_data RETURNING *) SELECT * FROM d => UNSUPPORTED_CLAUSE",
        "SELECT random(), ts FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT clock_timestamp(), ts FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT ts FROM device_data WHERE ts > statement_timestamp() => UNSUPPORTED_FUNCTION",
        "SELECT nextval('x') FROM device_data => REFUSED_BY_DATABASE",
        "SELECT pg_sleep(1) FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT gen_random_uuid() FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT version() FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT array_agg(data) FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT mode() WITHIN GROUP (ORDER BY data) FROM device_data" + " => UNSUPPORTED_OUTPUT",
        "SELECT ts FROM device_data WHERE current_setting('x') = 'a' => UNSUPPORTED_FUNCTION",
        "SELECT ts FROM device_data WHERE site ~ 'a' => REFUSED_BY_DATABASE",
        "SELECT name FROM devices WHERE name SIMILAR TO 'a' => UNSUPPORTED_PREDICATE",
        "SELECT unnest(ARRAY[1,2]) FROM device_data => UNSUPPORTED_PREDICATE",
        "SELECT generate_series(1, 2) FROM device_data => UNSUPPORTED_FUNCTION",
        "SELECT u.x FROM device_data, unnest(?::int[]) AS u(x) => MULTIPLE_RELATIONS",
        "SELECT ts::\"char\" FROM device_data => UNSUPPORTED_TYPES",
        "SELECT note COLLATE other.\"C\" FROM readings => UNSUPPORTED_ORDER",
        "SELECT label FROM readings WHERE label = 'a' => UNSUPPORTED_TYPES",
        "SELECT meta FROM readings WHERE meta = '{}' => UNSUPPORTED_TYPES",
        "SELECT secret::text FROM readings => UNCACHEABLE_COLUMN",
        "SELECT ts FROM device_data WHERE data OPERATOR(other.=) 1 => UNPARSED",
        "SELECT other.f(ts) FROM device_data => UNSUPPORTED_PREDICATE"
      })
  void plan_anythingElse_isDelegated(String sql, Outcome expected) {
    assertDelegated(expected, plan(sql));
  }

  @Test
  void plan_declaredTypes_decideHowValuesAreCompared() {
    String sql = "SELECT ts FROM device_data WHERE device_id = ? AND ts >= ?";
    assertEquals(0, planned(sql, Oids.INT8, Oids.TIMESTAMP).scan().filter().size());
    assertEquals(0, planned(sql, Oids.INT2, 0).scan().filter().size());
    assertEquals(1, planned(sql, Oids.NUMERIC, 0).scan().filter().size());
    assertEquals(1, planned(sql, Oids.FLOAT8, 0).scan().filter().size());
    assertFalse(planned(sql, Oids.INT4, Oids.DATE).query().dependsOnZone());
    assertTrue(planned(sql, Oids.INT4, Oids.TIMESTAMPTZ).query().dependsOnZone());
  }

  @Test
  void plan_castOfParameter_isComputedOnce() {
    Planned text = planned("SELECT ts FROM device_data WHERE ts >= ?::timestamp", Oids.VARCHAR);
    assertEquals(
        List.of(new SlotSource(false, 0, Oids.VARCHAR, ValueType.TEXT, false)),
        text.query().slots());
    assertEquals(1, text.query().derived().size());
    assertEquals(0, text.scan().filter().size());
    Planned instant =
        planned("SELECT ts FROM device_data WHERE ts >= ?::timestamp", Oids.TIMESTAMPTZ);
    assertTrue(instant.query().dependsOnZone());
    Planned number = planned("SELECT ts FROM device_data WHERE device_id = ?::int", Oids.INT8);
    assertEquals("device_and_time", number.scan().spec().index().name());
  }

  @Test
  void plan_now_isKnownToDecide() {
    assertTrue(planned("SELECT ts FROM device_data WHERE ts > now()").query().dependsOnNow());
    assertTrue(planned("SELECT current_timestamp FROM device_data").query().dependsOnNow());
    assertFalse(planned("SELECT ts FROM device_data WHERE ts > ?").query().dependsOnNow());
  }

  @Test
  void plan_severalTables_areUsedWithTheirColumns() {
    CachedQuery query =
        planned(
                "SELECT d.ts FROM device_data d JOIN public.devices v USING (device_id)"
                    + " WHERE v.name = 'x' AND d.data IN (SELECT data_seq FROM device_data)")
            .query();
    assertEquals(2, query.tables().size());
    assertSame(DEVICE_DATA, query.tables().get(0).table());
    assertTrue(query.tables().get(0).isUnqualified());
    assertEquals(List.of(0, 1, 2, 3), query.tables().get(0).columns());
    assertFalse(query.tables().get(1).isUnqualified());
    assertEquals(List.of(0, 1), query.tables().get(1).columns());
  }

  @Test
  void plan_slots_areNumberedInTheOrderOfTheText() {
    Planned scan =
        planned(
            "SELECT ts FROM device_data WHERE 5 = device_id AND data = ? AND ts > '2026-01-01'"
                + " LIMIT ?");
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
        planned("SELECT data AS ts, ts AS data FROM device_data ORDER BY ts, 2 DESC")
            .scan()
            .order());
    assertEquals(
        List.of(new SortKey(3, false, true), new SortKey(3, true, false)),
        planned(
                "SELECT data AS ts FROM device_data d ORDER BY d.ts NULLS FIRST, d.ts DESC NULLS"
                    + " LAST")
            .scan()
            .order());
    assertEquals(
        List.of(new SortKey(3, true, true)),
        planned("SELECT ts AS \"TS\" FROM device_data ORDER BY TS DESC").scan().order());
  }

  @Test
  void plan_orderByUsing_isAnOrder() {
    assertEquals(
        List.of(new SortKey(3, true, true), new SortKey(2, false, false)),
        planned("SELECT ts FROM device_data ORDER BY ts USING >, data USING <").scan().order());
  }

  @Test
  void plan_sameNameInTwoSchemas_isTheOneThatPostgresMeans() {
    List<TableDefinition> both = List.of(OTHER_DEVICE_DATA, DEVICE_DATA);
    assertSame(DEVICE_DATA, planned(both, "SELECT ts FROM device_data").use().table());
    assertSame(OTHER_DEVICE_DATA, planned(both, "SELECT ts FROM other.device_data").use().table());
  }

  @Test
  void plan_operatorsAndFunctionsOfOthers_areNotTrusted() {
    TableDefinition operators =
        withTraits(new DatabaseTraits(false, true, Set.of(), true, true, false, true));
    List<TableDefinition> tables = List.of(operators);
    assertInstanceOf(CachedQuery.class, plan(tables, "SELECT ts FROM device_data ORDER BY ts"));
    for (String sql :
        List.of(
            "SELECT ts FROM device_data WHERE data = 1",
            "SELECT ts FROM device_data WHERE data IN (1, 2)",
            "SELECT ts FROM device_data WHERE data BETWEEN 1 AND 2",
            "SELECT ts FROM device_data WHERE data = ANY(?)",
            "SELECT ts FROM device_data WHERE (data, device_id) = (1, 2)",
            "SELECT ts FROM device_data WHERE data IS DISTINCT FROM 1",
            "SELECT ts FROM device_data WHERE data IN (SELECT data FROM device_data)",
            "SELECT data + 1 FROM device_data",
            "SELECT -data FROM device_data",
            "SELECT nullif(data, 1) FROM device_data",
            "SELECT CASE data WHEN 1 THEN 2 END FROM device_data",
            "SELECT a.ts FROM device_data a JOIN device_data b USING (data)",
            "SELECT a.ts FROM device_data a NATURAL JOIN device_data b",
            "SELECT ts FROM device_data WHERE data::text LIKE 'x'")) {
      assertInstanceOf(Plan.Delegation.class, plan(tables, sql), sql);
      assertDelegated(Outcome.UNSUPPORTED_FUNCTION, plan(tables, sql));
    }
    List<TableDefinition> functions =
        List.of(
            withTraits(
                new DatabaseTraits(true, true, Set.of("abs", "max"), true, true, false, true)));
    assertInstanceOf(CachedQuery.class, plan(functions, "SELECT sign(data) FROM device_data"));
    assertDelegated(
        Outcome.UNSUPPORTED_FUNCTION, plan(functions, "SELECT abs(data) FROM device_data"));
    assertDelegated(
        Outcome.UNSUPPORTED_FUNCTION, plan(functions, "SELECT max(data) FROM device_data"));
    assertDelegated(
        Outcome.UNSUPPORTED_FUNCTION,
        plan(functions, "SELECT max(data) OVER (ORDER BY ts) FROM device_data"));
  }

  private static TableDefinition withTraits(DatabaseTraits traits) {
    return new TableDefinition(
        DEVICE_DATA.label(),
        DEVICE_DATA.oid(),
        DEVICE_DATA.schema(),
        DEVICE_DATA.name(),
        DEVICE_DATA.kind(),
        DEVICE_DATA.columns(),
        DEVICE_DATA.primaryKey(),
        DEVICE_DATA.indexes(),
        DEVICE_DATA.windowColumn(),
        DEVICE_DATA.zone(),
        traits);
  }

  @Test
  void plan_notDescribed_isDelegated() {
    assertDelegated(
        Outcome.REFUSED_BY_DATABASE,
        describedAs(new StatementDescriber.Refused("42703", ""), fields()));
    assertDelegated(
        Outcome.NOT_DESCRIBED, describedAs(new StatementDescriber.Unavailable(""), fields()));
  }

  @Test
  void plan_relationDescribedDifferently_isDelegated() {
    StatementDescriber.Typed statement =
        new StatementDescriber.Typed(List.of(), fields().subList(3, 4));
    assertInstanceOf(CachedQuery.class, describedAs(statement, fields()));
    assertDelegated(Outcome.OTHER_RELATION, describedAs(statement, List.of()));
    int oid = DEVICE_DATA.oid();
    for (int other : new int[] {0, 1, oid + 1}) {
      assertDelegated(
          Outcome.OTHER_RELATION,
          describedAs(statement, with(new ResultField("ts", other, 4, Oids.TIMESTAMP, 8, -1))));
    }
    for (ResultField changed :
        List.of(
            new ResultField("ts", oid, 3, Oids.TIMESTAMP, 8, -1),
            new ResultField("ts", oid, 4, Oids.TIMESTAMPTZ, 8, -1),
            new ResultField("ts", oid, 4, Oids.TIMESTAMP, 8, 3),
            new ResultField("at", oid, 4, Oids.TIMESTAMP, 8, -1))) {
      assertDelegated(Outcome.DEFINITION_CHANGED, describedAs(statement, with(changed)));
    }
    assertDelegated(Outcome.DEFINITION_CHANGED, describedAs(statement, fields().subList(0, 3)));
  }

  @Test
  void plan_resultDescribedDifferently_isDelegated() {
    int oid = DEVICE_DATA.oid();
    for (List<ResultField> others :
        List.of(
            List.<ResultField>of(),
            fields(),
            List.of(new ResultField("ts", oid, 4, Oids.DATE, 4, -1)))) {
      assertDelegated(
          Outcome.AMBIGUOUS,
          describedAs(new StatementDescriber.Typed(List.of(), others), fields()));
    }
    assertDelegated(
        Outcome.AMBIGUOUS,
        describedAs(
            new StatementDescriber.Typed(List.of(Oids.INT4), fields().subList(3, 4)), fields()));
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

  /** The columns of the table as PostgreSQL describes them. */
  private static List<ResultField> fields() {
    StatementDescriber.Description described =
        PlanFixtures.DESCRIBER.describe("SELECT * FROM device_data", new int[0], "public");
    return ((StatementDescriber.Typed) described).fields();
  }

  private static List<ResultField> with(ResultField last) {
    List<ResultField> changed = new ArrayList<>(fields());
    changed.set(3, last);
    return changed;
  }

  private static Plan describedAs(
      StatementDescriber.Description statement, List<ResultField> relation) {
    return Planner.plan(
        PlanFixtures.lex("SELECT ts FROM device_data").template(),
        new int[0],
        "public",
        ALL,
        (sql, oids, searchPath) ->
            sql.startsWith("SELECT *")
                ? new StatementDescriber.Typed(List.of(), relation)
                : statement);
  }

  private static void assertDelegated(Outcome expected, Plan plan) {
    assertInstanceOf(Plan.Delegation.class, plan);
    assertEquals(expected, ((Plan.Delegation) plan).outcome(), plan.toString());
  }
}
