package io.tablecache.conformance.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was seen while something was done, in a form that can be compared between drivers. */
final class Transcript {

  /** Something that gives a value or fails. */
  @FunctionalInterface
  interface Step {
    @Nullable Object run() throws Exception;
  }

  /** Something that is only done. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Something done on a connection; it reads a table of that name, which has 5 rows. */
  @FunctionalInterface
  interface Script {
    void run(Connection connection, String table, Transcript seen) throws Exception;
  }

  private final List<String> lines = new ArrayList<>();

  /** Notes a value, or the failure's class and SQLState. */
  void see(String what, Step step) {
    String seen;
    try {
      seen = text(step.run());
    } catch (BatchUpdateException e) {
      seen = failure(e) + " " + Arrays.toString(e.getUpdateCounts());
    } catch (SQLException e) {
      seen = failure(e);
    } catch (Exception e) {
      seen = e.getClass().getName();
    }
    lines.add(what + ": " + seen);
  }

  /** Notes that it was done, or the failure's class and SQLState. */
  void act(String what, Action action) {
    see(
        what,
        () -> {
          action.run();
          return "done";
        });
  }

  private static String failure(SQLException e) {
    return e.getClass().getName() + " " + e.getSQLState();
  }

  private static String text(@Nullable Object value) throws SQLException {
    if (value instanceof ResultSet rows) {
      return rows(rows);
    }
    if (value instanceof int[] counts) {
      return Arrays.toString(counts);
    }
    return value instanceof long[] counts ? Arrays.toString(counts) : String.valueOf(value);
  }

  /** The rows from the current position on. */
  static String rows(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    StringBuilder text = new StringBuilder();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        text.append(i == 1 ? "[" : ", ").append(rows.getString(i));
      }
      text.append(']');
    }
    return text.toString();
  }

  List<String> lines() {
    return lines;
  }
}
