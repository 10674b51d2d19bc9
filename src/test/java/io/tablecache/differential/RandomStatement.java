package io.tablecache.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
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
   * @param isUntyped whether the value is a text whose type PostgreSQL infers
   */
  record Parameter(@Nullable Object value, @Nullable String arrayOf, boolean isUntyped) {}

  /**
   * Makes a statement to execute it with.
   *
   * @param rehearse whether it is executed once before, with parameters of other types
   */
  Statement prepare(Connection connection, boolean rehearse) throws SQLException {
    if (parameters.isEmpty()) {
      return connection.createStatement();
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    if (rehearse) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, i % 2 == 0 ? null : "1", Types.OTHER);
      }
      Answer.of(statement::executeQuery);
    }
    return statement;
  }

  /** Executes it with a statement that was made for it. */
  ResultSet execute(Statement prepared) throws SQLException {
    if (!(prepared instanceof PreparedStatement statement) || parameters.isEmpty()) {
      return prepared.executeQuery(sql);
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.arrayOf() != null && parameter.value() != null) {
        statement.setArray(
            i + 1,
            statement
                .getConnection()
                .createArrayOf(parameter.arrayOf(), (Object[]) parameter.value()));
      } else if (parameter.isUntyped()) {
        statement.setObject(i + 1, parameter.value(), Types.OTHER);
      } else {
        statement.setObject(i + 1, parameter.value());
      }
    }
    return statement.executeQuery();
  }
}
