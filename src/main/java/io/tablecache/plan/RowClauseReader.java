package io.tablecache.plan;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.AllValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Fetch;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.Offset;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.OrderByElement.NullOrdering;
import org.jspecify.annotations.Nullable;

/** Reads ORDER BY, LIMIT, OFFSET and FETCH from JSqlParser's tree. */
final class RowClauseReader {
  private RowClauseReader() {}

  static List<Syntax.Order> order(List<OrderByElement> elements) throws Delegated {
    List<Syntax.Order> order = new ArrayList<>();
    for (OrderByElement element : elements) {
      NullOrdering nulls = element.getNullOrdering();
      order.add(
          new Syntax.Order(
              key(element.getExpression()),
              !element.isAsc() ? "desc" : element.isAscDescPresent() ? "asc" : null,
              nulls == null ? null : nulls == NullOrdering.NULLS_FIRST ? "first" : "last"));
    }
    return order;
  }

  private static Syntax.OrderKey key(Expression expression) throws Delegated {
    if (expression.getClass() == Column.class) {
      return new Syntax.ByColumn(AstReader.column((Column) expression, Outcome.UNSUPPORTED_ORDER));
    }
    if (expression.getClass() == LongValue.class) {
      String digits = ((LongValue) expression).getStringValue();
      if (digits.length() <= 4) {
        return new Syntax.ByPosition(Long.parseLong(digits));
      }
    }
    throw new Delegated(Outcome.UNSUPPORTED_ORDER, expression.getClass().getSimpleName());
  }

  static Syntax.@Nullable Limit limit(@Nullable Limit limit, @Nullable Fetch fetch)
      throws Delegated {
    if (limit != null && fetch != null) {
      throw unsupported("both LIMIT and FETCH");
    }
    if (fetch != null) {
      return fetch(fetch);
    }
    if (limit == null) {
      return null;
    }
    Expression rows = limit.getRowCount();
    if (limit.getOffset() != null || limit.getByExpressions() != null || rows == null) {
      throw unsupported("LIMIT with more than a count");
    }
    if (rows.getClass() == AllValue.class) {
      return new Syntax.NoLimit("all");
    }
    if (rows.getClass() == NullValue.class) {
      return new Syntax.NoLimit("null");
    }
    return new Syntax.LimitRows(value(rows, "LIMIT"));
  }

  private static Syntax.Fetch fetch(Fetch fetch) throws Delegated {
    List<String> words = fetch.getFetchParameters();
    if (words.size() != 2 || !words.get(1).equalsIgnoreCase("only")) {
      throw unsupported("FETCH " + String.join(" ", words));
    }
    Expression rows = fetch.getExpression();
    return new Syntax.Fetch(
        rows == null ? null : value(rows, "FETCH"),
        fetch.isFetchParamFirst() ? "first" : "next",
        Names.fold(words.get(0)));
  }

  static Syntax.@Nullable Offset offset(@Nullable Offset offset) throws Delegated {
    if (offset == null) {
      return null;
    }
    String noun = offset.getOffsetParam();
    return new Syntax.Offset(
        value(offset.getOffset(), "OFFSET"), noun == null ? null : Names.fold(noun));
  }

  private static Syntax.Value value(@Nullable Expression rows, String clause) throws Delegated {
    if (rows == null || rows.getClass() != JdbcParameter.class) {
      throw unsupported(clause + " with something else than a value");
    }
    return new Syntax.Value(AstReader.slot(rows), null);
  }

  private static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_CLAUSE, detail);
  }
}
