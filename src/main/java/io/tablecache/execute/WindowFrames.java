package io.tablecache.execute;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Query;

/**
 * The partitions and groups of peers of rows in order, and where the frames of rows start and end:
 * all by places in that order. Immutable.
 */
final class WindowFrames {
  /** By place: the number of the row. */
  final int[] rows;

  /** By place: where its partition, and its group of peers, starts and ends. */
  final int[] partitionStarts;

  final int[] partitionEnds;
  final int[] peerStarts;
  final int[] peerEnds;

  /**
   * @param order by the partition's expressions, then by the order's
   * @param partitionItems how many of its items are the partition's
   */
  WindowFrames(StoredOrder order, int partitionItems) {
    this.rows = order.sorted();
    int count = rows.length;
    this.partitionStarts = new int[count];
    this.partitionEnds = new int[count];
    this.peerStarts = new int[count];
    this.peerEnds = new int[count];
    for (int i = 1; i < count; i++) {
      boolean isSame = order.isEqual(rows[i - 1], rows[i], partitionItems);
      partitionStarts[i] = isSame ? partitionStarts[i - 1] : i;
      peerStarts[i] = isSame && order.compare(rows[i - 1], rows[i]) == 0 ? peerStarts[i - 1] : i;
    }
    for (int i = count - 1; i >= 0; i--) {
      boolean isLast = i == count - 1;
      partitionEnds[i] = isLast || partitionStarts[i + 1] == i + 1 ? i + 1 : partitionEnds[i + 1];
      peerEnds[i] = isLast || peerStarts[i + 1] == i + 1 ? i + 1 : peerEnds[i + 1];
    }
  }

  /** Where the frame of the row at a place starts. */
  int start(Query.Frame frame, int place) throws EvaluationException {
    Query.Frame.Bound bound = frame.from();
    boolean isRows = frame.mode() == Query.Frame.Mode.ROWS;
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING -> partitionStarts[place];
      case CURRENT_ROW -> isRows ? place : peerStarts[place];
      case PRECEDING -> moved(isRows, place, -bound.offset());
      case FOLLOWING -> moved(isRows, place, bound.offset());
      case UNBOUNDED_FOLLOWING -> throw new IllegalArgumentException("a frame that starts so");
    };
  }

  /** Where the frame of the row at a place ends, at least at its start. */
  int end(Query.Frame frame, int place) throws EvaluationException {
    Query.Frame.Bound bound = frame.to();
    boolean isRows = frame.mode() == Query.Frame.Mode.ROWS;
    int end =
        switch (bound.kind()) {
          case UNBOUNDED_FOLLOWING -> partitionEnds[place];
          case CURRENT_ROW -> isRows ? place + 1 : peerEnds[place];
          case PRECEDING -> moved(isRows, place, 1 - bound.offset());
          case FOLLOWING ->
              isRows && bound.offset() >= partitionEnds[place] - place
                  ? partitionEnds[place]
                  : moved(isRows, place, bound.offset() + 1);
          case UNBOUNDED_PRECEDING -> throw new IllegalArgumentException("a frame that ends so");
        };
    return Math.max(end, start(frame, place));
  }

  private int moved(boolean isRows, int place, long distance) throws EvaluationException {
    if (!isRows) {
      throw new EvaluationException("a frame in values");
    }
    if (distance < partitionStarts[place] - place) {
      return partitionStarts[place];
    }
    return distance > partitionEnds[place] - place ? partitionEnds[place] : place + (int) distance;
  }
}
