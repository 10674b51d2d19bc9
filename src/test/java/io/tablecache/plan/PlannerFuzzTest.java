package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.StatementDescriber;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random texts: nothing is thrown, and what is read means the same in parentheses. */
final class PlannerFuzzTest {
  private static final long SEED = 20_260_101;

  private static final List<String> VALID =
      List.of(
          "SELECT d . device_id AS x , ts FROM public . device_data AS d WHERE d . ts >= ? AND"
              + " ( device_id IN ( 1 , ? ) AND data = 'a' ) ORDER BY ts DESC NULLS LAST , 1 LIMIT ?"
              + " OFFSET 3",
          "SELECT * FROM device_data WHERE ts BETWEEN ? AND '2026-01-01' AND device_id = ANY ("
              + " ARRAY [ 1 , 2 ] ) AND data IS NOT NULL FETCH FIRST 5 ROWS ONLY",
          "SELECT device_data . * FROM device_data WHERE 3 < data AND ts >= CAST ( ? AS timestamp )"
              + " AND device_id = ANY ( ? ) AND data <> - 5 AND ts < ? :: timestamp");

  private static final String[] SOUP =
      ("SELECT FROM WHERE AND OR NOT IN BETWEEN SYMMETRIC IS NULL LIKE ANY ALL ARRAY [ ] ( ) , . ;"
              + " * + - / % ^ = <> != < <= > >= || :: : ? ?? ORDER BY ASC DESC NULLS FIRST LAST LIMIT"
              + " OFFSET FETCH NEXT ROW ROWS ONLY WITH TIES GROUP HAVING DISTINCT UNION JOIN ON USING"
              + " AS CAST CASE WHEN THEN ELSE END TABLESAMPLE FOR UPDATE INTO LATERAL device_data"
              + " devices d ts data device_id \"ts\" \"a.b\" ctid user true 1 2.5 1e3 'x' 'it''s'"
              + " E'\\n"
              + "' $$x$$ $1 { } /* */ -- \u0001 \u00e4 U&\"x\" TOP SKIP FINAL QUALIFY PIVOT NOTNULL"
              + " ISNULL COLLATE AT TIME ZONE INTERVAL now() SELECT DELETE # @ ~ & | ` \\")
          .split(" ");

  private final StatementDescriber refuses =
      (sql, oids, path) -> new StatementDescriber.Refused("42601", "");

  @Test
  void plan_tokenSoup_neverThrows() {
    Random random = new Random(SEED);
    for (int i = 0; i < 4_000; i++) {
      StringBuilder sql = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
      int length = random.nextInt(25);
      for (int k = 0; k < length; k++) {
        sql.append(SOUP[random.nextInt(SOUP.length)]).append(random.nextInt(4) == 0 ? "" : " ");
      }
      check(sql.toString());
    }
  }

  @Test
  void plan_mutatedStatements_areReadAlikeInParentheses() {
    Random random = new Random(SEED);
    int planned = 0;
    for (int i = 0; i < 4_000; i++) {
      List<String> tokens =
          new java.util.ArrayList<>(List.of(VALID.get(random.nextInt(VALID.size())).split(" ")));
      for (int k = random.nextInt(4); k > 0; k--) {
        mutate(tokens, random);
      }
      planned += check(String.join(" ", tokens)) ? 1 : 0;
    }
    int enough = planned;
    assertTrue(enough > 400, () -> "only " + enough + " were read");
  }

  private static void mutate(List<String> tokens, Random random) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(4)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, SOUP[random.nextInt(SOUP.length)]);
      case 2 -> tokens.set(at, SOUP[random.nextInt(SOUP.length)]);
      default -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
    }
    if (tokens.isEmpty()) {
      tokens.add("x");
    }
  }

  @Test
  void lex_randomCharacters_neverThrow() {
    Random random = new Random(SEED);
    String alphabet = "aE1.'\"$?-/*+=<>()[]{};:,\\ \n\t_u&x\u0000\u0001\u00e9\ud800\u2028";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder sql = new StringBuilder("select ");
      for (int k = random.nextInt(20); k > 0; k--) {
        sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      boolean standard = random.nextBoolean();
      if (TemplateLexer.lex(sql.toString(), standard) instanceof LexedStatement statement) {
        Tokens tokens = tokens(statement.template());
        if (tokens == null) {
          continue;
        }
        assertEquals(statement.parameterCount(), tokens.parameterCount(), sql.toString());
        assertEquals(
            statement.literals().size(),
            tokens.slots().size() - tokens.parameterCount(),
            sql.toString());
      }
      StatementClassifier.effects(sql.toString(), standard);
    }
  }

  private static @Nullable Tokens tokens(Template template) {
    try {
      return Tokens.of(template);
    } catch (Delegated expected) {
      return null;
    }
  }

  /** Whether the text is read. */
  private boolean check(String sql) {
    if (!(TemplateLexer.lex(sql, true) instanceof LexedStatement statement)) {
      return false;
    }
    Planner.plan(
        statement.template(),
        new int[statement.parameterCount()],
        "public",
        PlanFixtures.ALL,
        refuses);
    try {
      String printed = SyntaxPrinter.print(SelectReader.read(Tokens.of(statement.template())));
      // Read once more, it is the same: nothing depends on how it is written.
      Template again = new Template(printed.replace("(?)", "?"));
      assertEquals(printed, SyntaxPrinter.print(SelectReader.read(Tokens.of(again))), sql);
      return true;
    } catch (Delegated expected) {
      return false;
    }
  }
}
