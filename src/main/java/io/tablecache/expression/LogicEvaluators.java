package io.tablecache.expression;

import io.tablecache.model.ValueType;

/** Evaluators of three-valued logic. */
final class LogicEvaluators {
  private LogicEvaluators() {}

  /** NOT. */
  static final class OfNot extends Evaluator {
    private final Evaluator operand;
    private final Vector result = new Vector(ValueType.BOOL);

    OfNot(Evaluator operand) {
      super(ValueType.BOOL);
      this.operand = operand;
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      Vector truth = operand.evaluate(block);
      int count = block.count();
      result.reset(count);
      for (int i = 0; i < count; i++) {
        result.longs[i] = truth.longs[i] ^ 1;
      }
      result.addNulls(truth, count);
      return result;
    }
  }

  /** IS NULL. */
  static final class OfIsNull extends Evaluator {
    private final Evaluator operand;
    private final Vector result = new Vector(ValueType.BOOL);

    OfIsNull(Evaluator operand) {
      super(ValueType.BOOL);
      this.operand = operand;
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      Vector value = operand.evaluate(block);
      int count = block.count();
      result.reset(count);
      for (int i = 0; i < count; i++) {
        result.longs[i] = value.isNull(i) ? 1 : 0;
      }
      return result;
    }
  }

  /** IS TRUE or IS FALSE. */
  static final class OfIsTruth extends Evaluator {
    private final Evaluator operand;
    private final boolean truth;
    private final Vector result = new Vector(ValueType.BOOL);

    OfIsTruth(Evaluator operand, boolean truth) {
      super(ValueType.BOOL);
      this.operand = operand;
      this.truth = truth;
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      Vector value = operand.evaluate(block);
      int count = block.count();
      result.reset(count);
      for (int i = 0; i < count; i++) {
        result.longs[i] = !value.isNull(i) && (value.longs[i] != 0) == truth ? 1 : 0;
      }
      return result;
    }
  }

  /** AND or OR: an operand is evaluated only on rows that the former ones left undecided. */
  static final class OfConnective extends Evaluator {
    private final Evaluator[] operands;

    /** What decides a row: 0 for AND, 1 for OR. */
    private final long deciding;

    private final Vector result = new Vector(ValueType.BOOL);
    private final Block.Selection selection = new Block.Selection();
    private int[] undecided = {};

    OfConnective(Evaluator[] operands, boolean isAnd) {
      super(ValueType.BOOL);
      this.operands = operands;
      this.deciding = isAnd ? 0 : 1;
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      result.reset(count);
      if (undecided.length < count) {
        undecided = new int[count];
      }
      for (int i = 0; i < count; i++) {
        result.longs[i] = deciding ^ 1;
        undecided[i] = i;
      }
      int open = count;
      for (int k = 0; k < operands.length && open > 0; k++) {
        Block rows = block;
        if (open < count) {
          selection.select(block, undecided, open);
          rows = selection;
        }
        open = combine(operands[k].evaluate(rows), open);
      }
      return result;
    }

    /** Takes an operand's truth for the undecided rows; returns how many still are. */
    private int combine(Vector truth, int open) {
      int still = 0;
      for (int i = 0; i < open; i++) {
        int row = undecided[i];
        if (truth.isNull(i)) {
          result.setNull(row);
        } else if (truth.longs[i] == deciding) {
          result.longs[row] = deciding;
          result.nulls[row] = false;
          continue;
        }
        undecided[still++] = row;
      }
      return still;
    }
  }
}
