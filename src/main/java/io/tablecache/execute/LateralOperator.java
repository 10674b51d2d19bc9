package io.tablecache.execute;

import io.tablecache.execute.PairBlock.Pairs;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.SlotForm;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pairs of each left row with the rows of an input that is run for it. */
final class LateralOperator extends Operator {
  private final Execution execution;
  private final Query.Lateral lateral;
  private final Operator left;
  private final int leftColumns;
  private final List<ValueType> rightTypes;
  private final Columns rightNeeded;
  private final PairFilter filter;
  private @Nullable Block leftRows;
  private int nextLeft;
  private @Nullable PairBlock block;
  private final Pairs candidates = new Pairs();
  private final Pairs result = new Pairs();
  private int nextResult;

  LateralOperator(Execution execution, Query.Lateral lateral, Columns needed)
      throws EvaluationException {
    this.execution = execution;
    this.lateral = lateral;
    this.leftColumns = lateral.left().types().size();
    this.rightTypes = lateral.right().types();
    Columns read = needed.copy();
    Expression condition = lateral.condition();
    if (condition != null) {
      read.add(condition);
    }
    this.left =
        execution.open(lateral.left(), read.range(0, leftColumns).addOuter(lateral.outer()));
    this.rightNeeded = read.range(leftColumns, leftColumns + rightTypes.size());
    this.filter =
        new PairFilter(lateral.kind(), condition == null ? null : execution.evaluator(condition));
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    while (nextResult == result.size) {
      Block current = leftRows;
      if (current == null || nextLeft == current.count()) {
        current = left.next();
        if (current == null) {
          return null;
        }
        leftRows = current;
        nextLeft = 0;
      }
      pair(current, nextLeft++);
    }
    int count = Math.min(Vector.MAX_ROWS, result.size - nextResult);
    nextResult += count;
    PairBlock pairs = block;
    Block current = leftRows;
    if (pairs == null || current == null) {
      throw new IllegalStateException("pairs without left rows");
    }
    return pairs.hold(current, result, nextResult - count, count);
  }

  private void pair(Block current, int row) throws EvaluationException {
    for (Expression.OuterColumn outer : lateral.outer()) {
      SlotForm.set(
          execution.context().slots(), outer.slot(), current.column(outer.column().ordinal()), row);
    }
    // Rows of former runs are dropped; what they took still counts.
    RowStore rows =
        execution.store(
            execution.open(lateral.right(), rightNeeded),
            new RowStore(rightTypes, rightNeeded, execution.budget()));
    PairBlock pairs = new PairBlock(leftColumns, rows);
    candidates.size = 0;
    for (int i = 0; i < rows.rows(); i++) {
      candidates.add(row, i);
    }
    filter.filter(current, row, row + 1, candidates, pairs, result);
    nextResult = 0;
    block = pairs;
  }
}
