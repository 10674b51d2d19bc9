package io.tablecache.load;

import static io.tablecache.load.LoadTesting.message;
import static io.tablecache.load.LoadTesting.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.ConfigException;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewInspectorTest {
  private static LoadTesting db;

  @BeforeAll
  static void open() throws SQLException {
    db = new LoadTesting();
    db.sql(
        "CREATE TABLE base (id int PRIMARY KEY, name text, ts timestamp, tz timestamptz, n numeric,"
            + " j jsonb, f float8)",
        "CREATE TABLE other (id int PRIMARY KEY, label varchar(10))",
        "CREATE TABLE guarded (id int PRIMARY KEY)",
        "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
        "CREATE SEQUENCE numbers",
        "CREATE MATERIALIZED VIEW stored AS SELECT id, now() AS at FROM base",
        "CREATE FUNCTION pure(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION unstated(int) RETURNS int LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION add_stable(int, int) RETURNS int STABLE LANGUAGE sql AS 'SELECT $1 + $2'",
        "CREATE AGGREGATE stable_sum(int) (SFUNC = add_stable, STYPE = int)",
        "CREATE VIEW nested_dirty AS SELECT id, current_user AS u FROM base",
        "CREATE VIEW nested_clean AS SELECT id, name FROM base WHERE n > 1.5");
  }

  @AfterAll
  static void close() throws SQLException {
    db.close();
  }

  private static TableDefinition inspect(String query) throws SQLException {
    db.sql("DROP VIEW IF EXISTS v", "CREATE VIEW v AS " + query);
    return db.loader.inspect(List.of(rule("v"))).get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM base",
        "SELECT b.id, o.label FROM base b LEFT JOIN other o USING (id) WHERE b.n BETWEEN 1 AND 2",
        "SELECT name, count(*), sum(n), max(ts) FROM base GROUP BY name HAVING count(*) > 1",
        "SELECT id, row_number() OVER (PARTITION BY name ORDER BY ts) AS r FROM base",
        "SELECT id FROM base WHERE id IN (SELECT id FROM other) UNION ALL SELECT id FROM other",
        "WITH x AS (SELECT id + 1 AS y FROM base) SELECT y, abs(y) AS z FROM x",
        "SELECT n.id, s.at FROM nested_clean n JOIN stored s USING (id)",
        "SELECT id::text AS t, name || '{x' AS u, id::numeric AS d, label::text FROM base JOIN other"
            + " USING (id)",
        "SELECT pure(id) AS p, CASE WHEN id > 1 THEN 'a' ELSE 'b' END AS c FROM base",
        "SELECT date_trunc('hour', ts) AS h, coalesce(name, '-') AS n FROM base",
        "SELECT id, j ->> 'a' AS a FROM base WHERE (id, name) < (5, 'x')",
        "SELECT DISTINCT ON (name) name, id FROM base ORDER BY name, id DESC"
      })
  void inspect_rowsDependOnTablesOnly_isClean(String query) throws SQLException {
    assertEquals(TableDefinition.Kind.VIEW, inspect(query).kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT id FROM base WHERE ts > now(); now",
        "SELECT id FROM base WHERE tz > CURRENT_TIMESTAMP; CURRENT_TIMESTAMP or the like",
        "SELECT id FROM base WHERE ts::date = CURRENT_DATE; CURRENT_TIMESTAMP or the like",
        "SELECT id FROM base WHERE name = current_user; CURRENT_USER",
        "SELECT id FROM base WHERE name = session_user; CURRENT_USER",
        "SELECT id FROM base WHERE name = current_setting('my.tenant'); current_setting",
        "SELECT id, random() AS r FROM base; random",
        "SELECT unstated(id) AS u FROM base; unstated",
        "SELECT stable_sum(id) AS u FROM base; add_stable",
        "SELECT id FROM base WHERE ts < tz; timestamp",
        "SELECT ts::timestamptz AS t FROM base; timestamptz",
        "SELECT tz::text AS t FROM base; timestamptz_out",
        "SELECT ts::text AS t FROM base; timestamp_out",
        "SELECT (name || 'x')::timestamptz AS t FROM base; timestamptz_in",
        "SELECT name::date AS t FROM base; date_in",
        "SELECT to_char(ts, 'Mon') AS t FROM base; to_char",
        "SELECT array_agg(id)::text AS t FROM base; array_out",
        "SELECT json_agg(tz) AS t FROM base; json_agg",
        "SELECT xmlforest(tz) AS t FROM base; an XML expression",
        "SELECT id FROM base TABLESAMPLE SYSTEM (10); TABLESAMPLE",
        "SELECT last_value FROM numbers; numbers",
        "SELECT relname FROM pg_class; the system relation",
        "SELECT id FROM guarded; row security",
        "SELECT b.id FROM base b JOIN guarded g USING (id); row security",
        "SELECT id FROM nested_dirty; nested_dirty",
        "SELECT id FROM base WHERE EXISTS (SELECT FROM nested_dirty); nested_dirty",
        "SELECT generate_series(now(), now(), interval '1 day') AS d; generate_series",
        "SELECT d FROM unnest(ARRAY[current_user::text]) d; CURRENT_USER"
      })
  void inspect_rowsDependOnMore_isAnErrorThatNamesTheCause(String query, String cause) {
    ConfigException error = assertThrows(ConfigException.class, () -> inspect(query));
    assertTrue(
        message(error).startsWith("test.conf: 1: ") && message(error).contains(cause),
        message(error));
  }

  @Test
  void inspect_securityInvoker_isAnError() throws SQLException {
    if (db.connection.getMetaData().getDatabaseMajorVersion() < 15) {
      assertThrows(
          SQLException.class,
          () -> db.sql("CREATE VIEW w WITH (security_invoker = true) AS SELECT id FROM base"));
      return;
    }
    db.sql(
        "DROP VIEW IF EXISTS v",
        "CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM base");
    ConfigException error =
        assertThrows(ConfigException.class, () -> db.loader.inspect(List.of(rule("v"))));
    assertTrue(message(error).contains("security_invoker"), message(error));

    db.sql("ALTER VIEW v SET (security_invoker = false)");
    db.loader.inspect(List.of(rule("v")));
  }

  @Test
  void inspect_materializedView_isTakenAsItIsStored() throws SQLException {
    assertEquals(
        TableDefinition.Kind.MATERIALIZED_VIEW,
        db.loader.inspect(List.of(rule("stored"))).get(0).kind());
  }
}
