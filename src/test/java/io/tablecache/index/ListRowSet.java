package io.tablecache.index;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows given as lists of values: {@link Long}, {@link Double}, {@link Float}, {@link UUID}, {@code
 * byte[]} or null. Immutable.
 */
public final class ListRowSet extends RowSet {
  private final List<List<@Nullable Object>> rows;

  public ListRowSet(List<List<@Nullable Object>> rows) {
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Cursor cursor() {
    return new ListCursor(rows);
  }

  private static final class ListCursor extends Cursor {
    private final List<List<@Nullable Object>> rows;
    private int row;

    ListCursor(List<List<@Nullable Object>> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      return moveTo(row + 1);
    }

    @Override
    public boolean moveTo(int newRow) {
      row = Math.max(0, Math.min(newRow, rows.size() + 1));
      return row > 0 && row <= rows.size();
    }

    @Override
    public int row() {
      return row;
    }

    private @Nullable Object value(int column) {
      return rows.get(row - 1).get(column);
    }

    private <T> T value(int column, Class<T> type) {
      T value = type.cast(value(column));
      if (value == null) {
        throw new AssertionError("column " + column + " is NULL");
      }
      return value;
    }

    @Override
    public boolean isNull(int column) {
      return value(column) == null;
    }

    @Override
    public long getLong(int column) {
      return value(column, Long.class);
    }

    @Override
    public double getDouble(int column) {
      return value(column, Double.class);
    }

    @Override
    public float getFloat(int column) {
      return value(column, Float.class);
    }

    @Override
    public long getUuidMostSignificant(int column) {
      return value(column, UUID.class).getMostSignificantBits();
    }

    @Override
    public long getUuidLeastSignificant(int column) {
      return value(column, UUID.class).getLeastSignificantBits();
    }

    @Override
    public String getText(int column) {
      return new String(value(column, byte[].class), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBytes(int column) {
      return value(column, byte[].class).clone();
    }
  }
}
