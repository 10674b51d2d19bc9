package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that PostgreSQL describes by the one branch that it finds can be taken. */
final class FoldedOutputsTest extends OneTable {
  FoldedOutputsTest() {
    super(
        "prices",
        "CREATE TABLE prices (id int PRIMARY KEY, n numeric(12,3), v varchar(7), t timestamp(3))",
        "INSERT INTO prices VALUES (1, 1.5, 'a', '2026-01-01'), (2, 2, 'b', '2026-01-02'),"
            + " (3, NULL, NULL, NULL)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT CASE WHEN true THEN n END FROM prices",
        "SELECT id, CASE WHEN id = 1 OR 1 <= 2 THEN n END AS n FROM prices",
        "SELECT CASE WHEN id > 1 AND false THEN '1' ELSE v END FROM prices",
        "SELECT CASE WHEN id > NULL THEN '1' ELSE v END FROM prices",
        "SELECT CASE WHEN 1 = 2 THEN now()::timestamp ELSE t END FROM prices",
        "SELECT coalesce(NULL, n, 0) FROM prices",
        "SELECT x FROM (SELECT CASE WHEN true THEN n END AS x FROM prices) s ORDER BY x LIMIT 2",
        "SELECT CASE WHEN true THEN n END AS k, count(*) FROM prices GROUP BY k ORDER BY k"
      })
  void output_ofABranchThatIsKnownBefore_isDelegated(String sql) throws SQLException {
    both.assertDelegated("UNSUPPORTED_OUTPUT", sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT CASE WHEN id > 1 THEN n END FROM prices",
        "SELECT CASE v WHEN 'a' THEN n ELSE 0 END FROM prices",
        "SELECT CASE WHEN true THEN id END FROM prices",
        "SELECT coalesce(n, 0) FROM prices",
        "SELECT sum(CASE WHEN 1 = 1 THEN n END) FROM prices",
        "SELECT id FROM prices WHERE CASE WHEN true THEN n END > 1"
      })
  void output_ofBranchesThatRowsDecide_isAnswered(String sql) throws SQLException {
    both.assertHit(sql);
  }
}
