package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;
import io.tablecache.expression.SlotForm;
import io.tablecache.expression.Vector;
import io.tablecache.model.SlotValues;
import org.jspecify.annotations.Nullable;

/** The elements of an array. */
final class UnnestOperator extends Operator {
  private final @Nullable Object[] elements;
  private final Vector column;
  private final Block.OfVectors block;
  private int next;

  UnnestOperator(Execution execution, Query.Unnest unnest) throws EvaluationException {
    SlotValues slots = execution.context().slots();
    this.elements =
        slots.isNull(unnest.arraySlot())
            ? new Object[0]
            : SlotForm.elements(slots, unnest.arraySlot(), unnest.elementType());
    this.column = new Vector(unnest.elementType());
    this.block = new Block.OfVectors(column);
  }

  @Override
  @Nullable Block next() {
    int count = Math.min(Vector.MAX_ROWS, elements.length - next);
    if (count == 0) {
      return null;
    }
    column.reset(count);
    for (int i = 0; i < count; i++) {
      column.set(i, elements[next + i]);
    }
    next += count;
    block.hold(count);
    return block;
  }
}
