package io.tablecache.index;

/** A stable merge sort of ints by a comparator of ints, linear where the input is in order. */
public final class IntSort {
  private static final int INSERTION_LENGTH = 8;

  /** Compares what two ints stand for. */
  @FunctionalInterface
  public interface IntComparator {
    int compare(int a, int b);
  }

  private IntSort() {}

  public static void sort(int[] a, int from, int to, IntComparator order) {
    if (!isSorted(a, from, to, order)) {
      sort(a, from, to, new int[(to - from + 1) / 2], order);
    }
  }

  private static boolean isSorted(int[] a, int from, int to, IntComparator order) {
    for (int i = from + 1; i < to; i++) {
      if (order.compare(a[i - 1], a[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  private static void sort(int[] a, int from, int to, int[] scratch, IntComparator order) {
    if (to - from <= INSERTION_LENGTH) {
      insertionSort(a, from, to, order);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(a, from, middle, scratch, order);
    sort(a, middle, to, scratch, order);
    if (order.compare(a[middle - 1], a[middle]) <= 0) {
      return;
    }
    int left = middle - from;
    System.arraycopy(a, from, scratch, 0, left);
    int i = 0;
    int j = middle;
    int k = from;
    while (i < left) {
      if (j == to || order.compare(scratch[i], a[j]) <= 0) {
        a[k++] = scratch[i++];
      } else {
        a[k++] = a[j++];
      }
    }
  }

  private static void insertionSort(int[] a, int from, int to, IntComparator order) {
    for (int i = from + 1; i < to; i++) {
      int value = a[i];
      int j = i;
      while (j > from && order.compare(a[j - 1], value) > 0) {
        a[j] = a[j - 1];
        j--;
      }
      a[j] = value;
    }
  }
}
