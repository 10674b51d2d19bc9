package io.tablecache.expression;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The implementations of functions, operators, casts and aggregates, by their signatures' keys. */
public final class Functions {
  private static final Functions ALL = new Functions();

  private final Map<String, ScalarFunction> scalars = new HashMap<>();
  private final Map<String, AggregateFunction> aggregates = new HashMap<>();

  private Functions() {
    BoundFunctions.register(this);
    IntervalFunctions.register(this);
    DateTimeFunctions.register(this);
    DateTimeCasts.register(this);
    DateTimeMakers.register(this);
    DateTimeFields.register(this);
    DateTrunc.register(this);
    DateBin.register(this);
    ZoneFunctions.register(this);
    IntegerFunctions.register(this);
    FloatFunctions.register(this);
    NumericFunctions.register(this);
    CastFunctions.register(this);
    TextFunctions.register(this);
    CharFunctions.register(this);
    ArraySubscript.register(this);
    PatternFunctions.register(this);
    RowTextFunction.register(this);
    JsonFunctions.register(this);
    FormatFunctions.register(this);
    AggregateFunctions.register(this);
  }

  /** The implementation of a function, operator or cast; null if there is none. */
  public static @Nullable ScalarFunction scalar(String key) {
    return ALL.scalars.get(key);
  }

  /** The implementation of an aggregate; null if there is none. */
  public static @Nullable AggregateFunction aggregate(String key) {
    return ALL.aggregates.get(key);
  }

  void add(ScalarFunction function) {
    if (scalars.put(function.key(), function) != null) {
      throw new IllegalStateException(function.key() + " is implemented twice");
    }
  }

  void add(AggregateFunction function) {
    if (aggregates.put(function.key(), function) != null) {
      throw new IllegalStateException(function.key() + " is implemented twice");
    }
  }
}
