package io.tablecache.execute;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an aggregate for all groups. Rows that the filter takes are added at once; with
 * DISTINCT, if their arguments are new to the group; with an order, when all are there. Confined to
 * one thread.
 */
final class AggregateState {
  private static final ValueType GROUP = ValueType.INT4;

  private final AggregateFunction.Accumulator accumulator;
  private final @Nullable Evaluator filter;

  /** The arguments, then what rows are ordered by. */
  private final Outputs inputs;

  private final int argumentCount;

  /** Groups with arguments that were added; null unless DISTINCT. */
  private final @Nullable HashedRows seen;

  /** Groups with inputs, by group and order; null if any order will do. */
  private final @Nullable StoredOrder ordered;

  private final Vector groupNumbers = new Vector(GROUP);
  private final int[] selected = new int[Vector.MAX_ROWS];
  private final int[] selectedGroups = new int[Vector.MAX_ROWS];
  private final Block.Selection selection = new Block.Selection();

  AggregateState(Execution execution, Query.AggregateCall call) throws EvaluationException {
    this.accumulator = call.function().accumulator();
    Expression condition = call.filter();
    this.filter = condition == null ? null : execution.evaluator(condition);
    this.argumentCount = call.arguments().size();
    List<Query.SortItem> order = call.order();
    if (call.isDistinct() && order.isEmpty() && call.function().dependsOnOrder()) {
      // PostgreSQL finds duplicates by sorting.
      order = call.arguments().stream().map(a -> new Query.SortItem(a, false, false)).toList();
    }
    List<Expression> expressions = new ArrayList<>(call.arguments());
    order.forEach(item -> expressions.add(item.value()));
    this.inputs = new Outputs(execution.evaluators(expressions));
    List<ValueType> types = new ArrayList<>();
    types.add(GROUP);
    call.arguments().forEach(argument -> types.add(argument.type()));
    this.seen = call.isDistinct() ? new HashedRows(types, execution.budget()) : null;
    this.ordered = order.isEmpty() ? null : storedOrder(execution, types, order);
  }

  private static StoredOrder storedOrder(
      Execution execution, List<ValueType> groupAndArguments, List<Query.SortItem> order)
      throws EvaluationException {
    List<ValueType> types = new ArrayList<>(groupAndArguments);
    List<Query.SortItem> items = new ArrayList<>();
    items.add(new Query.SortItem(new Expression.Column(0, GROUP), false, false));
    for (Query.SortItem item : order) {
      Expression column = new Expression.Column(types.size(), item.value().type());
      types.add(column.type());
      items.add(new Query.SortItem(column, item.isDescending(), item.isNullsFirst()));
    }
    return new StoredOrder(execution, types, Columns.all(groupAndArguments.size()), items);
  }

  /**
   * Adds the rows of a block.
   *
   * @param groups the number of each row's group; null if there is only one
   * @param groupCount how many groups there are
   */
  void add(Block block, int @Nullable [] groups, int groupCount) throws EvaluationException {
    Block rows = block;
    int[] numbers = groups;
    if (filter != null) {
      int count = filter.select(block, selected);
      if (count == 0) {
        return;
      }
      if (count < block.count()) {
        rows = select(block, count);
        numbers = groupsOf(groups, count);
      }
    }
    Vector[] values = inputs.vectors(rows);
    int count = rows.count();
    if (seen == null && ordered == null) {
      accumulator.grow(groupCount);
      if (numbers == null) {
        accumulator.addAll(values, count);
      } else {
        accumulator.add(values, numbers, count);
      }
      return;
    }
    Block.OfVectors input = new Block.OfVectors(withGroups(values, numbers, count));
    input.hold(count);
    Block fresh = seen == null ? input : selectNew(seen, input);
    if (fresh.count() == 0) {
      return;
    }
    if (ordered != null) {
      ordered.add(fresh);
    } else {
      accumulate(fresh, groupCount);
    }
  }

  private Block select(Block block, int count) {
    selection.select(block, selected, count);
    return selection;
  }

  private int @Nullable [] groupsOf(int @Nullable [] groups, int count) {
    if (groups == null) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      selectedGroups[i] = groups[selected[i]];
    }
    return selectedGroups;
  }

  private Vector[] withGroups(Vector[] values, int @Nullable [] groups, int count) {
    groupNumbers.reset(count);
    for (int i = 0; i < count; i++) {
      groupNumbers.longs[i] = groups == null ? 0 : groups[i];
    }
    Vector[] all = new Vector[values.length + 1];
    all[0] = groupNumbers;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }

  private Block selectNew(HashedRows rows, Block input) throws EvaluationException {
    Vector[] keys = new Vector[argumentCount + 1];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = input.column(i);
    }
    int known = rows.size();
    int[] numbers = new int[input.count()];
    rows.findOrAdd(keys, input.count(), numbers);
    int[] fresh = new int[input.count()];
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == known) {
        known++;
        fresh[count++] = i;
      }
    }
    Block.Selection chosen = new Block.Selection();
    chosen.select(input, fresh, count);
    return chosen;
  }

  /** Adds rows that have the group as their first column. */
  private void accumulate(Block rows, int groupCount) throws EvaluationException {
    int count = rows.count();
    int[] groups = new int[count];
    Vector numbers = rows.column(0);
    for (int i = 0; i < count; i++) {
      groups[i] = (int) numbers.longs[i];
    }
    Vector[] arguments = new Vector[argumentCount];
    for (int i = 0; i < argumentCount; i++) {
      arguments[i] = rows.column(i + 1);
    }
    accumulator.grow(groupCount);
    accumulator.add(arguments, groups, count);
  }

  /** Completes all groups. */
  void finish(int groupCount) throws EvaluationException {
    accumulator.grow(groupCount);
    if (ordered == null) {
      return;
    }
    int[] sorted = ordered.sorted();
    StoredBlock block = new StoredBlock(ordered.store());
    for (int from = 0; from < sorted.length; from += Vector.MAX_ROWS) {
      accumulate(
          block.hold(sorted, from, Math.min(Vector.MAX_ROWS, sorted.length - from)), groupCount);
    }
  }

  /** Sets rows to the values of the groups from {@code from} on. */
  void result(int from, int count, Vector into) throws EvaluationException {
    into.reset(count);
    for (int i = 0; i < count; i++) {
      accumulator.result(from + i, into, i);
    }
  }
}
