package io.tablecache.index;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression.Comparator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A condition on rows, evaluated in blocks of positions by SQL's three-valued logic.
 *
 * <p>Truth values are bytes in the order of their strength, so that AND is the smaller and OR the
 * larger of two. Confined to one thread: a predicate may keep scratch space.
 */
abstract class Predicate {
  static final byte FALSE = 0;
  static final byte UNKNOWN = 1;
  static final byte TRUE = 2;

  /** How many positions are evaluated at once, at most. */
  static final int MAX_BLOCK = 256;

  /** Sets {@code truth[i]} for position {@code from + i}, for each i below {@code count}. */
  abstract void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException;

  static byte truthOf(boolean condition) {
    return condition ? TRUE : FALSE;
  }

  /** Those of both that there are, or null. */
  static @Nullable Predicate and(@Nullable Predicate first, @Nullable Predicate second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    if (second instanceof Connective all && all.isAnd) {
      Predicate[] operands = new Predicate[all.operands.length + 1];
      operands[0] = first;
      System.arraycopy(all.operands, 0, operands, 1, all.operands.length);
      return new Connective(true, operands);
    }
    return new Connective(true, new Predicate[] {first, second});
  }

  /** The same for every row. Immutable. */
  static final class Constant extends Predicate {
    final byte value;

    Constant(byte value) {
      this.value = value;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
      Arrays.fill(truth, 0, count, value);
    }
  }

  /** AND or OR of any number of operands. */
  static final class Connective extends Predicate {
    private final boolean isAnd;
    private final Predicate[] operands;
    private final byte[] scratch = new byte[MAX_BLOCK];

    Connective(boolean isAnd, Predicate[] operands) {
      this.isAnd = isAnd;
      this.operands = operands;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
      if (operands.length == 0) {
        Arrays.fill(truth, 0, count, truthOf(isAnd));
        return;
      }
      operands[0].evaluate(chunk, from, count, truth);
      for (int k = 1; k < operands.length && !isDecided(count, truth); k++) {
        if (operands[k] instanceof ExpressionPredicate expression) {
          expression.evaluateUndecided(chunk, from, count, truth, truthOf(!isAnd), scratch);
        } else {
          operands[k].evaluate(chunk, from, count, scratch);
        }
        for (int i = 0; i < count; i++) {
          truth[i] =
              isAnd ? (byte) Math.min(truth[i], scratch[i]) : (byte) Math.max(truth[i], scratch[i]);
        }
      }
    }

    /** Whether no further operand can change anything. */
    private boolean isDecided(int count, byte[] truth) {
      byte decided = truthOf(!isAnd);
      for (int i = 0; i < count; i++) {
        if (truth[i] != decided) {
          return false;
        }
      }
      return true;
    }
  }

  /** NOT. */
  static final class Negation extends Predicate {
    private final Predicate operand;

    Negation(Predicate operand) {
      this.operand = operand;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
      operand.evaluate(chunk, from, count, truth);
      for (int i = 0; i < count; i++) {
        truth[i] = (byte) (TRUE - truth[i]);
      }
    }
  }

  /** IS NULL of a condition. */
  static final class IsUnknown extends Predicate {
    private final Predicate operand;

    IsUnknown(Predicate operand) {
      this.operand = operand;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
      operand.evaluate(chunk, from, count, truth);
      for (int i = 0; i < count; i++) {
        truth[i] = truthOf(truth[i] == UNKNOWN);
      }
    }
  }

  /** A comparison of two conditions as booleans. */
  static final class TruthComparison extends Predicate {
    private final Comparator comparator;
    private final Predicate left;
    private final Predicate right;
    private final byte[] scratch = new byte[MAX_BLOCK];

    TruthComparison(Comparator comparator, Predicate left, Predicate right) {
      this.comparator = comparator;
      this.left = left;
      this.right = right;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) throws EvaluationException {
      left.evaluate(chunk, from, count, truth);
      right.evaluate(chunk, from, count, scratch);
      for (int i = 0; i < count; i++) {
        truth[i] =
            truth[i] == UNKNOWN || scratch[i] == UNKNOWN
                ? UNKNOWN
                : truthOf(comparator.holds(Byte.compare(truth[i], scratch[i])));
      }
    }
  }
}
