package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one expression for the rows of a block, by row.
 *
 * <p>Which of the arrays holds them is the type's {@link Kind}. Fields are open, so that loops over
 * them are plain. What an array has at a NULL is undefined. Confined to one thread; reused from
 * block to block.
 */
public final class Vector {
  /** How many rows a block has at most. */
  public static final int MAX_ROWS = 1024;

  /** Which array holds the values. */
  public enum Kind {
    /** {@link Vector#longs}: raw values; time of day in microseconds. */
    LONG,
    /** {@link Vector#doubles}: float8, and float4 as the double of the same value. */
    DOUBLE,
    /**
     * {@link Vector#objects}: {@link String} for text and all types that are held as their output
     * text, {@link java.util.UUID}, {@link Numeric}, {@link Interval}.
     */
    OBJECT;

    public static Kind of(ValueType type) {
      return switch (type) {
        case BOOL, INT2, INT4, INT8, DATE, TIMESTAMP, TIMESTAMPTZ, TIME -> LONG;
        case FLOAT4, FLOAT8 -> DOUBLE;
        default -> OBJECT;
      };
    }
  }

  private static final long[] NO_LONGS = {};
  private static final double[] NO_DOUBLES = {};
  private static final Object[] NO_OBJECTS = {};

  public final ValueType type;
  public final Kind kind;
  public long[] longs = NO_LONGS;
  public double[] doubles = NO_DOUBLES;
  public @Nullable Object[] objects = NO_OBJECTS;

  /** By row: whether the value is NULL. All false where {@link #hasNulls} is. */
  public boolean[] nulls = {};

  /** Whether any value may be NULL; if not, {@link #nulls} need not be looked at. */
  public boolean hasNulls;

  public Vector(ValueType type) {
    this.type = type;
    this.kind = Kind.of(type);
  }

  /** Makes room for so many rows, none of which is NULL; former values are lost. */
  public void reset(int rows) {
    if (nulls.length < rows) {
      int capacity = Math.max(rows, Math.min(MAX_ROWS, 2 * nulls.length));
      nulls = new boolean[capacity];
      switch (kind) {
        case LONG -> longs = new long[capacity];
        case DOUBLE -> doubles = new double[capacity];
        case OBJECT -> objects = new Object[capacity];
      }
    } else if (hasNulls) {
      Arrays.fill(nulls, false);
    }
    hasNulls = false;
  }

  public boolean isNull(int row) {
    return hasNulls && nulls[row];
  }

  public void setNull(int row) {
    nulls[row] = true;
    hasNulls = true;
  }

  /** Sets a value in the form of a {@link Expression.Constant}'s; null for NULL. */
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
      return;
    }
    switch (kind) {
      case LONG -> longs[row] = (Long) value;
      case DOUBLE -> doubles[row] = (Double) value;
      case OBJECT -> objects[row] = value;
    }
  }

  /** The value in the form of a {@link Expression.Constant}'s; null for NULL. */
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    return switch (kind) {
      case LONG -> (Object) longs[row];
      case DOUBLE -> (Object) doubles[row];
      case OBJECT -> objects[row];
    };
  }

  /** Sets the value of a row to another vector's, of the same kind, at {@code from}. */
  public void copy(int row, Vector source, int from) {
    if (source.isNull(from)) {
      setNull(row);
      return;
    }
    switch (kind) {
      case LONG -> longs[row] = source.longs[from];
      case DOUBLE -> doubles[row] = source.doubles[from];
      case OBJECT -> objects[row] = source.objects[from];
    }
  }

  /**
   * Sets the rows from {@code row} on to another vector's of the same kind, from {@code from} on;
   * rows before are kept, those after are lost.
   */
  public void append(int row, Vector source, int from, int rows) {
    int end = row + rows;
    if (nulls.length < end) {
      int capacity = Math.max(end, Math.min(MAX_ROWS, 2 * nulls.length));
      nulls = Arrays.copyOf(nulls, capacity);
      switch (kind) {
        case LONG -> longs = Arrays.copyOf(longs, capacity);
        case DOUBLE -> doubles = Arrays.copyOf(doubles, capacity);
        case OBJECT -> objects = Arrays.copyOf(objects, capacity);
      }
    }
    switch (kind) {
      case LONG -> System.arraycopy(source.longs, from, longs, row, rows);
      case DOUBLE -> System.arraycopy(source.doubles, from, doubles, row, rows);
      case OBJECT -> System.arraycopy(source.objects, from, objects, row, rows);
    }
    if (row == 0 && hasNulls) {
      Arrays.fill(nulls, false);
      hasNulls = false;
    }
    if (source.hasNulls) {
      System.arraycopy(source.nulls, from, nulls, row, rows);
      hasNulls = true;
    } else if (hasNulls) {
      Arrays.fill(nulls, row, end, false);
    }
  }

  /** Marks as NULL the first {@code rows} rows that are NULL in the other vector. */
  public void addNulls(Vector other, int rows) {
    if (!other.hasNulls) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      if (other.nulls[i]) {
        nulls[i] = true;
        hasNulls = true;
      }
    }
  }
}
