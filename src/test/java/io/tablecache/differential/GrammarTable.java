package io.tablecache.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cached table with a column of every type, made up by chance.
 *
 * @param columns segment columns, then the range column, then the key, then one of every type
 * @param segments how many segment columns it has
 * @param windowed whether only the upper part of the range column's domain is cached
 */
record GrammarTable(String name, List<Column> columns, int segments, boolean windowed) {

  /**
   * @param type what its values are
   * @param collation of a text column, or nothing
   * @param nullable whether a tenth of its values are NULL
   * @param extremes whether it holds the extremes of its type
   */
  record Column(String name, SqlType type, String collation, boolean nullable, boolean extremes) {}

  static GrammarTable of(String name, Random random) {
    List<Column> columns = new ArrayList<>();
    int segments = random.nextInt(3);
    for (int i = 0; i < segments; i++) {
      columns.add(
          column("seg" + i, SqlType.SEGMENTS.get(random.nextInt(SqlType.SEGMENTS.size())), random));
    }
    columns.add(column("ts", SqlType.RANGES.get(random.nextInt(SqlType.RANGES.size())), random));
    columns.add(new Column("id", SqlType.INT4, "", false, false));
    for (SqlType type : SqlType.values()) {
      columns.add(column("c_" + type.name().toLowerCase(java.util.Locale.ROOT), type, random));
    }
    columns.add(new Column("c_c", SqlType.TEXT, "COLLATE \"C\"", true, true));
    columns.add(new Column("c_icu", SqlType.TEXT, "COLLATE \"en-x-icu\"", true, true));
    return new GrammarTable(name, columns, segments, random.nextInt(3) == 0);
  }

  private static Column column(String name, SqlType type, Random random) {
    return new Column(name, type, "", random.nextBoolean(), random.nextInt(5) == 0);
  }

  Column range() {
    return columns.get(segments);
  }

  /** The statement that makes the table. */
  String ddl() {
    return columns.stream()
        .map(
            column ->
                column.name()
                    + " "
                    + column.type().sql()
                    + " "
                    + column.collation()
                    + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ", PRIMARY KEY (id))"));
  }

  /** The table's section of the config. */
  String config() {
    String names =
        IntStream.range(0, segments).mapToObj(i -> "seg" + i).collect(Collectors.joining(", "));
    String start = range().type().windowStart();
    return name
        + " {\n relation = public."
        + name
        + "\n indexes { time { range = ts }"
        + (segments == 0 ? "" : ", segmented { segment = [" + names + "], range = ts }")
        + " }\n"
        + (windowed
            ? " window { range = ts, from = "
                + (range().type().isInteger()
                    ? start
                    : '"' + start.replace("+00", "").replace(' ', 'T') + '"')
                + " }\n"
            : "")
        + " freshness { every = 1h, max-staleness = 2h }\n}\n";
  }

  void fill(Connection connection, int rows, Random random) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl());
    }
    String values =
        columns.stream()
            .map(column -> "CAST(? AS " + column.type().sql() + ")")
            .collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + name + " VALUES (" + values + ")")) {
      for (int id = 0; id < rows; id++) {
        for (int i = 0; i < columns.size(); i++) {
          Column column = columns.get(i);
          String value =
              column.name().equals("id")
                  ? Integer.toString(id)
                  : column.nullable() && random.nextInt(10) == 0
                      ? null
                      : column.type().value(random, column.extremes());
          insert.setString(i + 1, value);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE " + name);
    }
  }
}
