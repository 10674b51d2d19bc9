package io.tablecache.differential;

import io.tablecache.differential.ExpressionGenerator.Source;
import io.tablecache.differential.GrammarTable.Column;
import io.tablecache.differential.Query.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up queries over cached tables; the same seed makes the same ones. */
final class QueryGenerator {
  /** What is special about a query; each has its own share of hits. */
  enum Construct {
    COLUMNS,
    PREDICATE,
    OUTPUT,
    ORDER,
    DISTINCT,
    AGGREGATE,
    GROUP,
    JOIN,
    SUBQUERY,
    DERIVED,
    SET_OPERATION,
    WINDOW
  }

  /** What two right answers have in common. */
  enum Comparison {
    ORDERED,
    MULTISET,
    /** A LIMIT may cut between equal rows: as many rows, all of them of the whole answer. */
    SOME
  }

  /**
   * @param covered whether everything that it can touch is cached
   * @param tolerant whether sums of floats depend on the order of addition
   * @param canonical whether equal values can be shown by any of them
   */
  record Made(
      Query query,
      List<Value> values,
      Construct construct,
      Comparison comparison,
      boolean covered,
      boolean tolerant,
      boolean canonical) {}

  private final List<GrammarTable> tables;
  private final Random random;
  private final ExpressionGenerator make;

  private boolean covered = true;
  private boolean tolerant;

  QueryGenerator(List<GrammarTable> tables, Random random) {
    this.tables = tables;
    this.random = random;
    this.make = new ExpressionGenerator(random, make10(random));
  }

  private static int make10(Random random) {
    return List.of(0, 0, 9, 10, 5).get(random.nextInt(5));
  }

  private boolean chance(int oneIn) {
    return make.chance(oneIn);
  }

  Made next() {
    Construct construct = make.pick(Construct.values());
    return switch (construct) {
      case COLUMNS, PREDICATE, OUTPUT, ORDER -> plain(construct);
      case DISTINCT -> distinct();
      case AGGREGATE, GROUP -> grouped(construct);
      case JOIN -> join();
      case SUBQUERY -> subquery();
      case DERIVED -> derived();
      case SET_OPERATION -> setOperation();
      case WINDOW -> window();
    };
  }

  // Pieces.

  private GrammarTable table() {
    return make.pick(tables);
  }

  /** FROM one table, which expressions then are over. */
  private String from(GrammarTable table) {
    make.clear();
    String alias = chance(2) ? "" : chance(2) ? " t" : " AS \"T\"";
    String qualifier = alias.isEmpty() ? "" : alias.contains("T") ? "\"T\"." : "t.";
    make.add(new Source(chance(3) ? qualifier : "", table));
    return "FROM " + (chance(4) ? "public." : "") + table.name() + alias;
  }

  private List<String> where(Source source, int others, int depth) {
    List<String> where = new ArrayList<>();
    if (source.table().windowed() || chance(3)) {
      range(source, where);
    }
    for (int i = 0; i < others; i++) {
      where.add(make.predicate(depth));
    }
    return where;
  }

  /** Conjuncts on the range column, within the window most of the time. */
  private void range(Source source, List<String> where) {
    Column range = source.table().range();
    SqlType type = range.type();
    String column = make.column(source, range);
    if (source.table().windowed() && chance(6)) {
      covered = false;
      return;
    }
    String lower = type.upper(random);
    switch (random.nextInt(6)) {
      case 0 ->
          where.add(
              column
                  + " BETWEEN "
                  + make.value(type, lower)
                  + " AND "
                  + make.value(type, type.upper(random)));
      case 1 -> where.add("NOT (" + column + " < " + make.value(type, lower) + ")");
      case 2 ->
          where.add(
              "("
                  + column
                  + " = "
                  + make.value(type, lower)
                  + " OR "
                  + column
                  + " > "
                  + make.value(type, type.upper(random))
                  + ")");
      case 3 -> {
        where.add(column + " > " + make.value(type, lower));
        where.add(column + " < " + make.value(type, type.upper(random)));
      }
      default -> where.add(column + make.pick(" >= ", " > ") + make.value(type, lower));
    }
    if (!source.table().windowed() && type == SqlType.TIMESTAMP && chance(4)) {
      where.add(
          column
              + make.pick(
                  " > now() - interval '3 years'", " < localtimestamp", " > current_date - 4000"));
    }
  }

  private Source source(GrammarTable table) {
    return new Source("", table);
  }

  private List<String> columns(GrammarTable table, int count) {
    List<String> output = new ArrayList<>();
    if (chance(6)) {
      return new ArrayList<>(List.of("*"));
    }
    for (int i = 0; i < count; i++) {
      output.add(make.column(source(table), make.pick(table.columns())) + alias(i));
    }
    return output;
  }

  private String alias(int i) {
    return chance(3) ? make.pick(" AS x" + i, " AS \"X " + i + "\"", "  AS n" + i) : "";
  }

  private List<String> expressions(int count, int depth) {
    List<String> output = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      output.add(make.expression(make.anyType(), depth) + alias(i));
    }
    return output;
  }

  private String direction() {
    return make.pick("", " ASC", " DESC", " desc")
        + make.pick("", "", " NULLS FIRST", " NULLS LAST");
  }

  private String limit() {
    int count = random.nextInt(12);
    String number = make.value(SqlType.INT8, Integer.toString(count));
    String offset = make.value(SqlType.INT8, Integer.toString(random.nextInt(6)));
    return make.pick(
        " LIMIT " + number,
        " LIMIT " + number + " OFFSET " + offset,
        " OFFSET " + offset + " ROWS FETCH FIRST " + number + " ROWS ONLY",
        " FETCH NEXT " + count + " ROWS ONLY",
        " OFFSET " + offset);
  }

  private static Query query(
      String head, List<String> output, String from, List<String> where, List<String> order) {
    return new Query("", head, output, from, where, List.of(), List.of(), "", "", order, "");
  }

  private static Query with(Query q, String union, List<String> order, String limit) {
    return new Query(
        q.with(),
        q.head(),
        q.output(),
        q.from(),
        q.where(),
        q.groupBy(),
        q.having(),
        q.window(),
        union,
        order,
        limit);
  }

  private Made made(Query query, Construct construct, Comparison comparison) {
    boolean canonical =
        construct != Construct.COLUMNS
            && construct != Construct.PREDICATE
            && construct != Construct.OUTPUT
            && construct != Construct.ORDER;
    return new Made(query, make.values(), construct, comparison, covered, tolerant, canonical);
  }

  // Constructs.

  private Made plain(Construct construct) {
    GrammarTable table = table();
    String from = from(table);
    List<String> output =
        construct == Construct.OUTPUT
            ? expressions(1 + random.nextInt(4), 2)
            : columns(table, 1 + random.nextInt(5));
    int others = construct == Construct.PREDICATE ? 1 + random.nextInt(3) : random.nextInt(2);
    List<String> where = where(source(table), others, construct == Construct.PREDICATE ? 2 : 0);
    List<String> order = new ArrayList<>();
    String limit = "";
    Comparison comparison = Comparison.MULTISET;
    if (construct == Construct.ORDER || chance(4)) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        order.add(
            (chance(4) && construct == Construct.ORDER
                    ? make.expression(make.comparableType(), 1)
                    : make.column(make.comparableType()))
                + direction());
      }
      boolean total = !chance(6);
      if (total) {
        order.add("id" + direction());
        comparison = Comparison.ORDERED;
      }
      if (chance(2)) {
        limit = limit();
        if (!total) {
          comparison = Comparison.SOME;
        }
      } else if (!total && chance(2)) {
        limit = " FETCH FIRST " + (1 + random.nextInt(6)) + " ROWS WITH TIES";
      }
    } else if (chance(8)) {
      limit = limit();
      comparison = Comparison.SOME;
    }
    return made(
        with(query("SELECT", output, from, where, order), "", order, limit), construct, comparison);
  }

  /** All output positions, so that rows of equal keys are equal. */
  private List<String> positions(int count) {
    List<String> order = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      order.add(i + direction());
    }
    return order;
  }

  private Made distinct() {
    GrammarTable table = table();
    String from = from(table);
    boolean on = chance(2);
    List<String> where = where(source(table), random.nextInt(2), 1);
    if (on) {
      List<String> keys = new ArrayList<>();
      for (int i = random.nextInt(2); i >= 0; i--) {
        keys.add(
            i == 0 && table.segments() > 0
                ? make.column(source(table), table.columns().get(0))
                : make.column(make.comparableType()));
      }
      List<String> order = new ArrayList<>();
      keys.forEach(key -> order.add(key + direction()));
      order.add("ts" + direction());
      order.add("id" + direction());
      Query query =
          query(
              "SELECT DISTINCT ON (" + String.join(", ", keys) + ")",
              columns(table, 1 + random.nextInt(4)),
              from,
              where,
              order);
      return made(
          with(query, "", order, chance(4) ? limit() : ""), Construct.DISTINCT, Comparison.ORDERED);
    }
    List<String> output = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      output.add(
          (chance(3)
                  ? make.expression(make.comparableType(), 1)
                  : make.column(make.comparableType()))
              + alias(i));
    }
    boolean ordered = chance(2);
    List<String> order = ordered ? positions(output.size()) : List.of();
    Query query = query("SELECT DISTINCT", output, from, where, order);
    return made(
        with(query, "", order, ordered && chance(2) ? limit() : ""),
        Construct.DISTINCT,
        ordered ? Comparison.ORDERED : Comparison.MULTISET);
  }

  private String aggregate() {
    String filter = chance(6) ? " FILTER (WHERE " + make.predicate(1) + ")" : "";
    SqlType number = make.pick(SqlType.INT2, SqlType.INT4, SqlType.INT8, SqlType.NUMERIC);
    return switch (random.nextInt(11)) {
      case 10 -> {
        String fraction = make.pick("0", "0.05", "0.5", "0.75", "0.99", "1");
        yield chance(2)
            ? "percentile_cont("
                + fraction
                + ") WITHIN GROUP (ORDER BY "
                + make.column(number)
                + direction()
                + ")"
                + filter
            : "percentile_disc("
                + fraction
                + ") WITHIN GROUP (ORDER BY "
                + make.column(make.pick(SqlType.INT4, SqlType.DATE, SqlType.TIMESTAMP))
                + direction()
                + ")"
                + filter;
      }
      case 8 -> {
        SqlType type =
            make.pick(SqlType.INT4, SqlType.NUMERIC, SqlType.FLOAT8, SqlType.TEXT, SqlType.DATE);
        String array =
            "array_agg(" + make.column(type) + " ORDER BY id" + direction() + ")" + filter;
        yield chance(2) ? array : "(" + array + ")[" + make.pick("1", "2", "9", "0") + "]";
      }
      case 0 -> "count(*)" + filter;
      case 1 -> "count(" + make.column(make.anyType()) + ")" + filter;
      case 2 -> "count(DISTINCT " + make.column(make.comparableType()) + ")" + filter;
      case 3 -> make.pick("sum(", "avg(") + make.column(number) + ")" + filter;
      case 4 -> make.pick("sum(", "avg(") + make.expression(SqlType.INT4, 1) + ")" + filter;
      case 5 -> {
        SqlType type =
            make.pick(
                SqlType.INT2,
                SqlType.INT4,
                SqlType.INT8,
                SqlType.NUMERIC,
                SqlType.FLOAT8,
                SqlType.TEXT,
                SqlType.DATE,
                SqlType.TIMESTAMP,
                SqlType.TIMESTAMPTZ,
                SqlType.INTERVAL);
        yield make.pick("min(", "max(") + make.column(type) + ")" + filter;
      }
      case 6 -> make.pick("bool_and(", "bool_or(", "every(") + make.predicate(0) + ")" + filter;
      case 7 ->
          make.pick("stddev(", "variance(", "stddev_pop(", "var_samp(")
              + make.column(make.pick(SqlType.INT2, SqlType.INT4, SqlType.NUMERIC))
              + ")"
              + filter;
      default -> {
        tolerant = true;
        yield make.pick("sum(", "avg(") + make.column(SqlType.FLOAT8) + ")" + filter;
      }
    };
  }

  private Made grouped(Construct construct) {
    GrammarTable table = table();
    String from = from(table);
    List<String> where = where(source(table), random.nextInt(2), 1);
    List<String> output = new ArrayList<>();
    List<String> groupBy = new ArrayList<>();
    if (construct == Construct.GROUP) {
      for (int i = random.nextInt(2); i >= 0; i--) {
        String key =
            switch (random.nextInt(4)) {
              case 0 -> make.expression(make.comparableType(), 1);
              case 1 ->
                  make.pick(
                      "date_trunc('minute', " + make.column(SqlType.TIMESTAMP) + ")",
                      "date_bin('1 minute', "
                          + make.column(SqlType.TIMESTAMP)
                          + ", timestamp '2000-01-01')",
                      "(" + make.column(SqlType.INT4) + " / 5) * 5");
              default -> make.column(make.comparableType());
            };
        output.add(key + (chance(3) ? " AS k" + i : ""));
        groupBy.add(
            switch (random.nextInt(3)) {
              case 0 -> Integer.toString(output.size());
              case 1 -> output.get(output.size() - 1).endsWith(" AS k" + i) ? "k" + i : key;
              default -> key.contains("§") ? Integer.toString(output.size()) : key;
            });
      }
    }
    int keys = output.size();
    for (int i = random.nextInt(3); i >= 0; i--) {
      output.add(aggregate() + alias(i));
    }
    if (chance(5)) {
      output.add("count(*) * 2 + 1");
    }
    List<String> having =
        chance(4)
            ? List.of(make.pick("count(*) > 2", "max(id) < 100", "count(*) BETWEEN 1 AND 30"))
            : List.of();
    List<String> order = new ArrayList<>();
    String limit = "";
    if (keys > 0 && chance(2)) {
      if (chance(4)) {
        order.add("count(*)" + direction());
      }
      order.addAll(positions(keys));
      limit = chance(3) ? limit() : "";
    }
    Query query =
        new Query("", "SELECT", output, from, where, groupBy, having, "", "", order, limit);
    return made(query, construct, order.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }

  private Made join() {
    GrammarTable left = table();
    GrammarTable right = table();
    make.clear();
    make.add(new Source("a.", left));
    make.add(new Source("b.", right));
    List<String> where = where(new Source("a.", left), random.nextInt(2), 1);
    boolean outer = chance(2);
    List<String> on = new ArrayList<>(List.of("a.id = b.id"));
    if (chance(4)) {
      on.set(0, "a.c_int4 = b.c_int4");
      on.add("b.id < 20");
      where.add("a.id < 20");
    }
    if (right.windowed() || chance(3)) {
      range(new Source("b.", right), outer || chance(2) ? on : where);
    }
    String from =
        "FROM "
            + left.name()
            + " a "
            + (outer
                ? make.pick("LEFT JOIN ", "LEFT OUTER JOIN ")
                : make.pick("JOIN ", "INNER JOIN "))
            + right.name()
            + " b ON "
            + String.join(" AND ", on);
    List<String> output = new ArrayList<>();
    List<String> groupBy = List.of();
    List<String> order = List.of();
    if (chance(3)) {
      String key = "a." + make.pick(left.columns()).name();
      if (key.endsWith("c_jsonb")) {
        key = "a.id";
      }
      output.add(key);
      output.add("count(b.id)");
      output.add("max(b.ts)");
      groupBy = List.of(key);
    } else {
      for (int i = random.nextInt(4); i >= 0; i--) {
        output.add(make.column(make.anyType()) + " AS o" + i);
      }
      if (chance(2)) {
        order = List.of("a.id" + direction(), "b.id" + direction());
      }
    }
    Query query =
        new Query(
            "",
            "SELECT",
            output,
            from,
            where,
            groupBy,
            List.of(),
            "",
            "",
            order,
            !order.isEmpty() && chance(3) ? limit() : "");
    return made(query, Construct.JOIN, order.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }

  /** A query on one table whose output is columns, as part of another. */
  private String inner(GrammarTable table, String output) {
    ExpressionGenerator before = make;
    before.clear();
    before.add(source(table));
    List<String> where = where(source(table), chance(2) ? 1 : 0, 0);
    return "SELECT "
        + output
        + " FROM "
        + table.name()
        + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where));
  }

  private Made subquery() {
    GrammarTable table = table();
    GrammarTable other = table();
    SqlType type = make.comparableType();
    String name = "c_" + type.name().toLowerCase(java.util.Locale.ROOT);
    String sub =
        switch (random.nextInt(5)) {
          case 0 -> "t." + name + " IN (" + inner(other, name) + ")";
          case 1 -> "t." + name + " NOT IN (" + inner(other, name) + ")";
          case 2 -> "EXISTS (" + correlated(other) + ")";
          case 3 -> "NOT EXISTS (" + correlated(other) + ")";
          default ->
              "t.c_int4 " + make.pick("<", ">=", "=") + " (" + inner(other, "max(c_int4)") + ")";
        };
    make.clear();
    make.add(new Source("t.", table));
    List<String> where = where(new Source("t.", table), random.nextInt(2), 0);
    where.add(sub);
    List<String> output = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      output.add(make.column(make.anyType()));
    }
    List<String> order = chance(2) ? List.of("t.id" + direction()) : List.of();
    Query query = query("SELECT", output, "FROM " + table.name() + " t", where, order);
    return made(
        with(query, "", order, !order.isEmpty() && chance(3) ? limit() : ""),
        Construct.SUBQUERY,
        order.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }

  private String correlated(GrammarTable table) {
    make.clear();
    make.add(new Source("s.", table));
    List<String> where = new ArrayList<>(List.of(make.pick("s.id = t.id", "s.c_int4 = t.c_int4")));
    if (table.windowed() || chance(3)) {
      range(new Source("s.", table), where);
    }
    if (chance(2)) {
      where.add(make.predicate(0));
    }
    return "SELECT 1 FROM " + table.name() + " s WHERE " + String.join(" AND ", where);
  }

  private Made derived() {
    GrammarTable table = table();
    SqlType type = make.comparableType();
    String name = "c_" + type.name().toLowerCase(java.util.Locale.ROOT);
    String inner = inner(table, "id, " + name + " AS v, c_int4 AS w");
    boolean cte = chance(2);
    String from = cte ? "FROM r" : "FROM (" + inner + ") r";
    List<String> where = new ArrayList<>();
    if (chance(2)) {
      where.add("v " + make.pick("<", ">=", "=", "<>") + " " + make.value(type));
    }
    List<String> output;
    List<String> groupBy = List.of();
    List<String> order = List.of();
    switch (random.nextInt(3)) {
      case 0 -> output = List.of("count(*)", "max(w)");
      case 1 -> {
        output = List.of("v", "count(*) AS n", "sum(w)");
        groupBy = List.of("v");
      }
      default -> {
        output = List.of("r.v", "w + 1 AS w1", "id");
        order = List.of("v" + direction(), "id" + direction());
      }
    }
    Query query =
        new Query(
            cte ? "WITH r AS (" + inner + ") " : "",
            "SELECT",
            output,
            from,
            where,
            groupBy,
            List.of(),
            "",
            "",
            order,
            !order.isEmpty() && chance(3) ? limit() : "");
    return made(
        query, Construct.DERIVED, order.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }

  private Made setOperation() {
    GrammarTable left = table();
    GrammarTable right = table();
    SqlType first = make.comparableType();
    String names =
        "c_" + first.name().toLowerCase(java.util.Locale.ROOT) + (chance(2) ? ", c_int4" : "");
    String operation =
        make.pick(
            " UNION ALL ", " UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ");
    String union = operation + inner(right, names);
    make.clear();
    make.add(source(left));
    List<String> where = where(source(left), chance(2) ? 1 : 0, 0);
    List<String> output = List.of(names.split(", "));
    List<String> order = chance(2) ? positions(output.size()) : List.of();
    Query query = query("SELECT", output, "FROM " + left.name(), where, order);
    return made(
        with(query, union, order, !order.isEmpty() && chance(3) ? limit() : ""),
        Construct.SET_OPERATION,
        order.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }

  private Made window() {
    GrammarTable table = table();
    String from = from(table);
    List<String> where = where(source(table), random.nextInt(2), 0);
    String partition =
        chance(4)
            ? ""
            : "PARTITION BY "
                + (table.segments() > 0 && chance(2) ? "seg0" : make.column(make.comparableType()))
                + " ";
    String order = "ORDER BY ts" + make.pick("", " DESC") + ", id" + make.pick("", " DESC");
    String over = "OVER (" + partition + order + ")";
    List<String> output = new ArrayList<>(List.of("id"));
    for (int i = random.nextInt(3); i >= 0; i--) {
      output.add(
          make.pick(
                  "row_number()",
                  "rank()",
                  "dense_rank()",
                  "lag(" + make.column(make.anyType()) + ")",
                  "lead(" + make.column(SqlType.INT4) + ", 2)",
                  "lag(" + make.column(SqlType.INT4) + ", 1, 0)",
                  "first_value(" + make.column(SqlType.TEXT) + ")",
                  "last_value(" + make.column(SqlType.INT4) + ")",
                  "sum(" + make.column(SqlType.INT4) + ")",
                  "count(*)",
                  "avg(" + make.column(SqlType.INT2) + ")")
              + " "
              + over
              + " AS w"
              + i);
    }
    List<String> outer = chance(2) ? List.of("id" + direction()) : List.of();
    Query query = query("SELECT", output, from, where, outer);
    return made(
        with(query, "", outer, !outer.isEmpty() && chance(3) ? limit() : ""),
        Construct.WINDOW,
        outer.isEmpty() ? Comparison.MULTISET : Comparison.ORDERED);
  }
}
