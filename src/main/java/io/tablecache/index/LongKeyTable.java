package io.tablecache.index;

import io.tablecache.model.SegmentKey;

/** The keys of segments that are told apart by one raw long. Immutable. */
final class LongKeyTable extends KeyTable {
  /** Ascending; the key of NULL, if there is one, comes after the last. */
  private final long[] keys;

  private final boolean hasNull;

  /** An open-addressing hash table of positions in {@link #keys}, plus one; 0 where free. */
  private final int[] slots;

  private final int shift;

  LongKeyTable(long[] keys, boolean hasNull) {
    this.keys = keys;
    this.hasNull = hasNull;
    this.slots = new int[slotsFor(keys.length)];
    this.shift = Integer.numberOfLeadingZeros(slots.length) + 33;
    for (int i = 0; i < keys.length; i++) {
      int slot = slotOf(keys[i]);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }

  private int slotOf(long key) {
    return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> shift);
  }

  @Override
  int size() {
    return keys.length + (hasNull ? 1 : 0);
  }

  @Override
  SegmentKey key(int position) {
    return isNull(position) ? SegmentKey.of((Object) null) : SegmentKey.of(keys[position]);
  }

  private boolean isNull(int position) {
    return position == keys.length;
  }

  private int findNull() {
    return hasNull ? keys.length : ABSENT;
  }

  @Override
  int find(long raw) {
    int slot = slotOf(raw);
    while (slots[slot] != 0) {
      int position = slots[slot] - 1;
      if (keys[position] == raw) {
        return position;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return ABSENT;
  }

  @Override
  int find(SegmentKey key) {
    Object value = key.value(0);
    if (value == null) {
      return findNull();
    }
    return value instanceof Long raw ? find(raw.longValue()) : ABSENT;
  }

  @Override
  int find(KeyTable other, int otherPosition) {
    LongKeyTable longs = (LongKeyTable) other;
    return longs.isNull(otherPosition) ? findNull() : find(longs.keys[otherPosition]);
  }

  @Override
  int compare(int position, KeyTable other, int otherPosition) {
    LongKeyTable longs = (LongKeyTable) other;
    if (isNull(position) || longs.isNull(otherPosition)) {
      return Boolean.compare(isNull(position), longs.isNull(otherPosition));
    }
    return Long.compare(keys[position], longs.keys[otherPosition]);
  }

  @Override
  KeyTable combine(KeyTable other, int[] sources, int count) {
    LongKeyTable longs = (LongKeyTable) other;
    boolean lastIsNull =
        count > 0
            && (sources[count - 1] >= 0
                ? isNull(sources[count - 1])
                : longs.isNull(~sources[count - 1]));
    long[] combined = new long[lastIsNull ? count - 1 : count];
    for (int i = 0; i < combined.length; i++) {
      combined[i] = sources[i] >= 0 ? keys[sources[i]] : longs.keys[~sources[i]];
    }
    return new LongKeyTable(combined, lastIsNull);
  }

  @Override
  long retainedBytes() {
    return Sizes.object(2 * Sizes.REFERENCE + 2 * Integer.BYTES)
        + Sizes.array(keys.length, Long.BYTES)
        + Sizes.array(slots.length, Integer.BYTES);
  }
}
