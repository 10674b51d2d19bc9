package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code percentile_cont} and {@code percentile_disc} at one fraction. Its input comes in order.
 * Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-aggregate.html">PostgreSQL,
 *     Ordered-Set Aggregate Functions</a>
 */
public final class Percentile extends AggregateFunction {
  private final double fraction;
  private final boolean isContinuous;

  private Percentile(String name, double fraction, ValueType type, boolean isContinuous) {
    super(name + "(float8)", type, List.of(type));
    this.fraction = fraction;
    this.isContinuous = isContinuous;
  }

  /**
   * The value at the fraction between the nearest two, where the server rounds after each
   * operation.
   *
   * @param fraction from 0 to 1
   */
  public static Percentile continuous(double fraction) {
    return new Percentile("percentile_cont", fraction, ValueType.FLOAT8, true);
  }

  /**
   * The first value whose share of rows is at least the fraction.
   *
   * @param fraction from 0 to 1
   * @param type a discrete one
   */
  public static Percentile discrete(double fraction, ValueType type) {
    return new Percentile("percentile_disc", fraction, type, false);
  }

  @Override
  public Accumulator accumulator() {
    return new Values();
  }

  /** The values of each group that are not NULL: raw longs, or bits of doubles. */
  private final class Values extends GroupAccumulator {
    private static final int FIRST_CAPACITY = 16;

    private long[] @Nullable [] values = {};

    @Override
    void resize(int length) {
      values = Arrays.copyOf(values, length);
    }

    @Override
    public void add(Vector[] arguments, int[] groups, int count) {
      Vector added = arguments[0];
      for (int i = 0; i < count; i++) {
        if (!added.isNull(i)) {
          add(
              groups[i],
              isContinuous ? Double.doubleToRawLongBits(added.doubles[i]) : added.longs[i]);
        }
      }
    }

    private void add(int group, long value) {
      int count = (int) counts[group]++;
      long @Nullable [] known = values[group];
      if (known == null) {
        known = new long[FIRST_CAPACITY];
      } else if (count == known.length) {
        known = Arrays.copyOf(known, 2 * count);
      }
      known[count] = value;
      values[group] = known;
    }

    @Override
    public void result(int group, Vector into, int row) throws EvaluationException {
      long @Nullable [] known = values[group];
      if (known == null) {
        into.setNull(row);
      } else if (isContinuous) {
        into.doubles[row] = between(known, counts[group]);
      } else {
        into.longs[row] = known[Math.max(0, (int) Math.ceil(fraction * counts[group]) - 1)];
      }
    }

    private double between(long[] known, long count) throws EvaluationException {
      double place = fraction * (count - 1);
      double first = value(known, Math.floor(place));
      if (Math.floor(place) == Math.ceil(place)) {
        return first;
      }
      double second = value(known, Math.ceil(place));
      return first + (place - Math.floor(place)) * (second - first);
    }

    private static double value(long[] known, double place) throws EvaluationException {
      double value = Double.longBitsToDouble(known[(int) place]);
      if (Double.compare(value, -0.0) == 0) {
        throw new EvaluationException("a zero with a sign among equals");
      }
      return value;
    }
  }
}
