package io.tablecache.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of an index's segment columns, in order: {@link Long} for discrete types, {@link
 * String} for text, {@link java.util.UUID} for uuid, null for NULL.
 *
 * <p>Equal keys have equal values; values of different segment columns are never folded into one
 * number.
 */
public final class SegmentKey {
  /** The key of the one segment of an index without segment columns. */
  public static final SegmentKey EMPTY = new SegmentKey(new Object[0]);

  private final @Nullable Object[] values;
  private final int hash;

  private SegmentKey(@Nullable Object[] values) {
    this.values = values;
    this.hash = Arrays.hashCode(values);
  }

  public static SegmentKey of(@Nullable Object... values) {
    return new SegmentKey(values.clone());
  }

  public int size() {
    return values.length;
  }

  public @Nullable Object value(int i) {
    return values[i];
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof SegmentKey other
        && hash == other.hash
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
