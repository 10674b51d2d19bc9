package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.function.Supplier;

/** An aggregate that is all in its accumulator. Immutable. */
final class SimpleAggregate extends AggregateFunction {
  private final boolean dependsOnOrder;
  private final Supplier<Accumulator> accumulators;

  SimpleAggregate(
      String key,
      ValueType result,
      List<ValueType> parameters,
      boolean dependsOnOrder,
      Supplier<Accumulator> accumulators) {
    super(key, result, parameters);
    this.dependsOnOrder = dependsOnOrder;
    this.accumulators = accumulators;
  }

  @Override
  public boolean dependsOnOrder() {
    return dependsOnOrder;
  }

  @Override
  public Accumulator accumulator() {
    return accumulators.get();
  }
}
