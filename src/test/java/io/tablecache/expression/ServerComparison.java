package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.testing.PostgresServer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls functions here and in PostgreSQL: a value is to be PostgreSQL's, and where PostgreSQL fails
 * there is to be none.
 */
final class ServerComparison implements AutoCloseable {
  private final ZoneId zone;
  private final String origin;
  private final Connection connection;

  /** How many calls gave PostgreSQL's value. */
  int equalCount;

  /** How many calls failed as PostgreSQL's did. */
  int failedCount;

  /** How many calls were left to PostgreSQL that has a value. */
  int refusedCount;

  /**
   * @param zone the session's time zone
   * @param origin what made the arguments, such as a seed; is in the messages
   */
  ServerComparison(String zone, String origin) throws SQLException {
    this.zone = ZoneId.of(zone);
    this.origin = origin + " in " + zone;
    connection = PostgresServer.shared().connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = '" + zone + "'");
      statement.execute(
          "CREATE FUNCTION pg_temp.evaluate(expression text) RETURNS text LANGUAGE plpgsql AS $$"
              + " DECLARE result text; BEGIN"
              + " EXECUTE 'SELECT CASE WHEN x IS NULL THEN ''N'' ELSE format(''V%s'', x) END"
              + " FROM (SELECT (' || expression || ') AS x OFFSET 0) t' INTO result;"
              + " RETURN result;"
              + " EXCEPTION WHEN OTHERS THEN RETURN 'E' || SQLSTATE || ' ' || SQLERRM; END $$");
    }
  }

  /** What the server makes of expressions: N for NULL, V and the text, E and the error. */
  List<String> server(List<String> expressions) throws SQLException {
    List<String> answers = new ArrayList<>();
    Array array = connection.createArrayOf("text", expressions.toArray());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_temp.evaluate(e) FROM unnest(?) WITH ORDINALITY AS u(e, n) ORDER BY n")) {
      statement.setArray(1, array);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answers.add(rows.getString(1));
        }
      }
    }
    return answers;
  }

  /** Compares calls; none may be left to PostgreSQL that PostgreSQL answers. */
  void compare(String key, String sql, List<@Nullable Object[]> calls) throws SQLException {
    compare(key, sql, calls, arguments -> false);
  }

  /**
   * Whether only a version from 17 on fails as well: before, intervals were out of range unseen.
   */
  static boolean isOverflowOfFormerVersions(EvaluationException refusal) {
    return PostgresServer.shared().majorVersion() < 17
        && "interval out of range".equals(refusal.getMessage());
  }

  /**
   * Compares calls of a function.
   *
   * @param sql the expression, with {@code $1} for the first argument and so on
   * @param calls lists of arguments, each in the form of a constant's value
   * @param mayRefuse which calls may be left to PostgreSQL
   */
  void compare(
      String key,
      String sql,
      List<@Nullable Object[]> calls,
      Predicate<@Nullable Object[]> mayRefuse)
      throws SQLException {
    ScalarFunction function = Functions.scalar(key);
    assertNotNull(function, key);
    List<String> expressions = new ArrayList<>();
    for (@Nullable Object[] arguments : calls) {
      String expression = sql;
      for (int i = arguments.length; i > 0; i--) {
        expression =
            expression.replace(
                "$" + i,
                literal(
                    key,
                    arguments[i - 1],
                    function.parameters().get(Math.min(i, function.parameters().size()) - 1)));
      }
      expressions.add(expression);
    }
    List<String> expected = server(expressions);
    EvaluationContext context =
        new EvaluationContext(
            SlotValues.NONE, zone, 0, name -> name.equals(zone.getId()) ? zone : null);
    List<@Nullable Object[]> answered = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      String what = origin + ": " + key + " as " + expressions.get(i);
      String actual;
      try {
        actual = answer(function, List.<@Nullable Object[]>of(calls.get(i)), context).get(0);
      } catch (EvaluationException e) {
        if (expected.get(i).startsWith("E")) {
          failedCount++;
        } else if (mayRefuse.test(calls.get(i)) || isOverflowOfFormerVersions(e)) {
          refusedCount++;
        } else {
          fail(what + " is refused: " + e.getMessage() + "; server: " + expected.get(i));
        }
        continue;
      }
      assertEquals(expected.get(i), actual, what);
      equalCount++;
      answered.add(calls.get(i));
      answers.add(actual);
    }
    try {
      for (int from = 0; from < answered.size(); from += Vector.MAX_ROWS) {
        int to = Math.min(answered.size(), from + Vector.MAX_ROWS);
        assertEquals(
            answers.subList(from, to),
            answer(function, answered.subList(from, to), context),
            origin + ": " + key + " over a block");
      }
    } catch (EvaluationException e) {
      fail(origin + ": " + key + " fails over a block of calls that it answers one by one", e);
    }
  }

  private List<String> answer(
      ScalarFunction function, List<@Nullable Object[]> calls, EvaluationContext context)
      throws EvaluationException {
    List<ValueType> parameters = function.parameters();
    int count = calls.size();
    int width = calls.get(0).length;
    Vector[] arguments = new Vector[width];
    Vector result = new Vector(function.result());
    result.reset(count);
    for (int p = 0; p < width; p++) {
      arguments[p] = new Vector(parameters.get(Math.min(p, parameters.size() - 1)));
      arguments[p].reset(count);
      for (int row = 0; row < count; row++) {
        arguments[p].set(row, calls.get(row)[p]);
      }
      if (function.isStrict()) {
        result.addNulls(arguments[p], count);
      }
    }
    function.apply(arguments, count, result, context);
    List<String> answers = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      Object value = result.get(row);
      answers.add(value == null ? "N" : "V" + TextInput.output(value, function.result(), zone));
    }
    return answers;
  }

  private String literal(String key, @Nullable Object value, ValueType type) {
    String name =
        type != ValueType.OTHER
            ? type.name().toLowerCase(Locale.ROOT)
            : key.contains("jsonpath") ? "jsonpath" : "text[]";
    if (value == null) {
      return "NULL::" + name;
    }
    return "'" + TextInput.output(value, type, zone).replace("'", "''") + "'::" + name;
  }

  /** Compares what texts are read as with the server. */
  void compareInput(ValueType type, List<String> texts, Predicate<String> mayRefuse)
      throws SQLException {
    String name = type.name().toLowerCase(Locale.ROOT);
    List<String> expected =
        server(texts.stream().map(t -> "'" + t.replace("'", "''") + "'::" + name).toList());
    for (int i = 0; i < texts.size(); i++) {
      String what = origin + ": " + name + " '" + texts.get(i) + "'";
      Object value = TextInput.parse(texts.get(i), type, zone);
      if (value != null) {
        assertEquals(expected.get(i), "V" + TextInput.output(value, type, zone), what);
        equalCount++;
      } else if (expected.get(i).startsWith("E")) {
        failedCount++;
      } else if (mayRefuse.test(texts.get(i))) {
        refusedCount++;
      } else {
        fail(what + " is not read; server: " + expected.get(i));
      }
    }
  }

  static List<@Nullable Object[]> calls(@Nullable Object[]... calls) {
    return new ArrayList<>(Arrays.asList(calls));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
