package io.tablecache.index;

import io.tablecache.expression.TextOrder;
import io.tablecache.model.SegmentKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys of segments of any index. Immutable. */
final class TupleKeyTable extends KeyTable {
  /** Ascending by {@link #compareKeys}. */
  private final SegmentKey[] keys;

  /** An open-addressing hash table of positions in {@link #keys}, plus one; 0 where free. */
  private final int[] slots;

  TupleKeyTable(SegmentKey[] keys) {
    this.keys = keys;
    this.slots = new int[slotsFor(keys.length)];
    for (int i = 0; i < keys.length; i++) {
      int slot = slotOf(keys[i]);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }

  private int slotOf(SegmentKey key) {
    int hash = key.hashCode() * 0x9E37_79B9;
    return (hash ^ hash >>> 16) & slots.length - 1;
  }

  @Override
  int size() {
    return keys.length;
  }

  @Override
  SegmentKey key(int position) {
    return keys[position];
  }

  @Override
  int find(SegmentKey key) {
    int slot = slotOf(key);
    while (slots[slot] != 0) {
      int position = slots[slot] - 1;
      if (keys[position].equals(key)) {
        return position;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return ABSENT;
  }

  @Override
  int find(long raw) {
    return find(SegmentKey.of(raw));
  }

  @Override
  int find(KeyTable other, int otherPosition) {
    return find(other.key(otherPosition));
  }

  @Override
  int compare(int position, KeyTable other, int otherPosition) {
    return compareKeys(keys[position], other.key(otherPosition));
  }

  @Override
  KeyTable combine(KeyTable other, int[] sources, int count) {
    SegmentKey[] combined = new SegmentKey[count];
    for (int i = 0; i < count; i++) {
      combined[i] = sources[i] >= 0 ? keys[sources[i]] : other.key(~sources[i]);
    }
    return new TupleKeyTable(combined);
  }

  /** Compares two keys of one index value by value, in SQL order with text bytewise, NULL last. */
  static int compareKeys(SegmentKey a, SegmentKey b) {
    for (int i = 0; i < a.size(); i++) {
      int sign = compareValues(a.value(i), b.value(i));
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }

  private static int compareValues(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    if (a instanceof Long raw) {
      return Long.compare(raw, (Long) b);
    }
    if (a instanceof UUID uuid) {
      UUID other = (UUID) b;
      return UuidColumn.compare(
          uuid.getMostSignificantBits(),
          uuid.getLeastSignificantBits(),
          other.getMostSignificantBits(),
          other.getLeastSignificantBits());
    }
    return TextOrder.compare((String) a, (String) b);
  }

  @Override
  long retainedBytes() {
    long bytes =
        Sizes.object(2 * Sizes.REFERENCE)
            + Sizes.array(keys.length, Sizes.REFERENCE)
            + Sizes.array(slots.length, Integer.BYTES);
    for (SegmentKey key : keys) {
      bytes += Sizes.object(Sizes.REFERENCE + Integer.BYTES);
      bytes += Sizes.array(key.size(), Sizes.REFERENCE);
      for (int i = 0; i < key.size(); i++) {
        bytes += valueBytes(key.value(i));
      }
    }
    return bytes;
  }

  private static long valueBytes(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String text) {
      // One byte per character is what most texts take; the others take two.
      return Sizes.object(Sizes.REFERENCE + 2 * Integer.BYTES) + Sizes.array(text.length(), 1);
    }
    return Sizes.object(value instanceof UUID ? 2 * Long.BYTES : Long.BYTES);
  }
}
