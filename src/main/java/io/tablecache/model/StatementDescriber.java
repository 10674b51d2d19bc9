package io.tablecache.model;

import java.util.List;

/**
 * PostgreSQL's own typing of a statement: Parse and Describe on a connection of the cache's own,
 * never on a user's, where a failing Parse would abort the transaction.
 *
 * <p>Thread-safe.
 */
public interface StatementDescriber {
  /**
   * Asks PostgreSQL for the types of a statement.
   *
   * @param sql one statement with {@code $1}, {@code $2}, ... in place of parameters
   * @param parameterOids the declared type of each parameter, {@link Oids#UNSPECIFIED} for those
   *     that the server should infer
   * @param searchPath the value of the session's {@code search_path} setting
   */
  Description describe(String sql, int[] parameterOids, String searchPath);

  /** What PostgreSQL said. */
  sealed interface Description {}

  /**
   * The statement is valid.
   *
   * @param parameterOids the type of each parameter, inferred ones included
   * @param fields the result's columns
   */
  record Typed(List<Integer> parameterOids, List<ResultField> fields) implements Description {
    public Typed {
      parameterOids = List.copyOf(parameterOids);
      fields = List.copyOf(fields);
    }
  }

  /** PostgreSQL refuses the statement. */
  record Refused(String sqlState, String message) implements Description {}

  /** PostgreSQL could not be asked; another try may succeed. */
  record Unavailable(String message) implements Description {}
}
