package io.tablecache.execute;

import io.tablecache.execute.PairBlock.Pairs;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a join of candidates: pairs of which a condition decides. */
final class PairFilter {
  private final Query.JoinKind kind;
  private final @Nullable Evaluator condition;
  private final int[] selected = new int[Vector.MAX_ROWS];

  /**
   * @param condition null for true
   */
  PairFilter(Query.JoinKind kind, @Nullable Evaluator condition) {
    this.kind = kind;
    this.condition = condition;
  }

  /** Whether one candidate of a left row says as much as all. */
  boolean needsOneOnly() {
    return condition == null && (kind == Query.JoinKind.SEMI || kind == Query.JoinKind.ANTI);
  }

  /**
   * The rows of the join for left rows from {@code from} to {@code to}.
   *
   * @param candidates their pairs, in the order of the left rows
   * @param result gets the rows: pairs, or left rows without a right one
   */
  void filter(Block leftRows, int from, int to, Pairs candidates, PairBlock block, Pairs result)
      throws EvaluationException {
    int count = keep(leftRows, candidates, block);
    result.size = 0;
    int next = 0;
    for (int row = from; row < to; row++) {
      int first = next;
      while (next < count && candidates.left[next] == row) {
        if (kind == Query.JoinKind.INNER || kind == Query.JoinKind.LEFT) {
          result.add(row, candidates.right[next]);
        }
        next++;
      }
      boolean isPaired = next > first;
      if (isPaired
          ? kind == Query.JoinKind.SEMI
          : kind == Query.JoinKind.LEFT || kind == Query.JoinKind.ANTI) {
        result.add(row, StoredBlock.NO_ROW);
      }
    }
  }

  /** Moves the pairs for which the condition is true to the front; returns how many there are. */
  private int keep(Block leftRows, Pairs candidates, PairBlock block) throws EvaluationException {
    if (condition == null) {
      return candidates.size;
    }
    int kept = 0;
    for (int from = 0; from < candidates.size; from += Vector.MAX_ROWS) {
      int count = Math.min(Vector.MAX_ROWS, candidates.size - from);
      int selectedCount = condition.select(block.hold(leftRows, candidates, from, count), selected);
      for (int i = 0; i < selectedCount; i++) {
        candidates.left[kept] = candidates.left[from + selected[i]];
        candidates.right[kept] = candidates.right[from + selected[i]];
        kept++;
      }
    }
    return kept;
  }
}
