package io.tablecache.index;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.HeldText;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.UUID;

/** Copies values of columns into vectors. */
final class ColumnReading {
  private ColumnReading() {}

  /**
   * Copies the values of {@code count} positions, each {@code step} after the former, to the rows
   * from {@code at} on.
   */
  static void read(Column column, int from, int count, int step, Vector into, int at)
      throws EvaluationException {
    if (column.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(from + i * step)) {
          into.setNull(at + i);
        }
      }
    }
    switch (into.type.storage()) {
      case LONG -> column.readLongs(from, count, step, into.longs, at);
      case FLOAT, DOUBLE -> column.readDoubles(from, count, step, into.doubles, at);
      case UUID, BYTES -> {
        for (int i = 0; i < count; i++) {
          readObject(column, from + i * step, into, at + i);
        }
      }
    }
  }

  /** As {@link #read}, for the positions in an array from {@code offset} on. */
  static void gather(Column column, int[] positions, int offset, int count, Vector into, int at)
      throws EvaluationException {
    if (column.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(positions[offset + i])) {
          into.setNull(at + i);
        }
      }
    }
    switch (into.type.storage()) {
      case LONG -> {
        for (int i = 0; i < count; i++) {
          into.longs[at + i] = column.getLong(positions[offset + i]);
        }
      }
      case FLOAT, DOUBLE -> {
        for (int i = 0; i < count; i++) {
          into.doubles[at + i] = column.getFloating(positions[offset + i]);
        }
      }
      case UUID, BYTES -> {
        for (int i = 0; i < count; i++) {
          readObject(column, positions[offset + i], into, at + i);
        }
      }
    }
  }

  private static void readObject(Column column, int position, Vector into, int row)
      throws EvaluationException {
    if (column.isNull(position)) {
      return;
    }
    if (into.type == ValueType.UUID) {
      into.objects[row] = new UUID(column.getUuidMost(position), column.getUuidLeast(position));
    } else {
      into.set(row, HeldText.read(column.getText(position), into.type));
    }
  }
}
