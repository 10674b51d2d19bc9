package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * Makes the model of a SELECT from JSqlParser's tree.
 *
 * <p>Nodes are told by their exact classes. What is overlooked here, in the tree or by the parser,
 * shows when the model is printed and compared with the text.
 */
final class AstReader {
  private AstReader() {}

  static Syntax.Select read(Statement statement) throws Delegated {
    if (statement.getClass() != PlainSelect.class) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, statement.getClass().getSimpleName());
    }
    PlainSelect select = (PlainSelect) statement;
    if (select.getJoins() != null || select.getLateralViews() != null) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, "more than one relation in FROM");
    }
    if (select.getDistinct() != null
        || select.getGroupBy() != null
        || select.getHaving() != null
        || select.getQualify() != null
        || select.getWindowDefinitions() != null
        || select.getIntoTables() != null
        || select.getForMode() != null
        || select.getForClause() != null
        || select.getTop() != null
        || select.getSkip() != null
        || select.getFirst() != null
        || select.getLimitBy() != null
        || select.getIsolation() != null
        || select.isUsingFinal()
        || select.isUsingOnly()
        || select.getWithItemsList() != null) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "a clause beside WHERE, ORDER BY and LIMIT");
    }
    List<Syntax.Output> outputs = new ArrayList<>();
    for (SelectItem<?> item : orEmpty(select.getSelectItems())) {
      outputs.add(output(item));
    }
    if (outputs.isEmpty()) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, "an empty select list");
    }
    Syntax.Relation relation = relation(select.getFromItem());
    Expression where = select.getWhere();
    return new Syntax.Select(
        outputs,
        relation,
        where == null ? null : predicate(where),
        RowClauseReader.order(orEmpty(select.getOrderByElements())),
        RowClauseReader.limit(select.getLimit(), select.getFetch()),
        RowClauseReader.offset(select.getOffset()));
  }

  private static Syntax.Output output(SelectItem<?> item) throws Delegated {
    Expression expression = item.getExpression();
    Class<?> type = expression.getClass();
    if (type == AllColumns.class && item.getAlias() == null) {
      return new Syntax.Star(List.of());
    }
    if (type == AllTableColumns.class && item.getAlias() == null) {
      return new Syntax.Star(parts(((AllTableColumns) expression).getTable()));
    }
    if (type != Column.class) {
      throw new Delegated(Outcome.UNSUPPORTED_OUTPUT, expression.getClass().getSimpleName());
    }
    return new Syntax.Item(
        column((Column) expression, Outcome.UNSUPPORTED_OUTPUT), alias(item.getAlias()));
  }

  private static Syntax.Relation relation(@Nullable FromItem from) throws Delegated {
    if (from == null) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "no FROM");
    }
    if (from.getClass() != Table.class) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, from.getClass().getSimpleName());
    }
    Table table = (Table) from;
    if (table.getPivot() != null
        || table.getUnPivot() != null
        || table.getIndexHint() != null
        || table.getSqlServerHints() != null
        || table.getSampleClause() != null) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "a clause behind the relation's name");
    }
    List<String> parts = parts(table);
    if (parts.isEmpty() || parts.size() > 2) {
      throw new Delegated(Outcome.OTHER_RELATION, "a name of " + parts.size() + " parts");
    }
    return new Syntax.Relation(parts, alias(table.getAlias()));
  }

  private static Syntax.@Nullable Alias alias(@Nullable Alias alias) throws Delegated {
    if (alias == null) {
      return null;
    }
    if (alias.getAliasColumns() != null) {
      throw new Delegated(Outcome.UNSUPPORTED_CLAUSE, "an alias with column names");
    }
    return new Syntax.Alias(alias.getName(), alias.isUseAs());
  }

  static Syntax.ColumnName column(Column column, Outcome otherwise) throws Delegated {
    if (column.getArrayConstructor() != null || column.getCommentText() != null) {
      throw new Delegated(otherwise, "something behind a column's name");
    }
    List<String> parts = new ArrayList<>(parts(column.getTable()));
    if (parts.isEmpty() && !Names.canBeColumn(column.getColumnName())) {
      throw new Delegated(otherwise, column.getColumnName().toUpperCase(Locale.ROOT));
    }
    parts.add(column.getColumnName());
    return new Syntax.ColumnName(parts);
  }

  /** The parts of a qualified name, outermost first; the parser keeps them innermost first. */
  private static List<String> parts(@Nullable Table table) {
    List<String> parts = new ArrayList<>();
    if (table != null) {
      for (String part : table.getNameParts()) {
        parts.add(0, part == null ? "" : part);
      }
    }
    return parts;
  }

  private static Syntax.Predicate predicate(Expression expression) throws Delegated {
    Class<?> type = expression.getClass();
    if (type == AndExpression.class) {
      AndExpression and = (AndExpression) expression;
      return new Syntax.And(
          predicate(and.getLeftExpression()), predicate(and.getRightExpression()));
    }
    if (type == ParenthesedExpressionList.class) {
      List<?> inner = (ParenthesedExpressionList<?>) expression;
      if (inner.size() == 1 && inner.get(0) instanceof Expression only) {
        return new Syntax.Parenthesised(predicate(only));
      }
      throw unsupported("a row");
    }
    if (type == Between.class) {
      Between between = (Between) expression;
      if (between.isNot()) {
        throw unsupported("NOT BETWEEN");
      }
      return new Syntax.Between(
          column(between.getLeftExpression()),
          value(between.getBetweenExpressionStart()),
          value(between.getBetweenExpressionEnd()));
    }
    if (type == InExpression.class) {
      InExpression in = (InExpression) expression;
      if (in.isNot() || in.isGlobal()) {
        throw unsupported("NOT IN");
      }
      return in(column(in.getLeftExpression()), in.getRightExpression());
    }
    if (type == IsNullExpression.class) {
      IsNullExpression test = (IsNullExpression) expression;
      if (test.isUseIsNull() || test.isUseNotNull()) {
        throw unsupported("ISNULL");
      }
      return new Syntax.NullTest(column(test.getLeftExpression()), test.isNot());
    }
    Comparator comparator = comparator(type);
    if (comparator == null) {
      throw unsupported(type.getSimpleName());
    }
    return comparison(comparator, (ComparisonOperator) expression);
  }

  private static @Nullable Comparator comparator(Class<?> type) {
    return type == EqualsTo.class
        ? Comparator.EQ
        : type == NotEqualsTo.class
            ? Comparator.NE
            : type == MinorThan.class
                ? Comparator.LT
                : type == MinorThanEquals.class
                    ? Comparator.LE
                    : type == GreaterThan.class
                        ? Comparator.GT
                        : type == GreaterThanEquals.class ? Comparator.GE : null;
  }

  /** The parser takes what is joined by AND behind the list into the right side; PostgreSQL not. */
  private static Syntax.Predicate in(Syntax.ColumnName column, Expression right) throws Delegated {
    if (right.getClass() == AndExpression.class) {
      BinaryExpression and = (BinaryExpression) right;
      return new Syntax.And(
          in(column, and.getLeftExpression()), predicate(and.getRightExpression()));
    }
    if (right.getClass() != ParenthesedExpressionList.class) {
      throw unsupported("IN " + right.getClass().getSimpleName());
    }
    return new Syntax.In(column, values((ExpressionList<?>) right));
  }

  private static Syntax.Predicate comparison(Comparator comparator, ComparisonOperator comparison)
      throws Delegated {
    Expression right = comparison.getRightExpression();
    if (comparator == Comparator.EQ && right.getClass() == Function.class) {
      Function function = (Function) right;
      ExpressionList<?> arguments = function.getParameters();
      if (!Names.fold(function.getName()).equals("any")
          || arguments == null
          || arguments.size() != 1) {
        throw unsupported("a function");
      }
      Syntax.ColumnName column = column(comparison.getLeftExpression());
      if (arguments.get(0) instanceof ArrayConstructor array) {
        return new Syntax.AnyOf(column, values(array.getExpressions()));
      }
      return new Syntax.Any(column, value(arguments.get(0)));
    }
    return new Syntax.Comparison(
        comparator, operand(comparison.getLeftExpression()), operand(right));
  }

  private static Syntax.Operand operand(Expression expression) throws Delegated {
    return expression.getClass() == Column.class ? column(expression) : value(expression);
  }

  private static Syntax.ColumnName column(Expression expression) throws Delegated {
    if (expression.getClass() != Column.class) {
      throw unsupported(expression.getClass().getSimpleName() + " in place of a column");
    }
    return column((Column) expression, Outcome.UNSUPPORTED_PREDICATE);
  }

  private static List<Syntax.Value> values(List<? extends Expression> expressions)
      throws Delegated {
    List<Syntax.Value> values = new ArrayList<>();
    for (Expression expression : expressions) {
      values.add(value(expression));
    }
    if (values.isEmpty()) {
      throw unsupported("an empty list");
    }
    return values;
  }

  private static Syntax.Value value(Expression expression) throws Delegated {
    if (expression.getClass() == CastExpression.class) {
      CastExpression cast = (CastExpression) expression;
      if (cast.getColDataType() == null
          || cast.getFormat() != null
          || cast.isImplicitCast()
          || cast.getLeftExpression().getClass() != JdbcParameter.class) {
        throw unsupported("a cast of more than a value");
      }
      String keyword = cast.keyword;
      boolean isFunction = keyword != null && keyword.equalsIgnoreCase("cast");
      return new Syntax.Value(
          slot(cast.getLeftExpression()),
          new Syntax.Cast(TemplateTokens.ofText(cast.getColDataType().toString()), isFunction));
    }
    if (expression.getClass() != JdbcParameter.class) {
      throw unsupported(expression.getClass().getSimpleName() + " in place of a value");
    }
    return new Syntax.Value(slot(expression), null);
  }

  /** The number of a parameter, from 0; literals are parameters here. */
  static int slot(Expression parameter) throws Delegated {
    Integer index = ((JdbcParameter) parameter).getIndex();
    if (index == null) {
      throw new Delegated(Outcome.AMBIGUOUS, "a parameter without number");
    }
    return index - 1;
  }

  private static Delegated unsupported(String detail) {
    return new Delegated(Outcome.UNSUPPORTED_PREDICATE, detail);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
