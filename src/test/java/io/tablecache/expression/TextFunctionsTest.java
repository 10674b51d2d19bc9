package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TextFunctionsTest {
  private static final int CALLS = 800;
  private static final long SEED = 20_260_203;

  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);
  private ServerComparison server;

  @BeforeEach
  void connect() throws SQLException {
    server = new ServerComparison("UTC", "seed " + SEED);
  }

  @AfterEach
  void disconnect() throws SQLException {
    server.close();
  }

  @Test
  void partsAndLengths_randomTexts_areServers() throws SQLException {
    for (String name :
        List.of(
            "length",
            "char_length",
            "octet_length",
            "ascii",
            "reverse",
            "md5",
            "btrim",
            "ltrim",
            "rtrim")) {
      server.compare(name + "(text)", name + "($1)", calls(this::text));
    }
    for (String name : List.of("btrim", "ltrim", "rtrim", "strpos", "starts_with", "like_escape")) {
      server.compare(name + "(text,text)", name + "($1, $2)", calls(this::text, this::shortText));
    }
    server.compare("position(text,text)", "position($2 in $1)", calls(this::text, this::shortText));
    server.compare("^@(text,text)", "$1 ^@ $2", calls(this::text, this::shortText));
    server.compare("||(text,text)", "$1 || $2", calls(this::text, this::text));
    for (String name : List.of("left", "right", "lpad", "rpad", "substr", "substring")) {
      server.compare(
          name + "(text,int4)",
          name + "($1, $2)",
          calls(this::text, this::number),
          arguments -> Math.abs((long) arguments[1]) > 1000);
    }
    server.compare(
        "repeat(text,int4)",
        "repeat($1, $2)",
        calls(this::text, () -> (long) random.nextInt(-3, 40)));
    for (String name : List.of("substr", "substring")) {
      server.compare(
          name + "(text,int4,int4)",
          name + "($1, $2, $3)",
          calls(this::text, this::number, this::number));
    }
    for (String name : List.of("lpad", "rpad")) {
      server.compare(
          name + "(text,int4,text)",
          name + "($1, $2, $3)",
          calls(this::text, this::number, this::shortText),
          arguments -> (long) arguments[1] > 1000);
    }
    server.compare(
        "split_part(text,text,int4)",
        "split_part($1, $2, $3)",
        calls(this::text, this::shortText, this::number));
    for (String name : List.of("replace", "translate")) {
      server.compare(
          name + "(text,text,text)",
          name + "($1, $2, $3)",
          calls(this::text, this::shortText, this::shortText));
    }
    server.compare("chr(int4)", "chr($1)", calls(() -> (long) random.nextInt(-5, 0x110100)));
    server.compare("to_hex(int4)", "to_hex($1)", calls(this::number));
    server.compare("to_hex(int8)", "to_hex($1)", calls(random::nextLong));
    server.compare("uuid::text", "$1::text", calls(() -> new java.util.UUID(random.nextLong(), 5)));
    server.compare(
        "text::uuid",
        "$1::uuid",
        calls(
            () ->
                values.oneOf(
                    List.of(
                        "a2345678-1234-1234-1234-123456789012",
                        "x",
                        "",
                        "A2345678-1234-1234-1234-12345678901B",
                        "{a2345678-1234-1234-1234-123456789012}"))),
        arguments -> ((String) arguments[0]).startsWith("{"));
  }

  @Test
  void charOfLength_randomTexts_isServers() throws SQLException {
    server.compare("text::bpchar", "$1::bpchar", calls(this::padded));
    server.compare("bpchar::text", "$1::text", calls(this::padded));
    server.compare("output(bpchar)", "concat($1)", calls(this::padded));
    for (String name : List.of("length", "char_length", "character_length", "octet_length")) {
      server.compare(name + "(bpchar)", name + "($1)", calls(this::padded));
    }
    server.compare(
        "bpchar(bpchar,int4,bool)",
        "pg_catalog.bpchar($1, $2, $3)",
        calls(
            this::padded,
            () -> (long) random.nextInt(-2, 20),
            () -> random.nextBoolean() ? 1L : 0L));
    for (String operator : List.of("~~", "!~~")) {
      server.compare(
          operator + "(bpchar,text)",
          "$1 OPERATOR(pg_catalog." + operator + ") $2",
          calls(this::padded, this::likePattern),
          arguments -> endsWithEscape((String) arguments[1]));
    }
    for (String operator : List.of("~", "!~", "~*", "!~*", "~~*", "!~~*")) {
      server.compare(
          operator + "(bpchar,text)",
          "$1 OPERATOR(pg_catalog." + operator + ") $2",
          calls(this::padded, this::regex),
          arguments -> true);
    }
  }

  @Test
  void charOfLength_pairs_compareAsServers() throws SQLException {
    List<String> expressions = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    ValueOrder order = ValueOrder.of(ValueType.BPCHAR);
    for (int i = 0; i < 2 * CALLS; i++) {
      String left = (String) shortText();
      String right =
          random.nextBoolean() ? left + " ".repeat(random.nextInt(3)) : (String) shortText();
      left += random.nextBoolean() ? " " : "\t";
      expressions.add(
          "sign(bpcharcmp("
              + quoted(left)
              + "::bpchar COLLATE \"C\", "
              + quoted(right)
              + "::bpchar))::int");
      Vector pair = new Vector(ValueType.BPCHAR);
      pair.reset(2);
      pair.set(0, left);
      pair.set(1, right);
      int sign = Integer.signum(order.compare(pair, 0, pair, 1));
      actual.add("V" + sign);
      assertEquals(sign == 0, order.equal(pair, 0, pair, 1));
      assertTrue(sign != 0 || order.hash(pair, 0) == order.hash(pair, 1));
    }
    assertEquals(server.server(expressions), actual, "seed " + SEED);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Test
  void cases_randomTexts_areServersOrRefused() throws SQLException {
    for (String name : List.of("lower", "upper", "initcap")) {
      server.compare(
          name + "(text)", name + "($1)", calls(this::text), TextFunctionsTest::isBeyondAscii);
    }
    assertTrue(server.equalCount > CALLS, "answered: " + server.equalCount);
  }

  @Test
  void like_randomPatterns_isServers() throws SQLException {
    for (String operator : List.of("~~", "!~~", "~~*", "!~~*")) {
      server.compare(
          operator + "(text,text)",
          "$1 OPERATOR(pg_catalog." + operator + ") $2",
          calls(this::text, this::likePattern),
          arguments ->
              endsWithEscape((String) arguments[1])
                  || (operator.endsWith("*") && isBeyondAscii(arguments)));
    }
    assertTrue(server.equalCount > 2 * CALLS, "answered: " + server.equalCount);
  }

  private static boolean endsWithEscape(String pattern) {
    int backslashes = 0;
    while (backslashes < pattern.length()
        && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  @Test
  void regex_randomPatterns_isServersOrRefused() throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < 4 * CALLS; i++) {
      calls.add(new Object[] {regexText(), regex()});
    }
    for (String operator : List.of("~", "!~", "~*", "!~*")) {
      server.compare(
          operator + "(text,text)",
          "$1 OPERATOR(pg_catalog." + operator + ") $2",
          calls,
          arguments -> true);
    }
    assertTrue(server.equalCount > 4 * CALLS, "answered: " + server.equalCount);
    assertTrue(server.refusedCount > CALLS, "refused: " + server.refusedCount);
  }

  @Test
  void regexpReplace_randomPatterns_isServersOrRefused() throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    List<@Nullable Object[]> flagged = new ArrayList<>();
    for (int i = 0; i < 4 * CALLS; i++) {
      String replacement = values.oneOf(List.of("", "x", "<$>", "\\1", "ab"));
      calls.add(new Object[] {regexText(), regex(), replacement});
      flagged.add(
          new Object[] {
            regexText(), regex(), replacement, values.oneOf(List.of("", "g", "gi", "i", "n"))
          });
    }
    server.compare(
        "regexp_replace(text,text,text)", "regexp_replace($1, $2, $3)", calls, arguments -> true);
    server.compare(
        "regexp_replace(text,text,text,text)",
        "regexp_replace($1, $2, $3, $4)",
        flagged,
        arguments -> true);
    assertTrue(server.equalCount > CALLS, "answered: " + server.equalCount);
  }

  @Test
  void regex_withLoopsInLoopsOrLongText_isRefused() {
    assertThrows(EvaluationException.class, () -> SafeRegex.of("(a*)*b", false));
    assertThrows(EvaluationException.class, () -> SafeRegex.of("(?i)a", false));
    assertThrows(
        EvaluationException.class, () -> SafeRegex.of("a*a*a*a*b", false).find("a".repeat(200)));
  }

  /** An ASCII letter stands for its two cases, whatever characters the text has. */
  @Test
  void regex_ignoringCaseOverAnyText_isServers() throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (String text :
        List.of("é", "Éa", "A", "xKa", "\u212A", "ſ", "İ", "i", "ı", "\uD83D\uDE00a", "")) {
      for (String pattern : List.of("A", "a", "k", "s", "I", "[a-k]", "x|s", "^.a", "(i|a)$")) {
        calls.add(new Object[] {text, pattern});
      }
    }
    calls.add(new Object[] {null, "a"});
    calls.add(new Object[] {"a", null});
    server.compare("~*(text,text)", "$1 ~* $2", calls);
    server.compare("!~*(text,text)", "$1 !~* $2", calls);
  }

  @Test
  void concat_randomTexts_isServers() throws SQLException {
    compareVariadic("concat(any)", "concat");
    compareVariadic("concat_ws(text,any)", "concat_ws");
  }

  @Test
  void row_randomTexts_isServers() throws SQLException {
    compareVariadic("row(any)", "ROW");
  }

  private void compareVariadic(String key, String name) throws SQLException {
    for (int width = name.equals("concat_ws") ? 2 : 1; width < 5; width++) {
      List<@Nullable Object[]> calls = new ArrayList<>();
      StringBuilder sql = new StringBuilder(name + "(");
      for (int i = 1; i <= width; i++) {
        sql.append(i > 1 ? ", $" : "$").append(i);
      }
      for (int i = 0; i < CALLS / 4; i++) {
        @Nullable Object[] call = new Object[width];
        for (int p = 0; p < width; p++) {
          call[p] = random.nextInt(4) == 0 ? null : text();
        }
        calls.add(call);
      }
      server.compare(key, sql.append(name.equals("ROW") ? ")::text" : ")").toString(), calls);
    }
  }

  private static boolean isBeyondAscii(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof String text && !AsciiCase.isAscii(text)) {
        return true;
      }
    }
    return false;
  }

  private Object padded() {
    return text() + " ".repeat(random.nextInt(3));
  }

  private Object text() {
    return random(
        random.nextInt(12),
        "a",
        "b",
        "A",
        "B",
        "ab",
        " ",
        ",",
        "%",
        "_",
        "\\",
        "é",
        "\uD83D\uDE00",
        "z",
        "1",
        "\"",
        "(",
        ")",
        "\n",
        "'",
        "İ",
        "-");
  }

  private Object shortText() {
    return random(random.nextInt(3), "a", "b", "A", " ", ",", "%", "_", "\\", "é", "\uD83D\uDE00");
  }

  private Object likePattern() {
    return random(
        random.nextInt(8),
        "a",
        "b",
        "%",
        "%",
        "_",
        "\\",
        "ab",
        "é",
        "A",
        "\\%",
        "\\_",
        "\uD83D\uDE00");
  }

  private String regexText() {
    return random(
        random.nextInt(10),
        "a",
        "b",
        "c",
        "ab",
        "1",
        " ",
        ".",
        "A",
        "\n",
        "é",
        "-",
        "xx",
        "_",
        "k",
        "\u212A",
        "ſ");
  }

  private String regex() {
    if (random.nextInt(3) == 0) {
      return random(
          random.nextInt(7),
          "a",
          "b",
          "c",
          ".",
          "*",
          "+",
          "?",
          "(",
          ")",
          "|",
          "[ab]",
          "[^a]",
          "^",
          "$",
          "\\d",
          "\\.",
          "{2}",
          "{1,2}",
          "\\w",
          "[a-c]",
          "é",
          "-",
          "\\y",
          "[[:alpha:]]",
          "[^[:space:]]",
          "(?:",
          "\\m",
          "\\W",
          "{,2}");
    }
    StringBuilder pattern = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      pattern
          .append(
              values.oneOf(
                  List.of(
                      "a",
                      "b",
                      "c",
                      ".",
                      "[ab]",
                      "[^b]",
                      "\\d",
                      "\\.",
                      "[a-z]",
                      "\\s",
                      "(a|bc)",
                      "1",
                      "[0-9A-Z]",
                      "(ab|a)",
                      "(ab)",
                      "(?:b[a-c])",
                      "\\m",
                      "\\M",
                      "\\y",
                      "\\Y",
                      "\\D",
                      "\\W",
                      "\\S",
                      "[[:alpha:]_]",
                      "[^[:digit:]]",
                      "[[:upper:]]",
                      "[[:xdigit:]]",
                      "k",
                      "s",
                      "A")))
          .append(values.oneOf(List.of("", "", "", "*", "+", "?", "{2}", "{1,2}", "{1,}")));
    }
    return pattern.append(random.nextInt(4) == 0 ? "$" : "").toString();
  }

  private String random(int length, String... parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private Object number() {
    return random.nextInt(12) == 0
        ? values.oneOf(List.of((long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE))
        : (Object) (long) random.nextInt(-8, 16);
  }

  @SafeVarargs
  private static List<@Nullable Object[]> calls(Supplier<Object>... arguments) {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      @Nullable Object[] call = new Object[arguments.length];
      for (int p = 0; p < arguments.length; p++) {
        call[p] = arguments[p].get();
      }
      calls.add(call);
    }
    return calls;
  }
}
