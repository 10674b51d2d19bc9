package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.engine.Describers;
import io.tablecache.load.Definitions;
import io.tablecache.model.Outcome;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements on columns of types that are not built in: enums, composites, those of extensions. */
class OwnTypesTest {
  private static StatementDescriber describer;
  private static TableDefinition things;

  @BeforeAll
  static void create() throws SQLException {
    String url = PostgresServer.shared().createDatabase();
    describer = Describers.of(url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE EXTENSION citext;
          CREATE TYPE mood AS ENUM ('sad', 'happy');
          CREATE TYPE pair AS (a int, b text);
          CREATE DOMAIN one_mood AS mood;
          CREATE TABLE things (id int PRIMARY KEY, mood mood, moods mood[], pair pair,
            one one_mood, word citext, n int);
          """);
      things = Definitions.inspect(connection, "public", "things", null, List.of());
    }
  }

  private static Plan plan(String sql) {
    LexedStatement statement =
        assertInstanceOf(LexedStatement.class, TemplateLexer.lex(sql, true), sql);
    int[] oids = new int[statement.parameterCount()];
    return Planner.plan(statement.template(), oids, "public", List.of(things), describer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mood", "moods", "pair", "one", "word"})
  void plan_columnThatIsOnlyReturned_isCached(String column) {
    assertInstanceOf(
        CachedQuery.class, plan("SELECT id, " + column + " FROM things WHERE id = ?"), column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mood", "moods", "pair", "one", "word"})
  void plan_columnInAnyExpression_isCachedOrDelegatedByAReason(String column) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (String text :
        new String[] {
          "SELECT id FROM things WHERE $ = ?",
          "SELECT id FROM things WHERE ? = $",
          "SELECT id FROM things WHERE $ <> 'sad'",
          "SELECT id FROM things WHERE $ = n",
          "SELECT id FROM things WHERE $ < $",
          "SELECT id FROM things WHERE $ IN (?, ?)",
          "SELECT id FROM things WHERE $ IN ('sad')",
          "SELECT id FROM things WHERE $ NOT IN (SELECT $ FROM things)",
          "SELECT id FROM things WHERE $ = ANY(?)",
          "SELECT id FROM things WHERE ? = ANY($)",
          "SELECT id FROM things WHERE $ BETWEEN ? AND ?",
          "SELECT id FROM things WHERE $ IS NULL",
          "SELECT id FROM things WHERE $ IS NOT NULL AND n > 1",
          "SELECT id FROM things WHERE $ IS DISTINCT FROM ?",
          "SELECT id FROM things WHERE $ LIKE 'a%'",
          "SELECT id FROM things WHERE $::text = ?",
          "SELECT id FROM things WHERE $ ~ 'a'",
          "SELECT id FROM things WHERE NOT $",
          "SELECT id FROM things WHERE (id, $) = (?, ?)",
          "SELECT $::text FROM things",
          "SELECT CAST($ AS varchar(3)) FROM things",
          "SELECT $::int FROM things",
          "SELECT -$ FROM things",
          "SELECT $ + 1 FROM things",
          "SELECT $ || 'x' FROM things",
          "SELECT 'x' || $ FROM things",
          "SELECT concat('x', $) FROM things",
          "SELECT upper($) FROM things",
          "SELECT length($) FROM things",
          "SELECT to_json($) FROM things",
          "SELECT coalesce($, $) FROM things",
          "SELECT coalesce($, ?) FROM things",
          "SELECT nullif($, ?) FROM things",
          "SELECT greatest($, $) FROM things",
          "SELECT CASE WHEN id = 1 THEN $ END FROM things",
          "SELECT CASE $ WHEN ? THEN 1 ELSE 2 END FROM things",
          "SELECT ARRAY[$, $] FROM things",
          "SELECT $[1] FROM things",
          "SELECT ($).a FROM things",
          "SELECT count($) FROM things",
          "SELECT count(DISTINCT $) FROM things",
          "SELECT min($), max($) FROM things",
          "SELECT array_agg($) FROM things",
          "SELECT string_agg($, ',') FROM things",
          "SELECT sum($) FROM things",
          "SELECT $, count(*) FROM things GROUP BY $",
          "SELECT DISTINCT $ FROM things",
          "SELECT DISTINCT ON ($) id FROM things",
          "SELECT id FROM things ORDER BY $",
          "SELECT id, row_number() OVER (PARTITION BY $ ORDER BY id) FROM things",
          "SELECT id, lag($) OVER (ORDER BY id) FROM things",
          "SELECT $ FROM things UNION SELECT $ FROM things",
          "SELECT $ FROM things UNION ALL SELECT $ FROM things",
          "SELECT $ FROM things EXCEPT SELECT $ FROM things",
          "SELECT a.id FROM things a JOIN things b ON a.$ = b.$",
          "SELECT a.id FROM things a JOIN things b USING ($)",
          "SELECT u FROM things, unnest($) AS u",
          "SELECT (SELECT b.$ FROM things b WHERE b.id = a.id) FROM things a",
          "SELECT x.$ FROM (SELECT $ FROM things) x WHERE x.$ = ?",
          "WITH x AS (SELECT $ FROM things) SELECT * FROM x",
          "SELECT ?::mood FROM things",
          "SELECT $ = 'sad'::mood FROM things",
          "SELECT pg_typeof($) FROM things",
          "VALUES ((SELECT max($) FROM things))"
        }) {
      Plan plan = plan(text.replace("$", column));
      Outcome outcome = plan instanceof Plan.Delegation delegation ? delegation.outcome() : null;
      outcomes.merge(outcome == null ? Outcome.HIT : outcome, 1, Integer::sum);
    }
    assertTrue(outcomes.getOrDefault(Outcome.HIT, 0) > 0, outcomes.toString());
    assertTrue(outcomes.size() > 3, outcomes.toString());
  }

  @Test
  void plan_enumComparedWithAParameter_saysWhichTypes() {
    Plan.Delegation delegation =
        assertInstanceOf(Plan.Delegation.class, plan("SELECT id FROM things WHERE mood = ?"));
    assertEquals(Outcome.UNSUPPORTED_TYPES, delegation.outcome());
    assertNotEquals("", delegation.detail());
  }
}
