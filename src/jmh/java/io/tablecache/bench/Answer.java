package io.tablecache.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * All rows of a result, to see before anything is measured that both paths have the same.
 *
 * @param rows each row's values as text, in ascending order: not every statement has one
 */
record Answer(List<String> rows) {

  /** Reads and closes a result. */
  static Answer of(ResultSet result) throws SQLException {
    return of(result, result.getMetaData().getColumnCount());
  }

  /** Reads and closes a result with so many columns, which need not know itself. */
  static Answer of(ResultSet result, int columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getObject(column));
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return new Answer(rows);
  }

  /** Fails if this is not the expected answer. */
  void require(Answer expected) {
    if (!equals(expected)) {
      throw new IllegalStateException(
          "another answer: " + rows.size() + " rows, expected were " + expected.rows.size());
    }
  }
}
