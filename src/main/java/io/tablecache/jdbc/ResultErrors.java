package io.tablecache.jdbc;

import java.sql.SQLException;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The errors of a result's own state, in pgjdbc's words and with its SQLStates. */
final class ResultErrors {
  private ResultErrors() {}

  static SQLException closed() {
    return new PSQLException(GT.tr("This ResultSet is closed."), PSQLState.OBJECT_NOT_IN_STATE);
  }

  static SQLException notOnRow() {
    return new PSQLException(
        GT.tr("ResultSet not positioned properly, perhaps you need to call next."),
        PSQLState.INVALID_CURSOR_STATE);
  }

  static SQLException columnIndex(int column, int columns) {
    return new PSQLException(
        GT.tr("The column index is out of range: {0}, number of columns: {1}.", column, columns),
        PSQLState.INVALID_PARAMETER_VALUE);
  }

  static SQLException notScrollable() {
    return new PSQLException(
        GT.tr("Operation requires a scrollable ResultSet, but this ResultSet is FORWARD_ONLY."),
        PSQLState.INVALID_CURSOR_STATE);
  }

  static SQLException fetchSize() {
    return new PSQLException(
        GT.tr("Fetch size must be a value greater than or equal to 0."),
        PSQLState.INVALID_PARAMETER_VALUE);
  }

  static SQLException fetchDirection(int direction) {
    return new PSQLException(
        GT.tr("Invalid fetch direction constant: {0}.", direction),
        PSQLState.INVALID_PARAMETER_VALUE);
  }
}
