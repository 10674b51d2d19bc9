package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tablecache.model.Outcome;
import io.tablecache.plan.Literal.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateLexerTest {
  private static final String WHERE = "SELECT a FROM t WHERE ";

  @Test
  void lex_literalsInValuePlaces_areLifted() {
    LexedStatement statement =
        PlanFixtures.lex(
            WHERE + "a = 5 AND b>=-7 AND 3000000000 < c AND d <> 'it''s' AND e<1.5e3 LIMIT 10");
    assertEquals(
        List.of(
            new Literal(Kind.INT4, "5"),
            new Literal(Kind.INT4, "-7"),
            new Literal(Kind.INT8, "3000000000"),
            new Literal(Kind.STRING, "it's"),
            new Literal(Kind.NUMERIC, "1.5e3"),
            new Literal(Kind.INT4, "10")),
        statement.literals());
  }

  @Test
  void lex_kindOfNumber_isThatOfItsDigitsWithoutSign() {
    assertEquals(Kind.INT4, kind("2147483647"));
    assertEquals(Kind.INT8, kind("-2147483648"));
    assertEquals(Kind.INT8, kind("9223372036854775807"));
    assertEquals(Kind.NUMERIC, kind("-9223372036854775808"));
    assertEquals(Kind.NUMERIC, kind("1."));
    assertEquals(Kind.NUMERIC, kind(".5"));
    assertEquals(Kind.NUMERIC, kind("1e3"));
    assertEquals(Kind.INT4, kind("00000000000000000000007"));
  }

  private static Kind kind(String number) {
    return PlanFixtures.lex(WHERE + "a = " + number).literals().get(0).kind();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "a BETWEEN 1 AND 2 AND 3 = b => 3",
        "a BETWEEN -1 AND +2 => 2",
        "a NOT BETWEEN 1 AND 2 OR b = 3 => 3",
        "a IN (1, -2, '3') => 3",
        "a = ANY(ARRAY[1, 2]) => 2",
        "(5 < a) => 1",
        "-5 < a => 1",
        "- 5 <> a AND +6 >= b => 2",
        "a = 1 OFFSET 2 LIMIT 3 => 3",
        "a = ? FETCH FIRST 5 ROWS ONLY => 1",
        "a = ? FETCH NEXT 5 ROWS ONLY => 1",
        "a = E'x\\n' => 1",
        "a = $$x$$ => 1",
        "a = timestamp '2026-01-01' AND b > date '2026-01-01' => 2",
        "a BETWEEN SYMMETRIC 1 AND 2 => 2",
        "a IN (SELECT b FROM u WHERE c = 1) AND d = 2 => 2",
        "NOT a = 1 OR (b > 2 AND c < 3) => 3",
        "a = ? HAVING count(*) > 1 => 1",
        "a = ? ORDER BY b LIMIT 5 => 1",
        // Left in the text.
        "a = ? GROUP BY b = 1 => 0",
        "a = ? ORDER BY b = 1 => 0",
        "a IN (SELECT b = 1 FROM u) => 0",
        "f(5) => 0",
        "a = - 5 => 1",
        "a = -5::int => 0",
        "a = (5) => 0",
        "a + 5 > b => 0",
        "-5 + 1 > b => 0",
        "-5::int > b => 0",
        "a = b ORDER BY 1 => 0",
        "a = interval '1' => 0",
        "a = E'x\\101' => 0",
        "a LIKE 'x' => 0",
        "a IN (SELECT 1, 2) => 0",
        "5 => 0"
      })
  void lex_places_decideWhatIsLifted(String where, int lifted) {
    assertEquals(lifted, PlanFixtures.lex(WHERE + where).literals().size(), where);
  }

  @Test
  void lex_signBeforeSomethingThatBindsTighter_isNotLifted() {
    assertEquals(
        List.of(new Literal(Kind.INT4, "2")),
        PlanFixtures.lex(WHERE + "a = -5 ^ b + -2 = 2").literals());
    assertEquals(
        "5",
        PlanFixtures.lex(WHERE + "a = b + 1 AND c = -5").literals().get(0).text().substring(1));
    assertEquals(List.of(), PlanFixtures.lex(WHERE + "a = -5 ^ 2").literals());
  }

  @Test
  void lex_textsThatDifferInLiteralsAndSpace_shareATemplate() {
    Template template = PlanFixtures.lex(WHERE + "a = 1 AND b > '2026-01-01'").template();
    assertEquals(
        template,
        PlanFixtures.lex("  " + WHERE + "a =\n\t-77 /* x */ AND b > 'other' -- y\n;").template());
    assertNotEquals(template, PlanFixtures.lex(WHERE + "a = '1' AND b > '2026-01-01'").template());
    assertNotEquals(
        template, PlanFixtures.lex(WHERE + "a = 3000000000 AND b > '2026-01-01'").template());
    assertNotEquals(
        PlanFixtures.lex(WHERE + "a = ?").template(), PlanFixtures.lex(WHERE + "a = 1").template());
  }

  @Test
  void toString_template_hasNoLiterals() {
    assertEquals(
        WHERE + "a = <INT4> AND b = <STRING>",
        PlanFixtures.lex(WHERE + "a = 17 AND b = 'secret'").template().toString());
  }

  @Test
  void lex_parameters_areCounted() {
    assertEquals(3, PlanFixtures.lex(WHERE + "a=? AND b>? LIMIT ?").parameterCount());
    assertEquals(
        1, PlanFixtures.lex(WHERE + "a ??| b AND \"?\" = '?' AND c = ? -- ?").parameterCount());
    assertEquals(1, PlanFixtures.lex(WHERE + "a = $x$ ? $x$ AND b ??? /* ? */").parameterCount());
  }

  @Test
  void lex_statementThatIsNotPrepared_hasOperatorsInPlaceOfParameters() {
    for (String operator : List.of("?", "?|", "?&", "@?", "??", "@??")) {
      LexedStatement plain = plain(WHERE + "a" + operator + "'x'");
      assertEquals(0, plain.parameterCount(), operator);
      String doubled = operator.replace("??", "?").replace("?", "??");
      assertEquals(
          PlanFixtures.lex(WHERE + "a" + doubled + "'x'").template(), plain.template(), operator);
    }
    assertEquals(PlanFixtures.lex(WHERE + "a = b").template(), plain(WHERE + "a = b").template());
    assertNotEquals(
        PlanFixtures.lex(WHERE + "a = ?").template(), plain(WHERE + "a = ?").template());
  }

  private static LexedStatement plain(String sql) {
    return assertInstanceOf(LexedStatement.class, TemplateLexer.lex(sql, true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = $1",
        "a = ?1",
        "a = ?b",
        "LIMIT?",
        "a = 1?",
        "a = {d '2026-01-01'}",
        "a = u&\"x\"",
        "\"\" = 1",
        "a = 'x' 'y'",
        "a = 'x'\n'y'",
        "a = 'x' -- c\n'y'",
        "a = 0x1F",
        "a = 0b1",
        "a = 0o7",
        "a = 1_000",
        "a = 1x",
        "a = 1..2",
        "a = 1.2.3",
        "a = 1e",
        "a = 'x",
        "a = $$x",
        "a = E'\\'",
        "\"a = 1",
        "a = 1 /* /* */",
        "a = \u0001",
        "a = '\u0002'",
        "a = $x$\u0001$x$",
        "a\u00a0= 1",
        "a = \\",
        "a \u000b= 1",
        "a = '\ud800'",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1",
        "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"
            + " = 1"
      })
  void lex_whatServersOrDriverReadDifferently_isUnparsed(String where) {
    assertOutcome(Outcome.UNPARSED, TemplateLexer.lex(WHERE + where, true));
  }

  @Test
  void lex_backslashes_areUnderstoodWithStandardStringsOnly() {
    String sql = WHERE + "a = 'x\\' AND b = ?";
    assertEquals("x\\", PlanFixtures.lex(sql).literals().get(0).text());
    assertOutcome(Outcome.UNPARSED, TemplateLexer.lex(sql, false));
    assertInstanceOf(LexedStatement.class, TemplateLexer.lex(WHERE + "a = 'x'", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "INSERT INTO t VALUES (1) => NOT_A_SELECT",
        "EXPLAIN SELECT 1 => NOT_A_SELECT",
        "selectt 1 => NOT_A_SELECT",
        "\u017felect 1 => NOT_A_SELECT",
        "\"select\" 1 => NOT_A_SELECT",
        ";SELECT 1 => NOT_A_SELECT",
        "SELECT 1; SELECT 2 => NOT_A_SELECT",
        "SELECT 1; -- comment => NOT_A_SELECT",
        "SELECT 1; $1 => UNPARSED",
        "/* only */ => NOT_A_SELECT"
      })
  void lex_whatIsNoSingleSelect_isDelegated(String sql, Outcome expected) {
    assertOutcome(expected, TemplateLexer.lex(sql, true));
  }

  @Test
  void lex_limits_areHeld() {
    assertOutcome(Outcome.NOT_A_SELECT, TemplateLexer.lex("", true));
    assertOutcome(
        Outcome.TOO_COMPLEX,
        TemplateLexer.lex("SELECT " + " ".repeat(TemplateLexer.MAX_LENGTH), true));
    assertOutcome(Outcome.TOO_COMPLEX, TemplateLexer.lex("SELECT " + "(".repeat(33), true));
    assertInstanceOf(LexedStatement.class, TemplateLexer.lex("SELECT " + "(".repeat(32), true));
    assertOutcome(
        Outcome.TOO_COMPLEX, TemplateLexer.lex(WHERE + "a IN (" + "?,".repeat(2001), true));
  }

  private static void assertOutcome(Outcome expected, LexResult result) {
    assertInstanceOf(Plan.Delegation.class, result);
    assertEquals(expected, ((Plan.Delegation) result).outcome());
  }
}
