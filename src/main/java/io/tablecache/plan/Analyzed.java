package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * A query with the names and types of its columns. Immutable.
 *
 * @param columns by name: the type of each; a quoted literal that nothing gave a type is of unknown
 *     type, and its value is that literal
 */
record Analyzed(Query query, List<Column> columns) {
  Analyzed {
    columns = List.copyOf(columns);
  }

  /** A column, whose value is over the query's row or a literal. */
  record Column(String name, Typed value) {}

  /** The columns' values with their ordinals made larger. */
  List<Typed> values(int offset) {
    List<Typed> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Typed value = columns.get(i).value();
      values.add(
          value.isUnknown() ? value : value.with(Expressions.shift(value.expression(), offset)));
    }
    return values;
  }

  /** The value of a column of the query's row. */
  static Expression column(int ordinal, Typed value) {
    return new Expression.Column(ordinal, value.type());
  }
}
