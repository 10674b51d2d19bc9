package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A row for each group of rows. */
final class AggregateOperator extends Operator {
  private final Operator input;
  private final Outputs keys;
  private final GroupingSet[] sets;

  /** The keys, then the calls. */
  private final Vector[] columns;

  /** The number of the grouping set; null if it is no column. */
  private final @Nullable Vector setNumber;

  private final Block.OfVectors block;
  private boolean isRead;
  private int nextSet;
  private int nextGroup;

  private AggregateOperator(Execution execution, Query.Aggregate aggregate, Operator input)
      throws EvaluationException {
    this.input = input;
    this.keys = new Outputs(execution.evaluators(aggregate.keys()));
    List<List<Integer>> groupingSets = aggregate.groupingSets();
    boolean isNumbered = groupingSets != null;
    if (groupingSets == null) {
      groupingSets = List.of(IntStream.range(0, aggregate.keys().size()).boxed().toList());
    }
    this.sets = new GroupingSet[groupingSets.size()];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = new GroupingSet(execution, aggregate, groupingSets.get(i));
    }
    Vector[] all = aggregate.types().stream().map(Vector::new).toArray(Vector[]::new);
    this.setNumber = isNumbered ? all[all.length - 1] : null;
    this.columns = isNumbered ? Arrays.copyOf(all, all.length - 1) : all;
    this.block = new Block.OfVectors(all);
  }

  static Operator open(Execution execution, Query.Aggregate aggregate) throws EvaluationException {
    Operator known = StatisticsOperator.of(execution, aggregate);
    if (known != null) {
      return known;
    }
    Columns needed = Columns.of(aggregate.keys());
    for (Query.AggregateCall call : aggregate.calls()) {
      needed.addAll(call.arguments()).addItems(call.order());
      Expression filter = call.filter();
      if (filter != null) {
        needed.add(filter);
      }
    }
    return new AggregateOperator(execution, aggregate, execution.open(aggregate.input(), needed));
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    if (!isRead) {
      isRead = true;
      read();
    }
    while (nextSet < sets.length && nextGroup == sets[nextSet].size()) {
      nextSet++;
      nextGroup = 0;
    }
    if (nextSet == sets.length) {
      return null;
    }
    int count = Math.min(Vector.MAX_ROWS, sets[nextSet].size() - nextGroup);
    sets[nextSet].result(nextGroup, count, columns);
    if (setNumber != null) {
      setNumber.reset(count);
      Arrays.fill(setNumber.longs, 0, count, nextSet);
    }
    nextGroup += count;
    block.hold(count);
    return block;
  }

  private void read() throws EvaluationException {
    for (Block rows = input.next(); rows != null; rows = input.next()) {
      Vector[] values = keys.vectors(rows);
      for (GroupingSet set : sets) {
        set.add(rows, values);
      }
    }
    for (GroupingSet set : sets) {
      set.finish();
    }
  }
}
