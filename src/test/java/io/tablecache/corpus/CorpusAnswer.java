package io.tablecache.corpus;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * Everything that was seen of one execution: the metadata and rows, or the SQLState.
 *
 * @param columns a description of each column
 * @param labels the columns' labels
 * @param rows the values of each row: getString, and the class and text of getObject
 * @param sqlState the error's SQLState, or null if there was none
 * @param message the error's message, for people
 */
record CorpusAnswer(
    List<String> columns,
    List<String> labels,
    List<List<Cell>> rows,
    @Nullable String sqlState,
    @Nullable String message) {

  /**
   * @param text what getString gives
   * @param object the class of what getObject gives, and its text
   */
  record Cell(@Nullable String text, String object) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return text == null ? "NULL" : text;
    }
  }

  /** Executes a statement. */
  interface Execution {
    /** Returns the result, or null if the statement gives none. */
    @Nullable ResultSet run() throws SQLException;
  }

  static CorpusAnswer of(Execution execution) {
    try (ResultSet result = execution.run()) {
      return result == null
          ? new CorpusAnswer(List.of("no result"), List.of(), List.of(), null, null)
          : read(result);
    } catch (SQLException e) {
      return failure(e);
    }
  }

  static CorpusAnswer failure(SQLException e) {
    return new CorpusAnswer(
        List.of(), List.of(), List.of(), String.valueOf(e.getSQLState()), e.getMessage());
  }

  /** How a statement is run; some give no result. */
  static Execution execution(Statement statement, @Nullable String sql, boolean byExecute) {
    return () -> {
      if (byExecute) {
        boolean isQuery =
            sql == null ? ((PreparedStatement) statement).execute() : statement.execute(sql);
        return isQuery ? statement.getResultSet() : null;
      }
      return sql == null
          ? ((PreparedStatement) statement).executeQuery()
          : statement.executeQuery(sql);
    };
  }

  private static CorpusAnswer read(ResultSet result) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    List<String> columns = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      labels.add(metaData.getColumnLabel(i));
      columns.add(
          String.join(
              "|",
              metaData.getColumnLabel(i),
              metaData.getColumnName(i),
              metaData.getTableName(i),
              metaData.getColumnTypeName(i),
              Integer.toString(metaData.getColumnType(i)),
              metaData.getColumnClassName(i),
              Integer.toString(metaData.getPrecision(i)),
              Integer.toString(metaData.getScale(i)),
              Integer.toString(metaData.getColumnDisplaySize(i)),
              Integer.toString(metaData.isNullable(i)),
              Boolean.toString(metaData.isSigned(i))));
    }
    List<List<Cell>> rows = new ArrayList<>();
    while (result.next()) {
      List<Cell> row = new ArrayList<>();
      for (int i = 1; i <= labels.size(); i++) {
        Object object = result.getObject(i);
        row.add(new Cell(result.getString(i), object == null ? "" : described(object)));
      }
      rows.add(row);
    }
    return new CorpusAnswer(columns, labels, rows, null, null);
  }

  /** Arrays lead back to the driver that made them, so only what they are counts. */
  private static String described(Object value) {
    Class<?> type = value instanceof PgArray ? PgArray.class : value.getClass();
    return type.getName() + " " + value;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (sqlState != null) {
      return text.append("SQLState ").append(sqlState).append(": ").append(message).toString();
    }
    text.append(rows.size()).append(" rows of ").append(labels);
    for (List<Cell> row : rows.subList(0, Math.min(rows.size(), 8))) {
      text.append("\n      ").append(row);
    }
    return text.toString();
  }
}
