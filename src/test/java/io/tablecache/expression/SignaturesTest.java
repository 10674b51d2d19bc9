package io.tablecache.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.expression.Signatures.Signature;
import io.tablecache.model.Oids;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What functions and operators resolve to, compared with what the server makes of a view. */
class SignaturesTest {
  private static final long SEED = 20_260_505;
  private static final int CALLS = 6000;

  private static final List<Integer> TYPES =
      List.of(
          Oids.UNKNOWN,
          Oids.BOOL,
          Oids.INT2,
          Oids.INT4,
          Oids.INT8,
          Oids.FLOAT4,
          Oids.FLOAT8,
          Oids.NUMERIC,
          Oids.TEXT,
          Oids.VARCHAR,
          Oids.DATE,
          Oids.TIME,
          Oids.TIMESTAMP,
          Oids.TIMESTAMPTZ,
          Oids.INTERVAL,
          Oids.UUID,
          Oids.JSON,
          Oids.JSONB,
          Oids.INT4_ARRAY);

  private static final List<String> OPERATORS =
      List.of(
          "+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", "<=", ">", ">=", "~~", "!~~", "~~*",
          "!~~*", "~", "!~", "~*", "!~*", "->", "->>", "#>", "#>>", "@>", "<@", "&", "|", "#", "<<",
          ">>");

  private static final List<String> PREFIXES = List.of("+", "-", "~", "@", "|/", "||/");

  private static final List<String> FUNCTIONS =
      List.of(
          "abs",
          "round",
          "floor",
          "ceil",
          "ceiling",
          "trunc",
          "mod",
          "sign",
          "sqrt",
          "power",
          "ln",
          "log",
          "div",
          "gcd",
          "factorial",
          "date_trunc",
          "date_bin",
          "date_part",
          "age",
          "justify_hours",
          "make_date",
          "to_timestamp",
          "to_date",
          "to_char",
          "to_number",
          "isfinite",
          "timezone",
          "length",
          "char_length",
          "octet_length",
          "lower",
          "upper",
          "initcap",
          "substring",
          "substr",
          "replace",
          "btrim",
          "lpad",
          "left",
          "right",
          "repeat",
          "reverse",
          "strpos",
          "split_part",
          "concat",
          "concat_ws",
          "chr",
          "ascii",
          "md5",
          "starts_with",
          "translate",
          "regexp_replace",
          "to_hex",
          "jsonb_typeof",
          "json_typeof",
          "jsonb_array_length",
          "jsonb_extract_path_text",
          "num_nulls",
          "num_nonnulls",
          "date",
          "text",
          "int4",
          "float8",
          "numeric",
          "timestamptz",
          "now",
          "width_bucket");

  private static final List<String> AGGREGATES =
      List.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "bool_and",
          "every",
          "stddev",
          "variance",
          "var_pop",
          "string_agg",
          "bit_and",
          "array_agg");

  private final Random random = new Random(SEED);

  /** A call, its resolution, and how it is written. */
  private record Call(String name, List<Integer> types, @Nullable Signature actual, String sql) {}

  @Test
  void resolution_randomCalls_isServers() throws SQLException {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(randomCall());
    }
    int resolved = 0;
    int refused = 0;
    try (Connection connection = PostgresServer.shared().connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE FUNCTION pg_temp.resolve(expression text) RETURNS text LANGUAGE plpgsql AS $$"
                + " DECLARE result text; BEGIN"
                + " EXECUTE 'CREATE OR REPLACE TEMP VIEW resolved AS SELECT ' || expression"
                + " || ' AS x FROM (SELECT ' || "
                + columns()
                + " || ') t';"
                + " SELECT atttypid::text INTO result FROM pg_attribute"
                + " WHERE attrelid = 'pg_temp.resolved'::regclass AND attnum = 1;"
                + " result := result || ' ' || coalesce((SELECT string_agg(t, ' ')"
                + " FROM (SELECT (regexp_matches(ev_action, ':(?:opno|funcid|aggfnoid) (\\d+)'))[1]"
                + " AS t FROM pg_rewrite WHERE ev_class = 'pg_temp.resolved'::regclass) u), '');"
                + " DROP VIEW pg_temp.resolved; RETURN result;"
                + " EXCEPTION WHEN OTHERS THEN RETURN 'E' || SQLSTATE || ' ' || SQLERRM; END $$");
      }
      List<String> expected = resolve(connection, calls.stream().map(Call::sql).toList());
      for (int i = 0; i < CALLS; i++) {
        Call call = calls.get(i);
        String what = "seed " + SEED + ": " + call + "; server: " + expected.get(i);
        Signature actual = call.actual();
        if (expected.get(i).startsWith("E")) {
          assertNull(actual, what);
          refused++;
        } else if (actual == null) {
          // Arrays are left out, and so are texts that differ from those of a cast.
          assertTrue(
              call.types().contains(Oids.INT4_ARRAY) || call.name().startsWith("concat"), what);
        } else {
          assertEquals(
              expected.get(i).substring(0, expected.get(i).indexOf(' ')),
              Integer.toString(actual.resultOid()),
              what);
          assertRoutine(connection, call, actual, expected.get(i), what);
          resolved++;
        }
      }
    }
    assertTrue(resolved > CALLS / 10 && refused > CALLS / 10, resolved + " " + refused);
  }

  private static String columns() {
    return "'"
        + TYPES.stream()
            .filter(oid -> oid != Oids.UNKNOWN)
            .map(oid -> "NULL::" + Signatures.typeName(oid) + " AS c" + oid)
            .collect(Collectors.joining(", "))
        + "'";
  }

  private static List<String> resolve(Connection connection, List<String> expressions)
      throws SQLException {
    List<String> answers = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_temp.resolve(e) FROM unnest(?) WITH ORDINALITY AS u(e, n) ORDER BY n")) {
      statement.setArray(1, connection.createArrayOf("text", expressions.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answers.add(rows.getString(1));
        }
      }
    }
    return answers;
  }

  /** The outermost routine of the view is the one that was resolved. */
  private static void assertRoutine(
      Connection connection, Call call, Signature actual, String expected, String what)
      throws SQLException {
    String[] fields = expected.split(" ");
    boolean isOwnForm =
        actual.key().contains("::")
            || actual.key().contains("any")
            || actual.key().startsWith("concat")
            || actual.key().startsWith("count")
            || actual.key().startsWith("jsonb_extract_path")
            || call.name().equals("||");
    if (isOwnForm || fields.length < 2) {
      return;
    }
    boolean isOperator = !Character.isLetter(call.name().charAt(0));
    String sql =
        isOperator
            ? "SELECT nullif(oprleft, 0)::int, oprright::int FROM pg_operator WHERE oid = ?::oid"
            : "SELECT unnest(proargtypes::oid[])::int FROM pg_proc WHERE oid = ?::oid";
    List<Integer> types = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, fields[1]);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
            int oid = rows.getInt(c);
            if (!rows.wasNull()) {
              types.add(oid);
            }
          }
        }
      }
    }
    assertEquals(types, actual.parameterOids(), what);
  }

  private Call randomCall() {
    int kind = random.nextInt(10);
    if (kind < 5) {
      String name = oneOf(OPERATORS);
      int left = oneOf(TYPES);
      int right = random.nextInt(3) == 0 ? left : oneOf(TYPES);
      return new Call(
          name,
          List.of(left, right),
          Signatures.operator(name, left, right),
          argument(left) + " OPERATOR(pg_catalog." + name + ") " + argument(right));
    }
    if (kind == 5) {
      String name = oneOf(PREFIXES);
      int right = oneOf(TYPES);
      return new Call(
          name,
          List.of(right),
          Signatures.operator(name, 0, right),
          "OPERATOR(pg_catalog." + name + ") " + argument(right));
    }
    boolean isAggregate = kind == 9;
    String name = isAggregate ? oneOf(AGGREGATES) : oneOf(FUNCTIONS);
    int count = isAggregate && !name.equals("string_agg") ? 1 : random.nextInt(1, 4);
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(i > 0 && random.nextInt(3) == 0 ? types.get(0) : (int) oneOf(TYPES));
    }
    return new Call(
        name,
        types,
        isAggregate ? Signatures.aggregate(name, types) : Signatures.function(name, types),
        "pg_catalog."
            + name
            + types.stream()
                .map(SignaturesTest::argument)
                .collect(Collectors.joining(", ", "(", ")")));
  }

  private static String argument(int type) {
    return type == Oids.UNKNOWN ? "NULL" : "c" + type;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void commonType_randomTypes_isServers() throws SQLException {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      int count = random.nextInt(1, 4);
      List<Integer> types = new ArrayList<>();
      for (int t = 0; t < count; t++) {
        types.add(t > 0 && random.nextInt(3) == 0 ? types.get(0) : (int) oneOf(TYPES));
      }
      lists.add(types);
    }
    try (ServerComparison server = new ServerComparison("UTC", "seed " + SEED)) {
      List<String> expected =
          server.server(
              lists.stream()
                  .map(
                      types ->
                          types.stream()
                              .map(
                                  oid ->
                                      oid == Oids.UNKNOWN
                                          ? "NULL"
                                          : "NULL::" + Signatures.typeName(oid))
                              .collect(
                                  Collectors.joining(", ", "pg_typeof(coalesce(", "))::oid::int")))
                  .toList());
      for (int i = 0; i < lists.size(); i++) {
        int actual = Signatures.commonType(lists.get(i));
        assertEquals(
            expected.get(i).startsWith("E") ? "V0" : expected.get(i),
            "V" + actual,
            "seed " + SEED + ": " + lists.get(i) + "; server: " + expected.get(i));
      }
    }
  }

  @Test
  void cast_anyPair_isServers() throws SQLException {
    List<String> expressions = new ArrayList<>();
    List<Boolean> actual = new ArrayList<>();
    for (int from : TYPES) {
      for (int to : TYPES) {
        if (from != Oids.UNKNOWN && to != Oids.UNKNOWN) {
          expressions.add("NULL::" + Signatures.typeName(from) + "::" + Signatures.typeName(to));
          actual.add(Signatures.cast(from, to) != null);
        }
      }
    }
    try (ServerComparison server = new ServerComparison("UTC", "all pairs")) {
      List<String> expected = server.server(expressions);
      for (int i = 0; i < expressions.size(); i++) {
        assertEquals(
            !expected.get(i).startsWith("E"), actual.get(i), expressions.get(i) + expected.get(i));
      }
    }
  }

  @Test
  void typeOid_anySpelling_isServers() throws SQLException {
    List<String> names =
        List.of(
            "int",
            "INTEGER",
            "int4",
            "smallint",
            "int2",
            "bigint",
            "int8",
            "real",
            "float4",
            "float",
            "float(1)",
            "float(24)",
            "float(25)",
            "float (53)",
            "double precision",
            "double  precision",
            "float8",
            "numeric",
            "numeric(10,2)",
            "decimal",
            "dec(5)",
            "varchar",
            "varchar(10)",
            "character varying",
            "character varying (3)",
            "char varying",
            "text",
            "char",
            "character(3)",
            "bpchar",
            "timestamp",
            "timestamp(3)",
            "timestamp without time zone",
            "timestamp (3) without time zone",
            "timestamptz",
            "timestamptz(0)",
            "timestamp with time zone",
            "timestamp(6) with time zone",
            "date",
            "time",
            "time(3)",
            "time without time zone",
            "time with time zone",
            "interval",
            "interval day to second",
            "interval(3)",
            "interval day to second(3)",
            "boolean",
            "bool",
            "uuid",
            "json",
            "jsonb",
            "int[]",
            "integer[][]",
            "text[3]",
            "int array",
            "int array[4]",
            "timestamp with time zone[]",
            "varchar(10)[]",
            "pg_catalog.int4",
            "pg_catalog.timestamptz[]",
            "pg_catalog._int4",
            "numeric(10, 2)[]");
    try (ServerComparison server = new ServerComparison("UTC", "names")) {
      List<String> expected =
          server.server(
              names.stream().map(name -> "pg_typeof(NULL::" + name + ")::oid::int").toList());
      for (int i = 0; i < names.size(); i++) {
        assertEquals(expected.get(i), "V" + Signatures.typeOid(names.get(i)), names.get(i));
      }
      for (String name : List.of("pg_catalog.integer", "float(54)", "float(0)", "nothing", "any")) {
        assertNull(Signatures.typeOid(name), name);
      }
    }
  }

  @Test
  void keys_ofImplementations_areResolvedToThem() {
    assertKey("+(int4,int8)", Signatures.operator("+", Oids.INT4, Oids.INT8));
    assertKey("-(int4)", Signatures.operator("-", 0, Oids.INT4));
    assertKey("round(numeric,int4)", Signatures.function("round", List.of(Oids.INT4, Oids.INT4)));
    assertKey("int4::text", Signatures.cast(Oids.INT4, Oids.VARCHAR));
    assertKey("sum(int4)", Signatures.aggregate("sum", List.of(Oids.INT4)));
    assertKey("count(*)", Signatures.aggregate("count", List.of()));
    assertKey("count(any)", Signatures.aggregate("count", List.of(Oids.UUID)));
    assertTrue(Signatures.isAggregate("sum"));
    assertFalse(Signatures.isAggregate("abs"));
    assertTrue(Signatures.isImplicit(Oids.INT4, Oids.INT8));
    assertFalse(Signatures.isImplicit(Oids.INT8, Oids.INT4));
    assertTrue(Signatures.isRelabel(Oids.VARCHAR, Oids.TEXT));
    assertEquals(Oids.INT4_ARRAY, Signatures.arrayOf(Oids.INT4));
    assertEquals(Collections.nCopies(2, Oids.TEXT), signature("concat").parameterOids());
    assertEquals("concat(text,text)", signature("concat").key());
    assertEquals("num_nulls(any,any)", signature("num_nulls").key());
  }

  private static Signature signature(String name) {
    Signature signature = Signatures.function(name, List.of(Oids.INT4, Oids.UNKNOWN));
    assertNotNull(signature);
    return signature;
  }

  private static void assertKey(String key, @Nullable Signature signature) {
    assertNotNull(signature);
    assertEquals(key, signature.key());
    assertTrue(Functions.scalar(key) != null || Functions.aggregate(key) != null, key);
  }
}
