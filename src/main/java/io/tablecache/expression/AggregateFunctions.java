package io.tablecache.expression;

import io.tablecache.expression.LongFoldAccumulator.Fold;
import io.tablecache.model.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The aggregates.
 *
 * <p>Those of floats other than min and max depend on the order of the rows, as PostgreSQL's do.
 * Min and max give the last of equal values that look different, such as 1.0 and 1.00.
 */
final class AggregateFunctions {
  private static final List<ValueType> INTEGERS =
      List.of(ValueType.INT2, ValueType.INT4, ValueType.INT8);
  private static final List<ValueType> FLOATS = List.of(ValueType.FLOAT4, ValueType.FLOAT8);

  private static final Map<String, Spread> SPREADS =
      Map.of(
          "var_pop", Spread.VAR_POP,
          "var_samp", Spread.VAR_SAMP,
          "variance", Spread.VAR_SAMP,
          "stddev_pop", Spread.STDDEV_POP,
          "stddev_samp", Spread.STDDEV_SAMP,
          "stddev", Spread.STDDEV_SAMP);

  private final Functions functions;

  private AggregateFunctions(Functions functions) {
    this.functions = functions;
  }

  static void register(Functions functions) {
    AggregateFunctions aggregates = new AggregateFunctions(functions);
    functions.add(
        new SimpleAggregate("count(*)", ValueType.INT8, List.of(), false, CountAccumulator::new));
    functions.add(
        new SimpleAggregate(
            "count(any)", ValueType.INT8, List.of(ValueType.OTHER), false, CountAccumulator::new));
    aggregates.addSums();
    aggregates.addExtremes();
    aggregates.addFolds();
    SPREADS.forEach(aggregates::addSpread);
    functions.add(
        new SimpleAggregate(
            "string_agg(text,text)",
            ValueType.TEXT,
            List.of(ValueType.TEXT, ValueType.TEXT),
            true,
            StringAccumulator::new));
    functions.add(
        new SimpleAggregate(
            "array_agg(anynonarray)",
            ValueType.OTHER,
            List.of(ValueType.OTHER),
            true,
            ArrayAccumulator::new));
  }

  private void addSums() {
    for (ValueType type : List.of(ValueType.INT2, ValueType.INT4)) {
      add("sum", type, ValueType.INT8, () -> new IntegerSumAccumulator(false));
      add("avg", type, ValueType.NUMERIC, () -> new IntegerSumAccumulator(true));
    }
    add("sum", ValueType.INT8, ValueType.NUMERIC, () -> new WideSumAccumulator(false));
    add("avg", ValueType.INT8, ValueType.NUMERIC, () -> new WideSumAccumulator(true));
    add("sum", ValueType.NUMERIC, ValueType.NUMERIC, () -> new NumericSumAccumulator(false));
    add("avg", ValueType.NUMERIC, ValueType.NUMERIC, () -> new NumericSumAccumulator(true));
    add("sum", ValueType.INTERVAL, ValueType.INTERVAL, () -> new IntervalSumAccumulator(false));
    add("avg", ValueType.INTERVAL, ValueType.INTERVAL, () -> new IntervalSumAccumulator(true));
    for (ValueType type : FLOATS) {
      boolean isSingle = type == ValueType.FLOAT4;
      addOrdered("sum", type, type, () -> new FloatSumAccumulator(isSingle));
      addOrdered("avg", type, ValueType.FLOAT8, () -> new FloatSpreadAccumulator(null));
    }
  }

  private void addExtremes() {
    for (ValueType type :
        List.of(
            ValueType.INT2,
            ValueType.INT4,
            ValueType.INT8,
            ValueType.DATE,
            ValueType.TIME,
            ValueType.TIMESTAMP,
            ValueType.TIMESTAMPTZ)) {
      add("min", type, type, () -> new LongFoldAccumulator(Fold.MIN));
      add("max", type, type, () -> new LongFoldAccumulator(Fold.MAX));
    }
    for (ValueType type : FLOATS) {
      add("min", type, type, () -> new FloatExtremeAccumulator(false));
      add("max", type, type, () -> new FloatExtremeAccumulator(true));
    }
    addExtremes(ValueType.NUMERIC, Comparator.<Numeric>naturalOrder());
    addExtremes(ValueType.INTERVAL, Comparator.<Interval>naturalOrder());
    addExtremes(ValueType.TEXT, AggregateFunctions::compareCodePoints);
  }

  private <T> void addExtremes(ValueType type, Comparator<T> order) {
    add("min", type, type, () -> new ObjectExtremeAccumulator<>(order));
    add("max", type, type, () -> new ObjectExtremeAccumulator<>(order.reversed()));
  }

  private void addFolds() {
    for (ValueType type : INTEGERS) {
      add("bit_and", type, type, () -> new LongFoldAccumulator(Fold.AND));
      add("bit_or", type, type, () -> new LongFoldAccumulator(Fold.OR));
      add("bit_xor", type, type, () -> new LongFoldAccumulator(Fold.XOR));
    }
    ValueType bool = ValueType.BOOL;
    add("bool_and", bool, bool, () -> new LongFoldAccumulator(Fold.AND));
    add("every", bool, bool, () -> new LongFoldAccumulator(Fold.AND));
    add("bool_or", bool, bool, () -> new LongFoldAccumulator(Fold.OR));
  }

  private void addSpread(String name, Spread spread) {
    for (ValueType type : INTEGERS) {
      add(name, type, ValueType.NUMERIC, () -> new IntegerSpreadAccumulator(spread));
    }
    add(name, ValueType.NUMERIC, ValueType.NUMERIC, () -> new NumericSpreadAccumulator(spread));
    for (ValueType type : FLOATS) {
      addOrdered(name, type, ValueType.FLOAT8, () -> new FloatSpreadAccumulator(spread));
    }
  }

  private void add(
      String name,
      ValueType parameter,
      ValueType result,
      Supplier<AggregateFunction.Accumulator> accumulators) {
    functions.add(
        new SimpleAggregate(key(name, parameter), result, List.of(parameter), false, accumulators));
  }

  private void addOrdered(
      String name,
      ValueType parameter,
      ValueType result,
      Supplier<AggregateFunction.Accumulator> accumulators) {
    functions.add(
        new SimpleAggregate(key(name, parameter), result, List.of(parameter), true, accumulators));
  }

  private static String key(String name, ValueType parameter) {
    return name + "(" + parameter.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** Compares by code points, which is the order of the bytes in UTF-8. */
  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean isHighA = Character.isSurrogate(a);
        boolean isHighB = Character.isSurrogate(b);
        return isHighA == isHighB ? Character.compare(a, b) : isHighA ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
