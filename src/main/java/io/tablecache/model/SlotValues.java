package io.tablecache.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a statement's slots in one execution.
 *
 * <p>A slot of a discrete type holds a raw long; a slot of another type holds a {@link String},
 * {@link java.util.UUID}, {@link Float} or {@link Double}, or another object that the type's values
 * are computed with; a slot of an array type holds a {@code long[]} (discrete element type) or an
 * {@code Object[]}, and whether there are NULL elements, which a {@code long[]} leaves out. A slot
 * may be NULL.
 *
 * <p>Confined to one thread, and not changed any more once it is handed to a scan.
 */
public final class SlotValues {
  /** No slots. */
  public static final SlotValues NONE = new SlotValues(0);

  /** In place of an object: the value is in {@link #longs}. */
  private static final Object RAW = new Object();

  private final long[] longs;
  private final @Nullable Object[] objects;
  private final boolean[] nullElements;

  public SlotValues(int count) {
    longs = new long[count];
    objects = new Object[count];
    nullElements = new boolean[count];
  }

  public int count() {
    return longs.length;
  }

  public void setNull(int slot) {
    objects[slot] = null;
  }

  public void setLong(int slot, long raw) {
    longs[slot] = raw;
    objects[slot] = RAW;
  }

  public void setObject(int slot, Object value) {
    objects[slot] = value;
    nullElements[slot] = false;
  }

  /**
   * Sets an array.
   *
   * @param array a {@code long[]}, without the NULL elements, or an {@code Object[]}, in which they
   *     may stand or be left out
   * @param hasNulls whether there are NULL elements
   */
  public void setArray(int slot, Object array, boolean hasNulls) {
    objects[slot] = array;
    nullElements[slot] = hasNulls;
  }

  /** Whether the array that a slot holds has NULL elements, be they left out or not. */
  public boolean hasNullElements(int slot) {
    return nullElements[slot];
  }

  public boolean isNull(int slot) {
    return objects[slot] == null;
  }

  /** Whether the slot holds a value that was set by {@link #setLong}. */
  public boolean isRaw(int slot) {
    return objects[slot] == RAW;
  }

  /** The raw value of a slot that is not NULL and was set by {@link #setLong}. */
  public long getLong(int slot) {
    if (objects[slot] != RAW) {
      throw new IllegalStateException("slot " + slot + " holds no raw long");
    }
    return longs[slot];
  }

  /** The value of a slot that is not NULL and was set by {@link #setObject}. */
  public Object getObject(int slot) {
    Object value = objects[slot];
    if (value == null || value == RAW) {
      throw new IllegalStateException("slot " + slot + " holds no object");
    }
    return value;
  }

  @Override
  public String toString() {
    // Values are row data and stay out of logs.
    return "SlotValues["
        + longs.length
        + ", nulls at "
        + Arrays.toString(
            java.util.stream.IntStream.range(0, count()).filter(this::isNull).toArray())
        + "]";
  }
}
