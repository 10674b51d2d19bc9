package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enums, composites, domains over them and types of extensions give the plain driver's answers. */
class OwnTypesAnswersTest {
  /** Statements on a column {@code $} of such a type. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT id, $ FROM things",
          "SELECT id, $ FROM things WHERE id > 2",
          "SELECT id FROM things WHERE $ IS NULL",
          "SELECT id FROM things WHERE $ IS NOT NULL",
          "SELECT id FROM things WHERE NOT $ IS NULL",
          "SELECT id, $ IS NULL, $ IS NOT NULL FROM things",
          "SELECT id FROM things WHERE coalesce($, $) IS NULL",
          "SELECT id, coalesce($, $) FROM things",
          "SELECT id, CASE WHEN id > 1 THEN $ END IS NULL FROM things",
          "SELECT id, (SELECT b.$ FROM things b WHERE b.id = a.id) IS NULL FROM things a",
          "SELECT count($), count(*) FILTER (WHERE $ IS NULL) FROM things",
          "SELECT x.id FROM (SELECT id, $ AS y FROM things) x WHERE x.y IS NOT NULL",
          "WITH x AS (SELECT id, $ AS y FROM things) SELECT id, y IS NULL FROM x",
          "SELECT a.id, b.$ IS NULL FROM things a LEFT JOIN things b ON b.id = a.n",
          "SELECT id, ($, id) IS NULL, ($, n) IS NOT NULL FROM things",
          "SELECT id, lag($) OVER (ORDER BY id) FROM things",
          "SELECT $ FROM things UNION ALL SELECT $ FROM things WHERE id < 3",
          "SELECT DISTINCT $ FROM things",
          "SELECT $, count(*) FROM things GROUP BY $",
          "SELECT id FROM things ORDER BY $, id",
          "SELECT min($), max($) FROM things",
          "SELECT id FROM things WHERE $ = $",
          "SELECT id FROM things WHERE $::text = 'Happy'",
          "SELECT $::text || 'x' FROM things",
          "SELECT id, coalesce($, 'nonsense') FROM things",
          "SELECT id, coalesce($, NULL) FROM things",
          "SELECT id FROM things WHERE $ = 'HAPPY'");

  private static CachedTables tables;

  @BeforeAll
  static void create() throws SQLException {
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTENSION citext");
                statement.execute("CREATE EXTENSION hstore");
                statement.execute("CREATE TYPE mood AS ENUM ('sad', 'happy', 'HAPPY')");
                statement.execute("CREATE TYPE pair AS (a int, b text)");
                statement.execute("CREATE DOMAIN one_mood AS mood");
                statement.execute("CREATE DOMAIN a_pair AS pair");
                statement.execute(
                    "CREATE TABLE things (id int PRIMARY KEY, n int, mood mood, moods mood[],"
                        + " pair pair, dpair a_pair, pairs pair[], one one_mood, word citext,"
                        + " bag hstore)");
                statement.execute(
                    """
                    INSERT INTO things VALUES
                      (1, 2, 'happy', '{sad}', '(1,x)', '(1,x)', '{"(1,x)"}', 'sad', 'Happy', 'a=>1'),
                      (2, 9, 'sad', '{NULL}', '(,)', '(,)', '{"(,)"}', 'sad', 'happy', ''),
                      (3, 1, 'HAPPY', '{}', '(1,)', '(1,)', '{NULL}', 'HAPPY', 'HAPPY', 'b=>NULL'),
                      (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                    """);
              }
            },
            "things");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  private static List<String> answer(Connection connection, String sql, @Nullable Object parameter)
      throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (parameter != null) {
        statement.setObject(1, parameter, Types.OTHER);
      }
      try (ResultSet rows = statement.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<@Nullable String> line = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            Object value = rows.getObject(i);
            String type = value == null ? "" : " " + value.getClass();
            line.add(rows.getString(i) + (value instanceof Array ? " an array" : type));
          }
          lines.add(line.toString());
        }
      }
    } catch (SQLException e) {
      return List.of(e.getSQLState() + " " + e.getMessage());
    }
    if (!sql.contains("ORDER BY $")) {
      Collections.sort(lines);
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mood", "moods", "pair", "dpair", "pairs", "one", "word", "bag"})
  void answers_ofEachStatement_areThePlainDrivers(String column) throws SQLException {
    try (Connection plain = tables.plain();
        Connection caching = tables.caching()) {
      long before = tables.hits();
      for (String text : STATEMENTS) {
        String sql = text.replace("$", column);
        assertEquals(answer(plain, sql, null), answer(caching, sql, null), sql);
      }
      for (String text :
          List.of(
              "SELECT id, coalesce($, ?) FROM things",
              "SELECT id FROM things WHERE $ = ?",
              "SELECT id FROM things WHERE $ IN (?)",
              "SELECT id, CASE WHEN id > 1 THEN $ ELSE ? END FROM things")) {
        for (String value : new String[] {"sad", "HAPPY", "nonsense", "(1,x)", "{}", ""}) {
          String sql = text.replace("$", column);
          assertEquals(
              answer(plain, sql, value), answer(caching, sql, value), sql + " of " + value);
        }
      }
      assertTrue(tables.hits() > before + 5, "hits");
    }
    assertEquals(0, tables.count("INTERNAL_ERROR"));
  }
}
