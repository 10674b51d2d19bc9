package io.tablecache.plan;

import io.tablecache.expression.DateOrder;
import io.tablecache.expression.TextInput;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a literal, or of a parameter that is given as text, as PostgreSQL's input
 * functions read it under any setting of the session, into a slot; a text that it is not sure of,
 * it refuses.
 *
 * <p>Stateless and thread-safe.
 */
public final class ValueParser {
  private ValueParser() {}

  /**
   * Reads a text and sets a slot to its value.
   *
   * @param type the type of the slot, which is no array
   * @return whether the text was read; else it must be left to PostgreSQL, and the slot is as it
   *     was
   */
  public static boolean parse(String text, ValueType type, SlotValues into, int slot) {
    return parse(text, type, null, into, slot);
  }

  /**
   * As {@link #parse(String, ValueType, SlotValues, int)}, in a session that reads dates in a
   * certain order.
   *
   * @param order null if it is not known
   */
  public static boolean parse(
      String text, ValueType type, @Nullable DateOrder order, SlotValues into, int slot) {
    switch (type) {
      case TEXT,
          BPCHAR,
          UUID,
          INT2,
          INT4,
          INT8,
          BOOL,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          FLOAT4,
          FLOAT8,
          NUMERIC,
          INTERVAL,
          JSON,
          JSONB -> {
        Object value = TextInput.parse(text, type, null, order);
        if (value == null) {
          return false;
        }
        if (value instanceof Long raw) {
          into.setLong(slot, raw);
        } else if (type == ValueType.FLOAT4) {
          into.setObject(slot, ((Double) value).floatValue());
        } else {
          into.setObject(slot, value);
        }
        return true;
      }
      default -> {
        return false;
      }
    }
  }
}
