package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared and ordered under which collation, and where PostgreSQL does not choose one. */
final class CollationsTest extends OneTable {
  CollationsTest() {
    super(
        "texts",
        "CREATE TABLE texts (id int PRIMARY KEY, d text, c text COLLATE \"C\","
            + " i text COLLATE \"en-x-icu\", k char(4) COLLATE \"C\", p text COLLATE \"POSIX\")",
        "INSERT INTO texts VALUES (1, 'a', 'a', 'a', 'a', 'a'), (2, 'B', 'B', 'B', 'B', 'C'),"
            + " (3, 'b', 'b', 'B', 'b', 'a'), (4, NULL, 'c', NULL, NULL, NULL),"
            + " (5, 'é', 'z', 'é', 'é', 'é')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c = i",
        "c <> i",
        "c IN (i)",
        "c IS DISTINCT FROM i",
        "NULLIF(c, i) IS NULL",
        "c || 'x' = i",
        "lower(c) = upper(i)",
        "coalesce(c, 'x') = i",
        "CASE c WHEN i THEN true END",
        "k = i",
        "(c, id) = (i, id)",
        "c = p",
        "p || 'x' = c"
      })
  void equality_ofTwoCollations_failsAsPostgres(String condition) throws SQLException {
    both.assertDelegated(
        "UNSUPPORTED_TYPES", "42P22", "SELECT id FROM texts WHERE " + condition + " ORDER BY id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c < i", "greatest(c, i) = 'a'", "c BETWEEN i AND i", "c < p", "p > c"})
  void order_ofTwoCollations_failsAsPostgres(String condition) throws SQLException {
    both.assertDelegated(
        "UNSUPPORTED_ORDER", "42P22", "SELECT id FROM texts WHERE " + condition + " ORDER BY id");
  }

  @Test
  void comparison_ofOneCollationAndTheDefault_isAnswered() throws SQLException {
    both.assertHit("SELECT id FROM texts WHERE c = d ORDER BY id");
    both.assertDelegated("UNSUPPORTED_TYPES", "SELECT id FROM texts WHERE d = i ORDER BY id");
    both.assertHit("SELECT id FROM texts WHERE c < d ORDER BY id");
    both.assertHit("SELECT id FROM texts WHERE d || 'x' = c || 'x' ORDER BY id");
    both.assertHit("SELECT id FROM texts WHERE k < 'b' ORDER BY k");
  }

  @Test
  void concat_keepsTheCollationOfItsArguments() throws SQLException {
    for (String text :
        new String[] {"concat(%s, '-')", "concat_ws('-', 'x', %s)", "%s || '-'", "'-' || %s"}) {
      String bytewise = text.formatted("c");
      String chosen = text.formatted("i COLLATE \"C\"");
      String linguistic = text.formatted("i");
      both.assertHit("SELECT id FROM texts WHERE " + bytewise + " < 'b' ORDER BY id");
      both.assertHit("SELECT id FROM texts ORDER BY " + bytewise + ", id");
      both.assertHit("SELECT id FROM texts ORDER BY " + chosen + ", id");
      both.assertHit("SELECT id FROM texts WHERE " + linguistic + " = 'a-' ORDER BY id");
      both.assertDelegated(
          "UNSUPPORTED_ORDER", "SELECT id FROM texts WHERE " + linguistic + " < 'b' ORDER BY id");
      both.assertDelegated(
          "UNSUPPORTED_ORDER", "SELECT id FROM texts ORDER BY " + linguistic + ", id");
    }
  }

  @Test
  void concat_ofTwoCollations_failsAsPostgresWhereItIsCompared() throws SQLException {
    both.assertDelegated(
        "UNSUPPORTED_TYPES", "42P22", "SELECT id FROM texts WHERE concat(c, i) = 'aa'");
    both.assertDelegated(
        "UNSUPPORTED_ORDER", "42P22", "SELECT id FROM texts WHERE concat(c, i) < 'aa'");
  }

  @Test
  void operator_onTwoCollations_failsAsPostgresWhereItIsCompared() throws SQLException {
    both.assertDelegated(
        "UNSUPPORTED_FUNCTION", "42P22", "SELECT id FROM texts WHERE c || i > 'a' ORDER BY id");
    both.assertDelegated(
        "UNSUPPORTED_FUNCTION",
        "42P22",
        "SELECT id FROM texts WHERE nullif(d, c) || i > 'a' ORDER BY id");
    both.assertDelegated(
        "REFUSED_BY_DATABASE", "42P21", "SELECT id FROM texts ORDER BY c || i, id");
  }

  @Test
  void stringAgg_ofDistinctTexts_isOrderedByTheirCollation() throws SQLException {
    both.assertHit("SELECT string_agg(DISTINCT c, '') FROM texts");
    both.assertDelegated("UNSUPPORTED_ORDER", "SELECT string_agg(DISTINCT i, '') FROM texts");
  }
}
