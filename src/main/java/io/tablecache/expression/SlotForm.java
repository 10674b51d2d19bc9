package io.tablecache.expression;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of slots in the form of a {@link Expression.Constant}'s. */
public final class SlotForm {
  private SlotForm() {}

  /** The value of a slot; null for NULL. */
  public static @Nullable Object value(SlotValues slots, int slot, ValueType type)
      throws EvaluationException {
    if (slots.isNull(slot)) {
      return null;
    }
    if (slots.isRaw(slot)) {
      return slots.getLong(slot);
    }
    return element(slots.getObject(slot), type);
  }

  /**
   * The elements of an array slot that is not NULL, NULL ones where they stand.
   *
   * @throws EvaluationException if NULL elements were left out
   */
  public static @Nullable Object[] elements(SlotValues slots, int slot, ValueType type)
      throws EvaluationException {
    @Nullable Object[] present = present(slots, slot, type);
    if (slots.hasNullElements(slot)) {
      boolean stands = false;
      for (Object element : present) {
        stands |= element == null;
      }
      if (!stands) {
        throw new EvaluationException("an array whose NULL elements were left out");
      }
    }
    return present;
  }

  /** The elements of an array slot that is not NULL; NULL ones may stand or be left out. */
  static @Nullable Object[] present(SlotValues slots, int slot, ValueType type)
      throws EvaluationException {
    Object array = slots.getObject(slot);
    if (array instanceof long[] raws) {
      @Nullable Object[] boxed = new Object[raws.length];
      for (int i = 0; i < boxed.length; i++) {
        boxed[i] = raws[i];
      }
      return boxed;
    }
    Object[] given = (Object[]) array;
    @Nullable Object[] elements = new Object[given.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = given[i] == null ? null : element(given[i], type);
    }
    return elements;
  }

  private static Object element(Object value, ValueType type) throws EvaluationException {
    if (value instanceof Float number) {
      return (double) number;
    }
    if (value instanceof String text && type != ValueType.TEXT) {
      return HeldText.read(text, type);
    }
    boolean fits =
        switch (Vector.Kind.of(type)) {
          case LONG -> value instanceof Long;
          case DOUBLE -> value instanceof Double;
          case OBJECT -> type != ValueType.UUID || value instanceof UUID;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "a " + value.getClass().getSimpleName() + " in a slot of type " + type);
    }
    return value;
  }

  /** Sets a slot to the value that a vector has in a row. */
  public static void set(SlotValues slots, int slot, Vector vector, int row) {
    if (vector.isNull(row)) {
      slots.setNull(slot);
      return;
    }
    switch (vector.kind) {
      case LONG -> slots.setLong(slot, vector.longs[row]);
      case DOUBLE -> slots.setObject(slot, vector.doubles[row]);
      case OBJECT -> {
        Object value = vector.objects[row];
        if (value == null) {
          throw new IllegalStateException("no value where there is no NULL");
        }
        slots.setObject(slot, value);
      }
    }
  }
}
