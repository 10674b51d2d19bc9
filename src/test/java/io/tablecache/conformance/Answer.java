package io.tablecache.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What an execution gave: rows as texts with their labels, or the SQLState of its failure.
 *
 * @param sqlState null if it did not fail
 * @param labels of the columns
 * @param rows the values as getString gives them, "NULL" for NULL
 */
record Answer(@Nullable String sqlState, List<String> labels, List<List<String>> rows) {

  static Answer failure(@Nullable String sqlState) {
    return new Answer(
        Objects.requireNonNullElse(sqlState, "without SQLState"), List.of(), List.of());
  }

  /** The answer of a query; closes its result. */
  static Answer of(Callable<ResultSet> query) {
    try (ResultSet result = query.call()) {
      return of(result);
    } catch (SQLException e) {
      return failure(e.getSQLState());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The rest of a result's rows. */
  static Answer of(ResultSet result) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      labels.add(metaData.getColumnLabel(i));
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= labels.size(); i++) {
        row.add(Objects.requireNonNullElse(result.getString(i), "NULL"));
      }
      rows.add(row);
    }
    return new Answer(null, labels, rows);
  }

  /** The answer of a text without parameters. */
  static Answer of(Connection connection, String sql) {
    return of(connection, sql, statement -> {});
  }

  /** Sets a statement's parameters or options. */
  @FunctionalInterface
  interface Setup<S> {
    void on(S statement) throws SQLException;
  }

  /** The answer of a text on a statement with options. */
  static Answer of(Connection connection, String sql, Setup<Statement> setup) {
    try (Statement statement = connection.createStatement()) {
      setup.on(statement);
      return of(() -> statement.executeQuery(sql));
    } catch (SQLException e) {
      return failure(e.getSQLState());
    }
  }

  /** The answer of a prepared statement. */
  static Answer prepared(Connection connection, String sql, Setup<PreparedStatement> setup) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setup.on(statement);
      return of(statement::executeQuery);
    } catch (SQLException e) {
      return failure(e.getSQLState());
    }
  }

  /** The first column's values. */
  List<String> column() {
    return rows.stream().map(row -> row.get(0)).toList();
  }
}
