package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Set;

/** An implementation of one aggregate function of PostgreSQL. Immutable. */
public abstract class AggregateFunction {
  private static final Set<String> SUMS =
      Set.of("count(any)", "sum(int2)", "sum(int4)", "avg(int2)", "avg(int4)");

  private final String key;
  private final ValueType result;
  private final List<ValueType> parameters;

  /**
   * @param key the signature, such as {@code sum(int4)} or {@code count(*)}
   */
  protected AggregateFunction(String key, ValueType result, List<ValueType> parameters) {
    this.key = key;
    this.result = result;
    this.parameters = List.copyOf(parameters);
  }

  public final String key() {
    return key;
  }

  public final ValueType result() {
    return result;
  }

  public final List<ValueType> parameters() {
    return parameters;
  }

  /** Whether the order of its input can show in the result, as that of float sums can. */
  public boolean dependsOnOrder() {
    return false;
  }

  /** Whether the sum and the number of its input's values are all that it needs. */
  public final boolean needsSumOnly() {
    return SUMS.contains(key);
  }

  /** New states of any number of groups. */
  public abstract Accumulator accumulator();

  @Override
  public final String toString() {
    return key;
  }

  /** The states of groups, numbered from 0. Confined to one thread. */
  public abstract static class Accumulator {
    /** Makes room for so many groups, new ones being empty. */
    public abstract void grow(int groups);

    /**
     * Adds rows to their groups. Rows with NULL arguments are among them; most aggregates ignore
     * those.
     *
     * @param arguments a vector for each parameter
     * @param groups by row: the number of its group
     * @param count how many rows
     */
    public abstract void add(Vector[] arguments, int[] groups, int count)
        throws EvaluationException;

    /**
     * Adds values to group 0 of which only the sum and the number are known; only if {@link
     * AggregateFunction#needsSumOnly}.
     */
    public void addSum(long sum, long count) {
      throw new UnsupportedOperationException("needs more than the sum of its input");
    }

    /** Adds rows to group 0. */
    public abstract void addAll(Vector[] arguments, int count) throws EvaluationException;

    /** Sets a row of the result to the value of a group. */
    public abstract void result(int group, Vector into, int row) throws EvaluationException;
  }
}
