package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Objects;

/** A strict function that is computed row by row. Immutable. */
final class RowFunction extends ScalarFunction {
  private final Binder binder;

  RowFunction(
      String key,
      ValueType result,
      List<ValueType> parameters,
      Dependence dependence,
      Binder binder) {
    super(key, result, parameters, dependence);
    this.binder = binder;
  }

  /** Prepares the computation of a block: what is shared by its rows is made here. */
  @FunctionalInterface
  interface Binder {
    Body bind(EvaluationContext context) throws EvaluationException;
  }

  /** Computes a row, none of whose arguments is NULL. */
  @FunctionalInterface
  interface Body {
    void compute(Vector[] arguments, int row, Vector result) throws EvaluationException;
  }

  /** A function of its arguments alone. */
  static RowFunction of(String key, ValueType result, List<ValueType> parameters, Body body) {
    return new RowFunction(key, result, parameters, Dependence.NONE, context -> body);
  }

  /** A function that depends on the session's time zone. */
  static RowFunction inZone(
      String key, ValueType result, List<ValueType> parameters, Binder binder) {
    return new RowFunction(key, result, parameters, Dependence.ZONE, binder);
  }

  /** The text in a row, which is not NULL. */
  static String text(Vector vector, int row) {
    return (String) Objects.requireNonNull(vector.objects[row]);
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context)
      throws EvaluationException {
    Body body = binder.bind(context);
    if (result.hasNulls) {
      for (int i = 0; i < count; i++) {
        if (!result.nulls[i]) {
          body.compute(arguments, i, result);
        }
      }
    } else {
      for (int i = 0; i < count; i++) {
        body.compute(arguments, i, result);
      }
    }
  }
}
