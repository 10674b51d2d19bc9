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
import org.jspecify.annotations.Nullable;

/**
 * A cached table made up by chance: its columns, its indexes, its window and its rows.
 *
 * @param name the table's name
 * @param columns its columns: segment columns, then the range column, then a key, then others
 * @param segments how many segment columns it has
 * @param from the window's lower end as one of the range column's values, or null for the whole
 *     table
 * @param to the window's upper end, or null for none
 */
record RandomTable(
    String name, List<Column> columns, int segments, @Nullable Value from, @Nullable Value to) {

  /**
   * @param name the column's name
   * @param kind what its values are
   * @param nullable whether a tenth of its values are NULL
   */
  record Column(String name, ValueKind kind, boolean nullable) {}

  static RandomTable of(String name, Random random) {
    List<Column> columns = new ArrayList<>();
    int segments = random.nextInt(3);
    for (int i = 0; i < segments; i++) {
      columns.add(new Column("seg" + i, pick(random, ValueKind.SEGMENTS), random.nextInt(4) == 0));
    }
    boolean windowed = random.nextInt(3) > 0;
    ValueKind rangeKind = pick(random, ValueKind.RANGES);
    columns.add(new Column("ts", rangeKind, random.nextInt(4) == 0));
    columns.add(new Column("id", ValueKind.INT4, false));
    columns.add(new Column("data", pick(random, ValueKind.OTHERS), true));
    columns.add(new Column("Note Text", ValueKind.TEXT, true));
    Value from = windowed ? rangeKind.windowStart() : null;
    Value to = windowed && random.nextInt(3) == 0 ? rangeKind.windowEnd() : null;
    return new RandomTable(name, columns, segments, from, to);
  }

  private static ValueKind pick(Random random, List<ValueKind> kinds) {
    return kinds.get(random.nextInt(kinds.size()));
  }

  Column range() {
    return columns.get(segments);
  }

  /** The statement that makes the table. */
  String ddl() {
    return columns.stream()
        .map(
            column ->
                "\""
                    + column.name()
                    + "\" "
                    + column.kind().sqlType()
                    + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", primaryKey() + ")"));
  }

  /** Some tables have none, others one that begins with what can be NULL nowhere. */
  private String primaryKey() {
    Column first = columns.get(0);
    return switch (name.hashCode() & 3) {
      case 0 -> "";
      case 1 -> ", PRIMARY KEY (" + (first.nullable() ? "" : "\"" + first.name() + "\", ") + "id)";
      default -> ", PRIMARY KEY (id)";
    };
  }

  /** The table's section of the config. */
  String config() {
    String segmentNames =
        IntStream.range(0, segments)
            .mapToObj(i -> columns.get(i).name())
            .collect(Collectors.joining(", "));
    return name
        + " {\n  relation = public."
        + name
        + "\n  indexes {\n    time { range = ts }\n"
        + (segments == 0 ? "" : "    segmented { segment = [" + segmentNames + "], range = ts }\n")
        + (segments < 2 ? "" : "    first { segment = [seg0], range = ts }\n")
        + "  }\n"
        + (from == null
            ? ""
            : "  window { range = ts, from = "
                + from.config()
                + (to == null ? "" : ", to = " + to.config())
                + " }\n")
        + "  freshness { every = 1h, max-staleness = 2h }\n}\n";
  }

  void fill(Connection connection, int rows, Random random) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl());
    }
    String values =
        columns.stream()
            .map(column -> "CAST(? AS " + column.kind().sqlType() + ")")
            .collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + name + " VALUES (" + values + ")")) {
      for (int id = 0; id < rows; id++) {
        for (int i = 0; i < columns.size(); i++) {
          Column column = columns.get(i);
          if (column.name().equals("id")) {
            insert.setString(i + 1, Integer.toString(id));
          } else if (column.nullable() && random.nextInt(10) == 0) {
            insert.setString(i + 1, null);
          } else {
            insert.setString(i + 1, column.kind().random(random).text());
          }
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
