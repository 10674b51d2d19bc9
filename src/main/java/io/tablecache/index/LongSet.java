package io.tablecache.index;

import java.util.Arrays;

/** A growing set of primitive longs. Confined to one thread. */
final class LongSet {
  private long[] slots = new long[16];
  private int used;

  /** Zero marks a free slot, so that it is held apart. */
  private boolean hasZero;

  void add(long value) {
    if (value == 0) {
      hasZero = true;
    } else if (insert(slots, value) && ++used > slots.length / 2) {
      long[] larger = new long[Math.multiplyExact(slots.length, 2)];
      for (long former : slots) {
        if (former != 0) {
          insert(larger, former);
        }
      }
      slots = larger;
    }
  }

  private static boolean insert(long[] slots, long value) {
    int slot = (int) (value * 0x9E37_79B9_7F4A_7C15L >>> 32) & slots.length - 1;
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return false;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = value;
    return true;
  }

  long[] toSortedArray() {
    long[] values = new long[used + (hasZero ? 1 : 0)];
    int n = 0;
    for (long value : slots) {
      if (value != 0) {
        values[n++] = value;
      }
    }
    Arrays.sort(values);
    return values;
  }
}
