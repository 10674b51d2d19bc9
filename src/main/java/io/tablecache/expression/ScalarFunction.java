package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/**
 * An implementation of one function or operator of PostgreSQL, over vectors. Immutable.
 *
 * <p>Unless {@link #isStrict} says otherwise, it is called with the NULLs of all arguments already
 * set in the result, and computes the other rows only.
 */
public abstract class ScalarFunction {
  /** On what a value depends beside the arguments. */
  public enum Dependence {
    /** Nothing: immutable. */
    NONE,
    /** The session's time zone. */
    ZONE,
    /** The transaction's {@code now()}. */
    NOW,
    /** {@code now()} and the session's time zone. */
    NOW_IN_ZONE;

    public boolean onZone() {
      return this == ZONE || this == NOW_IN_ZONE;
    }

    public boolean onNow() {
      return this == NOW || this == NOW_IN_ZONE;
    }
  }

  private final String key;
  private final ValueType result;
  private final List<ValueType> parameters;
  private final Dependence dependence;

  /**
   * @param key the signature, such as {@code round(numeric,int4)}, {@code +(int4,int8)} for an
   *     operator or {@code int4::text} for a cast; types by their names in pg_type
   * @param result the result's type
   * @param parameters the parameters' types
   */
  protected ScalarFunction(
      String key, ValueType result, List<ValueType> parameters, Dependence dependence) {
    this.key = key;
    this.result = result;
    this.parameters = List.copyOf(parameters);
    this.dependence = dependence;
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

  public final Dependence dependence() {
    return dependence;
  }

  /** Whether the result is NULL wherever an argument is. */
  public boolean isStrict() {
    return true;
  }

  /**
   * Computes the first {@code count} rows.
   *
   * @param arguments a vector for each parameter, not to be changed
   * @param result reset to {@code count} rows; for a strict function, with the NULLs of all
   *     arguments set; other rows may be set to NULL too
   */
  public abstract void apply(
      Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException;

  @Override
  public final String toString() {
    return key;
  }
}
