package io.tablecache.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the model of a SELECT as the tokens that a template must have to mean just that. Confined
 * to one thread.
 */
final class SyntaxPrinter {
  private final List<String> tokens = new ArrayList<>();

  private SyntaxPrinter() {}

  /** Whether the tokens are those of the model: nothing more, nothing less. */
  static boolean matches(Syntax.Select select, List<String> tokens) {
    // The model does not say which of LIMIT and OFFSET comes first; either order means the same.
    return print(select, false).equals(tokens) || print(select, true).equals(tokens);
  }

  static List<String> print(Syntax.Select select, boolean offsetFirst) {
    SyntaxPrinter printer = new SyntaxPrinter();
    printer.select(select, offsetFirst);
    return printer.tokens;
  }

  private void select(Syntax.Select select, boolean offsetFirst) {
    add("select");
    for (int i = 0; i < select.outputs().size(); i++) {
      comma(i);
      output(select.outputs().get(i));
    }
    add("from");
    dotted(select.relation().parts());
    alias(select.relation().alias());
    if (select.where() != null) {
      add("where");
      predicate(select.where());
    }
    for (int i = 0; i < select.order().size(); i++) {
      if (i == 0) {
        add("order", "by");
      }
      comma(i);
      order(select.order().get(i));
    }
    if (offsetFirst) {
      offset(select.offset());
      limit(select.limit());
    } else {
      limit(select.limit());
      offset(select.offset());
    }
  }

  private void output(Syntax.Output output) {
    if (output instanceof Syntax.Star star) {
      for (String part : star.qualifier()) {
        add(Names.token(part), ".");
      }
      add("*");
    } else if (output instanceof Syntax.Item item) {
      dotted(item.column().parts());
      alias(item.alias());
    }
  }

  private void alias(Syntax.@Nullable Alias alias) {
    if (alias != null) {
      if (alias.as()) {
        add("as");
      }
      add(Names.token(alias.name()));
    }
  }

  private void predicate(Syntax.Predicate predicate) {
    if (predicate instanceof Syntax.And and) {
      predicate(and.left());
      add("and");
      predicate(and.right());
    } else if (predicate instanceof Syntax.Parenthesised parenthesised) {
      add("(");
      predicate(parenthesised.inner());
      add(")");
    } else if (predicate instanceof Syntax.Comparison comparison) {
      operand(comparison.left());
      add(comparison.comparator().sql());
      operand(comparison.right());
    } else if (predicate instanceof Syntax.Between between) {
      operand(between.column());
      add("between");
      operand(between.from());
      add("and");
      operand(between.to());
    } else if (predicate instanceof Syntax.In in) {
      operand(in.column());
      add("in", "(");
      values(in.elements());
      add(")");
    } else if (predicate instanceof Syntax.Any any) {
      operand(any.column());
      add("=", "any", "(");
      operand(any.array());
      add(")");
    } else if (predicate instanceof Syntax.AnyOf anyOf) {
      operand(anyOf.column());
      add("=", "any", "(", "array", "[");
      values(anyOf.elements());
      add("]", ")");
    } else if (predicate instanceof Syntax.NullTest test) {
      operand(test.column());
      add("is");
      if (test.isNegated()) {
        add("not");
      }
      add("null");
    }
  }

  private void values(List<Syntax.Value> values) {
    for (int i = 0; i < values.size(); i++) {
      comma(i);
      operand(values.get(i));
    }
  }

  private void operand(Syntax.Operand operand) {
    if (operand instanceof Syntax.ColumnName column) {
      dotted(column.parts());
    } else if (operand instanceof Syntax.Value value) {
      Syntax.Cast cast = value.cast();
      if (cast == null) {
        add(TemplateTokens.slot(value.slot()));
      } else if (cast.isFunction()) {
        add("cast", "(", TemplateTokens.slot(value.slot()), "as");
        tokens.addAll(cast.type());
        add(")");
      } else {
        add(TemplateTokens.slot(value.slot()), "::");
        tokens.addAll(cast.type());
      }
    }
  }

  private void order(Syntax.Order order) {
    if (order.key() instanceof Syntax.ByColumn by) {
      dotted(by.column().parts());
    } else if (order.key() instanceof Syntax.ByPosition by) {
      add(Long.toString(by.position()));
    }
    if (order.direction() != null) {
      add(order.direction());
    }
    if (order.nulls() != null) {
      add("nulls", order.nulls());
    }
  }

  private void limit(Syntax.@Nullable Limit limit) {
    if (limit instanceof Syntax.LimitRows rows) {
      add("limit");
      operand(rows.rows());
    } else if (limit instanceof Syntax.NoLimit none) {
      add("limit", none.word());
    } else if (limit instanceof Syntax.Fetch fetch) {
      add("fetch", fetch.first());
      if (fetch.rows() != null) {
        operand(fetch.rows());
      }
      add(fetch.noun(), "only");
    }
  }

  private void offset(Syntax.@Nullable Offset offset) {
    if (offset != null) {
      add("offset");
      operand(offset.rows());
      if (offset.noun() != null) {
        add(offset.noun());
      }
    }
  }

  private void dotted(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        add(".");
      }
      add(Names.token(parts.get(i)));
    }
  }

  private void comma(int i) {
    if (i > 0) {
      add(",");
    }
  }

  private void add(String... added) {
    tokens.addAll(List.of(added));
  }
}
