package io.tablecache.expression;

import io.tablecache.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Evaluators of columns and of constants. */
final class ValueEvaluators {
  private ValueEvaluators() {}

  /** A column of the input. */
  static final class OfColumn extends Evaluator {
    private final int ordinal;

    OfColumn(Expression.Column column) {
      super(column.type());
      this.ordinal = column.ordinal();
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      return block.column(ordinal);
    }
  }

  /** The same value for every row, written into as many rows of a vector as were asked for. */
  static final class OfConstant extends Evaluator {
    private final @Nullable Object value;
    private final Vector result;
    private int filled;

    OfConstant(ValueType type, @Nullable Object value) {
      super(type);
      this.value = value;
      this.result = new Vector(type);
    }

    @Override
    boolean isConstant() {
      return true;
    }

    @Override
    public Vector evaluate(Block block) {
      int count = block.count();
      if (count > filled) {
        filled = filled == 0 ? count : Math.max(count, Math.min(Vector.MAX_ROWS, 2 * filled));
        result.reset(filled);
        for (int i = 0; i < filled; i++) {
          result.set(i, value);
        }
      }
      return result;
    }
  }
}
