package io.tablecache.index;

import io.tablecache.expression.Expression;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as a plain list of rows, and everything that a snapshot does written in the plainest way.
 *
 * <p>A value is a {@link Long}, {@link Float}, {@link Double}, {@link UUID}, {@link String} or
 * null.
 */
final class Naive {
  private Naive() {}

  static RowBuffer buffer(TableDefinition definition, List<Object[]> rows) {
    RowBuffer buffer = new RowBuffer(definition);
    fill(buffer, rows);
    return buffer;
  }

  static void fill(RowBuffer buffer, List<Object[]> rows) {
    for (Object[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        Object value = row[column];
        if (value instanceof Long raw) {
          buffer.setLong(column, raw);
        } else if (value instanceof Float number) {
          buffer.setFloat(column, number);
        } else if (value instanceof Double number) {
          buffer.setDouble(column, number);
        } else if (value instanceof UUID uuid) {
          buffer.setUuid(column, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        } else if (value instanceof String text) {
          byte[] bytes = ("<" + text).getBytes(StandardCharsets.UTF_8);
          buffer.setBytes(column, bytes, 1, bytes.length - 1);
        }
      }
      buffer.endRow();
    }
  }

  static Object[] row(TableDefinition definition, Cursor cursor) {
    Object[] row = new Object[definition.columns().size()];
    for (int i = 0; i < row.length; i++) {
      if (!cursor.isNull(i)) {
        row[i] =
            switch (definition.column(i).type().storage()) {
              case LONG -> cursor.getLong(i);
              case FLOAT -> cursor.getFloat(i);
              case DOUBLE -> cursor.getDouble(i);
              case UUID ->
                  new UUID(cursor.getUuidMostSignificant(i), cursor.getUuidLeastSignificant(i));
              case BYTES -> cursor.getText(i);
            };
      }
    }
    return row;
  }

  static boolean covers(Coverage coverage, Object[] row) {
    if (coverage.isEverything()) {
      return true;
    }
    Object value = row[coverage.rangeColumn()];
    return value == null ? coverage.nulls() : coverage.intervals().contains((Long) value);
  }

  /** The rows with all but the last of each primary key left out. */
  static List<Object[]> lastVersions(TableDefinition definition, List<Object[]> rows) {
    if (definition.primaryKey().isEmpty()) {
      return rows;
    }
    Map<List<Object>, Object[]> byKey = new LinkedHashMap<>();
    for (Object[] row : rows) {
      byKey.put(key(definition, row), row);
    }
    return List.copyOf(byKey.values());
  }

  static List<Object> key(TableDefinition definition, Object[] row) {
    return definition.primaryKey().stream().map(column -> canonical(row[column])).toList();
  }

  private static Object canonical(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  static boolean means(IndexSpec spec, Object[] row) {
    List<Integer> columns = spec.index().segmentColumns();
    SegmentKey key = SegmentKey.of(columns.stream().map(column -> row[column]).toArray());
    if (spec.segments() instanceof SegmentKeys.Longs longs
        && Arrays.stream(longs.values()).noneMatch(v -> SegmentKey.of(v).equals(key))) {
      return false;
    }
    if (spec.segments() instanceof SegmentKeys.Tuples tuples && !tuples.keys().contains(key)) {
      return false;
    }
    if (!spec.index().hasRange()) {
      return true;
    }
    Object value = row[spec.index().rangeColumn()];
    return value == null ? spec.nulls() : spec.intervals().contains((Long) value);
  }

  static Comparator<Object[]> comparator(List<SortKey> keys) {
    return (a, b) -> {
      for (SortKey key : keys) {
        Object left = a[key.column()];
        Object right = b[key.column()];
        int sign;
        if (left == null || right == null) {
          sign = Boolean.compare(left == null, right == null) * (key.nullsFirst() ? -1 : 1);
        } else {
          sign = compare(left, right) * (key.descending() ? -1 : 1);
        }
        if (sign != 0) {
          return sign;
        }
      }
      return 0;
    };
  }

  /** The sign of the comparison of two values that are not null. */
  static int compare(Object a, Object b) {
    if (a instanceof Long raw) {
      return Long.compare(raw, (Long) b);
    }
    if (a instanceof Float || a instanceof Double) {
      double x = ((Number) a).doubleValue();
      double y = ((Number) b).doubleValue();
      return x == y ? 0 : Double.compare(x, y);
    }
    if (a instanceof UUID) {
      return Integer.signum(a.toString().compareTo(b.toString()));
    }
    return Integer.signum(
        Arrays.compareUnsigned(
            ((String) a).getBytes(StandardCharsets.UTF_8),
            ((String) b).getBytes(StandardCharsets.UTF_8)));
  }

  /** The truth of a condition: null for unknown. */
  static @Nullable Boolean truth(Expression condition, Object[] row, SlotValues values) {
    if (condition instanceof Expression.And and) {
      return all(
          and.operands().stream()
              .map(o -> truth(o, row, values))
              .collect(Collectors.toCollection(ArrayList::new)),
          true);
    }
    if (condition instanceof Expression.Or or) {
      return all(
          or.operands().stream()
              .map(o -> truth(o, row, values))
              .collect(Collectors.toCollection(ArrayList::new)),
          false);
    }
    if (condition instanceof Expression.Not not) {
      Boolean truth = truth(not.operand(), row, values);
      return truth == null ? null : !truth;
    }
    if (condition instanceof Expression.IsNull isNull) {
      return value(isNull.operand(), row, values) == null;
    }
    if (condition instanceof Expression.Comparison comparison) {
      Object left = value(comparison.left(), row, values);
      Object right = value(comparison.right(), row, values);
      return left == null || right == null
          ? null
          : comparison.comparator().holds(compare(left, right));
    }
    if (condition instanceof Expression.In in) {
      Object left = value(in.operand(), row, values);
      List<@Nullable Boolean> equalities = new ArrayList<>();
      for (Expression element : in.elements()) {
        Object right = value(element, row, values);
        equalities.add(left == null || right == null ? null : compare(left, right) == 0);
      }
      return all(equalities, false);
    }
    if (condition instanceof Expression.Quantified any) {
      Object left = value(any.operand(), row, values);
      if (values.isNull(any.arraySlot())) {
        return null;
      }
      Object array = values.getObject(any.arraySlot());
      Object[] elements =
          array instanceof long[] raws ? Arrays.stream(raws).boxed().toArray() : (Object[]) array;
      List<@Nullable Boolean> truths = new ArrayList<>();
      for (Object element : elements) {
        truths.add(left == null ? null : any.comparator().holds(compare(left, element)));
      }
      if (values.hasNullElements(any.arraySlot())) {
        truths.add(null);
      }
      return all(truths, any.isAll());
    }
    Object value = value(condition, row, values);
    return value == null ? null : (Long) value != 0;
  }

  /** AND, if the neutral truth is true, or OR. */
  private static @Nullable Boolean all(List<@Nullable Boolean> truths, boolean neutral) {
    if (truths.contains(!neutral)) {
      return !neutral;
    }
    return truths.contains(null) ? null : (Boolean) neutral;
  }

  private static @Nullable Object value(Expression expression, Object[] row, SlotValues values) {
    if (expression instanceof Expression.Column column) {
      return row[column.ordinal()];
    }
    if (expression instanceof Expression.Slot slot) {
      return values.isNull(slot.index())
          ? null
          : slot.type().isDiscrete()
              ? (Object) values.getLong(slot.index())
              : values.getObject(slot.index());
    }
    Boolean truth = truth(expression, row, values);
    return truth == null ? null : (Object) (truth ? 1L : 0L);
  }

  /** Whether values of the type have an order here. */
  static boolean isOrdered(ValueType type) {
    return type.storage() != ValueType.Storage.BYTES
        || type == ValueType.TEXT
        || type == ValueType.TIME;
  }
}
