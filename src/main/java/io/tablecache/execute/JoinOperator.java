package io.tablecache.execute;

import io.tablecache.execute.PairBlock.Pairs;
import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of rows in the order of the left ones. The right input is kept in memory, by the hash of
 * its keys; without keys every pair is tried.
 */
final class JoinOperator extends Operator {
  private final Execution execution;
  private final Operator left;
  private final Operator right;
  private final Outputs leftKeys;
  private final Outputs rightKeys;
  private final PairFilter filter;
  private final PairBlock block;
  private final RowStore rows;

  /** The different keys of the right rows. */
  private final HashedRows keys;

  /** By number of a key: its first and last right row; by right row: the next of the same key. */
  private int[] firsts = {};

  private int[] lasts = {};
  private int[] nexts = {};
  private boolean isRightRead;

  private @Nullable Block leftRows;
  private int nextLeft;

  /** By left row of the block: the number of its key. */
  private final int[] keyOf = new int[Vector.MAX_ROWS];

  private final Pairs candidates = new Pairs();
  private final Pairs result = new Pairs();
  private int nextResult;

  /**
   * @param kept which columns of the right input are read above or by the condition
   */
  JoinOperator(Execution execution, Query.Join join, Operator left, Operator right, Columns kept)
      throws EvaluationException {
    this.execution = execution;
    this.left = left;
    this.right = right;
    this.leftKeys = new Outputs(execution.evaluators(join.leftKeys()));
    this.rightKeys = new Outputs(execution.evaluators(join.rightKeys()));
    Expression condition = join.condition();
    this.filter =
        new PairFilter(join.kind(), condition == null ? null : execution.evaluator(condition));
    this.rows = new RowStore(join.right().types(), kept, execution.budget());
    this.block = new PairBlock(join.left().types().size(), rows);
    List<Expression> keyExpressions = join.rightKeys();
    this.keys =
        new HashedRows(keyExpressions.stream().map(Expression::type).toList(), execution.budget());
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    if (!isRightRead) {
      isRightRead = true;
      readRight();
    }
    while (nextResult == result.size) {
      Block current = leftRows;
      if (current == null || nextLeft == current.count()) {
        current = left.next();
        if (current == null) {
          return null;
        }
        leftRows = current;
        nextLeft = 0;
        findKeys(current);
      }
      pair(current);
    }
    int count = Math.min(Vector.MAX_ROWS, result.size - nextResult);
    nextResult += count;
    Block current = leftRows;
    if (current == null) {
      throw new IllegalStateException("pairs without left rows");
    }
    return block.hold(current, result, nextResult - count, count);
  }

  private void readRight() throws EvaluationException {
    int[] numbers = new int[Vector.MAX_ROWS];
    int[] known = new int[Vector.MAX_ROWS];
    Block.Selection selection = new Block.Selection();
    for (Block input = right.next(); input != null; input = right.next()) {
      int count = selectKnown(rightKeys.vectors(input), input.count(), known);
      if (count == 0) {
        continue;
      }
      selection.select(input, known, count);
      int first = rows.rows();
      rows.add(selection, count);
      keys.findOrAdd(rightKeys.vectors(selection), count, numbers);
      chain(first, numbers, count);
    }
  }

  /** Lists the rows without a NULL among the keys. */
  private static int selectKnown(Vector[] values, int count, int[] known) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (!hasNull(values, i)) {
        known[found++] = i;
      }
    }
    return found;
  }

  private static boolean hasNull(Vector[] values, int row) {
    for (Vector value : values) {
      if (value.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  /** Adds right rows from {@code first} on to the ends of their keys' chains. */
  private void chain(int first, int[] numbers, int count) {
    if (nexts.length < first + count) {
      nexts = Arrays.copyOf(nexts, Math.max(first + count, 2 * nexts.length));
    }
    if (firsts.length < keys.size()) {
      int former = firsts.length;
      int capacity = Math.max(keys.size(), 2 * former);
      firsts = Arrays.copyOf(firsts, capacity);
      lasts = Arrays.copyOf(lasts, capacity);
      Arrays.fill(firsts, former, capacity, StoredBlock.NO_ROW);
    }
    for (int i = 0; i < count; i++) {
      int row = first + i;
      int key = numbers[i];
      nexts[row] = StoredBlock.NO_ROW;
      if (firsts[key] == StoredBlock.NO_ROW) {
        firsts[key] = row;
      } else {
        nexts[lasts[key]] = row;
      }
      lasts[key] = row;
    }
  }

  private void findKeys(Block current) throws EvaluationException {
    Vector[] values = leftKeys.vectors(current);
    keys.find(values, current.count(), keyOf);
    for (int i = 0; i < current.count(); i++) {
      if (hasNull(values, i)) {
        keyOf[i] = HashedRows.ABSENT;
      }
    }
  }

  /** Makes the result of some more left rows. */
  private void pair(Block current) throws EvaluationException {
    int from = nextLeft;
    candidates.size = 0;
    while (nextLeft < current.count() && candidates.size < Vector.MAX_ROWS) {
      int before = candidates.size;
      int key = keyOf[nextLeft];
      int row = key == HashedRows.ABSENT ? StoredBlock.NO_ROW : firsts[key];
      while (row != StoredBlock.NO_ROW) {
        candidates.add(nextLeft, row);
        row = filter.needsOneOnly() ? StoredBlock.NO_ROW : nexts[row];
      }
      execution.budget().add(candidates.size - before, 0);
      nextLeft++;
    }
    filter.filter(current, from, nextLeft, candidates, block, result);
    nextResult = 0;
  }
}
