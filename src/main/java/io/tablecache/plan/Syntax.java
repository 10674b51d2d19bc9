package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model of a SELECT as it is written: everything that the planner understands, and nothing
 * else.
 *
 * <p>{@link SyntaxPrinter} prints it token by token, so it keeps what has no meaning too:
 * parentheses, AS, the order of sides. Identifiers are as written, quotes included. Immutable.
 */
sealed interface Syntax {
  /** A SELECT over one relation. */
  record Select(
      List<Output> outputs,
      Relation relation,
      @Nullable Predicate where,
      List<Order> order,
      @Nullable Limit limit,
      @Nullable Offset offset)
      implements Syntax {
    public Select {
      outputs = List.copyOf(outputs);
      order = List.copyOf(order);
    }
  }

  /** {@code name} or {@code AS name}. */
  record Alias(String name, boolean as) implements Syntax {}

  /** The relation in FROM: {@code name} or {@code schema.name}. */
  record Relation(List<String> parts, @Nullable Alias alias) implements Syntax {
    public Relation {
      parts = List.copyOf(parts);
    }

    boolean isUnqualified() {
      return parts.size() == 1;
    }

    String name() {
      return Names.value(parts.get(parts.size() - 1));
    }
  }

  /** An item of the select list. */
  sealed interface Output extends Syntax {}

  /** {@code *} or {@code qualifier.*}. */
  record Star(List<String> qualifier) implements Output {
    public Star {
      qualifier = List.copyOf(qualifier);
    }
  }

  /** A column, maybe with an alias. */
  record Item(ColumnName column, @Nullable Alias alias) implements Output {
    /** The label that PostgreSQL gives the item. */
    String label() {
      return alias == null ? column.name() : Names.value(alias.name());
    }
  }

  /** An operand of a predicate. */
  sealed interface Operand extends Syntax {}

  /** A column with its qualifiers. */
  record ColumnName(List<String> parts) implements Operand {
    public ColumnName {
      parts = List.copyOf(parts);
    }

    String name() {
      return Names.value(parts.get(parts.size() - 1));
    }

    List<String> qualifier() {
      return parts.subList(0, parts.size() - 1);
    }
  }

  /** A parameter or lifted literal, maybe with a cast. */
  record Value(int slot, @Nullable Cast cast) implements Operand {}

  /**
   * The cast of a value.
   *
   * @param type the type's tokens
   * @param isFunction whether it is {@code CAST(value AS type)}; else {@code value::type}
   */
  record Cast(List<String> type, boolean isFunction) implements Syntax {
    public Cast {
      type = List.copyOf(type);
    }
  }

  /** A predicate. */
  sealed interface Predicate extends Syntax {}

  record And(Predicate left, Predicate right) implements Predicate {}

  record Parenthesised(Predicate inner) implements Predicate {}

  record Comparison(Comparator comparator, Operand left, Operand right) implements Predicate {}

  record Between(ColumnName column, Value from, Value to) implements Predicate {}

  record In(ColumnName column, List<Value> elements) implements Predicate {
    public In {
      elements = List.copyOf(elements);
    }
  }

  /** {@code column = ANY(array)}. */
  record Any(ColumnName column, Value array) implements Predicate {}

  /** {@code column = ANY(ARRAY[...])}. */
  record AnyOf(ColumnName column, List<Value> elements) implements Predicate {
    public AnyOf {
      elements = List.copyOf(elements);
    }
  }

  record NullTest(ColumnName column, boolean isNegated) implements Predicate {}

  /**
   * An item of ORDER BY.
   *
   * @param key what is ordered by
   * @param direction {@code asc}, {@code desc} or nothing
   * @param nulls {@code first}, {@code last} or nothing
   */
  record Order(OrderKey key, @Nullable String direction, @Nullable String nulls) implements Syntax {
    boolean isDescending() {
      return "desc".equals(direction);
    }

    boolean isNullsFirst() {
      return nulls == null ? isDescending() : nulls.equals("first");
    }
  }

  /** What is ordered by. */
  sealed interface OrderKey extends Syntax {}

  /** A column of the relation or of the result. */
  record ByColumn(ColumnName column) implements OrderKey {}

  /** A column of the result by its number, counted from 1. */
  record ByPosition(long position) implements OrderKey {}

  /** How many rows at most. */
  sealed interface Limit extends Syntax {}

  /** {@code LIMIT value}. */
  record LimitRows(Value rows) implements Limit {}

  /** {@code LIMIT ALL} or {@code LIMIT NULL}: no limit. */
  record NoLimit(String word) implements Limit {}

  /**
   * {@code FETCH FIRST value ROWS ONLY}; one row if there is no value.
   *
   * @param first {@code first} or {@code next}
   * @param noun {@code row} or {@code rows}
   */
  record Fetch(@Nullable Value rows, String first, String noun) implements Limit {}

  /**
   * {@code OFFSET value ROWS}.
   *
   * @param noun {@code row}, {@code rows} or nothing
   */
  record Offset(Value rows, @Nullable String noun) implements Syntax {}
}
