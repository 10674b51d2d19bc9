package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates of whole scans, which are taken from the columns without reading rows. */
final class StatisticsTest extends OneTable {
  /** Columns that are held in bytes, shorts, ints, longs and once, with and without NULLs. */
  private static final String AGGREGATES =
      "SELECT count(*), count(b), count(s), count(n), count(t), sum(b), sum(s), sum(i), sum(e),"
          + " sum(one), sum(n), sum(two), avg(b), avg(s), avg(i), avg(e), avg(one), avg(n), avg(two),"
          + " min(b), max(s), min(i), max(e), max(n), min(two), max(l) FROM numbers ";

  StatisticsTest() {
    super(
        "numbers",
        "CREATE TABLE numbers (id int PRIMARY KEY, b int NOT NULL, s int, i int NOT NULL, e int,"
            + " one int NOT NULL, n int, two smallint, l bigint, t text)",
        "INSERT INTO numbers SELECT x, 7 - x % 200, CASE WHEN x % 7 > 0 THEN x * 5 - 9000 END,"
            + " x * 400000 - 900000000, CASE x WHEN 9 THEN 2147483647 WHEN 3000 THEN -2147483648"
            + " ELSE x END, -3, NULL, CASE WHEN x % 2 = 0 THEN 32767 - x END,"
            + " 9223372036854775807 - x, CASE WHEN x % 3 = 0 THEN 'x' END"
            + " FROM generate_series(1, 5000) x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "WHERE id BETWEEN 900 AND 4100",
        "WHERE id = 3000",
        "WHERE id > 5000",
        "WHERE b > 0",
        "WHERE id IN (1, 14, 2049)",
        "WHERE s IS NULL",
        "WHERE id < 2000 OR id > 4000"
      })
  void aggregatesOfWholeScans_areTheDatabases(String where) throws SQLException {
    both.assertHit(AGGREGATES + where);
    both.assertHit("SELECT count(DISTINCT b), sum(DISTINCT two) FROM numbers " + where);
    both.assertHit("SELECT sum(s) FILTER (WHERE b > 0), avg(i) FROM numbers " + where);
    both.assertHit("SELECT sum(s + 1), avg(l) FROM numbers " + where);
  }
}
