package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are kept in memory, numbered from 0, by column in pages of {@link Vector#MAX_ROWS}.
 * Columns that nobody reads are left out. Confined to one thread.
 */
final class RowStore {
  private static final int PAGE_SHIFT = 10;
  private static final int IN_PAGE = Vector.MAX_ROWS - 1;

  private final ValueType[] types;
  private final boolean[] isKept;
  private final Budget budget;
  private final long bytesPerRow;
  private final List<Vector[]> pages = new ArrayList<>();
  private int rows;

  /**
   * @param kept which columns are kept
   */
  RowStore(List<ValueType> types, Columns kept, Budget budget) {
    this.types = types.toArray(new ValueType[0]);
    this.isKept = new boolean[this.types.length];
    this.budget = budget;
    long bytes = 0;
    for (int i = 0; i < isKept.length; i++) {
      isKept[i] = kept.contains(i);
      bytes += isKept[i] ? Budget.bytesOf(this.types[i]) : 0;
    }
    this.bytesPerRow = bytes;
  }

  RowStore(List<ValueType> types, Budget budget) {
    this(types, Columns.all(types.size()), budget);
  }

  /** An empty store like another one. */
  private RowStore(RowStore like) {
    this.types = like.types;
    this.isKept = like.isKept;
    this.budget = like.budget;
    this.bytesPerRow = like.bytesPerRow;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return types.length;
  }

  /** Whether a column is kept. */
  boolean keeps(int column) {
    return isKept[column];
  }

  ValueType type(int column) {
    return types[column];
  }

  /** The vector that has a column's value for a row, at {@link #at}. */
  Vector vector(int column, int row) {
    return pages.get(row >>> PAGE_SHIFT)[column];
  }

  static int at(int row) {
    return row & IN_PAGE;
  }

  /** Adds the first {@code count} rows of a block. */
  void add(Block block, int count) throws EvaluationException {
    @Nullable Vector[] values = new Vector[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = isKept[i] ? block.column(i) : null;
    }
    add(values, 0, count);
  }

  /** Adds rows of vectors, one for each column that is kept. */
  void add(@Nullable Vector[] values, int from, int count) throws EvaluationException {
    budget.add(count, bytesPerRow);
    int next = from;
    int end = from + count;
    while (next < end) {
      if (at(rows) == 0) {
        pages.add(newPage());
      }
      Vector[] page = pages.get(rows >>> PAGE_SHIFT);
      int taken = Math.min(end - next, Vector.MAX_ROWS - at(rows));
      for (int i = 0; i < types.length; i++) {
        Vector source = values[i];
        if (isKept[i] && source != null) {
          page[i].append(at(rows), source, next, taken);
        }
      }
      rows += taken;
      next += taken;
    }
  }

  private Vector[] newPage() {
    Vector[] page = new Vector[types.length];
    for (int i = 0; i < page.length; i++) {
      page[i] = new Vector(types[i]);
    }
    return page;
  }

  /** Forgets all but the first {@code count} rows of a list, which get the numbers from 0 on. */
  void keep(int[] numbers, int count) throws EvaluationException {
    RowStore kept = new RowStore(this);
    StoredBlock block = new StoredBlock(this);
    for (int from = 0; from < count; from += Vector.MAX_ROWS) {
      int taken = Math.min(Vector.MAX_ROWS, count - from);
      kept.add(block.hold(numbers, from, taken), taken);
    }
    budget.add(-rows, bytesPerRow);
    pages.clear();
    pages.addAll(kept.pages);
    rows = kept.rows;
  }
}
