package io.tablecache.index;

import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;

/** The order of rows that an ORDER BY asks for. Immutable. */
final class RowComparator {
  private final int[] columns;
  private final boolean[] descending;
  private final boolean[] nullsFirst;

  RowComparator(TableDefinition definition, List<SortKey> keys) {
    int count = keys.size();
    this.columns = new int[count];
    this.descending = new boolean[count];
    this.nullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      SortKey key = keys.get(i);
      ValueType type = definition.column(key.column()).type();
      if (!isOrdered(type)) {
        throw new IllegalArgumentException("values of type " + type + " have no order here");
      }
      columns[i] = key.column();
      descending[i] = key.descending();
      nullsFirst[i] = key.nullsFirst();
    }
  }

  /** Whether the order of held values is the SQL order for such a column of bytewise order. */
  static boolean isOrdered(ValueType type) {
    return type.storage() != ValueType.Storage.BYTES
        || type == ValueType.TEXT
        || type == ValueType.TIME;
  }

  int compare(Chunk a, int i, Chunk b, int j) {
    for (int k = 0; k < columns.length; k++) {
      Column left = a.columns[columns[k]];
      Column right = b.columns[columns[k]];
      boolean leftNull = left.isNull(i);
      boolean rightNull = right.isNull(j);
      int sign;
      if (leftNull || rightNull) {
        sign = Boolean.compare(leftNull, rightNull);
        sign = nullsFirst[k] ? -sign : sign;
      } else {
        sign = left.compare(i, right, j);
        // A comparison of bytes may give any number, the least one included.
        sign = descending[k] ? (sign > 0 ? -1 : sign < 0 ? 1 : 0) : sign;
      }
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }
}
