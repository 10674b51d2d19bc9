package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import io.tablecache.index.RowSet;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseStatement;
import org.postgresql.jdbc.PgResultSet;

/**
 * A read-only result that reads a snapshot's rows in place.
 *
 * <p>A getter is a call to the column's reader, chosen once per plan. What no reader knows to be
 * the same as the driver's is asked of the driver itself: a result set of its own over the same
 * rows, made when first needed, without a round trip.
 *
 * <p>Confined to one thread.
 */
final class CachedResultSet extends ResultSetShell {
  private final CachedResultOwner owner;
  private final ResultShape shape;
  private final ResultOptions options;

  /** The rows and the position among them; null once closed, so that the snapshot can go. */
  private @Nullable RowSet rows;

  private @Nullable Cursor cursor;
  private boolean onRow;
  private boolean wasNull;
  private int fetchSize;
  private int fetchDirection;

  private @Nullable ResultSet driver;
  private @Nullable ResultSetMetaData metaData;

  /** The default time zone as it was at the first getter that needed it. */
  private @Nullable TimeZone defaultZone;

  private @Nullable LocalOffset localOffset;

  CachedResultSet(CachedResultOwner owner, ResultShape shape, RowSet rows, ResultOptions options) {
    this.owner = owner;
    this.shape = shape;
    this.options = options;
    this.rows = rows;
    this.cursor = rows.cursor();
    this.fetchSize = options.fetchSize();
    this.fetchDirection = options.fetchDirection();
  }

  // What readers ask for.

  ZoneId sessionZone() {
    return options.sessionZone();
  }

  /** Whether a value of that length may have to be cut. */
  boolean exceedsMaxFieldSize(int length) {
    return options.maxFieldSize() > 0 && length > options.maxFieldSize();
  }

  /** The default time zone's offset at a local time, or null if only the driver can tell. */
  @Nullable LocalOffset localOffset(long localMillis) {
    LocalOffset known = localOffset;
    if (known == null || !known.contains(localMillis)) {
      known = LocalOffset.around(defaultZone(), localMillis);
      localOffset = known;
    }
    return known;
  }

  /** The default time zone's offset at an instant, or null if only the driver can tell. */
  @Nullable LocalOffset localOffsetAtInstant(long epochMillis) {
    long localMillis = epochMillis + defaultZone().getOffset(epochMillis);
    return localOffset(localMillis);
  }

  private TimeZone defaultZone() {
    TimeZone zone = defaultZone;
    if (zone == null) {
      zone = TimeZone.getDefault();
      defaultZone = zone;
    }
    return zone;
  }

  // The driver's result set.

  @Override
  ResultSet driver() throws SQLException {
    Cursor cursor = open();
    ResultSet result = driver;
    if (result == null) {
      result = openDriver();
      driver = result;
    }
    int row = onRow ? cursor.row() : 0;
    if (result.getRow() != row) {
      result.absolute(row);
    }
    return result;
  }

  @Override
  ResultSet driver(int columnIndex) throws SQLException {
    Cursor cursor = open();
    if (onRow && columnIndex >= 1 && columnIndex <= shape.columns()) {
      wasNull = cursor.isNull(shape.reader(columnIndex).ordinal());
    }
    return driver();
  }

  /** Whether the driver was asked for anything; for tests. */
  boolean askedDriver() {
    return driver != null;
  }

  private ResultSet openDriver() throws SQLException {
    RowSet rows = this.rows;
    if (rows == null) {
      throw ResultErrors.closed();
    }
    Statement statement =
        owner
            .pgConnection()
            .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    statement.setMaxFieldSize(options.maxFieldSize());
    return ((BaseStatement) statement)
        .createDriverResultSet(shape.driverFields(), shape.driverRows(rows, sessionZone()));
  }

  // State.

  private Cursor open() throws SQLException {
    Cursor cursor = this.cursor;
    if (cursor == null) {
      throw ResultErrors.closed();
    }
    return cursor;
  }

  private Cursor scrollable() throws SQLException {
    Cursor cursor = open();
    if (options.type() == TYPE_FORWARD_ONLY) {
      throw ResultErrors.notScrollable();
    }
    return cursor;
  }

  private int size() {
    RowSet rows = this.rows;
    return rows == null ? 0 : rows.size();
  }

  @Override
  public void close() throws SQLException {
    if (cursor == null) {
      return;
    }
    rows = null;
    cursor = null;
    onRow = false;
    ResultSet driver = this.driver;
    try {
      if (driver != null) {
        try (Statement ignored = driver.getStatement()) {
          driver.close();
        }
      }
    } finally {
      owner.closed(this);
    }
  }

  @Override
  public boolean isClosed() {
    return cursor == null;
  }

  @Override
  public Statement getStatement() throws SQLException {
    open();
    return owner.statement();
  }

  @Override
  public int getType() throws SQLException {
    open();
    return options.type();
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
  public ResultSetMetaData getMetaData() throws SQLException {
    open();
    ResultSetMetaData known = metaData;
    if (known == null) {
      known = driver().getMetaData();
      metaData = known;
    }
    return known;
  }

  @Override
  public int findColumn(String columnLabel) throws SQLException {
    open();
    int column = shape.find(columnLabel);
    return column != 0 ? column : driver().findColumn(columnLabel);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this) || iface.isAssignableFrom(PgResultSet.class);
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return iface.isInstance(this) ? iface.cast(this) : driver().unwrap(iface);
  }

  // Navigation.

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

  // Getters.

  /** The column's reader if there is a value to read; {@link #wasNull} tells if it is NULL. */
  private ColumnReader read(int columnIndex) throws SQLException {
    Cursor cursor = open();
    if (!onRow) {
      throw ResultErrors.notOnRow();
    }
    if (columnIndex < 1 || columnIndex > shape.columns()) {
      throw ResultErrors.columnIndex(columnIndex, shape.columns());
    }
    ColumnReader reader = shape.reader(columnIndex);
    wasNull = cursor.isNull(reader.ordinal());
    return reader;
  }

  @Override
  public boolean wasNull() throws SQLException {
    open();
    return wasNull;
  }

  @Override
  public @Nullable String getString(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getString(open(), this);
  }

  @Override
  public boolean getBoolean(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? false : reader.getBoolean(open(), this);
  }

  @Override
  public byte getByte(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getByte(open(), this);
  }

  @Override
  public short getShort(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getShort(open(), this);
  }

  @Override
  public int getInt(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getInt(open(), this);
  }

  @Override
  public long getLong(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getLong(open(), this);
  }

  @Override
  public float getFloat(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getFloat(open(), this);
  }

  @Override
  public double getDouble(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? 0 : reader.getDouble(open(), this);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getBigDecimal(open(), this);
  }

  @Override
  public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getBytes(open(), this);
  }

  @Override
  public @Nullable Date getDate(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getDate(open(), this);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getTimestamp(open(), this);
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    ColumnReader reader = read(columnIndex);
    return wasNull ? null : reader.getObject(open(), this);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar calendar)
      throws SQLException {
    if (calendar == null) {
      return getTimestamp(columnIndex);
    }
    ColumnReader reader = read(columnIndex);
    if (wasNull) {
      return null;
    }
    Timestamp timestamp = reader.getTimestamp(open(), calendar.getTimeZone());
    return timestamp != null ? timestamp : driver().getTimestamp(columnIndex, calendar);
  }

  @Override
  public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
    Cursor cursor = open();
    if (type != null && onRow && columnIndex >= 1 && columnIndex <= shape.columns()) {
      ColumnReader reader = shape.reader(columnIndex);
      if (reader.reads(type)) {
        wasNull = cursor.isNull(reader.ordinal());
        return wasNull ? null : type.cast(reader.getObject(cursor, this, type));
      }
    }
    return driver(columnIndex).getObject(columnIndex, type);
  }
}
