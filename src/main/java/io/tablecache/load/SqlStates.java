package io.tablecache.load;

import java.sql.SQLException;
import java.util.Set;

/**
 * What the SQLStates of a round's failures mean for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, Error
 *     Codes</a>
 */
final class SqlStates {
  static final String IN_RECOVERY = "25006";
  static final String CONNECTION_DOES_NOT_EXIST = "08003";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** With query_canceled and deadlock_detected. */
  private static final Set<String> MAY_PASS = Set.of(LOCK_NOT_AVAILABLE, "57014", "40P01");

  /** undefined_table, undefined_column, invalid_schema_name. */
  private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "3F000");

  private static final String WRONG_OBJECT_TYPE = "42809";

  private SqlStates() {}

  /** Whether the connection, and with it the transaction, is lost. */
  static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25P03")
        || state.equals("25P04");
  }

  /** Whether the statement failed by what goes on in the database, and may succeed next time. */
  static boolean mayPass(SQLException e) {
    return MAY_PASS.contains(state(e));
  }

  /** Whether a lock was held by others for too long. */
  static boolean isLocked(SQLException e) {
    return state(e).equals(LOCK_NOT_AVAILABLE);
  }

  /** Whether the table is not what it was. */
  static boolean isUndefined(SQLException e) {
    return UNDEFINED.contains(state(e));
  }

  /** Whether the relation is of a kind that the statement is not for. */
  static boolean isWrongKind(SQLException e) {
    return state(e).equals(WRONG_OBJECT_TYPE);
  }

  /** The message, unless it is of an error that quotes values. */
  static String messageWithoutData(SQLException e) {
    return mayQuoteData(e)
        ? "the database reported SQLState " + state(e) + " for the values of a row"
        : e.getMessage() + " (SQLState " + state(e) + ")";
  }

  /** The exception, or one like it in place of an error that quotes values. */
  static SQLException withoutData(SQLException e) {
    if (!mayQuoteData(e)) {
      return e;
    }
    SQLException replacement = new SQLException(messageWithoutData(e), state(e));
    replacement.setStackTrace(e.getStackTrace());
    return replacement;
  }

  private static boolean mayQuoteData(SQLException e) {
    String state = state(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
