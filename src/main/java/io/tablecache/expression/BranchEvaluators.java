package io.tablecache.expression;

import io.tablecache.model.ValueType;

/** Evaluators of which each row takes one of several values, the others not being evaluated. */
final class BranchEvaluators {
  private BranchEvaluators() {}

  /** CASE. */
  static final class OfCase extends Evaluator {
    private final Evaluator[] conditions;

    /** One for each condition, then that for rows for which none is true. */
    private final Evaluator[] values;

    private final Vector result;
    private final Block.Selection undecided = new Block.Selection();
    private final Block.Selection decided = new Block.Selection();
    private int[] open = {};
    private int[] taken = {};

    OfCase(ValueType type, Evaluator[] conditions, Evaluator[] values) {
      super(type);
      this.conditions = conditions;
      this.values = values;
      this.result = new Vector(type);
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      result.reset(count);
      if (open.length < count) {
        open = new int[count];
        taken = new int[count];
      }
      for (int i = 0; i < count; i++) {
        open[i] = i;
      }
      int openCount = count;
      for (int k = 0; k < conditions.length && openCount > 0; k++) {
        Block rows = block;
        if (openCount < count) {
          undecided.select(block, open, openCount);
          rows = undecided;
        }
        Vector truth = conditions[k].evaluate(rows);
        int takenCount = 0;
        int still = 0;
        for (int i = 0; i < openCount; i++) {
          if (!truth.isNull(i) && truth.longs[i] != 0) {
            taken[takenCount++] = open[i];
          } else {
            open[still++] = open[i];
          }
        }
        openCount = still;
        take(block, values[k], taken, takenCount);
      }
      take(block, values[conditions.length], open, openCount);
      return result;
    }

    private void take(Block block, Evaluator value, int[] rows, int rowCount)
        throws EvaluationException {
      if (rowCount == 0) {
        return;
      }
      decided.select(block, rows, rowCount);
      Vector computed = value.evaluate(decided);
      for (int i = 0; i < rowCount; i++) {
        result.copy(rows[i], computed, i);
      }
    }
  }

  /** COALESCE. */
  static final class OfCoalesce extends Evaluator {
    private final Evaluator[] values;
    private final Vector result;
    private final Block.Selection selection = new Block.Selection();
    private int[] open = {};

    OfCoalesce(ValueType type, Evaluator[] values) {
      super(type);
      this.values = values;
      this.result = new Vector(type);
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      result.reset(count);
      if (open.length < count) {
        open = new int[count];
      }
      for (int i = 0; i < count; i++) {
        open[i] = i;
      }
      int openCount = count;
      for (int k = 0; k < values.length && openCount > 0; k++) {
        Block rows = block;
        if (openCount < count) {
          selection.select(block, open, openCount);
          rows = selection;
        }
        Vector value = values[k].evaluate(rows);
        int still = 0;
        for (int i = 0; i < openCount; i++) {
          int row = open[i];
          if (value.isNull(i)) {
            open[still++] = row;
          } else {
            result.copy(row, value, i);
          }
        }
        openCount = still;
      }
      for (int i = 0; i < openCount; i++) {
        result.setNull(open[i]);
      }
      return result;
    }
  }
}
