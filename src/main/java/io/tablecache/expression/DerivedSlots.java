package io.tablecache.expression;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the slots of an execution that depend on nothing but other slots. */
public final class DerivedSlots {
  private static final Block ONE_ROW = oneRow();

  private DerivedSlots() {}

  private static Block oneRow() {
    Block.OfVectors block = new Block.OfVectors();
    block.hold(1);
    return block;
  }

  /**
   * Computes slots, in their order.
   *
   * @throws EvaluationException if one fails; PostgreSQL computes such values before it reads rows
   */
  public static void compute(List<DerivedSlot> slots, EvaluationContext context)
      throws EvaluationException {
    for (int i = 0; i < slots.size(); i++) {
      DerivedSlot slot = slots.get(i);
      Vector value = Evaluator.of(slot.value(), context, SubqueryRunner.NONE).evaluate(ONE_ROW);
      ValueType elementType = slot.arrayElement();
      if (value.isNull(0)) {
        context.slots().setNull(slot.index());
      } else if (elementType != null) {
        setArray(slot.index(), (String) value.objects[0], elementType, context.slots());
      } else {
        set(slot.index(), value, context.slots());
      }
    }
  }

  private static void set(int slot, Vector value, SlotValues into) {
    switch (value.kind) {
      case LONG -> into.setLong(slot, value.longs[0]);
      case DOUBLE -> into.setObject(slot, value.doubles[0]);
      case OBJECT -> into.setObject(slot, value.objects[0]);
    }
  }

  private static void setArray(
      int slot, @Nullable String text, ValueType elementType, SlotValues into)
      throws EvaluationException {
    List<@Nullable String> texts = text == null ? null : ArrayText.elements(text);
    if (texts == null) {
      throw new EvaluationException("an array's text of an unusual form");
    }
    List<Object> elements = new ArrayList<>();
    for (String element : texts) {
      if (element != null) {
        Object parsed = TextInput.parse(element, elementType, null);
        if (parsed == null) {
          throw new EvaluationException("an array's element of an unusual form");
        }
        elements.add(parsed);
      }
    }
    Object array =
        elementType.isDiscrete()
            ? elements.stream().mapToLong(element -> (Long) element).toArray()
            : elements.toArray();
    into.setArray(slot, array, elements.size() < texts.size());
  }
}
