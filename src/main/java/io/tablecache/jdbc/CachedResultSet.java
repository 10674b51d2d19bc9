package io.tablecache.jdbc;

import io.tablecache.index.Cursor;
import io.tablecache.index.RowSet;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
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
final class CachedResultSet extends PositionedResultSet {
  private final CachedResultOwner owner;
  private final ResultShape shape;
  private final ResultOptions options;

  private boolean wasNull;

  private @Nullable ResultSet driver;
  private @Nullable ResultSetMetaData metaData;

  /** The default time zone as it was at the first getter that needed it. */
  private @Nullable TimeZone defaultZone;

  private @Nullable ConstantOffset constantOffset;

  /** The date that was asked for last. */
  private LocalDate lastDate = LocalDate.EPOCH;

  private long lastEpochDay;

  CachedResultSet(CachedResultOwner owner, ResultShape shape, RowSet rows, ResultOptions options) {
    super(rows, options);
    this.owner = owner;
    this.shape = shape;
    this.options = options;
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
  @Nullable ConstantOffset constantOffset(long localMillis) {
    ConstantOffset known = constantOffset;
    if (known == null || !known.contains(localMillis)) {
      known = ConstantOffset.around(defaultZone(), localMillis);
      constantOffset = known;
    }
    return known;
  }

  /** The default time zone's offset at an instant, or null if only the driver can tell. */
  @Nullable ConstantOffset constantOffsetAt(long epochMillis) {
    long localMillis = epochMillis + defaultZone().getOffset(epochMillis);
    return constantOffset(localMillis);
  }

  /** The date of a day; neighbouring rows are mostly of the same one. */
  LocalDate localDate(long epochDay) {
    if (epochDay != lastEpochDay) {
      lastDate = LocalDate.ofEpochDay(epochDay);
      lastEpochDay = epochDay;
    }
    return lastDate;
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
    int row = isOnRow() ? cursor.row() : 0;
    if (result.getRow() != row) {
      result.absolute(row);
    }
    return result;
  }

  @Override
  ResultSet driver(int columnIndex) throws SQLException {
    Cursor cursor = open();
    if (isOnRow() && columnIndex >= 1 && columnIndex <= shape.columns()) {
      wasNull = cursor.isNull(shape.reader(columnIndex).ordinal());
    }
    return driver();
  }

  @Override
  @Nullable Object owned(@Nullable Object value) throws SQLException {
    return owner.owned(value);
  }

  /** Whether the driver was asked for anything; for tests. */
  boolean askedDriver() {
    return driver != null;
  }

  /** By a statement of its own: the application's could neither scroll nor stay open over it. */
  private ResultSet openDriver() throws SQLException {
    Statement statement = owner.driverStatement();
    statement.setMaxFieldSize(options.maxFieldSize());
    return ((BaseStatement) statement)
        .createDriverResultSet(shape.driverFields(), shape.driverRows(rows(), sessionZone()));
  }

  @Override
  public void close() throws SQLException {
    if (isClosed()) {
      return;
    }
    release();
    try {
      if (driver != null) {
        driver.close();
      }
    } finally {
      owner.closed(this);
    }
  }

  @Override
  public Statement getStatement() throws SQLException {
    open();
    return owner.statement();
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
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    T unwrapped = driver().unwrap(iface);
    owner.handedOut();
    return unwrapped;
  }

  // Getters.

  /** The column's reader if there is a value to read; {@link #wasNull} tells if it is NULL. */
  private ColumnReader read(int columnIndex) throws SQLException {
    Cursor cursor = open();
    if (!isOnRow()) {
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
    if (type != null && isOnRow() && columnIndex >= 1 && columnIndex <= shape.columns()) {
      ColumnReader reader = shape.reader(columnIndex);
      if (reader.reads(type)) {
        wasNull = cursor.isNull(reader.ordinal());
        return wasNull ? null : type.cast(reader.getObject(cursor, this, type));
      }
    }
    T value = driver(columnIndex).getObject(columnIndex, type);
    return value instanceof Array ? type.cast(owned(value)) : value;
  }
}
