package io.tablecache.conformance.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement gave, as texts, so that two drivers' replies can be compared: each update count,
 * each result's labels, types and rows, and the SQLState if it failed.
 *
 * @param results one text per update count or row, in order
 * @param sqlState of the failure; empty if there was none
 */
record Reply(List<String> results, String sqlState) {
  Reply {
    results = List.copyOf(results);
  }

  /** Executes something on a connection or a statement. */
  @FunctionalInterface
  interface Execution<S> {
    Object on(S target) throws SQLException;
  }

  static Reply failure(SQLException e) {
    return new Reply(List.of(), e.getSQLState() == null ? "without SQLState" : e.getSQLState());
  }

  /** All that a text gives. */
  static Reply of(Connection connection, String sql) {
    List<String> results = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      collect(statement, statement.execute(sql), results);
      return new Reply(results, "");
    } catch (SQLException e) {
      return new Reply(results, failure(e).sqlState());
    }
  }

  /** All that a prepared statement gives with these parameters. */
  static Reply of(PreparedStatement statement, Object... parameters) {
    List<String> results = new ArrayList<>();
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      collect(statement, statement.execute(), results);
      return new Reply(results, "");
    } catch (SQLException e) {
      return new Reply(results, failure(e).sqlState());
    }
  }

  /** What a call of the interface gives. */
  static Reply of(Connection connection, Execution<Connection> call) {
    try {
      Object value = call.on(connection);
      if (value instanceof ResultSet rows) {
        List<String> results = new ArrayList<>();
        add(rows, results);
        rows.close();
        return new Reply(results, "");
      }
      return new Reply(List.of(String.valueOf(value)), "");
    } catch (SQLException e) {
      return failure(e);
    }
  }

  private static void collect(Statement statement, boolean hasRows, List<String> results)
      throws SQLException {
    boolean isResult = hasRows;
    while (isResult || statement.getUpdateCount() >= 0) {
      if (isResult) {
        try (ResultSet rows = statement.getResultSet()) {
          add(rows, results);
        }
      } else {
        results.add("count " + statement.getUpdateCount());
      }
      isResult = statement.getMoreResults();
    }
  }

  private static void add(ResultSet rows, List<String> results) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    StringBuilder line = new StringBuilder();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      line.append(i > 1 ? ", " : "")
          .append(metaData.getColumnLabel(i))
          .append(' ')
          .append(metaData.getColumnTypeName(i));
    }
    results.add(line.toString());
    while (rows.next()) {
      line.setLength(0);
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        line.append(i > 1 ? ", " : "").append(rows.getString(i));
      }
      results.add(line.toString());
    }
  }

  /** How many rows the one result has, of a statement that did not fail. */
  int rows() {
    return results.size() - 1;
  }
}
