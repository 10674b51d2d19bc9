package io.tablecache.index;

import io.tablecache.expression.Expression.Comparator;
import io.tablecache.model.Intervals;
import java.util.Arrays;
import java.util.UUID;

/** Conditions on the values of columns. All are immutable. */
final class ColumnPredicates {
  private ColumnPredicates() {}

  /** A condition on one column's value, unknown where that is NULL. */
  private abstract static class OfValue extends Predicate {
    private final int ordinal;

    OfValue(int ordinal) {
      this.ordinal = ordinal;
    }

    @Override
    final void evaluate(Chunk chunk, int from, int count, byte[] truth) {
      Column column = chunk.columns[ordinal];
      evaluate(column, from, count, truth);
      if (column.hasNulls()) {
        for (int i = 0; i < count; i++) {
          if (column.isNull(from + i)) {
            truth[i] = UNKNOWN;
          }
        }
      }
    }

    /** Evaluates all positions; what is said of NULLs does not count. */
    abstract void evaluate(Column column, int from, int count, byte[] truth);
  }

  /** The order key lies in a closed interval, or does not. */
  static final class InRange extends OfValue {
    private final long least;
    private final long greatest;
    private final byte inside;
    private final byte outside;

    /** No value is inside if {@code least > greatest}. */
    InRange(int ordinal, long least, long greatest, boolean negated) {
      super(ordinal);
      this.least = least;
      this.greatest = greatest;
      this.inside = truthOf(!negated);
      this.outside = truthOf(negated);
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      if (least > greatest || column.max() < least || column.min() > greatest) {
        Arrays.fill(truth, 0, count, outside);
      } else if (least <= column.min() && column.max() <= greatest) {
        Arrays.fill(truth, 0, count, inside);
      } else {
        for (int i = 0; i < count; i++) {
          long key = column.orderKey(from + i);
          truth[i] = least <= key && key <= greatest ? inside : outside;
        }
      }
    }
  }

  /** The order key is one of some. */
  static final class InLongs extends OfValue {
    private final long[] keys;
    private final byte otherwise;

    /**
     * @param keys ascending
     * @param otherwise what holds for other values
     */
    InLongs(int ordinal, long[] keys, byte otherwise) {
      super(ordinal);
      this.keys = keys;
      this.otherwise = otherwise;
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      for (int i = 0; i < count; i++) {
        truth[i] = Arrays.binarySearch(keys, column.orderKey(from + i)) >= 0 ? TRUE : otherwise;
      }
    }
  }

  /** The bytes are one of some. */
  static final class InBytes extends OfValue {
    private final byte[][] values;
    private final byte otherwise;

    /**
     * @param values in any order
     * @param otherwise what holds for other values
     */
    InBytes(int ordinal, byte[][] values, byte otherwise) {
      super(ordinal);
      this.values = values.clone();
      this.otherwise = otherwise;
      Arrays.sort(this.values, Arrays::compareUnsigned);
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      for (int i = 0; i < count; i++) {
        truth[i] = isOneOf(column, from + i) ? TRUE : otherwise;
      }
    }

    private boolean isOneOf(Column column, int position) {
      int low = 0;
      int high = values.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int sign = compareBytes(column, position, values[middle]);
        if (sign == 0) {
          return true;
        }
        if (sign < 0) {
          high = middle - 1;
        } else {
          low = middle + 1;
        }
      }
      return false;
    }
  }

  /** The uuid is one of some. */
  static final class InUuids extends OfValue {
    private final UUID[] values;
    private final byte otherwise;

    /**
     * @param otherwise what holds for other values
     */
    InUuids(int ordinal, UUID[] values, byte otherwise) {
      super(ordinal);
      this.values = values;
      this.otherwise = otherwise;
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      for (int i = 0; i < count; i++) {
        truth[i] = otherwise;
        for (UUID value : values) {
          if (compareUuid(column, from + i, value) == 0) {
            truth[i] = TRUE;
          }
        }
      }
    }
  }

  /** A comparison of bytes with given ones. */
  static final class BytesComparison extends OfValue {
    private final Comparator comparator;
    private final byte[] value;

    BytesComparison(int ordinal, Comparator comparator, byte[] value) {
      super(ordinal);
      this.comparator = comparator;
      this.value = value;
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      for (int i = 0; i < count; i++) {
        truth[i] = truthOf(comparator.holds(compareBytes(column, from + i, value)));
      }
    }
  }

  /** A comparison of a uuid with a given one. */
  static final class UuidComparison extends OfValue {
    private final Comparator comparator;
    private final UUID value;

    UuidComparison(int ordinal, Comparator comparator, UUID value) {
      super(ordinal);
      this.comparator = comparator;
      this.value = value;
    }

    @Override
    void evaluate(Column column, int from, int count, byte[] truth) {
      for (int i = 0; i < count; i++) {
        truth[i] = truthOf(comparator.holds(compareUuid(column, from + i, value)));
      }
    }
  }

  /** A comparison of two columns of the same storage. */
  static final class ColumnsComparison extends Predicate {
    private final Comparator comparator;
    private final int left;
    private final int right;

    ColumnsComparison(Comparator comparator, int left, int right) {
      this.comparator = comparator;
      this.left = left;
      this.right = right;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) {
      Column a = chunk.columns[left];
      Column b = chunk.columns[right];
      for (int i = 0; i < count; i++) {
        int position = from + i;
        truth[i] =
            a.isNull(position) || b.isNull(position)
                ? UNKNOWN
                : truthOf(comparator.holds(a.compare(position, b, position)));
      }
    }
  }

  /** The value is NULL. */
  static final class IsNull extends Predicate {
    private final int ordinal;

    IsNull(int ordinal) {
      this.ordinal = ordinal;
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) {
      Column column = chunk.columns[ordinal];
      for (int i = 0; i < count; i++) {
        truth[i] = truthOf(column.isNull(from + i));
      }
    }
  }

  /** The raw value lies in a set of intervals, or is NULL where NULLs are meant; never unknown. */
  static final class InIntervals extends Predicate {
    private final int ordinal;
    private final Intervals intervals;
    private final byte ofNull;

    InIntervals(int ordinal, Intervals intervals, boolean nulls) {
      this.ordinal = ordinal;
      this.intervals = intervals;
      this.ofNull = truthOf(nulls);
    }

    @Override
    void evaluate(Chunk chunk, int from, int count, byte[] truth) {
      Column column = chunk.columns[ordinal];
      for (int i = 0; i < count; i++) {
        truth[i] =
            column.isNull(from + i)
                ? ofNull
                : truthOf(intervals.contains(column.getLong(from + i)));
      }
    }
  }

  private static int compareBytes(Column column, int position, byte[] value) {
    return Arrays.compareUnsigned(
        column.source(), column.start(position), column.end(position), value, 0, value.length);
  }

  private static int compareUuid(Column column, int position, UUID value) {
    return UuidColumn.compare(
        column.getUuidMost(position),
        column.getUuidLeast(position),
        value.getMostSignificantBits(),
        value.getLeastSignificantBits());
  }
}
