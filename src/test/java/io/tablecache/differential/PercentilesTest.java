package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles of groups, and which of them are left to the database. */
final class PercentilesTest extends OneTable {
  PercentilesTest() {
    super(
        "samples",
        "CREATE TABLE samples (id int PRIMARY KEY, g int NOT NULL, i int, b bigint, s smallint,"
            + " f float8, r float4, n numeric(9, 3), ts timestamp, d date, o bool, t text)",
        "INSERT INTO samples SELECT x, x % 7, CASE WHEN x % 5 > 0 THEN x * 7919 % 1000 END,"
            + " x * 7919::bigint % 997 - 400, x % 32, (x * 31 % 101) / 8.0, (x * 17 % 89) / 4.0,"
            + " (x * 7919 % 10007) / 1000.0, timestamp '2026-01-01' + x * interval '7 minutes',"
            + " date '2026-01-01' + x % 9, x % 3 = 0, 'x' || x FROM generate_series(1, 800) x",
        "INSERT INTO samples (id, g, f) VALUES (900, 8, 'NaN'), (901, 8, 1), (902, 8, 'Infinity'),"
            + " (903, 9, NULL), (904, 10, 2.5)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "1", "0.5", "0.25", "0.75", "0.125", "0.99", "0.05", "1e-1", "0.0", "1.0", ".95"
      })
  void percentiles_areTheDatabases(String fraction) throws SQLException {
    for (String column : new String[] {"i", "b", "s", "f", "r", "n"}) {
      String percentile = "percentile_cont(" + fraction + ") WITHIN GROUP (ORDER BY " + column;
      both.assertHit("SELECT " + percentile + ") FROM samples WHERE g < 8");
      both.assertHit(
          "SELECT g, " + percentile + " DESC) FROM samples WHERE g < 8 GROUP BY g ORDER BY g");
    }
    for (String column : new String[] {"i", "b", "s", "ts", "d", "o"}) {
      String percentile = "percentile_disc(" + fraction + ") WITHIN GROUP (ORDER BY " + column;
      both.assertHit("SELECT g, " + percentile + ") AS p FROM samples GROUP BY g ORDER BY g");
      both.assertHit("SELECT " + percentile + " DESC NULLS LAST) FROM samples");
    }
  }

  @Test
  void percentiles_besideOtherAggregates_areTheDatabases() throws SQLException {
    both.assertHit(
        "SELECT date_trunc('hour', ts) h, percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS p50,"
            + " percentile_cont(0.95) WITHIN GROUP (ORDER BY i), max(i), count(*),"
            + " percentile_disc(0.5) WITHIN GROUP (ORDER BY i) FILTER (WHERE o) FROM samples"
            + " WHERE ts < '2026-01-03' GROUP BY h HAVING percentile_disc(0.1) WITHIN GROUP"
            + " (ORDER BY i) > 3 ORDER BY h");
    both.assertHit(
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i) FROM samples WHERE g > 99");
    both.assertHit(
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY f) FROM samples WHERE g = 8");
    both.assertHit("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i + b) FROM samples");
    both.assertHit(
        "SELECT g, percentile_disc(0.9) WITHIN GROUP (ORDER BY i) FROM samples GROUP BY ROLLUP (g)"
            + " ORDER BY g");
  }

  @Test
  void otherOrderedSets_areLeftToTheDatabase() throws SQLException {
    both.assertDelegated(
        "UNSUPPORTED_OUTPUT", "SELECT mode() WITHIN GROUP (ORDER BY i) FROM samples");
    both.assertDelegated(
        "UNSUPPORTED_OUTPUT",
        "SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY i) FROM samples");
    both.assertDelegated(
        "UNSUPPORTED_FUNCTION",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ts - '2026-01-01') FROM samples");
    both.assertDelegated(
        "UNSUPPORTED_FUNCTION",
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY n) FROM samples");
    both.assertDelegated(
        "UNSUPPORTED_OUTPUT",
        "22003",
        "SELECT percentile_cont(1.5) WITHIN GROUP (ORDER BY i) FROM samples");
    both.assertDelegated(
        "UNSUPPORTED_OUTPUT", "SELECT rank(3) WITHIN GROUP (ORDER BY i) FROM samples");
  }
}
