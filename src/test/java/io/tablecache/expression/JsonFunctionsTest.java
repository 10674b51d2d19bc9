package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JsonFunctionsTest {
  private static final int CALLS = 1200;
  private static final long SEED = 20_260_204;

  private final Random random = new Random(SEED);
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
  void input_randomTexts_isServersOrRefused() throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3 * CALLS; i++) {
      StringBuilder text = new StringBuilder(json(3));
      if (random.nextInt(3) == 0) {
        int at = random.nextInt(text.length() + 1);
        text.insert(at, oneOf("x", "\"", ",", "\\", "1", "-", "\t", " ", "]", "\\u00e9", "\u0001"));
      }
      texts.add(text.toString());
    }
    for (String number :
        List.of(
            "1e2",
            "1.50",
            "-0",
            "-0.00",
            "1E-3",
            "1e400",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "--1",
            "123456789012345678901234567890.1234567890",
            "1e-100",
            "0e5",
            "0.0e1",
            "12e-1")) {
      texts.add(number);
    }
    for (String string :
        List.of(
            "\"\\u0000\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "\"\\uD83d x\"",
            "\"\\n\\b\\f\\r\\t\\/\\\\\\\"\"",
            "\"\\x\"",
            "\"\u0001\"",
            "\"\\u001f\\u007f\"",
            "{\"b\":1,\"a\":2,\"b\":3}",
            "{\"aa\":1,\"b\":2,\"é\":3,\"\uD83D\uDE00\":4}",
            "",
            " ",
            "nul",
            "[1,]",
            "{\"a\"}",
            "{\"a\":1,}",
            "tru",
            "[1 2]",
            "{\"a\":\"\\u0000\",\"a\":1}",
            "{\"a\":\"\\ud83d\",\"a\":1}")) {
      texts.add(string);
    }
    Predicate<String> mayRefuse = text -> text.contains("e400") || text.contains("\\u");
    server.compareInput(ValueType.JSONB, texts, mayRefuse);
    server.compareInput(ValueType.JSON, texts, mayRefuse);
    assertTrue(server.equalCount > 2 * CALLS, "answered: " + server.equalCount);
  }

  @Test
  void operators_randomValues_areServers() throws SQLException {
    for (boolean isBinary : new boolean[] {true, false}) {
      String type = isBinary ? "jsonb" : "json";
      for (String arrow : List.of("->", "->>")) {
        server.compare(
            arrow + "(" + type + ",text)",
            "$1 " + arrow + " $2",
            calls(isBinary, i -> key()),
            arguments -> !isBinary && isStrange(arguments));
        server.compare(
            arrow + "(" + type + ",int4)",
            "$1 " + arrow + " $2",
            calls(isBinary, i -> (long) random.nextInt(-4, 4)),
            arguments -> isBinary ? isScalar(arguments) : isStrange(arguments));
      }
      for (String arrow : List.of("#>", "#>>")) {
        server.compare(
            arrow + "(" + type + ",_text)",
            "$1 " + arrow + " $2",
            calls(isBinary, i -> path()),
            arguments -> isOddPath((String) arguments[1]) || isStrange(arguments));
      }
      server.compare(
          type + "_typeof(" + type + ")",
          type + "_typeof($1)",
          calls(isBinary, null),
          JsonFunctionsTest::isStrange);
      server.compare(
          type + "_array_length(" + type + ")",
          type + "_array_length($1)",
          calls(isBinary, null),
          JsonFunctionsTest::isStrange);
    }
    server.compare("jsonb::json", "$1::json", calls(true, null));
    server.compare("json::jsonb", "$1::jsonb", calls(false, null), JsonFunctionsTest::isStrange);
    server.compare("jsonb::text", "$1::text", calls(true, null));
    server.compare("json::text", "$1::text", calls(false, null));
    assertTrue(server.equalCount > 15 * CALLS, "answered: " + server.equalCount);
  }

  /** With an index of a form that PostgreSQL's C library decides on. */
  private static boolean isOddPath(String path) {
    return path.equals("{}") || path.contains("+") || path.contains("\"\"");
  }

  /** As which jsonb treats it as an array of one element. */
  private static boolean isScalar(@Nullable Object[] arguments) {
    String text = (String) arguments[0];
    return !text.startsWith("[") && !text.startsWith("{");
  }

  private static boolean isStrange(@Nullable Object[] arguments) {
    return ((String) arguments[0]).contains("\\u");
  }

  @Test
  void containment_randomValues_isServers() throws SQLException {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < 5 * CALLS; i++) {
      calls.add(new Object[] {jsonb(3), jsonb(2)});
    }
    server.compare("@>(jsonb,jsonb)", "$1 @> $2", calls);
    server.compare("<@(jsonb,jsonb)", "$1 <@ $2", calls);
    server.compare("?(jsonb,text)", "$1 ? $2", calls(true, i -> key()));
    server.compare("?|(jsonb,_text)", "$1 ?| $2", calls(true, i -> path()));
    server.compare("?&(jsonb,_text)", "$1 ?& $2", calls(true, i -> path()));
  }

  @Test
  void paths_randomValuesAndPaths_areServers() throws SQLException {
    for (String name : List.of("@?", "@@", "jsonb_path_exists", "jsonb_path_match")) {
      List<@Nullable Object[]> calls = new ArrayList<>();
      for (int i = 0; i < 4 * CALLS; i++) {
        calls.add(new Object[] {jsonb(3), jsonPath()});
      }
      calls.add(new Object[] {null, "$"});
      calls.add(new Object[] {"1", null});
      boolean isOperator = name.startsWith("@");
      server.compare(
          name + (isOperator ? "(jsonb,jsonpath)" : "(jsonb,jsonpath,jsonb,bool)"),
          isOperator ? "$1 " + name + " $2" : name + "($1, $2)",
          calls,
          arguments -> !PathReader.isPath((String) arguments[1]));
    }
    assertTrue(server.equalCount > 9 * CALLS, "answered: " + server.equalCount);
  }

  @Test
  void path_beyondWhatIsFollowed_isNone() {
    for (String path :
        List.of(
            "strict $.a",
            "$.a.size()",
            "$.**",
            "$x",
            "@",
            "$.a + 1",
            "$[-1]",
            "$.a like_regex \"x\"",
            "$.\"a\\\"\"",
            "$[$.a]",
            "($.a)",
            "$.a = 1",
            "$ ? (@.a)",
            "$.a ? (@ > 01)",
            "$.a == 1e2",
            "")) {
      assertFalse(PathReader.isPath(path), path);
    }
  }

  /** Paths as PostgreSQL takes them, of which most are followed. */
  private String jsonPath() {
    String mode = oneOf("", "", "", "lax ", "strict ");
    return mode + (random.nextBoolean() ? path("$", 2) : condition(2, "$"));
  }

  private String path(String start, int depth) {
    StringBuilder path = new StringBuilder(start);
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append(
          oneOf(
              ".a",
              ".b",
              ".aa",
              ".\"é\"",
              ".\"\"",
              ".*",
              "[*]",
              "[0]",
              "[last]",
              "[0 to 1]",
              "[1 to last]",
              "[0, 2]",
              "[last to 3]",
              ".size()",
              " . x [ * ]"));
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      path.append(" ? (").append(condition(depth - 1, "@")).append(")");
      path.append(oneOf("", "", ".a", "[*]"));
    }
    return path.toString();
  }

  private String condition(int depth, String start) {
    if (depth > 0 && random.nextInt(3) == 0) {
      String left = condition(depth - 1, start);
      String right = condition(depth - 1, start);
      return oneOf(
          left + " && " + right,
          left + " || " + right,
          "!(" + left + ")",
          "(" + left + ") is unknown",
          "!exists(" + path(start, depth - 1) + ")",
          left + " || (" + right + ") && " + left);
    }
    String path = path(oneOf(start, start, "$"), depth);
    return switch (random.nextInt(5)) {
      case 0 -> "exists(" + path + ")";
      case 1 -> path + " starts with \"" + oneOf("a", "", "é") + "\"";
      case 2 -> path + oneOf(" == ", " < ", ">=") + path(start, 0);
      default ->
          path
              + oneOf("==", " != ", "<>", "<", " <= ", ">", " >= ")
              + oneOf("1", "-3.5", "10", "0", "null", "true", "false", "\"a\"", "\"\"", "1.0");
    };
  }

  private List<@Nullable Object[]> calls(
      boolean isBinary, @Nullable Function<Integer, Object> second) {
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Object first = isBinary ? jsonb(3) : json(3);
      calls.add(second == null ? new Object[] {first} : new Object[] {first, second.apply(i)});
    }
    return calls;
  }

  private String key() {
    return oneOf("a", "b", "aa", "é", "", "1", "\"", "null", "x");
  }

  private String path() {
    StringBuilder path = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append(oneOf("a", "b", "aa", "0", "1", "-1", "\"\"", "é", "NULL", "+1", "\"null\""));
      path.append(i > 1 ? "," : "");
    }
    return path.append("}").toString();
  }

  private String jsonb(int depth) {
    String text = null;
    while (text == null) {
      text = JsonbText.normalized(json(depth));
    }
    return text;
  }

  private String json(int depth) {
    String space = oneOf("", "", "", " ", "\n");
    return switch (random.nextInt(depth > 0 ? 8 : 4)) {
      case 0 -> space + oneOf("1", "2", "1.0", "-3.50", "10", "1e1", "0", "100") + space;
      case 1 -> oneOf("true", "false", "null") + space;
      case 2, 3 -> space + string();
      case 4, 5 -> {
        StringBuilder array = new StringBuilder("[" + space);
        for (int i = random.nextInt(4); i > 0; i--) {
          array.append(json(depth - 1)).append(i > 1 ? "," : "");
        }
        yield array.append("]").append(space).toString();
      }
      default -> {
        StringBuilder document = new StringBuilder(space + "{" + space);
        for (int i = random.nextInt(4); i > 0; i--) {
          document.append(string()).append(space).append(":").append(json(depth - 1));
          document.append(i > 1 ? "," + space : "");
        }
        yield document.append("}").toString();
      }
    };
  }

  private String string() {
    return "\""
        + oneOf("a", "b", "aa", "é", "", "1", "\\\"", "\\u0061", "\\u00e9", "a b", "\\n", "null")
        + "\"";
  }

  private String oneOf(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
