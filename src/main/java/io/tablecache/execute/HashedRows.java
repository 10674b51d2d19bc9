package io.tablecache.execute;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.ValueOrder;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;

/**
 * Different rows, numbered from 0 in the order in which they came, found by hashing. NULLs are
 * equal. Confined to one thread.
 */
final class HashedRows {
  /** In place of a number: there is no such row. */
  static final int ABSENT = -1;

  private final RowStore store;
  private final ValueOrder[] orders;

  /** Whether rows are raw longs. */
  private final boolean areLongs;

  /** Whether a row is one raw long, which is then compared without a detour. */
  private final boolean isLong;

  /** An open-addressing hash table of row numbers, plus one; 0 where free. */
  private int[] slots = new int[64];

  /** By row number. */
  private int[] hashes = new int[32];

  private long[] longs = {};
  private int[] blockHashes = {};

  HashedRows(List<ValueType> types, Budget budget) {
    this.store = new RowStore(types, budget);
    this.orders = types.stream().map(ValueOrder::of).toArray(ValueOrder[]::new);
    this.areLongs = types.stream().allMatch(type -> Vector.Kind.of(type) == Vector.Kind.LONG);
    this.isLong = areLongs && types.size() == 1;
    if (isLong) {
      longs = new long[32];
    }
  }

  int size() {
    return store.rows();
  }

  /** The rows, by their numbers. */
  RowStore rows() {
    return store;
  }

  /** Finds the first {@code count} rows of vectors, adding those that are new. */
  void findOrAdd(Vector[] values, int count, int[] numbers) throws EvaluationException {
    if (areLongs && !haveNulls(values)) {
      findOrAddLongs(values, count, numbers);
      return;
    }
    hash(values, count);
    for (int i = 0; i < count; i++) {
      int number = find(values, i, blockHashes[i]);
      numbers[i] = number != ABSENT ? number : add(values, i, blockHashes[i]);
    }
  }

  private static boolean haveNulls(Vector[] values) {
    for (Vector vector : values) {
      if (vector.hasNulls) {
        return true;
      }
    }
    return false;
  }

  /** Looks up the first row of each run of equal ones, in which rows of an index often come. */
  private void findOrAddLongs(Vector[] values, int count, int[] numbers)
      throws EvaluationException {
    int[] ends = new int[values.length];
    int row = 0;
    while (row < count) {
      int hash = isLong ? hash(values[0].longs[row]) : hashOfAll(values, row);
      int found = find(values, row, hash);
      int number = found != ABSENT ? found : add(values, row, hash);
      int end = count;
      for (int k = 0; k < ends.length; k++) {
        if (ends[k] <= row) {
          ends[k] = runEnd(values[k].longs, row, count);
        }
        end = Math.min(end, ends[k]);
      }
      Arrays.fill(numbers, row, end, number);
      row = end;
    }
  }

  /** Where the run of equal values ends that starts at a row. */
  private static int runEnd(long[] values, int start, int count) {
    long value = values[start];
    int end = start + 1;
    while (end < count && values[end] == value) {
      end++;
    }
    return end;
  }

  private static int hash(long raw) {
    return (int) (raw * 0x9E37_79B9_7F4A_7C15L >>> 32);
  }

  private int hashOfAll(Vector[] values, int row) {
    int hash = 0;
    for (int k = 0; k < orders.length; k++) {
      hash = hash * 31 + orders[k].hashOrNull(values[k], row);
    }
    return mixed(hash);
  }

  private static int mixed(int hash) {
    return hash * 0x9E37_79B9 ^ hash >>> 15;
  }

  /** Finds the first {@code count} rows of vectors; those that are not there are ABSENT. */
  void find(Vector[] values, int count, int[] numbers) {
    hash(values, count);
    for (int i = 0; i < count; i++) {
      numbers[i] = find(values, i, blockHashes[i]);
    }
  }

  private void hash(Vector[] values, int count) {
    if (blockHashes.length < count) {
      blockHashes = new int[count];
    }
    for (int i = 0; i < count; i++) {
      blockHashes[i] =
          isLong && !values[0].isNull(i) ? hash(values[0].longs[i]) : hashOfAll(values, i);
    }
  }

  private int find(Vector[] values, int row, int hash) {
    int slot = hash & slots.length - 1;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && isEqual(values, row, number)) {
        return number;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return ABSENT;
  }

  private boolean isEqual(Vector[] values, int row, int number) {
    if (isLong && longs[number] == values[0].longs[row] && !values[0].hasNulls) {
      Vector stored = store.vector(0, number);
      return !stored.hasNulls || !stored.nulls[RowStore.at(number)];
    }
    for (int k = 0; k < orders.length; k++) {
      Vector stored = store.vector(k, number);
      if (!orders[k].notDistinct(values[k], row, stored, RowStore.at(number))) {
        return false;
      }
    }
    return true;
  }

  private int add(Vector[] values, int row, int hash) throws EvaluationException {
    int number = store.rows();
    store.add(values, row, 1);
    if (number == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * number);
      if (isLong) {
        longs = Arrays.copyOf(longs, 2 * number);
      }
    }
    hashes[number] = hash;
    if (isLong) {
      longs[number] = values[0].longs[row];
    }
    if (2 * (number + 1) > slots.length) {
      rehash();
    } else {
      insert(number);
    }
    return number;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < store.rows(); number++) {
      insert(number);
    }
  }

  private void insert(int number) {
    int slot = hashes[number] & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = number + 1;
  }
}
