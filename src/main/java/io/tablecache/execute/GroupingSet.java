package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups of rows by some of an aggregation's keys. Confined to one thread. */
final class GroupingSet {
  /** Positions among the aggregation's keys. */
  private final int[] keys;

  private final HashedRows groups;
  private final AggregateState[] states;
  private final Vector[] values;
  private final int[] numbers = new int[Vector.MAX_ROWS];

  GroupingSet(Execution execution, Query.Aggregate aggregate, List<Integer> keys)
      throws EvaluationException {
    this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
    List<ValueType> types = keys.stream().map(key -> aggregate.keys().get(key).type()).toList();
    this.groups = new HashedRows(types, execution.budget());
    this.values = new Vector[this.keys.length];
    this.states = new AggregateState[aggregate.calls().size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = new AggregateState(execution, aggregate.calls().get(i));
    }
  }

  private boolean isSingle() {
    return keys.length == 0;
  }

  /** How many groups: without keys there is one, even of no rows. */
  int size() {
    return isSingle() ? 1 : groups.size();
  }

  /**
   * Adds rows.
   *
   * @param allKeys the values of all of the aggregation's keys
   */
  void add(Block block, Vector[] allKeys) throws EvaluationException {
    int @Nullable [] groupOf = null;
    if (!isSingle()) {
      for (int i = 0; i < keys.length; i++) {
        values[i] = allKeys[keys[i]];
      }
      groups.findOrAdd(values, block.count(), numbers);
      groupOf = numbers;
    }
    for (AggregateState state : states) {
      state.add(block, groupOf, size());
    }
  }

  void finish() throws EvaluationException {
    for (AggregateState state : states) {
      state.finish(size());
    }
  }

  /**
   * Sets the columns of groups from {@code from} on.
   *
   * @param into the aggregation's keys, those that are not of this set becoming NULL, then its
   *     calls
   */
  void result(int from, int count, Vector[] into) throws EvaluationException {
    int keyCount = into.length - states.length;
    for (int k = 0; k < keyCount; k++) {
      into[k].reset(count);
      for (int i = 0; i < count; i++) {
        into[k].setNull(i);
      }
    }
    for (int k = 0; k < keys.length; k++) {
      Vector column = into[keys[k]];
      column.reset(count);
      for (int i = 0; i < count; i++) {
        column.copy(i, groups.rows().vector(k, from + i), RowStore.at(from + i));
      }
    }
    for (int i = 0; i < states.length; i++) {
      states[i].result(from, count, into[keyCount + i]);
    }
  }
}
