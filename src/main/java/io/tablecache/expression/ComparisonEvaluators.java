package io.tablecache.expression;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.ValueType;

/** Evaluators of comparisons of two values. */
final class ComparisonEvaluators {
  private ComparisonEvaluators() {}

  /** The evaluator of a comparison; both sides are held in the same way. */
  static Evaluator compare(Comparator comparator, Evaluator left, Evaluator right) {
    return switch (Vector.Kind.of(left.type())) {
      case LONG -> new OfLongs(comparator, left, right);
      case DOUBLE -> new OfDoubles(comparator, left, right);
      case OBJECT -> new OfObjects(comparator, left, right);
    };
  }

  /** Evaluates both sides and takes their NULLs over. */
  private abstract static class OfTwo extends Evaluator {
    final Comparator comparator;
    private final Evaluator left;
    private final Evaluator right;
    private final Vector result = new Vector(ValueType.BOOL);

    OfTwo(Comparator comparator, Evaluator left, Evaluator right) {
      super(ValueType.BOOL);
      this.comparator = comparator;
      this.left = left;
      this.right = right;
    }

    @Override
    public final Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      Vector a = left.evaluate(block);
      Vector b = right.evaluate(block);
      result.reset(count);
      result.addNulls(a, count);
      result.addNulls(b, count);
      compare(a, b, count, result);
      return result;
    }

    /** Sets the truth of all rows; what is set for NULLs does not count. */
    abstract void compare(Vector a, Vector b, int count, Vector truth);
  }

  private static final class OfLongs extends OfTwo {
    OfLongs(Comparator comparator, Evaluator left, Evaluator right) {
      super(comparator, left, right);
    }

    @Override
    void compare(Vector a, Vector b, int count, Vector truth) {
      compareLongs(comparator, a.longs, b.longs, count, truth.longs);
    }
  }

  private static void compareLongs(
      Comparator comparator, long[] x, long[] y, int count, long[] truth) {
    switch (comparator) {
      case EQ -> {
        for (int i = 0; i < count; i++) {
          truth[i] = x[i] == y[i] ? 1 : 0;
        }
      }
      case NE -> {
        for (int i = 0; i < count; i++) {
          truth[i] = x[i] != y[i] ? 1 : 0;
        }
      }
      case LT -> {
        for (int i = 0; i < count; i++) {
          truth[i] = x[i] < y[i] ? 1 : 0;
        }
      }
      case LE -> {
        for (int i = 0; i < count; i++) {
          truth[i] = x[i] <= y[i] ? 1 : 0;
        }
      }
      case GT -> compareLongs(Comparator.LT, y, x, count, truth);
      case GE -> compareLongs(Comparator.LE, y, x, count, truth);
    }
  }

  private static final class OfDoubles extends OfTwo {
    private long[] leftKeys = {};
    private long[] rightKeys = {};

    OfDoubles(Comparator comparator, Evaluator left, Evaluator right) {
      super(comparator, left, right);
    }

    @Override
    void compare(Vector a, Vector b, int count, Vector truth) {
      if (leftKeys.length < count) {
        leftKeys = new long[count];
        rightKeys = new long[count];
      }
      for (int i = 0; i < count; i++) {
        leftKeys[i] = ValueOrder.orderKey(a.doubles[i]);
        rightKeys[i] = ValueOrder.orderKey(b.doubles[i]);
      }
      compareLongs(comparator, leftKeys, rightKeys, count, truth.longs);
    }
  }

  private static final class OfObjects extends OfTwo {
    private final ValueOrder order;
    private final boolean isEquality;

    OfObjects(Comparator comparator, Evaluator left, Evaluator right) {
      super(comparator, left, right);
      this.order = ValueOrder.of(left.type());
      this.isEquality = comparator == Comparator.EQ || comparator == Comparator.NE;
    }

    @Override
    void compare(Vector a, Vector b, int count, Vector truth) {
      for (int i = 0; i < count; i++) {
        if (truth.isNull(i)) {
          continue;
        }
        boolean holds =
            isEquality
                ? order.equal(a, i, b, i) == (comparator == Comparator.EQ)
                : comparator.holds(order.compare(a, i, b, i));
        truth.longs[i] = holds ? 1 : 0;
      }
    }
  }

  /** IS NOT DISTINCT FROM. */
  static final class OfNotDistinct extends Evaluator {
    private final Evaluator left;
    private final Evaluator right;
    private final ValueOrder order;
    private final Vector result = new Vector(ValueType.BOOL);

    OfNotDistinct(Evaluator left, Evaluator right) {
      super(ValueType.BOOL);
      this.left = left;
      this.right = right;
      this.order = ValueOrder.of(left.type());
    }

    @Override
    public Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      Vector a = left.evaluate(block);
      Vector b = right.evaluate(block);
      result.reset(count);
      for (int i = 0; i < count; i++) {
        result.longs[i] = order.notDistinct(a, i, b, i) ? 1 : 0;
      }
      return result;
    }
  }
}
