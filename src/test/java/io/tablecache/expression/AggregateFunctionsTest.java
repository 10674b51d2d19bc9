package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateFunctionsTest {
  private static final int GROUPS = 60;
  private static final long SEED = 20_260_401;
  private static final long FIRST_TIMESTAMP = -211_813_488_000_000_000L;
  private static final ZoneId ZONE = ZoneOffset.UTC;

  private final Random random = new Random(SEED);
  private final NumberValues numbers = new NumberValues(random);
  private final RandomValues values = new RandomValues(random);

  static Stream<String> keys() {
    List<String> keys = new ArrayList<>();
    List<String> integers = List.of("int2", "int4", "int8");
    List<String> numbers = List.of("int2", "int4", "int8", "numeric", "float4", "float8");
    for (String type : numbers) {
      for (String name :
          List.of(
              "sum",
              "avg",
              "min",
              "max",
              "var_pop",
              "var_samp",
              "variance",
              "stddev_pop",
              "stddev_samp",
              "stddev")) {
        keys.add(name + "(" + type + ")");
      }
    }
    for (String type : List.of("date", "time", "timestamp", "timestamptz", "interval", "text")) {
      keys.add("min(" + type + ")");
      keys.add("max(" + type + ")");
    }
    for (String type : integers) {
      Stream.of("bit_and", "bit_or", "bit_xor").forEach(n -> keys.add(n + "(" + type + ")"));
    }
    keys.addAll(
        List.of(
            "sum(interval)",
            "avg(interval)",
            "bool_and(bool)",
            "bool_or(bool)",
            "every(bool)",
            "string_agg(text,text)"));
    return keys.stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void accumulator_randomRows_isServers(String key) throws SQLException {
    AggregateFunction function = Functions.aggregate(key);
    assertNotNull(function, key);
    List<List<@Nullable Object[]>> groups = new ArrayList<>();
    for (int g = 0; g < GROUPS; g++) {
      groups.add(rows(function.parameters(), g));
    }
    compare(function, groups);
  }

  @Test
  void count_anyType_countsWhatIsNotNull() throws SQLException, EvaluationException {
    AggregateFunction rows = Functions.aggregate("count(*)");
    AggregateFunction present = Functions.aggregate("count(any)");
    assertNotNull(rows);
    assertNotNull(present);
    Vector vector = new Vector(ValueType.INT4);
    vector.reset(5);
    vector.setNull(1);
    assertEquals(5L, one(rows, new Vector[0], 5));
    assertEquals(4L, one(present, new Vector[] {vector}, 5));
  }

  @ParameterizedTest
  @EnumSource(
      value = ValueType.class,
      names = {
        "BOOL",
        "INT2",
        "INT4",
        "INT8",
        "FLOAT4",
        "FLOAT8",
        "NUMERIC",
        "TEXT",
        "BPCHAR",
        "DATE",
        "TIME",
        "TIMESTAMP",
        "INTERVAL"
      })
  void arrayAgg_randomValues_isServersAndHasThemBySubscript(ValueType type)
      throws SQLException, EvaluationException {
    AggregateFunction function =
        Objects.requireNonNull(Functions.aggregate("array_agg(anynonarray)"));
    ScalarFunction subscript = Objects.requireNonNull(Functions.scalar("subscript(" + type + ")"));
    List<String> expressions = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int g = 0; g < GROUPS; g++) {
      List<@Nullable Object[]> rows = rows(List.of(type), g);
      if (rows.isEmpty()) {
        continue;
      }
      Vector values = new Vector(type);
      values.reset(rows.size());
      StringBuilder list = new StringBuilder();
      for (int i = 0; i < rows.size(); i++) {
        values.set(i, rows.get(i)[0]);
        list.append(i == 0 ? "" : ", ").append(literals(rows.get(i), List.of(type)));
      }
      String array =
          (String) Objects.requireNonNull(one(function, new Vector[] {values}, rows.size()));
      expressions.add("ARRAY[" + list + "]");
      answers.add("V" + array);
      Vector arrays = new Vector(ValueType.OTHER);
      Vector subscripts = new Vector(ValueType.INT4);
      Vector result = new Vector(type);
      arrays.reset(1);
      subscripts.reset(1);
      result.reset(1);
      arrays.set(0, array);
      int at = random.nextInt(-1, rows.size() + 3);
      subscripts.longs[0] = at;
      try {
        subscript.apply(
            new Vector[] {arrays, subscripts},
            1,
            result,
            new EvaluationContext(SlotValues.NONE, ZONE, 0, ZoneNames.NONE));
      } catch (EvaluationException e) {
        // Of years that are not read here.
        boolean mayRefuse =
            type == ValueType.DATE || type == ValueType.TIMESTAMP || type == ValueType.INTERVAL;
        assertTrue(mayRefuse, array + "[" + at + "]: " + e.getMessage());
        continue;
      }
      Object element = result.get(0);
      expressions.add("(ARRAY[" + list + "])[" + at + "]");
      answers.add(element == null ? "N" : "V" + TextInput.output(element, type, ZONE));
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      assertEquals(server.server(expressions), answers, "seed " + SEED);
    }
  }

  private static @Nullable Object one(AggregateFunction function, Vector[] arguments, int count)
      throws EvaluationException {
    AggregateFunction.Accumulator accumulator = function.accumulator();
    accumulator.grow(1);
    accumulator.addAll(arguments, count);
    Vector result = new Vector(function.result());
    result.reset(1);
    accumulator.result(0, result, 0);
    return result.get(0);
  }

  private List<@Nullable Object[]> rows(List<ValueType> types, int group) {
    boolean isExtreme = group % 3 == 0;
    int count = group < 4 ? group : random.nextInt(40);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      @Nullable Object[] row = new Object[types.size()];
      for (int p = 0; p < row.length; p++) {
        boolean isNull = group % 2 == 0 && random.nextInt(8) == 0;
        row[p] = isNull ? null : value(types.get(p), isExtreme);
      }
      rows.add(row);
    }
    return rows;
  }

  private long timestamp() {
    long raw = values.timestamp();
    return raw < FIRST_TIMESTAMP && raw != Long.MIN_VALUE ? FIRST_TIMESTAMP : raw;
  }

  private Object value(ValueType type, boolean isExtreme) {
    return switch (type) {
      case DATE -> values.date();
      case TIME -> values.time();
      case TIMESTAMP, TIMESTAMPTZ -> timestamp();
      case INTERVAL ->
          isExtreme
              ? values.interval()
              : new Interval(random.nextInt(30), random.nextInt(90), random.nextLong() >> 24);
      case FLOAT4, FLOAT8 ->
          isExtreme ? numbers.notNull(type) : (Object) (random.nextInt(-5000, 5000) / 8.0);
      case NUMERIC ->
          isExtreme ? numbers.numeric() : Numeric.of(random.nextInt(), random.nextInt(5));
      default -> numbers.notNull(type);
    };
  }

  private void compare(AggregateFunction function, List<List<@Nullable Object[]>> groups)
      throws SQLException {
    String key = function.key();
    List<String> answers = new ArrayList<>();
    List<List<@Nullable Object[]>> answered = new ArrayList<>();
    int failed = 0;
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      List<String> expected = server.server(groups.stream().map(g -> sql(function, g)).toList());
      for (int g = 0; g < groups.size(); g++) {
        String what =
            "seed " + SEED + ": " + key + " group " + g + " " + sql(function, groups.get(g));
        try {
          String actual = answer(function, List.of(groups.get(g)), true).get(0);
          assertEquals(expected.get(g), actual, what);
          answers.add(actual);
          answered.add(groups.get(g));
        } catch (EvaluationException e) {
          failed++;
          if (!expected.get(g).startsWith("E")
              && !key.equals("avg(interval)")
              && !ServerComparison.isOverflowOfFormerVersions(e)) {
            fail(what + " is refused: " + e.getMessage() + "; server: " + expected.get(g));
          }
        }
      }
    }
    assertTrue(failed < GROUPS / 2, key + " fails for " + failed);
    try {
      assertEquals(answers, answer(function, answered, false), key + " in groups");
      assertEquals(answers, answerInRuns(function, answered), key + " in runs");
      List<String> answersWithoutNulls = new ArrayList<>();
      List<List<@Nullable Object[]>> withoutNulls = new ArrayList<>();
      for (int g = 0; g < answers.size(); g++) {
        if (answered.get(g).stream().allMatch(row -> Arrays.stream(row).allMatch(v -> v != null))) {
          answersWithoutNulls.add(answers.get(g));
          withoutNulls.add(answered.get(g));
        }
      }
      assertEquals(
          answersWithoutNulls, answerInRuns(function, withoutNulls), key + " in runs, no NULL");
    } catch (EvaluationException e) {
      fail(key + " fails in groups", e);
    }
  }

  private static String sql(AggregateFunction function, List<@Nullable Object[]> rows) {
    String key = function.key();
    String name = key.substring(0, key.indexOf('('));
    List<ValueType> types = function.parameters();
    String columns = types.size() == 1 ? "a" : "a, b";
    String nulls =
        types.stream().map(type -> "NULL::" + nameOf(type)).collect(Collectors.joining(", "));
    String values =
        rows.stream().map(row -> ", (" + literals(row, types) + ")").collect(Collectors.joining());
    return "(SELECT "
        + name
        + "("
        + columns
        + ") FROM (VALUES ("
        + nulls
        + ")"
        + values
        + ") t("
        + columns
        + "))";
  }

  private static String literals(@Nullable Object[] row, List<ValueType> types) {
    StringBuilder text = new StringBuilder();
    for (int p = 0; p < row.length; p++) {
      text.append(p == 0 ? "" : ", ");
      Object value = row[p];
      text.append(value == null ? "NULL" : "'" + TextInput.output(value, types.get(p), ZONE) + "'");
      text.append("::").append(nameOf(types.get(p)));
    }
    return text.toString();
  }

  private static String nameOf(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** The results of groups whose rows come in turns, a NULL row before the first of each. */
  private static List<String> answer(
      AggregateFunction function, List<List<@Nullable Object[]>> groups, boolean isSingle)
      throws EvaluationException {
    AggregateFunction.Accumulator accumulator = function.accumulator();
    Vector[] vectors = function.parameters().stream().map(Vector::new).toArray(Vector[]::new);
    int longest = groups.stream().mapToInt(List::size).max().orElseThrow();
    accumulator.grow(1);
    accumulator.grow(groups.size());
    for (int i = 0; i < longest; i++) {
      int[] numbers = new int[groups.size()];
      int count = 0;
      for (Vector vector : vectors) {
        vector.reset(groups.size());
      }
      for (int g = 0; g < groups.size(); g++) {
        if (i < groups.get(g).size()) {
          for (int p = 0; p < vectors.length; p++) {
            vectors[p].set(count, groups.get(g).get(i)[p]);
          }
          numbers[count++] = g;
        }
      }
      if (isSingle) {
        accumulator.addAll(vectors, count);
      } else {
        accumulator.add(vectors, numbers, count);
      }
    }
    return results(function, accumulator, groups.size());
  }

  /** The same, where rows of one group come one after the other; each group's in two blocks. */
  private static List<String> answerInRuns(
      AggregateFunction function, List<List<@Nullable Object[]>> groups)
      throws EvaluationException {
    AggregateFunction.Accumulator accumulator = function.accumulator();
    accumulator.grow(groups.size());
    for (int half = 0; half < 2; half++) {
      int[] numbers = new int[Vector.MAX_ROWS];
      Vector[] vectors = function.parameters().stream().map(Vector::new).toArray(Vector[]::new);
      for (Vector vector : vectors) {
        vector.reset(Vector.MAX_ROWS);
      }
      int count = 0;
      for (int g = 0; g < groups.size(); g++) {
        List<@Nullable Object[]> rows = groups.get(g);
        int middle = rows.size() / 2;
        for (@Nullable Object[] row :
            half == 0 ? rows.subList(0, middle) : rows.subList(middle, rows.size())) {
          for (int p = 0; p < vectors.length; p++) {
            vectors[p].set(count, row[p]);
          }
          numbers[count++] = g;
        }
      }
      accumulator.add(vectors, numbers, count);
    }
    return results(function, accumulator, groups.size());
  }

  private static List<String> results(
      AggregateFunction function, AggregateFunction.Accumulator accumulator, int groups)
      throws EvaluationException {
    Vector result = new Vector(function.result());
    result.reset(groups);
    List<String> answers = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      accumulator.result(g, result, g);
      Object value = result.get(g);
      answers.add(value == null ? "N" : "V" + TextInput.output(value, function.result(), ZONE));
    }
    return answers;
  }
}
