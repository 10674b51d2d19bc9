package io.tablecache.plan;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Query.Frame;
import io.tablecache.expression.Query.JoinKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as it is written, before names and types are known: everything that the parser
 * understands, and nothing else.
 *
 * <p>Identifiers are the names that the catalog has: folded, or without their quotes. Immutable.
 */
sealed interface Syntax {
  /** A value. */
  sealed interface Node extends Syntax {}

  /** A column with its qualifiers, outermost first. */
  record Name(List<String> parts) implements Node {
    public Name {
      parts = List.copyOf(parts);
    }

    String name() {
      return parts.get(parts.size() - 1);
    }

    List<String> qualifier() {
      return parts.subList(0, parts.size() - 1);
    }
  }

  /** A parameter or lifted literal. */
  record Parameter(int slot) implements Node {}

  /** A number that is part of the template. */
  record NumberLiteral(String digits) implements Node {}

  /** A string that is part of the template, without a type yet. */
  record StringLiteral(String value) implements Node {}

  /** TRUE, FALSE or, as null, NULL. */
  record Keyword(@Nullable Boolean value) implements Node {}

  /** {@code CAST(operand AS type)}, {@code operand::type} and {@code type 'literal'}. */
  record Cast(Node operand, TypeName type) implements Node {}

  /**
   * A type.
   *
   * @param name its words, folded and joined by blanks
   * @param modifiers the numbers in parentheses
   * @param dimensions how many pairs of brackets follow
   */
  record TypeName(String name, List<Integer> modifiers, int dimensions) implements Syntax {
    public TypeName {
      modifiers = List.copyOf(modifiers);
    }
  }

  /** A prefix operator. */
  record Prefix(String operator, Node operand) implements Node {}

  /** An operator other than comparisons, AND and OR. */
  record Infix(String operator, Node left, Node right) implements Node {}

  record Comparison(Comparator comparator, Node left, Node right) implements Node {}

  record Not(Node operand) implements Node {}

  record And(Node left, Node right) implements Node {}

  record Or(Node left, Node right) implements Node {}

  /**
   * LIKE or ILIKE.
   *
   * @param escape null for the backslash
   */
  record Like(
      Node operand, Node pattern, @Nullable Node escape, boolean ignoresCase, boolean isNegated)
      implements Node {}

  record Between(Node operand, Node from, Node to, boolean isSymmetric, boolean isNegated)
      implements Node {}

  record InList(Node operand, List<Node> elements, boolean isNegated) implements Node {
    public InList {
      elements = List.copyOf(elements);
    }
  }

  record InSelect(Node operand, Select select, boolean isNegated) implements Node {}

  /** {@code operand comparator ANY (array)} or ALL. */
  record Quantified(Node operand, Comparator comparator, boolean isAll, Node array)
      implements Node {}

  record NullTest(Node operand, boolean isNegated) implements Node {}

  /** IS TRUE, IS FALSE or, as null, IS UNKNOWN. */
  record TruthTest(Node operand, @Nullable Boolean truth, boolean isNegated) implements Node {}

  /** IS DISTINCT FROM, or IS NOT DISTINCT FROM if negated. */
  record DistinctFrom(Node left, Node right, boolean isNegated) implements Node {}

  /** ROW(...) or several values in parentheses. */
  record Row(List<Node> fields) implements Node {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  record Case(@Nullable Node subject, List<When> branches, @Nullable Node otherwise)
      implements Node {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  record When(Node condition, Node value) implements Syntax {}

  record Coalesce(List<Node> values) implements Node {
    public Coalesce {
      values = List.copyOf(values);
    }
  }

  record NullIf(Node left, Node right) implements Node {}

  record Extreme(boolean isGreatest, List<Node> values) implements Node {
    public Extreme {
      values = List.copyOf(values);
    }
  }

  /** ARRAY[...]. */
  record ArrayLiteral(List<Node> elements) implements Node {
    public ArrayLiteral {
      elements = List.copyOf(elements);
    }
  }

  record Subscript(Node array, Node index) implements Node {}

  record Collate(Node operand, String collation) implements Node {}

  record Exists(Select select) implements Node {}

  record ScalarSelect(Select select) implements Node {}

  /**
   * A call: {@code *} as the argument of count, or {@code GROUPING(...)} by its name, among them.
   *
   * @param isOrderedSet whether the order is that of WITHIN GROUP
   */
  record Function(
      String name,
      List<Argument> arguments,
      boolean hasStar,
      boolean isDistinct,
      List<Order> order,
      boolean isOrderedSet,
      @Nullable Node filter,
      @Nullable Over over)
      implements Node {
    public Function {
      arguments = List.copyOf(arguments);
      order = List.copyOf(order);
    }

    /** A call of nothing but values. */
    static Function of(String name, Node... arguments) {
      return new Function(
          name,
          java.util.Arrays.stream(arguments).map(a -> new Argument(null, a)).toList(),
          false,
          false,
          List.of(),
          false,
          null,
          null);
    }
  }

  /** An argument, named in {@code name => value}. */
  record Argument(@Nullable String name, Node value) implements Syntax {}

  /** The transaction's time by the type that it has: now() and its like, by their names. */
  record CurrentTime(String type, String name) implements Node {}

  /** OVER (...), where {@code window} names one of the WINDOW clause or is null. */
  record Over(
      @Nullable String window, List<Node> partition, List<Order> order, @Nullable Frame frame)
      implements Syntax {
    public Over {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }

  /** An item of ORDER BY. */
  record Order(Node value, boolean isDescending, boolean isNullsFirst) implements Syntax {}

  // Relations.

  /** What stands in FROM. */
  sealed interface Relation extends Syntax {}

  /**
   * An alias with names for columns, maybe none.
   *
   * @param columns names for the first columns
   */
  record Alias(String name, List<String> columns) implements Syntax {
    public Alias {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A relation by name: {@code name}, {@code schema.name} or {@code database.schema.name}; a query
   * of WITH by its name too.
   */
  record Table(List<String> parts, boolean isOnly, @Nullable Alias alias) implements Relation {
    public Table {
      parts = List.copyOf(parts);
    }

    String name() {
      return parts.get(parts.size() - 1);
    }

    boolean isUnqualified() {
      return parts.size() == 1;
    }
  }

  record Derived(Select select, @Nullable Alias alias, boolean isLateral) implements Relation {}

  /** {@code unnest(array)}. */
  record Unnest(Node array, @Nullable Alias alias) implements Relation {}

  /**
   * A join.
   *
   * @param condition what ON says; null with USING, NATURAL and CROSS
   * @param using the names in USING
   */
  record Join(
      Relation left,
      Relation right,
      JoinKind kind,
      @Nullable Node condition,
      List<String> using,
      boolean isNatural)
      implements Relation {
    public Join {
      using = List.copyOf(using);
    }
  }

  // Statements.

  /** A SELECT with everything around it. */
  record Select(
      List<CommonTable> with,
      Body body,
      List<Order> order,
      @Nullable Node limit,
      @Nullable Node offset,
      boolean withTies)
      implements Syntax {
    public Select {
      with = List.copyOf(with);
      order = List.copyOf(order);
    }
  }

  /** A query of WITH. */
  record CommonTable(String name, List<String> columns, Select select) implements Syntax {
    public CommonTable {
      columns = List.copyOf(columns);
    }
  }

  /** What rows there are before they are ordered. */
  sealed interface Body extends Syntax {}

  /** A SELECT in parentheses that has an ORDER BY, LIMIT or WITH of its own. */
  record Nested(Select select) implements Body {}

  record SetOperation(Operator operator, boolean isAll, Body left, Body right) implements Body {
    enum Operator {
      UNION,
      INTERSECT,
      EXCEPT
    }
  }

  record ValuesList(List<List<Node>> rows) implements Body {
    public ValuesList {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ...
   *
   * @param distinctOn the values of DISTINCT ON; empty otherwise
   * @param groupBy null if there is no GROUP BY
   */
  record Block(
      boolean isDistinct,
      List<Node> distinctOn,
      List<Output> outputs,
      List<Relation> from,
      @Nullable Node where,
      @Nullable List<Grouping> groupBy,
      @Nullable Node having,
      List<NamedWindow> windows)
      implements Body {
    public Block {
      distinctOn = List.copyOf(distinctOn);
      outputs = List.copyOf(outputs);
      from = List.copyOf(from);
      groupBy = groupBy == null ? null : List.copyOf(groupBy);
      windows = List.copyOf(windows);
    }
  }

  record NamedWindow(String name, Over definition) implements Syntax {}

  /** An item of the select list. */
  sealed interface Output extends Syntax {}

  /** {@code *} or {@code qualifier.*}. */
  record Star(List<String> qualifier) implements Output {
    public Star {
      qualifier = List.copyOf(qualifier);
    }
  }

  /** A value, maybe with an alias. */
  record Item(Node value, @Nullable String alias) implements Output {}

  /** An item of GROUP BY. */
  sealed interface Grouping extends Syntax {}

  /** A value, or a list of values in parentheses. */
  record GroupingSet(List<Node> values) implements Grouping {
    public GroupingSet {
      values = List.copyOf(values);
    }
  }

  /** ROLLUP, CUBE or GROUPING SETS of items. */
  record GroupingSets(Kind kind, List<Grouping> items) implements Grouping {
    public GroupingSets {
      items = List.copyOf(items);
    }

    enum Kind {
      ROLLUP,
      CUBE,
      SETS
    }
  }
}
