package io.tablecache.differential;

import io.tablecache.differential.GrammarTable.Column;
import io.tablecache.differential.Query.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up typed expressions over the columns of a FROM clause. */
final class ExpressionGenerator {
  private static final List<SqlType> COMPARABLE =
      List.of(
          SqlType.INT4,
          SqlType.INT2,
          SqlType.INT8,
          SqlType.NUMERIC,
          SqlType.FLOAT8,
          SqlType.TEXT,
          SqlType.DATE,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.UUID,
          SqlType.BOOL,
          SqlType.INTERVAL);
  private static final List<String> COMPARATORS =
      List.of("=", "<", "<=", ">", ">=", "<>", "!=", "=", "<", ">=");

  /** A table in the FROM clause, and the name that its columns are qualified with. */
  record Source(String qualifier, GrammarTable table) {}

  private final Random random;
  private final List<Source> sources = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();

  /** How many of ten values become parameters. */
  private final int parameterTenths;

  ExpressionGenerator(Random random, int parameterTenths) {
    this.random = random;
    this.parameterTenths = parameterTenths;
  }

  void add(Source source) {
    sources.add(source);
  }

  void clear() {
    sources.clear();
  }

  List<Value> values() {
    return values;
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... some) {
    return some[random.nextInt(some.length)];
  }

  <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  SqlType anyType() {
    return pick(SqlType.values());
  }

  SqlType comparableType() {
    return pick(COMPARABLE);
  }

  // Leaves.

  /** A column of a type; every table has one. */
  String column(SqlType type) {
    Source source = pick(sources);
    List<Column> some =
        source.table().columns().stream().filter(column -> column.type() == type).toList();
    return source.qualifier() + pick(some).name();
  }

  String column(Source source, Column column) {
    return source.qualifier() + column.name();
  }

  /** A value as a literal or parameter. */
  String value(SqlType type) {
    return value(type, type.value(random, chance(30)));
  }

  String value(SqlType type, String text) {
    boolean isParameter = type.hasParameters() && random.nextInt(10) < parameterTenths;
    values.add(
        new Value(type.literal(text), isParameter ? type.parameter(text, random) : null, null));
    return "<§" + (values.size() - 1) + "§>";
  }

  /** A value with its type said, for places where nothing else says it. */
  String typed(SqlType type) {
    return type.isInteger() && chance(2)
        ? "CAST(" + value(type) + " AS " + type.castName() + ")"
        : value(type) + "::" + type.castName();
  }

  private String interval() {
    return pick(
        "interval '30 seconds'",
        "interval '1 day'",
        "interval '1 month'",
        "interval '5' minute",
        "make_interval(mins => 1)",
        "'1 hour'::interval",
        "interval '1.5 s'");
  }

  // Expressions.

  String expression(SqlType type, int depth) {
    if (depth <= 0 || chance(4)) {
      return chance(5) ? typed(type) : column(type);
    }
    if (chance(7)) {
      return conditional(type, depth - 1);
    }
    int d = depth - 1;
    return switch (type) {
      case BOOL -> "(" + predicate(d) + ")";
      case INT2 -> pick(column(type), "(-" + column(type) + ")", "abs(" + column(type) + ")");
      case INT4 -> integer(d);
      case INT8 ->
          pick(
              binary(SqlType.INT8, pick("+", "-", "*"), SqlType.INT4, d),
              "(" + expression(SqlType.INT8, d) + " / " + pick("7", "2", "(-3)", "60000") + ")",
              "abs(" + expression(SqlType.INT8, d) + ")",
              expression(SqlType.INT4, d) + "::bigint",
              "mod(" + expression(SqlType.INT8, d) + ", 10)");
      case NUMERIC -> numeric(d);
      case FLOAT8 ->
          pick(
              binary(SqlType.FLOAT8, pick("+", "-", "*"), pick(SqlType.FLOAT8, SqlType.INT4), d),
              "abs(" + expression(SqlType.FLOAT8, d) + ")",
              pick("floor(", "ceil(", "round(", "trunc(") + expression(SqlType.FLOAT8, d) + ")",
              "CAST(" + expression(pick(SqlType.INT4, SqlType.NUMERIC), d) + " AS float8)",
              "sqrt(abs(" + expression(SqlType.FLOAT8, d) + "))",
              "(" + expression(SqlType.FLOAT8, d) + " / 3)",
              pick("power(", "pow(") + column(SqlType.INT2) + ", " + pick("0", "1", "2", "3") + ")",
              "(" + column(SqlType.INT2) + " ^ 2)");
      case TEXT -> text(d);
      case DATE ->
          pick(
              expression(pick(SqlType.TIMESTAMP, SqlType.TIMESTAMPTZ), d) + "::date",
              "(" + column(SqlType.DATE) + " + " + pick("1", "30", "(-7)") + ")",
              "(" + column(SqlType.DATE) + " - 1)");
      case TIMESTAMP ->
          pick(
              "(" + expression(SqlType.TIMESTAMP, d) + pick(" + ", " - ") + interval() + ")",
              "date_trunc('" + unit() + "', " + expression(SqlType.TIMESTAMP, d) + ")",
              "date_bin('"
                  + pick("5 seconds", "1 minute", "15 min", "1 day")
                  + "', "
                  + column(SqlType.TIMESTAMP)
                  + ", timestamp '2001-01-01')",
              column(SqlType.TIMESTAMPTZ) + "::timestamp",
              column(SqlType.DATE) + "::timestamp",
              "(" + column(SqlType.TIMESTAMPTZ) + " AT TIME ZONE 'UTC')");
      case TIMESTAMPTZ ->
          pick(
              "(" + expression(SqlType.TIMESTAMPTZ, d) + pick(" + ", " - ") + interval() + ")",
              "date_trunc('" + unit() + "', " + expression(SqlType.TIMESTAMPTZ, d) + ")",
              column(SqlType.TIMESTAMP) + "::timestamptz",
              "(" + column(SqlType.TIMESTAMP) + " AT TIME ZONE 'Europe/Berlin')",
              "to_timestamp(" + column(SqlType.INT4) + ")");
      case INTERVAL ->
          pick(
              "(" + column(SqlType.TIMESTAMP) + " - " + column(SqlType.TIMESTAMP) + ")",
              "(" + column(SqlType.TIMESTAMPTZ) + " - " + typed(SqlType.TIMESTAMPTZ) + ")",
              "(" + column(SqlType.INTERVAL) + " + " + interval() + ")",
              "make_interval(secs => " + column(SqlType.INT2) + ")");
      case UUID -> column(SqlType.UUID);
      case JSONB ->
          pick(column(type), "(" + column(type) + " -> 'a')", "(" + column(type) + " -> 0)");
    };
  }

  private static final String[] UNITS = {
    "second", "minute", "hour", "day", "week", "month", "quarter", "year"
  };

  private String unit() {
    return pick(UNITS);
  }

  private String binary(SqlType left, String operator, SqlType right, int depth) {
    String other = chance(2) ? value(right) : expression(right, depth);
    return chance(6)
        ? "(" + other + " " + operator + " " + expression(left, depth) + ")"
        : "(" + expression(left, depth) + " " + operator + " " + other + ")";
  }

  private String integer(int d) {
    return pick(
        binary(SqlType.INT4, pick("+", "-", "*"), SqlType.INT4, d),
        binary(SqlType.INT4, pick("+", "-"), SqlType.INT2, d),
        "(" + expression(SqlType.INT4, d) + pick(" % ", " / ") + pick("2", "7", "(-3)", "10") + ")",
        "abs(" + expression(SqlType.INT4, d) + ")",
        "mod(" + expression(SqlType.INT4, d) + ", " + pick("2", "5", "(-4)") + ")",
        pick("length(", "char_length(", "octet_length(") + expression(SqlType.TEXT, d) + ")",
        "extract("
            + pick("year", "month", "day", "hour", "minute", "dow")
            + " FROM "
            + column(SqlType.TIMESTAMP)
            + ")::int",
        "position('a' in " + expression(SqlType.TEXT, d) + ")",
        column(SqlType.INT2) + "::int",
        "sign(" + column(SqlType.INT4) + ")::int",
        "(- " + column(SqlType.INT4) + ")",
        chance(30) ? "(" + column(SqlType.INT4) + " / " + column(SqlType.INT2) + ")" : "1",
        column(SqlType.BOOL) + "::int",
        column(SqlType.INT4) + "::oid::int4",
        "length(" + character() + ")");
  }

  private String numeric(int d) {
    return pick(
        binary(SqlType.NUMERIC, pick("+", "-", "*"), pick(SqlType.NUMERIC, SqlType.INT4), d),
        "(" + expression(SqlType.NUMERIC, d) + " / " + pick("3", "2.5", "7.00") + ")",
        "(" + expression(SqlType.NUMERIC, d) + " % 2.5)",
        "round(" + expression(SqlType.NUMERIC, d) + pick("", ", 1", ", 2", ", -1") + ")",
        pick("floor(", "ceil(", "trunc(", "abs(") + expression(SqlType.NUMERIC, d) + ")",
        expression(pick(SqlType.INT4, SqlType.INT8), d) + "::numeric",
        column(SqlType.INT4) + "::numeric(14,2)",
        "(" + column(SqlType.INT4) + " / 2.0)",
        "extract("
            + pick("epoch", "second", "year", "milliseconds")
            + " FROM "
            + column(pick(SqlType.TIMESTAMP, SqlType.TIMESTAMPTZ))
            + ")");
  }

  private String text(int d) {
    String inner = expression(SqlType.TEXT, d);
    return pick(
        pick("lower(", "upper(", "trim(", "btrim(", "ltrim(", "rtrim(", "reverse(", "md5(")
            + inner
            + ")",
        "substr(" + inner + ", " + pick("1", "2", "0", "(-1)") + pick("", ", 1", ", 2") + ")",
        "substring(" + inner + " from 1 for 2)",
        pick("left(", "right(") + inner + ", " + pick("1", "2", "(-1)") + ")",
        "replace(" + inner + ", 'a', 'bb')",
        "(" + inner + " || " + (chance(2) ? value(SqlType.TEXT) : column(SqlType.TEXT)) + ")",
        "(" + column(SqlType.TEXT) + " || '-' || " + column(SqlType.INT4) + ")",
        "concat(" + inner + ", " + column(SqlType.INT4) + ")",
        "lpad(" + inner + ", 3, '*')",
        "(" + column(SqlType.JSONB) + " ->> 'a')",
        expression(pick(SqlType.INT4, SqlType.INT8, SqlType.NUMERIC, SqlType.BOOL), d) + "::text",
        column(pick(SqlType.UUID, SqlType.DATE, SqlType.TIMESTAMP, SqlType.JSONB)) + "::text");
  }

  private String conditional(SqlType type, int d) {
    if (type == SqlType.JSONB) {
      return column(type);
    }
    String first = expression(type, d);
    String second = chance(2) ? value(type) : expression(type, d);
    return pick(
        "coalesce(" + first + ", " + second + ")",
        "nullif(" + first + ", " + second + ")",
        "CASE WHEN " + predicate(d) + " THEN " + first + " ELSE " + second + " END",
        "CASE WHEN " + predicate(d) + " THEN " + first + " END",
        pick("greatest(", "least(") + first + ", " + second + ")",
        "CASE "
            + column(SqlType.INT2)
            + " WHEN 1 THEN "
            + first
            + " WHEN 2 THEN "
            + second
            + " END");
  }

  // Predicates.

  String predicate(int depth) {
    if (depth > 0 && chance(3)) {
      return switch (random.nextInt(4)) {
        case 0 -> "NOT (" + predicate(depth - 1) + ")";
        case 1 -> "(" + predicate(depth - 1) + " AND " + predicate(depth - 1) + ")";
        default -> "(" + predicate(depth - 1) + " OR " + predicate(depth - 1) + ")";
      };
    }
    SqlType type = comparableType();
    String left = chance(2) ? column(type) : expression(type, depth);
    return switch (random.nextInt(17)) {
      case 10 -> json();
      case 11 ->
          column(SqlType.TEXT)
              + pick(" ~* ", " !~* ", " ~ ")
              + pick("'A'", "'^b|z$'", "'[[:alpha:]]_'");
      case 12 ->
          character() + pick(" = ", " <> ", " < ", " >= ") + pick(character(), "'a'", "'ab '");
      case 0 -> left + pick(" IS NULL", " IS NOT NULL");
      case 1 -> left + pick(" IN (", " NOT IN (") + list(type) + ")";
      case 2 ->
          left
              + pick(" BETWEEN ", " BETWEEN SYMMETRIC ", " NOT BETWEEN ")
              + value(type)
              + " AND "
              + value(type);
      case 3 ->
          left
              + pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")
              + (chance(4) ? "NULL" : value(type));
      case 4 ->
          "("
              + comparison(depth)
              + ")"
              + pick(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE", " IS UNKNOWN");
      case 5 -> like(depth);
      case 6 -> array(type, left);
      case 7 -> rows();
      case 8 -> pick("", "NOT ") + column(SqlType.BOOL);
      case 9 -> mixed(depth);
      default -> comparison(depth);
    };
  }

  /** A text as char(n). */
  private String character() {
    return column(SqlType.TEXT) + pick("::char(3)", "::bpchar", "::char", "::character(2)");
  }

  /** A jsonpath, or keys, in a jsonb value. */
  private String json() {
    return column(SqlType.JSONB)
        + pick(
            " @?? '$.a ? (@ > 1)'",
            " @@ '$.a == 1'",
            " @?? '$.b[*] ? (@ == null)'",
            " @@ 'exists($.b[last])'",
            " @> '{\"a\": 1}'",
            " ?? 'a'",
            " ??| '{a,b}'");
  }

  private String list(SqlType type) {
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      items.add(chance(12) ? "NULL" : value(type));
    }
    return String.join(", ", items);
  }

  private String comparison(int depth) {
    SqlType type = comparableType();
    String left = chance(3) ? expression(type, depth) : column(type);
    String right = chance(2) ? value(type) : chance(2) ? column(type) : expression(type, depth - 1);
    return chance(8)
        ? right + " " + pick(COMPARATORS) + " " + left
        : left + " " + pick(COMPARATORS) + " " + right;
  }

  /** Comparisons of types that PostgreSQL brings to one. */
  private String mixed(int depth) {
    String left;
    String right;
    if (chance(2)) {
      left = expression(pick(SqlType.NUMBERS), depth);
      SqlType type = pick(SqlType.NUMBERS);
      right = chance(2) ? value(type) : column(type);
    } else {
      List<SqlType> times = List.of(SqlType.DATE, SqlType.TIMESTAMP, SqlType.TIMESTAMPTZ);
      left = column(pick(times));
      right = typed(pick(times));
    }
    return left + " " + pick(COMPARATORS) + " " + right;
  }

  private String like(int depth) {
    return (chance(2) ? column(SqlType.TEXT) : expression(SqlType.TEXT, depth))
        + pick(" LIKE ", " NOT LIKE ", " ILIKE ")
        + pick("'a%'", "'%a'", "'a_b'", "'%'", "''", "'_'", "'a\\_b'", "'%\\\\%'", "'A%'", "'%''%'")
        + pick("", "", "", " ESCAPE '!'");
  }

  private String array(SqlType type, String left) {
    String element =
        switch (type) {
          case INT4 -> "int4";
          case INT8 -> "int8";
          case TEXT -> "text";
          case UUID -> "uuid";
          default -> "";
        };
    String quantified = pick(" = ANY ", " <> ALL ", " = ANY ", " >= ANY ", " < ALL ");
    if (element.isEmpty() || random.nextInt(10) >= parameterTenths) {
      return left + quantified + "(ARRAY[" + list(type) + "]::" + type.castName() + "[])";
    }
    Object[] elements = new Object[random.nextInt(4)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = chance(10) ? null : type.value(random, false);
    }
    values.add(new Value("NULL", elements, element));
    return left + quantified + "(<§" + (values.size() - 1) + "§>)";
  }

  private String rows() {
    SqlType first = comparableType();
    SqlType second = comparableType();
    String row = "(" + column(first) + ", " + column(second) + ")";
    return chance(2)
        ? row
            + " "
            + pick("<", "<=", ">", ">=", "=", "<>")
            + " ("
            + value(first)
            + ", "
            + value(second)
            + ")"
        : row
            + " IN (("
            + value(first)
            + ", "
            + value(second)
            + "), ("
            + value(first)
            + ", "
            + value(second)
            + "))";
  }
}
