package io.tablecache.differential;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * Everything that was seen of one execution: the metadata and rows, or the SQLState.
 *
 * @param columns a description of each column
 * @param rows the values of each row, by {@code getString} and {@code getObject}
 * @param sqlState the error's SQLState, or null if there was none
 */
record Answer(List<String> columns, List<List<String>> rows, @Nullable String sqlState) {

  /** Makes an answer of what an execution gives. */
  interface Execution {
    ResultSet run() throws SQLException;
  }

  static Answer of(Execution execution) {
    try (ResultSet result = execution.run()) {
      ResultSetMetaData metaData = result.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        columns.add(
            String.join(
                "|",
                metaData.getColumnLabel(i),
                metaData.getColumnTypeName(i),
                Integer.toString(metaData.getColumnType(i)),
                metaData.getColumnClassName(i),
                Integer.toString(metaData.getPrecision(i)),
                Integer.toString(metaData.getScale(i)),
                Boolean.toString(metaData.isSigned(i))));
      }
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          Object object = result.getObject(i);
          row.add(result.getString(i) + (object == null ? "" : " " + classOf(object)));
          row.add(String.valueOf(object));
        }
        rows.add(row);
      }
      return new Answer(columns, rows, null);
    } catch (SQLException e) {
      return new Answer(List.of(), List.of(), String.valueOf(e.getSQLState()));
    }
  }

  /** The class that applications may cast to: arrays lead back to the driver that made them. */
  private static String classOf(Object value) {
    return (value instanceof PgArray ? PgArray.class : value.getClass()).getName();
  }

  /** The same with the rows in an order of their own, for statements without one. */
  Answer sorted() {
    List<List<String>> sorted = new ArrayList<>(rows);
    Collections.sort(sorted, (a, b) -> String.join("\n", a).compareTo(String.join("\n", b)));
    return new Answer(columns, sorted, sqlState);
  }

  /** The values of some columns, for statements whose order does not fix the whole row. */
  List<List<String>> only(List<Integer> columnNumbers) {
    List<List<String>> keys = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> key = new ArrayList<>();
      for (int column : columnNumbers) {
        key.add(row.get(2 * column));
      }
      keys.add(key);
    }
    return keys;
  }
}
