package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import io.tablecache.index.RowSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * The part of a cached result that does not depend on its columns: the rows, the position among
 * them, and what pgjdbc answers for any read-only result.
 */
abstract class PositionedResultSet extends ResultSetShell {
  private final int type;

  /** The rows and the position among them; null once closed, so that the snapshot can go. */
  private @Nullable RowSet rows;

  private @Nullable Cursor cursor;
  private boolean onRow;
  private int fetchSize;
  private int fetchDirection;

  PositionedResultSet(RowSet rows, ResultOptions options) {
    this.type = options.type();
    this.rows = rows;
    this.cursor = rows.cursor();
    this.fetchSize = options.fetchSize();
    this.fetchDirection = options.fetchDirection();
  }

  /** The cursor of a result that is not closed. */
  final Cursor open() throws SQLException {
    Cursor cursor = this.cursor;
    if (cursor == null) {
      throw ResultErrors.closed();
    }
    return cursor;
  }

  private Cursor scrollable() throws SQLException {
    Cursor cursor = open();
    if (type == TYPE_FORWARD_ONLY) {
      throw ResultErrors.notScrollable();
    }
    return cursor;
  }

  private int size() {
    RowSet rows = this.rows;
    return rows == null ? 0 : rows.size();
  }

  /** The rows of a result that is not closed. */
  final RowSet rows() throws SQLException {
    RowSet rows = this.rows;
    if (rows == null) {
      throw ResultErrors.closed();
    }
    return rows;
  }

  /** Whether the cursor is on a row. */
  final boolean isOnRow() {
    return onRow;
  }

  /** Lets go of the rows. */
  final void release() {
    rows = null;
    cursor = null;
    onRow = false;
  }

  @Override
  public boolean isClosed() {
    return cursor == null;
  }

  @Override
  public int getType() throws SQLException {
    open();
    return type;
  }

  @Override
  public int getConcurrency() throws SQLException {
    open();
    return CONCUR_READ_ONLY;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    open();
    if (rows < 0) {
      throw ResultErrors.fetchSize();
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    open();
    return fetchSize;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    open();
    switch (direction) {
      case FETCH_FORWARD -> {}
      case FETCH_REVERSE, FETCH_UNKNOWN -> scrollable();
      default -> throw ResultErrors.fetchDirection(direction);
    }
    fetchDirection = direction;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    open();
    return fetchDirection;
  }

  @Override
  public @Nullable String getCursorName() throws SQLException {
    open();
    return null;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    open();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    open();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    open();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    open();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    open();
    return false;
  }

  @Override
  public boolean next() throws SQLException {
    onRow = open().next();
    return onRow;
  }

  @Override
  public boolean previous() throws SQLException {
    Cursor cursor = scrollable();
    return moveTo(cursor, cursor.row() - 1);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    Cursor cursor = scrollable();
    if (row >= 0) {
      return moveTo(cursor, row);
    }
    int size = size();
    return moveTo(cursor, row >= -size ? size + 1 + row : 0);
  }

  @Override
  @SuppressWarnings("NarrowCalculation") // overflows as the driver's does
  public boolean relative(int rows) throws SQLException {
    Cursor cursor = scrollable();
    return moveTo(cursor, cursor.row() + rows);
  }

  @Override
  public boolean first() throws SQLException {
    return moveTo(scrollable(), 1);
  }

  @Override
  public boolean last() throws SQLException {
    return moveTo(scrollable(), size());
  }

  @Override
  public void beforeFirst() throws SQLException {
    moveTo(scrollable(), 0);
  }

  @Override
  public void afterLast() throws SQLException {
    moveTo(scrollable(), size() + 1);
  }

  private boolean moveTo(Cursor cursor, int row) {
    onRow = cursor.moveTo(Math.max(row, 0));
    return onRow;
  }

  @Override
  public int getRow() throws SQLException {
    Cursor cursor = open();
    return onRow ? cursor.row() : 0;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return open().row() <= 0 && size() > 0;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return open().row() > size() && size() > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    Cursor cursor = open();
    return onRow && cursor.row() == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    Cursor cursor = open();
    return onRow && cursor.row() == size();
  }
}
