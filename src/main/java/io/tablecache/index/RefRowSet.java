package io.tablecache.index;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as references, one by one. Immutable. */
final class RefRowSet extends RowSet {
  /** Complete: nothing is added any more. */
  private final RowRefs refs;

  private final int from;
  private final int size;

  /** At most {@code limit} rows after the first {@code offset}. */
  RefRowSet(RowRefs refs, long offset, long limit) {
    this.refs = refs;
    this.from = (int) Math.min(offset, refs.size);
    this.size = (int) Math.min(limit, refs.size - from);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public BlockReader blocks(List<ValueType> types) {
    return new BlockReader.OfRefs(refs, from, from + size, types);
  }

  @Override
  public @Nullable Long extreme(int column, boolean isMax) {
    long extreme = isMax ? Long.MIN_VALUE : Long.MAX_VALUE;
    boolean isFound = false;
    for (int i = from; i < from + size; i++) {
      Column values = refs.chunks[i].columns[column];
      if (!values.isNull(refs.positions[i])) {
        long value = values.getLong(refs.positions[i]);
        extreme = isMax ? Math.max(extreme, value) : Math.min(extreme, value);
        isFound = true;
      }
    }
    return isFound ? extreme : null;
  }

  @Override
  public long count(int column) {
    long count = 0;
    for (int i = from; i < from + size; i++) {
      count += refs.chunks[i].columns[column].isNull(refs.positions[i]) ? 0 : 1;
    }
    return count;
  }

  @Override
  public long sum(int column) {
    long sum = 0;
    for (int i = from; i < from + size; i++) {
      Column values = refs.chunks[i].columns[column];
      sum += values.isNull(refs.positions[i]) ? 0 : values.getLong(refs.positions[i]);
    }
    return sum;
  }

  @Override
  public Cursor cursor() {
    return new RefCursor(refs, from, size);
  }

  private static final class RefCursor extends Cursor {
    private final RowRefs refs;
    private final int from;
    private final int size;
    private int row;

    RefCursor(RowRefs refs, int from, int size) {
      this.refs = refs;
      this.from = from;
      this.size = size;
    }

    @Override
    public boolean next() {
      return moveTo(row + 1);
    }

    @Override
    public boolean moveTo(int newRow) {
      if (newRow <= 0 || newRow > size) {
        row = newRow <= 0 ? 0 : size + 1;
        return false;
      }
      row = newRow;
      columns = refs.chunks[from + newRow - 1].columns;
      position = refs.positions[from + newRow - 1];
      return true;
    }

    @Override
    public int row() {
      return row;
    }
  }
}
