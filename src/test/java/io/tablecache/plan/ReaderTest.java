package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is read is what PostgreSQL reads: it makes the same view of a statement and of what was read
 * of it, written with each value in parentheses of its own.
 */
final class ReaderTest {
  private static final long SEED = 20_260_102;

  private static Connection connection;

  @BeforeAll
  static void createTables() throws SQLException {
    connection = DriverManager.getConnection(PostgresServer.shared().createDatabase());
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE v (i int, j int, k int8, b bool, c bool, s text, t text, ts timestamp,"
              + " tz timestamptz, a int[]);"
              + " CREATE TABLE w (i int, x int, s text)");
    }
    connection.setAutoCommit(false);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  /** The statement as it was read, in parentheses; null if it is refused. */
  private static @Nullable String read(String sql) {
    try {
      return SyntaxPrinter.print(SelectReader.read(Tokens.of(new Template(sql))));
    } catch (Delegated refused) {
      return null;
    }
  }

  /** The definition of a view as PostgreSQL writes it; null if it refuses the statement. */
  private static @Nullable String view(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP VIEW made AS " + sql);
      try (ResultSet row = statement.executeQuery("SELECT pg_get_viewdef('made'::regclass)")) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException refused) {
      return null;
    } finally {
      connection.rollback();
    }
  }

  @Test
  void read_generatedValues_bindAsInPostgres() throws SQLException {
    ExpressionGenerator generator = new ExpressionGenerator(SEED);
    int compared = 0;
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String sql = "SELECT " + generator.value(1 + i % 3) + " AS x FROM v";
      String expected = view(sql);
      if (expected == null) {
        continue;
      }
      String read = read(sql);
      if (read == null) {
        refused.add(sql);
      } else {
        assertEquals(expected, view(read), sql + " was read as " + read);
        compared++;
      }
    }
    int enough = compared;
    assertTrue(enough > 500, () -> enough + " were compared");
    assertTrue(refused.size() * 50 < enough, () -> enough + ", refused: " + refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "i + j * k => (\"i\" + (\"j\" * \"k\"))",
        "i - j - k => ((\"i\" - \"j\") - \"k\")",
        "i ^ j ^ k => ((\"i\" ^ \"j\") ^ \"k\")",
        "- i ^ j => ((- \"i\") ^ \"j\")",
        "-2 ^ 2 => ((-2) ^ 2)",
        "- 2::int => (- (2::int))",
        "NOT b = c => (NOT (\"b\" = \"c\"))",
        "NOT b IS NULL => (NOT (\"b\" IS NULL))",
        "b OR c AND NOT b => (\"b\" OR (\"c\" AND (NOT \"b\")))",
        "i = j IS NULL => ((\"i\" = \"j\") IS NULL)",
        "s || t LIKE 'x' || s => ((\"s\" || \"t\") LIKE (('x') || \"s\"))",
        "i + 1 BETWEEN j AND k AND b =>" + " (((\"i\" + 1) BETWEEN \"j\" AND \"k\") AND \"b\")",
        "i << j + 1 => (\"i\" << (\"j\" + 1))",
        "s COLLATE \"C\" || t => ((\"s\" COLLATE \"C\") || \"t\")",
        "tz AT TIME ZONE 'UTC' + '1 day' => ((\"tz\" AT TIME ZONE ('UTC')) + ('1 day'))",
        "a[1]::text => (((\"a\"[1]))::text)"
      })
  void read_operators_bindByPrecedence(String value, String expected) {
    String sql = "SELECT " + value + " FROM v";
    String read = read(sql);
    assertEquals("SELECT " + expected + " FROM \"v\"", normalized(read), sql);
  }

  private static @Nullable String normalized(@Nullable String read) {
    return read == null ? null : read.replace("(\"a\"[1])::", "((\"a\"[1]))::");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT v.*, w.x FROM v JOIN w USING (i) LEFT JOIN w u ON u.i = v.j AND u.x > 1",
        "SELECT v.i FROM v, w NATURAL JOIN w u, LATERAL (SELECT v.i AS y) l WHERE l.y = 1",
        "SELECT i FROM v UNION SELECT x FROM w INTERSECT SELECT i FROM w EXCEPT ALL SELECT 1",
        "(SELECT i FROM v ORDER BY j LIMIT 1) UNION ALL (SELECT x FROM w LIMIT 2) ORDER BY 1 DESC",
        "SELECT i, count(*), sum(j) FILTER (WHERE b), string_agg(DISTINCT s, ',' ORDER BY s)"
            + " FROM v GROUP BY i HAVING count(*) > 1 ORDER BY 2 DESC NULLS LAST, i",
        "SELECT i, j, grouping(i, j), count(*) FROM v GROUP BY ROLLUP (i, j)",
        "SELECT i, j, count(*) FROM v GROUP BY GROUPING SETS ((i, j), CUBE (i), ())",
        "SELECT DISTINCT ON (i, j + 1) i, j FROM v ORDER BY i, j + 1, k",
        "SELECT rank() OVER (PARTITION BY i ORDER BY j DESC), lag(k, 1) OVER w,"
            + " sum(k) OVER (ORDER BY j ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)"
            + " FROM v WINDOW w AS (PARTITION BY b ORDER BY ts)",
        "WITH p AS (SELECT i FROM v WHERE b), q(z) AS (SELECT i FROM p)"
            + " SELECT z FROM q WHERE z IN (SELECT x FROM w) AND EXISTS (SELECT FROM w)",
        "SELECT (SELECT max(x) FROM w WHERE w.i = v.i), ARRAY[1, i], ROW(i, j) FROM v",
        "SELECT i FROM v ORDER BY j FETCH FIRST 3 ROWS WITH TIES",
        "SELECT i FROM v ORDER BY j USING >, k USING < OFFSET 2 ROWS FETCH NEXT ROW ONLY",
        "SELECT column1 + 1 FROM (VALUES (1, 'x'), (2, 'y')) AS q",
        "TABLE v",
        "SELECT CASE i WHEN 1 THEN s WHEN 2 THEN t END, nullif(i, j), greatest(i, j, 3) FROM v",
        "SELECT (i, j) = (1, 2), (i, j) IN ((1, 2), (3, 4)), (i, j) < (k, 1) FROM v",
        "SELECT position('a' IN s), substring(s FROM 2 FOR 3), trim(both 'x' from t) FROM v",
        "SELECT now(), current_timestamp, localtimestamp, current_date FROM v",
        "SELECT \"i\" AS \"Odd \"\"Name\"\"\", s::varchar(3), ts::timestamp(2) without time zone"
            + " FROM v"
      })
  void read_statement_isTheSameView(String sql) throws SQLException {
    String read = read(sql);
    assertEquals(view(sql), view(String.valueOf(read)), () -> sql + " was read as " + read);
    assertEquals(read, read(String.valueOf(read)), "read once more");
  }
}
