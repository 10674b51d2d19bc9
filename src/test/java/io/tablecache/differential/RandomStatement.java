package io.tablecache.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement made up by chance, within the grammar that is answered from the cache.
 *
 * @param sql its text
 * @param parameters its parameters
 * @param expected how it must end
 * @param comparison what its answers have in common
 * @param orderColumns numbers of the result's columns by which it is ordered, from 0
 */
record RandomStatement(
    String sql,
    List<Parameter> parameters,
    Expected expected,
    Comparison comparison,
    List<Integer> orderColumns) {

  /** How a statement must end. */
  enum Expected {
    HIT,
    DATABASE,
    EITHER
  }

  /** What two right answers to a statement have in common. */
  enum Comparison {
    /** The rows in their order. */
    ORDERED,
    /** The rows, and the order of the columns that the statement orders by. */
    KEYS,
    /** The rows. */
    MULTISET,
    /** How many rows. */
    COUNT
  }

  /**
   * @param value what is given to {@code setObject}, null for NULL
   * @param arrayOf if the value is an {@code Object[]}: the element type's name
   */
  record Parameter(@Nullable Object value, @Nullable String arrayOf) {}

  /** Executes it; without parameters by a plain statement. */
  ResultSet execute(Connection connection) throws SQLException {
    if (parameters.isEmpty()) {
      var statement = connection.createStatement();
      statement.closeOnCompletion();
      return statement.executeQuery(sql);
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.closeOnCompletion();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.arrayOf() != null && parameter.value() != null) {
        statement.setArray(
            i + 1, connection.createArrayOf(parameter.arrayOf(), (Object[]) parameter.value()));
      } else {
        statement.setObject(i + 1, parameter.value());
      }
    }
    return statement.executeQuery();
  }
}
