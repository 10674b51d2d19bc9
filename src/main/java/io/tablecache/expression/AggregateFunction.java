package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.function.LongSupplier;

/** An implementation of one aggregate function of PostgreSQL. Immutable. */
public abstract class AggregateFunction {
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

  /** New states of any number of groups. */
  public abstract Accumulator accumulator();

  @Override
  public final String toString() {
    return key;
  }

  /** What an accumulator is that needs no more of its input than the sum and the number. */
  public interface OfSums {
    /**
     * Adds values to group 0, which there must be room for.
     *
     * @param sum of the values, in case it is needed
     * @param count how many they are, NULLs not among them
     */
    void addSum(LongSupplier sum, long count);
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

    /** Adds rows to group 0. */
    public abstract void addAll(Vector[] arguments, int count) throws EvaluationException;

    /** Sets a row of the result to the value of a group. */
    public abstract void result(int group, Vector into, int row) throws EvaluationException;
  }
}
