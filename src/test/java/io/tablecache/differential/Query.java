package io.tablecache.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT in pieces, so that pieces can be left out. In the pieces, {@code <§n§>} stands for the
 * value number n.
 *
 * @param with a WITH clause, or nothing
 * @param head SELECT with DISTINCT or without
 * @param output the select list
 * @param from the FROM clause with its keyword
 * @param where the conjuncts
 * @param having the conjuncts
 * @param union a set operation with its right side, or nothing
 * @param limit everything after ORDER BY, or nothing
 */
record Query(
    String with,
    String head,
    List<String> output,
    String from,
    List<String> where,
    List<String> groupBy,
    List<String> having,
    String window,
    String union,
    List<String> orderBy,
    String limit) {
  private static final Pattern VALUE = Pattern.compile("<§(\\d+)§>");

  /**
   * @param literal its text in a statement
   * @param parameter what is set for it, or null if it stays in the text
   * @param arrayOf if the parameter is an array: the element type's name
   */
  record Value(String literal, @Nullable Object parameter, @Nullable String arrayOf) {}

  /** The statement's text with placeholders. */
  String template() {
    StringBuilder sql = new StringBuilder(with);
    sql.append(head).append(' ').append(String.join(", ", output)).append(' ').append(from);
    append(sql, " WHERE ", where, " AND ");
    append(sql, " GROUP BY ", groupBy, ", ");
    append(sql, " HAVING ", having, " AND ");
    sql.append(window).append(union);
    append(sql, " ORDER BY ", orderBy, ", ");
    return sql.append(limit).toString();
  }

  private static void append(StringBuilder sql, String keyword, List<String> items, String glue) {
    if (!items.isEmpty()) {
      sql.append(keyword).append(String.join(glue, items));
    }
  }

  /** The same without LIMIT and OFFSET. */
  Query unlimited() {
    return new Query(with, head, output, from, where, groupBy, having, window, union, orderBy, "");
  }

  /** The same queries with one piece less. */
  List<Query> smaller() {
    List<Query> smaller = new ArrayList<>();
    if (!limit.isEmpty()) {
      smaller.add(unlimited());
    }
    without(orderBy, 0)
        .forEach(
            some ->
                smaller.add(
                    new Query(
                        with, head, output, from, where, groupBy, having, window, union, some,
                        limit)));
    without(where, 0)
        .forEach(
            some ->
                smaller.add(
                    new Query(
                        with, head, output, from, some, groupBy, having, window, union, orderBy,
                        limit)));
    without(having, 0)
        .forEach(
            some ->
                smaller.add(
                    new Query(
                        with, head, output, from, where, groupBy, some, window, union, orderBy,
                        limit)));
    without(groupBy, 0)
        .forEach(
            some ->
                smaller.add(
                    new Query(
                        with, head, output, from, where, some, having, window, union, orderBy,
                        limit)));
    without(output, 1)
        .forEach(
            some ->
                smaller.add(
                    new Query(
                        with, head, some, from, where, groupBy, having, window, union, orderBy,
                        limit)));
    if (!union.isEmpty()) {
      smaller.add(
          new Query(with, head, output, from, where, groupBy, having, window, "", orderBy, limit));
    }
    return smaller;
  }

  private static List<List<String>> without(List<String> items, int least) {
    List<List<String>> smaller = new ArrayList<>();
    for (int i = 0; i < items.size() && items.size() > least; i++) {
      List<String> some = new ArrayList<>(items);
      some.remove(i);
      smaller.add(some);
    }
    return smaller;
  }

  /** The statement's text as it is sent, and which values are its parameters, in order. */
  static String text(String template, List<Value> values, List<Value> parameters) {
    Matcher matcher = VALUE.matcher(template);
    StringBuilder sql = new StringBuilder();
    while (matcher.find()) {
      Value value = values.get(Integer.parseInt(matcher.group(1)));
      if (value.parameter() != null) {
        parameters.add(value);
      }
      matcher.appendReplacement(
          sql, Matcher.quoteReplacement(value.parameter() == null ? value.literal() : "?"));
    }
    return matcher.appendTail(sql).toString();
  }

  /** Executes a text with parameters, or one without, and reads its answer. */
  static Answer answer(Connection connection, String sql, List<Value> parameters)
      throws SQLException {
    if (parameters.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return Answer.of(() -> statement.executeQuery(sql));
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return Answer.of(() -> execute(statement, parameters));
    }
  }

  private static ResultSet execute(PreparedStatement statement, List<Value> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      Value value = parameters.get(i);
      if (value.arrayOf() != null && value.parameter() instanceof Object[] elements) {
        statement.setArray(
            i + 1, statement.getConnection().createArrayOf(value.arrayOf(), elements));
      } else {
        statement.setObject(i + 1, value.parameter());
      }
    }
    return statement.executeQuery();
  }
}
