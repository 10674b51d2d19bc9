package io.tablecache.expression;

import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relational operator: rows of typed columns made from the rows of inputs. Immutable.
 *
 * <p>{@link Expression.Column}s in an operator's expressions are columns of its input; those of a
 * join's are the left input's columns, then the right's. The order of rows is that of the input
 * where an operator has one and keeps rows, else undefined unless {@link Sort} is above.
 */
public sealed interface Query {
  /** The types of the columns. */
  List<ValueType> types();

  /** Which rows of a table a statement can touch, once its values are known. */
  interface SpecSource {
    /** The index in whose terms the rows are meant. */
    IndexDefinition index();

    IndexSpec spec(SlotValues values) throws EvaluationException;
  }

  /**
   * The rows of a cached table, with all of its columns by ordinal.
   *
   * @param table the definition, by whose identity the snapshot is found
   * @param spec which rows can be meant
   * @param filter what else must be true of a row, over the table's columns
   * @param order the order in which rows come; empty if any will do
   * @param limit how many rows at most are wanted; null for all
   */
  record Scan(
      TableDefinition table,
      SpecSource spec,
      List<Expression> filter,
      List<SortKey> order,
      @Nullable RowLimit limit)
      implements Query {
    public Scan {
      filter = List.copyOf(filter);
      order = List.copyOf(order);
    }

    @Override
    public List<ValueType> types() {
      return table.columns().stream().map(c -> c.type()).toList();
    }
  }

  /** Given rows; a single row without columns is what a SELECT without FROM reads. */
  record Values(List<List<Expression>> rows, List<ValueType> types) implements Query {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
      types = List.copyOf(types);
    }
  }

  /** The elements of an array slot, NULL elements included, as one column. */
  record Unnest(int arraySlot, ValueType elementType) implements Query {
    @Override
    public List<ValueType> types() {
      return List.of(elementType);
    }
  }

  /** The rows for which the condition is true. */
  record Filter(Query input, Expression condition) implements Query {
    @Override
    public List<ValueType> types() {
      return input.types();
    }
  }

  /** A row of expressions for each row of the input. */
  record Project(Query input, List<Expression> outputs) implements Query {
    public Project {
      outputs = List.copyOf(outputs);
    }

    @Override
    public List<ValueType> types() {
      return outputs.stream().map(Expression::type).toList();
    }
  }

  /**
   * A row for each group: its keys, then the values of aggregates. Without keys there is one group,
   * even of no rows.
   *
   * <p>With grouping sets, there is a row for each group of each set; keys that are not of the set
   * are NULL, and one more column of type INT4 behind the aggregates is the number of the set, from
   * 0.
   *
   * @param groupingSets sets of positions in {@code keys}; null if all keys are one set
   */
  record Aggregate(
      Query input,
      List<Expression> keys,
      List<AggregateCall> calls,
      @Nullable List<List<Integer>> groupingSets)
      implements Query {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
    }

    @Override
    public List<ValueType> types() {
      java.util.ArrayList<ValueType> types = new java.util.ArrayList<>();
      keys.forEach(key -> types.add(key.type()));
      calls.forEach(call -> types.add(call.function().result()));
      if (groupingSets != null) {
        types.add(ValueType.INT4);
      }
      return List.copyOf(types);
    }
  }

  /**
   * A call of an aggregate.
   *
   * @param isDistinct whether equal arguments count once
   * @param filter which rows count; null for all
   * @param order the order in which rows are added; empty if any will do
   */
  record AggregateCall(
      AggregateFunction function,
      List<Expression> arguments,
      boolean isDistinct,
      @Nullable Expression filter,
      List<SortItem> order) {
    public AggregateCall {
      arguments = List.copyOf(arguments);
      order = List.copyOf(order);
    }
  }

  /** One item of an order. */
  record SortItem(Expression value, boolean isDescending, boolean isNullsFirst) {}

  /** The rows in order, equal ones as they came. */
  record Sort(Query input, List<SortItem> items, @Nullable RowLimit limit) implements Query {
    public Sort {
      items = List.copyOf(items);
    }

    @Override
    public List<ValueType> types() {
      return input.types();
    }
  }

  /**
   * How many rows are wanted.
   *
   * @param count null for all; a value of type INT8, NULL meaning all
   * @param offset null for none; a value of type INT8, NULL meaning none
   * @param ties whether rows that are equal to the last by the sort's items come too
   */
  record RowLimit(@Nullable Expression count, @Nullable Expression offset, boolean ties) {}

  /** Some of the rows, in their order. */
  record Limit(Query input, RowLimit limit) implements Query {
    @Override
    public List<ValueType> types() {
      return input.types();
    }
  }

  /** Each different row once; NULLs are equal. */
  record Distinct(Query input) implements Query {
    @Override
    public List<ValueType> types() {
      return input.types();
    }
  }

  /** Of rows that follow each other with equal keys the first; NULLs are equal. */
  record DistinctOn(Query input, List<Expression> keys) implements Query {
    public DistinctOn {
      keys = List.copyOf(keys);
    }

    @Override
    public List<ValueType> types() {
      return input.types();
    }
  }

  /** Which rows a join has. */
  enum JoinKind {
    /** Pairs for which the condition is true. */
    INNER,
    /** These, and rows of the left input without a pair, with NULLs. */
    LEFT,
    /** Rows of the left input that have a pair. */
    SEMI,
    /** Rows of the left input that have none. */
    ANTI
  }

  /**
   * Pairs of rows.
   *
   * @param leftKeys over the left input's columns; equal to the right ones in each pair
   * @param rightKeys over the right input's columns, of the same types
   * @param condition over the columns of both; null for true
   */
  record Join(
      Query left,
      Query right,
      JoinKind kind,
      List<Expression> leftKeys,
      List<Expression> rightKeys,
      @Nullable Expression condition)
      implements Query {
    public Join {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<ValueType> types() {
      return joined(left, right, kind);
    }
  }

  /**
   * Pairs of a row and those of an input that is made anew for each row, whose slots get columns of
   * that row.
   *
   * @param kind INNER or LEFT
   * @param condition over the columns of both; null for true
   */
  record Lateral(
      Query left,
      Query right,
      JoinKind kind,
      List<Expression.OuterColumn> outer,
      @Nullable Expression condition)
      implements Query {
    public Lateral {
      outer = List.copyOf(outer);
    }

    @Override
    public List<ValueType> types() {
      return joined(left, right, kind);
    }
  }

  /** The rows of one input after the other. */
  record Append(List<Query> inputs, List<ValueType> types) implements Query {
    public Append {
      inputs = List.copyOf(inputs);
      types = List.copyOf(types);
    }
  }

  /**
   * INTERSECT or EXCEPT of two inputs of the same types; NULLs are equal.
   *
   * @param isIntersect else EXCEPT
   * @param isAll whether duplicates count
   */
  record SetOperation(Query left, Query right, boolean isIntersect, boolean isAll)
      implements Query {
    @Override
    public List<ValueType> types() {
      return left.types();
    }
  }

  /** The input's columns, then the values of window functions. */
  record Window(Query input, List<WindowCall> calls) implements Query {
    public Window {
      calls = List.copyOf(calls);
    }

    @Override
    public List<ValueType> types() {
      java.util.ArrayList<ValueType> types = new java.util.ArrayList<>(input.types());
      calls.forEach(call -> types.add(call.type()));
      return List.copyOf(types);
    }
  }

  /** Window functions that are no aggregates. */
  enum WindowFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE
  }

  /**
   * A call of a window function, or of an aggregate over a frame.
   *
   * @param function null if it is an aggregate
   * @param aggregate null if it is none
   * @param arguments of LAG and LEAD: value, offset (INT4), default; of others as PostgreSQL has
   *     them
   */
  record WindowCall(
      @Nullable WindowFunction function,
      @Nullable AggregateFunction aggregate,
      List<Expression> arguments,
      @Nullable Expression filter,
      List<Expression> partition,
      List<SortItem> order,
      Frame frame,
      ValueType type) {
    public WindowCall {
      arguments = List.copyOf(arguments);
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }

  /**
   * A window frame without EXCLUDE.
   *
   * @param mode how bounds count
   */
  record Frame(Mode mode, Bound from, Bound to) {
    /** RANGE UNBOUNDED PRECEDING to CURRENT ROW. */
    public static final Frame DEFAULT =
        new Frame(
            Mode.RANGE,
            new Bound(BoundKind.UNBOUNDED_PRECEDING, 0),
            new Bound(BoundKind.CURRENT_ROW, 0));

    /** How bounds count. */
    public enum Mode {
      ROWS,
      /** Peers of the bound belong to the frame; without offsets only. */
      RANGE
    }

    /** Where a frame starts or ends. */
    public enum BoundKind {
      UNBOUNDED_PRECEDING,
      PRECEDING,
      CURRENT_ROW,
      FOLLOWING,
      UNBOUNDED_FOLLOWING
    }

    /**
     * A start or end.
     *
     * @param offset in rows, for PRECEDING and FOLLOWING
     */
    public record Bound(BoundKind kind, long offset) {}
  }

  private static List<ValueType> joined(Query left, Query right, JoinKind kind) {
    if (kind == JoinKind.SEMI || kind == JoinKind.ANTI) {
      return left.types();
    }
    java.util.ArrayList<ValueType> types = new java.util.ArrayList<>(left.types());
    types.addAll(right.types());
    return List.copyOf(types);
  }
}
