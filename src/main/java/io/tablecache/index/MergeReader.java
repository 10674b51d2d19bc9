package io.tablecache.index;

import io.tablecache.expression.EvaluationException;

/**
 * Merges rows of several segments, each of which is read in the order asked for: a binary heap of
 * readers by their present rows. Confined to one thread.
 */
final class MergeReader {
  private final RowReader[] heap;
  private final RowComparator order;
  private int size;

  MergeReader(RowReader[] readers, RowComparator order) throws EvaluationException {
    this.heap = readers.clone();
    this.order = order;
    for (RowReader reader : readers) {
      if (reader.next()) {
        heap[size++] = reader;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  /** Adds rows until there are {@code wanted} or no more. */
  void readTo(RowRefs refs, long wanted) throws EvaluationException {
    while (size > 0 && refs.size < wanted) {
      RowReader first = heap[0];
      refs.add(first.chunk(), first.position());
      if (!first.next()) {
        heap[0] = heap[--size];
      }
      siftDown(0);
    }
  }

  private void siftDown(int start) {
    RowReader moved = heap[start];
    int i = start;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && compare(heap[child + 1], heap[child]) < 0) {
        child++;
      }
      if (compare(moved, heap[child]) <= 0) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = moved;
  }

  private int compare(RowReader a, RowReader b) {
    return order.compare(a.chunk(), a.position(), b.chunk(), b.position());
  }
}
