package io.tablecache.differential;

import io.tablecache.differential.RandomStatement.Comparison;
import io.tablecache.differential.RandomStatement.Expected;
import io.tablecache.differential.RandomStatement.Parameter;
import io.tablecache.differential.RandomTable.Column;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up statements over one table; the same seed makes the same ones. */
final class StatementGenerator {
  private static final List<String> COMPARATORS = List.of("=", "<", "<=", ">", ">=", "<>", "!=");
  private static final List<String> MIRRORED = List.of("=", ">", ">=", "<", "<=", "<>", "!=");

  private final RandomTable table;
  private final Random random;

  private List<Parameter> parameters = new ArrayList<>();
  private RangeReach reach;
  private boolean withParameters;
  private boolean either;
  private String qualifier = "";

  StatementGenerator(RandomTable table, Random random) {
    this.table = table;
    this.random = random;
    this.reach = new RangeReach(table);
  }

  RandomStatement next() {
    parameters = new ArrayList<>();
    reach = new RangeReach(table);
    withParameters = random.nextInt(3) > 0;
    either = false;
    String alias = chance(3) ? "" : chance(2) ? " t" : " AS \"T x\"";
    qualifier =
        chance(2)
            ? ""
            : alias.isEmpty() ? table.name() + "." : alias.strip().replace("AS ", "") + ".";

    List<Integer> output = new ArrayList<>();
    StringBuilder sql = new StringBuilder(chance(5) ? "select " : "SELECT ");
    sql.append(selectList(output)).append(blank()).append("FROM").append(blank());
    sql.append(chance(3) ? "public." : "").append(chance(4) ? quoted(table.name()) : table.name());
    sql.append(alias);
    String where = where();
    sql.append(where.isEmpty() ? "" : blank() + "WHERE" + blank() + where);

    Comparison comparison = Comparison.MULTISET;
    List<Integer> orderColumns = new ArrayList<>();
    if (chance(2)) {
      comparison = order(sql, output, orderColumns);
    }
    if (chance(3)) {
      comparison = comparison == Comparison.ORDERED ? comparison : Comparison.COUNT;
      limit(sql);
    }
    Expected expected = either ? Expected.EITHER : reach.expected();
    return new RandomStatement(sql.toString(), parameters, expected, comparison, orderColumns);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private String reference(Column column) {
    String name = column.name();
    return qualifier + (name.contains(" ") || chance(4) ? quoted(name) : name);
  }

  private String selectList(List<Integer> output) {
    if (chance(4)) {
      for (int i = 0; i < table.columns().size(); i++) {
        output.add(i);
      }
      return qualifier + "*";
    }
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      int column = random.nextInt(table.columns().size());
      output.add(column);
      String alias =
          chance(3) ? (chance(2) ? " AS c" : " \"C \"\"") + i + (chance(2) ? "" : "") : "";
      if (alias.startsWith(" \"")) {
        alias += "\"";
      }
      items.add(reference(table.columns().get(column)) + alias);
    }
    return String.join(chance(2) ? ", " : ",", items);
  }

  private String where() {
    List<String> conjuncts = new ArrayList<>();
    if (!chance(6)) {
      conjuncts.addAll(rangeConjuncts());
    }
    int others = random.nextInt(3);
    for (int i = 0; i < others; i++) {
      Column column = table.columns().get(random.nextInt(table.columns().size()));
      if (column.kind().isComparable()) {
        conjuncts.add(conjunct(column, column.kind().random(random)));
      }
    }
    if (chance(10)) {
      Column column = table.columns().get(random.nextInt(table.columns().size()));
      if (column != table.range()) {
        conjuncts.add(reference(column) + (chance(2) ? " IS NULL" : " IS NOT NULL"));
      }
    }
    if (conjuncts.size() > 1 && chance(4)) {
      conjuncts.set(0, "(" + conjuncts.get(0) + " AND " + conjuncts.remove(1) + ")");
    }
    return String.join(chance(5) ? " and " : " AND ", conjuncts);
  }

  private List<String> rangeConjuncts() {
    List<String> conjuncts = new ArrayList<>();
    Column range = table.range();
    boolean inside = !chance(4);
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      Value value = inside ? range.kind().inWindow(random) : range.kind().random(random);
      conjuncts.add(
          i == 0 && inside
              ? comparison(range, value, 3 + random.nextInt(2))
              : conjunct(range, value));
    }
    return conjuncts;
  }

  private String conjunct(Column column, Value value) {
    switch (random.nextInt(9)) {
      case 0:
        Value other = column.kind().isOrdered() ? column.kind().random(random) : value;
        if (column.kind().isOrdered()) {
          reach.between(column, value, other);
          return reference(column)
              + " BETWEEN "
              + operand(column, value)
              + " AND "
              + operand(column, other);
        }
        return comparison(column, value, 0);
      case 1:
        return inList(column, value);
      case 2:
        return any(column, value);
      case 3:
        if (chance(3)) {
          reach.unknown();
          either |= column == table.range();
          return reference(column) + (chance(2) ? " IS NULL" : " IS NOT NULL");
        }
        return comparison(column, value, random.nextInt(COMPARATORS.size()));
      default:
        return comparison(column, value, random.nextInt(COMPARATORS.size()));
    }
  }

  private String comparison(Column column, Value value, int comparator) {
    int used = column.kind().isOrdered() || comparator > 4 ? comparator : 0;
    reach.compare(column, used > 4 ? "<>" : COMPARATORS.get(used), value);
    if (chance(4)) {
      return operand(column, value) + ' ' + MIRRORED.get(used) + ' ' + reference(column);
    }
    return reference(column)
        + (chance(5) ? "" : " ")
        + COMPARATORS.get(used)
        + blank()
        + operand(column, value);
  }

  private String inList(Column column, Value first) {
    List<Value> values = some(column, first);
    reach.points(column, values);
    List<String> items = values.stream().map(value -> operand(column, value)).toList();
    return reference(column) + " IN (" + String.join(", ", items) + ")";
  }

  private List<Value> some(Column column, Value first) {
    List<Value> values = new ArrayList<>(List.of(first));
    while (!chance(3)) {
      values.add(chance(2) ? column.kind().inWindow(random) : column.kind().random(random));
    }
    return values;
  }

  private String any(Column column, Value first) {
    List<Value> values = some(column, first);
    reach.points(column, values);
    if (!withParameters) {
      List<String> items = values.stream().map(Value::literal).toList();
      either |= true;
      return reference(column) + " = ANY (ARRAY[" + String.join(", ", items) + "])";
    }
    ValueKind kind = column.kind();
    Object[] elements = new Object[values.size() + (chance(4) ? 1 : 0)];
    for (int i = 0; i < values.size(); i++) {
      elements[i] = values.get(i).text();
    }
    String element =
        switch (kind) {
          case VARCHAR -> "text";
          case BOOL -> "bool";
          default -> kind.sqlType();
        };
    either |=
        !List.of(ValueKind.INT4, ValueKind.INT8, ValueKind.TEXT, ValueKind.UUID).contains(kind);
    parameters.add(new Parameter(elements, element, false));
    return reference(column) + " = ANY(?)";
  }

  /** A value as a parameter or as a literal. */
  private String operand(Column column, Value value) {
    boolean extreme = value.rank() == Long.MAX_VALUE || value.rank() == Long.MIN_VALUE;
    if (withParameters && !chance(4)) {
      if (chance(40)) {
        reach.unknown();
        parameters.add(new Parameter(null, null, false));
        either = true;
        return "?";
      }
      if (chance(40)) {
        // The text itself is what PostgreSQL reads as the column's type, or refuses.
        either = true;
        parameters.add(new Parameter(value.text(), null, true));
        return cast(column, "?");
      }
      parameters.add(new Parameter(parameter(value), null, false));
      return chance(40) ? cast(column, "?") : "?";
    }
    either |= extreme;
    return chance(40) ? cast(column, value.literal()) : value.literal();
  }

  /** The value with a cast that may change nothing, or cut it, or be refused. */
  private String cast(Column column, String value) {
    if (chance(3)) {
      return value;
    }
    either = true;
    String type = column.kind().sqlType();
    if (chance(6)) {
      type =
          List.of("text", "int", "bigint", "date", "timestamp(0)", "varchar(2)")
              .get(random.nextInt(6));
    }
    return value.startsWith("-") || chance(2)
        ? "CAST(" + value + " AS " + type + ")"
        : value + "::" + type;
  }

  private Object parameter(Value value) {
    boolean extreme = value.rank() == Long.MAX_VALUE || value.rank() == Long.MIN_VALUE;
    Object parameter = value.parameter();
    if (extreme || chance(2)) {
      return parameter;
    }
    if (parameter instanceof LocalDateTime ts) {
      return Timestamp.valueOf(ts);
    }
    if (parameter instanceof OffsetDateTime tstz) {
      return Timestamp.from(tstz.toInstant());
    }
    if (parameter instanceof LocalDate date) {
      return Date.valueOf(date);
    }
    if (parameter instanceof Short || parameter instanceof Integer) {
      long number = ((Number) parameter).longValue();
      return chance(2) ? (Object) number : (Object) (int) number;
    }
    return parameter;
  }

  private Comparison order(StringBuilder sql, List<Integer> output, List<Integer> orderColumns) {
    List<String> items = new ArrayList<>();
    boolean total = chance(2);
    boolean allShown = true;
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      int column = chance(2) ? table.segments() : random.nextInt(table.columns().size());
      Column ordered = table.columns().get(column);
      if (!ordered.kind().isOrdered()) {
        continue;
      }
      items.add(orderItem(ordered));
      allShown &= output.contains(column);
      orderColumns.add(output.indexOf(column));
    }
    if (total || items.isEmpty()) {
      items.add(orderItem(table.columns().get(table.segments() + 1)));
    }
    sql.append(" ORDER BY ").append(String.join(", ", items));
    if (total) {
      return Comparison.ORDERED;
    }
    return allShown && !orderColumns.isEmpty() ? Comparison.KEYS : Comparison.MULTISET;
  }

  private String orderItem(Column column) {
    return reference(column)
        + List.of("", " ASC", " DESC", " desc").get(random.nextInt(4))
        + List.of("", "", " NULLS FIRST", " NULLS LAST").get(random.nextInt(4));
  }

  private void limit(StringBuilder sql) {
    int limit = random.nextInt(20);
    if (withParameters && chance(2)) {
      sql.append(" LIMIT ?");
      parameters.add(
          new Parameter(chance(2) ? (Object) limit : (Object) (long) limit, null, false));
      offset(sql);
    } else if (chance(4)) {
      offset(sql);
      sql.append(" FETCH ").append(chance(2) ? "FIRST " : "next ");
      sql.append(chance(5) ? "" : limit + " ").append(chance(2) ? "ROWS ONLY" : "row only");
    } else if (chance(4)) {
      offset(sql);
      sql.append(" LIMIT ").append(chance(6) ? "ALL" : Integer.toString(limit));
    } else {
      sql.append(" LIMIT ").append(limit);
      offset(sql);
    }
  }

  private void offset(StringBuilder sql) {
    if (chance(3)) {
      sql.append(" OFFSET ").append(random.nextInt(10)).append(chance(4) ? " ROWS" : "");
    }
  }

  /** White space, or a comment in its place. */
  private String blank() {
    return chance(12)
        ? List.of("/* ' */", " -- it's ?\n", "\n\t", "/* /* ? */ */ ").get(random.nextInt(4))
        : " ";
  }
}
