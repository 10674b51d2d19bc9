package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arithmetic, functions and casts of numbers, compared with the server's. */
class NumberFunctionsTest {
  private static final int CALLS = 150;
  private static final long SEED = 20_260_315;

  private final NumberValues values = new NumberValues(new Random(SEED));

  static Stream<String> keys() {
    List<String> keys = new ArrayList<>();
    List<String> integers = List.of("int2", "int4", "int8");
    List<String> floats = List.of("float4", "float8");
    List<String> numbers = List.of("int2", "int4", "int8", "float4", "float8", "numeric");
    for (String operator : List.of("+", "-", "*", "/")) {
      integers.forEach(a -> integers.forEach(b -> keys.add(operator + "(" + a + "," + b + ")")));
      floats.forEach(a -> floats.forEach(b -> keys.add(operator + "(" + a + "," + b + ")")));
      keys.add(operator + "(numeric,numeric)");
    }
    for (String type : integers) {
      for (String operator : List.of("%", "mod", "&", "|", "#")) {
        keys.add(operator + "(" + type + "," + type + ")");
      }
      keys.add("<<(" + type + ",int4)");
      keys.add(">>(" + type + ",int4)");
      keys.add("~(" + type + ")");
      if (!type.equals("int2")) {
        keys.add("gcd(" + type + "," + type + ")");
        keys.add("lcm(" + type + "," + type + ")");
      }
    }
    for (String type : numbers) {
      Stream.of("+", "-", "@", "abs").forEach(name -> keys.add(name + "(" + type + ")"));
    }
    for (String name :
        List.of(
            "floor", "ceil", "ceiling", "round", "trunc", "sign", "sqrt", "|/", "degrees",
            "radians")) {
      keys.add(name + "(float8)");
    }
    for (String name : List.of("floor", "ceil", "ceiling", "round", "trunc", "sign", "sqrt")) {
      keys.add(name + "(numeric)");
    }
    for (String name : List.of("%", "mod", "div")) {
      keys.add(name + "(numeric,numeric)");
    }
    for (String name : List.of("round", "trunc", "numeric")) {
      keys.add(name + "(numeric,int4)");
    }
    keys.addAll(List.of("factorial(int8)", "scale(numeric)", "pi()", "bool::int4", "int4::bool"));
    keys.add("varchar(varchar,int4,bool)");
    for (String from : numbers) {
      for (String to : numbers) {
        if (!from.equals(to)) {
          keys.add(from + "::" + to);
        }
      }
    }
    for (String text : List.of("text", "varchar")) {
      for (String type : List.of("bool", "int2", "int4", "int8", "float4", "float8", "numeric")) {
        keys.add(text + "::" + type);
        keys.add(type + "::" + text);
      }
    }
    return keys.stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void apply_randomArguments_isServers(String key) throws SQLException {
    ScalarFunction function = Functions.scalar(key);
    assertNotNull(function, key);
    List<@Nullable Object[]> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      @Nullable Object[] arguments = new Object[function.parameters().size()];
      for (int p = 0; p < arguments.length; p++) {
        arguments[p] = argument(key, p, function.parameters().get(p));
      }
      calls.add(arguments);
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      server.compare(key, sql(key, function.parameters().size()), calls, mayRefuse(key));
      assertTrue(server.refusedCount < CALLS / 2, key + " is left to the server too often");
      assertTrue(server.equalCount > 0, key + " is never answered");
    }
  }

  private @Nullable Object argument(String key, int position, ValueType type) {
    if (key.startsWith("<<") || key.startsWith(">>")) {
      return position == 0 ? values.of(type) : values.smallOrNull(type);
    }
    if (key.endsWith("(numeric,int4)") && position == 1) {
      return key.startsWith("numeric") ? values.numericModifier() : values.smallOrNull(type);
    }
    if (key.startsWith("varchar(") && position == 1) {
      return values.smallOrNull(type);
    }
    if (type == ValueType.TEXT && key.contains("::")) {
      return values.textOfNumber();
    }
    return key.startsWith("factorial") ? values.smallOrNull(type) : values.of(type);
  }

  private static String sql(String key, int arity) {
    if (key.contains("::")) {
      return "$1::" + key.substring(key.indexOf("::") + 2);
    }
    String name = key.substring(0, key.indexOf('('));
    if (!Character.isLetter(name.charAt(0))) {
      return arity == 1 ? name + " $1" : "$1 " + name + " $2";
    }
    return "pg_catalog."
        + name
        + switch (arity) {
          case 0 -> "()";
          case 1 -> "($1)";
          case 2 -> "($1, $2)";
          default -> "($1, $2, $3)";
        };
  }

  /** What is left to the server though it has an answer. */
  private static Predicate<@Nullable Object[]> mayRefuse(String key) {
    if (key.startsWith("text::") || key.startsWith("varchar::")) {
      return arguments -> true;
    }
    if (key.startsWith("<<") || key.startsWith(">>")) {
      return arguments -> (Long) arguments[1] < 0 || (Long) arguments[1] > 15;
    }
    if (key.equals("gcd(int8,int8)") || key.equals("lcm(int8,int8)")) {
      return arguments ->
          arguments[0].equals(Long.MIN_VALUE) || arguments[1].equals(Long.MIN_VALUE);
    }
    return arguments -> false;
  }

  @Test
  void oids_numbers_areServers() throws SQLException {
    List<@Nullable Object[]> numbers = new ArrayList<>();
    List<@Nullable Object[]> oids = new ArrayList<>();
    for (long edge : new long[] {0, 1, -1, 32767, -32768, 42}) {
      numbers.add(new Object[] {edge});
      oids.add(new Object[] {edge & 0xFFFF_FFFFL});
    }
    numbers.add(new Object[] {null});
    oids.add(new Object[] {null});
    try (ServerComparison server = new ServerComparison("UTC", "edges")) {
      server.compare("int2::oid", "$1::oid", numbers);
      numbers.add(new Object[] {(long) Integer.MIN_VALUE});
      numbers.add(new Object[] {(long) Integer.MAX_VALUE});
      server.compare("int4::oid", "$1::oid", numbers);
      numbers.add(new Object[] {1L << 32});
      numbers.add(new Object[] {(1L << 32) - 1});
      numbers.add(new Object[] {Long.MIN_VALUE});
      server.compare("int8::oid", "$1::oid", numbers);
      for (String type : List.of("int4", "int8", "text")) {
        server.compare("oid::" + type, "$1::oid::" + type, oids);
      }
    }
  }

  @Test
  void power_randomNumbers_isServersOrRefused() throws SQLException {
    Random random = new Random(SEED);
    List<@Nullable Object[]> calls = new ArrayList<>();
    List<@Nullable Object[]> exact = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      double base = random.nextBoolean() ? random.nextInt(-300, 300) / 8.0 : random.nextLong();
      calls.add(new Object[] {base, (double) random.nextInt(-3, 40)});
      calls.add(
          new Object[] {Math.scalb(1.0, random.nextInt(-1000, 1000)), random.nextInt(9) / 2.0});
      exact.add(new Object[] {(double) random.nextInt(-9000, 9000), (double) random.nextInt(0, 5)});
    }
    double[] edges = {
      0,
      -0.0,
      1,
      -1,
      2,
      0.5,
      3,
      Double.NaN,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (double base : edges) {
      for (double exponent : edges) {
        calls.add(new Object[] {base, exponent});
      }
    }
    calls.add(new Object[] {null, 0.0});
    calls.add(new Object[] {1.0, null});
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      server.compare("power(float8,float8)", "power($1, $2)", calls, arguments -> true);
      server.compare("power(float8,float8)", "power($1, $2)", exact);
      server.compare("pow(float8,float8)", "pow($1, $2)", exact);
      server.compare("^(float8,float8)", "$1 ^ $2", exact);
      assertTrue(server.equalCount > 10_000, "answered: " + server.equalCount);
    }
  }

  @Test
  void compareTo_numericPairs_isServers() throws SQLException {
    List<String> expressions = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Numeric left = values.numeric();
      Numeric right = i % 3 == 0 ? rescaled(left) : values.numeric();
      expressions.add("pg_catalog.numeric_cmp('" + left + "', '" + right + "')");
      actual.add("V" + Integer.signum(left.compareTo(right)));
      boolean isEqual = left.compareTo(right) == 0;
      assertEquals(isEqual, left.equals(right), left + " and " + right);
      if (isEqual) {
        assertEquals(left.hashCode(), right.hashCode(), left + " and " + right);
      }
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      assertEquals(server.server(expressions), actual, "seed " + SEED);
    }
  }

  private static Numeric rescaled(Numeric value) {
    return value.isFinite() ? Numeric.of(value.decimal().setScale(value.scale() + 20)) : value;
  }

  @Test
  void hashCode_valueOnBothSidesOfLong_isEqual() {
    Numeric large = Numeric.of(new BigDecimal(BigInteger.TEN.pow(30)));
    assertEquals(large, Numeric.parse("1e30"));
    assertEquals(
        large.hashCode(), Numeric.of(new BigDecimal(BigInteger.TEN.pow(35), 5)).hashCode());
    assertEquals(Numeric.of(5).hashCode(), Numeric.of(new BigDecimal("5.000")).hashCode());
    assertEquals(
        Numeric.of(5).hashCode(),
        Numeric.of(new BigDecimal("5.0000000000000000000000")).hashCode());
  }
}
