package io.tablecache.plan;

import io.tablecache.expression.Query.Frame;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a SELECT as text in which each value stands in parentheses of its own. */
final class SyntaxPrinter {
  private SyntaxPrinter() {}

  static String print(Syntax.Select select) {
    StringBuilder sql = new StringBuilder();
    if (!select.with().isEmpty()) {
      sql.append("WITH ")
          .append(
              list(
                  select.with(),
                  t -> name(t.name()) + names(t.columns()) + " AS (" + print(t.select()) + ")"))
          .append(' ');
    }
    sql.append(body(select.body())).append(order(select.order()));
    Syntax.Node offset = select.offset();
    Syntax.Node limit = select.limit();
    sql.append(offset == null ? "" : " OFFSET " + value(offset));
    if (limit != null) {
      sql.append(
          select.withTies()
              ? " FETCH FIRST " + value(limit) + " ROWS WITH TIES"
              : " LIMIT " + value(limit));
    }
    return sql.toString();
  }

  private static String body(Syntax.Body body) {
    if (body instanceof Syntax.Nested nested) {
      return "(" + print(nested.select()) + ")";
    }
    if (body instanceof Syntax.SetOperation operation) {
      return wrapped(operation.left())
          + " "
          + operation.operator()
          + (operation.isAll() ? " ALL " : " ")
          + wrapped(operation.right());
    }
    if (body instanceof Syntax.ValuesList values) {
      return "VALUES " + list(values.rows(), row -> "(" + values(row) + ")");
    }
    return block((Syntax.Block) body);
  }

  private static String wrapped(Syntax.Body body) {
    return body instanceof Syntax.Nested ? body(body) : "(" + body(body) + ")";
  }

  private static String block(Syntax.Block block) {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(block.isDistinct() ? "DISTINCT " : "");
    sql.append(block.distinctOn().isEmpty() ? "" : "ON (" + values(block.distinctOn()) + ") ");
    sql.append(list(block.outputs(), SyntaxPrinter::output));
    if (!block.from().isEmpty()) {
      sql.append(" FROM ").append(list(block.from(), SyntaxPrinter::relation));
    }
    Syntax.Node where = block.where();
    Syntax.Node having = block.having();
    List<Syntax.Grouping> groupBy = block.groupBy();
    sql.append(where == null ? "" : " WHERE " + value(where));
    sql.append(groupBy == null ? "" : " GROUP BY " + list(groupBy, SyntaxPrinter::grouping));
    sql.append(having == null ? "" : " HAVING " + value(having));
    if (!block.windows().isEmpty()) {
      sql.append(" WINDOW ")
          .append(list(block.windows(), w -> name(w.name()) + " AS " + over(w.definition())));
    }
    return sql.toString();
  }

  private static String output(Syntax.Output output) {
    if (output instanceof Syntax.Star star) {
      return star.qualifier().stream().map(part -> name(part) + ".").collect(Collectors.joining())
          + "*";
    }
    Syntax.Item item = (Syntax.Item) output;
    String alias = item.alias();
    return value(item.value()) + (alias == null ? "" : " AS " + name(alias));
  }

  private static String grouping(Syntax.Grouping grouping) {
    if (grouping instanceof Syntax.GroupingSet set) {
      return set.values().size() == 1 && isPosition(set.values().get(0))
          ? value(set.values().get(0))
          : "(" + values(set.values()) + ")";
    }
    Syntax.GroupingSets sets = (Syntax.GroupingSets) grouping;
    String kind =
        sets.kind() == Syntax.GroupingSets.Kind.SETS ? "GROUPING SETS" : sets.kind().name();
    return kind + " (" + list(sets.items(), SyntaxPrinter::grouping) + ")";
  }

  private static boolean isPosition(Syntax.Node node) {
    return node instanceof Syntax.NumberLiteral;
  }

  private static String relation(Syntax.Relation relation) {
    if (relation instanceof Syntax.Table table) {
      return table.parts().stream().map(SyntaxPrinter::name).collect(Collectors.joining("."))
          + alias(table.alias());
    }
    if (relation instanceof Syntax.Derived derived) {
      return (derived.isLateral() ? "LATERAL (" : "(")
          + print(derived.select())
          + ")"
          + alias(derived.alias());
    }
    if (relation instanceof Syntax.Unnest unnest) {
      return "unnest(" + value(unnest.array()) + ")" + alias(unnest.alias());
    }
    Syntax.Join join = (Syntax.Join) relation;
    Syntax.Node condition = join.condition();
    boolean isCross = condition == null && join.using().isEmpty() && !join.isNatural();
    return "("
        + relation(join.left())
        + (join.isNatural() ? " NATURAL " : " ")
        + (isCross ? "CROSS" : join.kind())
        + " JOIN "
        + relation(join.right())
        + (condition == null ? "" : " ON " + value(condition))
        + (join.using().isEmpty() ? "" : " USING" + names(join.using()))
        + ")";
  }

  private static String alias(Syntax.@Nullable Alias alias) {
    return alias == null ? "" : " AS " + name(alias.name()) + names(alias.columns());
  }

  private static String order(List<Syntax.Order> order) {
    return order.isEmpty()
        ? ""
        : " ORDER BY "
            + list(
                order,
                item ->
                    value(item.value())
                        + (item.isDescending() ? " DESC" : "")
                        + (item.isNullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
  }

  static String value(Syntax.Node node) {
    if (node instanceof Syntax.Name name) {
      return name.parts().stream().map(SyntaxPrinter::name).collect(Collectors.joining("."));
    }
    if (node instanceof Syntax.NumberLiteral number) {
      return number.digits().startsWith("-") ? "(" + number.digits() + ")" : number.digits();
    }
    if (node instanceof Syntax.CurrentTime time) {
      return time.name() + (time.name().matches("now|transaction_timestamp") ? "()" : "");
    }
    if (node instanceof Syntax.Function function) {
      return function(function);
    }
    return "(" + inner(node) + ")";
  }

  private static String inner(Syntax.Node node) {
    if (node instanceof Syntax.Parameter) {
      return "?";
    } else if (node instanceof Syntax.StringLiteral string) {
      return "'" + string.value().replace("'", "''") + "'";
    } else if (node instanceof Syntax.Keyword keyword) {
      return keyword.value() == null ? "NULL" : keyword.value().toString();
    } else if (node instanceof Syntax.Cast cast) {
      return value(cast.operand()) + "::" + type(cast.type());
    } else if (node instanceof Syntax.Prefix prefix) {
      return prefix.operator() + " " + value(prefix.operand());
    } else if (node instanceof Syntax.Infix infix) {
      return value(infix.left()) + " " + infix.operator() + " " + value(infix.right());
    } else if (node instanceof Syntax.Comparison comparison) {
      return value(comparison.left())
          + " "
          + comparison.comparator().sql()
          + " "
          + value(comparison.right());
    } else if (node instanceof Syntax.Not not) {
      return "NOT " + value(not.operand());
    } else if (node instanceof Syntax.And and) {
      return value(and.left()) + " AND " + value(and.right());
    } else if (node instanceof Syntax.Or or) {
      return value(or.left()) + " OR " + value(or.right());
    }
    return predicate(node);
  }

  private static String predicate(Syntax.Node node) {
    if (node instanceof Syntax.Like like) {
      Syntax.Node escape = like.escape();
      return value(like.operand())
          + not(like.isNegated())
          + (like.ignoresCase() ? " ILIKE " : " LIKE ")
          + value(like.pattern())
          + (escape == null ? "" : " ESCAPE " + value(escape));
    } else if (node instanceof Syntax.Between between) {
      return value(between.operand())
          + not(between.isNegated())
          + (between.isSymmetric() ? " BETWEEN SYMMETRIC " : " BETWEEN ")
          + value(between.from())
          + " AND "
          + value(between.to());
    } else if (node instanceof Syntax.InList in) {
      return value(in.operand()) + not(in.isNegated()) + " IN (" + values(in.elements()) + ")";
    } else if (node instanceof Syntax.InSelect in) {
      return value(in.operand()) + not(in.isNegated()) + " IN (" + print(in.select()) + ")";
    } else if (node instanceof Syntax.Quantified any) {
      return value(any.operand())
          + " "
          + any.comparator().sql()
          + (any.isAll() ? " ALL (" : " ANY (")
          + value(any.array())
          + ")";
    } else if (node instanceof Syntax.NullTest test) {
      return value(test.operand()) + " IS" + not(test.isNegated()) + " NULL";
    } else if (node instanceof Syntax.TruthTest test) {
      Boolean truth = test.truth();
      return value(test.operand())
          + " IS"
          + not(test.isNegated())
          + (truth == null ? " UNKNOWN" : " " + truth.toString().toUpperCase(Locale.ROOT));
    } else if (node instanceof Syntax.DistinctFrom distinct) {
      return value(distinct.left())
          + " IS"
          + not(distinct.isNegated())
          + " DISTINCT FROM "
          + value(distinct.right());
    }
    return form(node);
  }

  private static String form(Syntax.Node node) {
    if (node instanceof Syntax.Row row) {
      return "ROW(" + values(row.fields()) + ")";
    } else if (node instanceof Syntax.Case caseOf) {
      Syntax.Node subject = caseOf.subject();
      Syntax.Node otherwise = caseOf.otherwise();
      return "CASE "
          + (subject == null ? "" : value(subject))
          + caseOf.branches().stream()
              .map(when -> " WHEN " + value(when.condition()) + " THEN " + value(when.value()))
              .collect(Collectors.joining())
          + (otherwise == null ? "" : " ELSE " + value(otherwise))
          + " END";
    } else if (node instanceof Syntax.Coalesce coalesce) {
      return "coalesce(" + values(coalesce.values()) + ")";
    } else if (node instanceof Syntax.NullIf nullIf) {
      return "nullif(" + value(nullIf.left()) + ", " + value(nullIf.right()) + ")";
    } else if (node instanceof Syntax.Extreme extreme) {
      return (extreme.isGreatest() ? "greatest(" : "least(") + values(extreme.values()) + ")";
    } else if (node instanceof Syntax.ArrayLiteral array) {
      return "ARRAY[" + values(array.elements()) + "]";
    } else if (node instanceof Syntax.Subscript subscript) {
      return value(subscript.array()) + "[" + value(subscript.index()) + "]";
    } else if (node instanceof Syntax.Collate collate) {
      return value(collate.operand()) + " COLLATE " + name(collate.collation());
    } else if (node instanceof Syntax.Exists exists) {
      return "EXISTS (" + print(exists.select()) + ")";
    } else if (node instanceof Syntax.ScalarSelect select) {
      return print(select.select());
    }
    throw new AssertionError(node);
  }

  private static String function(Syntax.Function function) {
    String call = special(function);
    if (call == null) {
      call =
          name(function.name())
              + "("
              + (function.isDistinct() ? "DISTINCT " : "")
              + (function.hasStar() ? "*" : list(function.arguments(), SyntaxPrinter::argument))
              + order(function.order())
              + ")";
    }
    Syntax.Node filter = function.filter();
    Syntax.Over over = function.over();
    return call
        + (filter == null ? "" : " FILTER (WHERE " + value(filter) + ")")
        + (over == null ? "" : " OVER " + over(over));
  }

  /** The call in the grammar's form for it; null if there is none. */
  private static @Nullable String special(Syntax.Function function) {
    List<String> values =
        function.arguments().stream().map(argument -> value(argument.value())).toList();
    int count = values.size();
    return switch (count == 0 || count > 3 ? "" : function.name()) {
      case "extract" -> "extract(" + unquoted(values.get(0)) + " FROM " + values.get(1) + ")";
      case "position" -> "position(" + values.get(1) + " IN " + values.get(0) + ")";
      case "timezone" ->
          count == 2 ? "(" + values.get(1) + " AT TIME ZONE " + values.get(0) + ")" : null;
      case "substring" ->
          count == 1
              ? null
              : "substring("
                  + values.get(0)
                  + " FROM "
                  + values.get(1)
                  + (count == 3 ? " FOR " + values.get(2) : "")
                  + ")";
      case "btrim", "ltrim", "rtrim" ->
          "trim("
              + Map.of("b", "BOTH", "l", "LEADING", "r", "TRAILING")
                  .get(function.name().substring(0, 1))
              + (count == 2 ? " " + values.get(1) : "")
              + " FROM "
              + values.get(0)
              + ")";
      case "grouping" -> "grouping(" + String.join(", ", values) + ")";
      default -> null;
    };
  }

  private static String unquoted(String string) {
    return string.substring(1, string.length() - 1);
  }

  private static String argument(Syntax.Argument argument) {
    String name = argument.name();
    return (name == null ? "" : name(name) + " => ") + value(argument.value());
  }

  private static String over(Syntax.Over over) {
    String window = over.window();
    Frame frame = over.frame();
    if (window != null && over.partition().isEmpty() && over.order().isEmpty() && frame == null) {
      return name(window);
    }
    return "("
        + (window == null ? "" : name(window))
        + (over.partition().isEmpty() ? "" : " PARTITION BY " + values(over.partition()))
        + order(over.order())
        + (frame == null
            ? ""
            : " " + frame.mode() + " BETWEEN " + bound(frame.from()) + " AND " + bound(frame.to()))
        + ")";
  }

  private static String bound(Frame.Bound bound) {
    return switch (bound.kind()) {
      case PRECEDING, FOLLOWING -> bound.offset() + " " + bound.kind();
      default -> bound.kind().name().replace('_', ' ');
    };
  }

  private static String type(Syntax.TypeName type) {
    return type.name()
        + (type.modifiers().isEmpty()
            ? ""
            : "(" + list(type.modifiers(), modifier -> Integer.toString(modifier)) + ")")
        + "[]".repeat(type.dimensions());
  }

  private static String not(boolean isNegated) {
    return isNegated ? " NOT" : "";
  }

  private static String values(List<Syntax.Node> nodes) {
    return list(nodes, SyntaxPrinter::value);
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "" : " (" + list(names, SyntaxPrinter::name) + ")";
  }

  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static <T> String list(List<T> items, Function<T, String> print) {
    return items.stream().map(print).collect(Collectors.joining(", "));
  }
}
