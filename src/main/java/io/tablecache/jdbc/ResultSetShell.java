package io.tablecache.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGRefCursorResultSet;

/**
 * The part of a cached result that has no logic: getters by label, the long tail of getters, and
 * updates, which the driver's own result set answers or refuses.
 */
@SuppressWarnings("deprecation") // PGRefCursorResultSet, which the driver's own results are
abstract class ResultSetShell implements ResultSet, PGRefCursorResultSet {

  /** The driver's result set over the same rows, at the same position. */
  abstract ResultSet driver() throws SQLException;

  /**
   * The same for reading a column: whether its value is NULL is what {@link #wasNull} tells next.
   */
  abstract ResultSet driver(int columnIndex) throws SQLException;

  /** A value of the driver's as the application may have it. */
  abstract @Nullable Object owned(@Nullable Object value) throws SQLException;

  @Override
  public @Nullable String getString(String columnLabel) throws SQLException {
    return getString(findColumn(columnLabel));
  }

  @Override
  public boolean getBoolean(String columnLabel) throws SQLException {
    return getBoolean(findColumn(columnLabel));
  }

  @Override
  public byte getByte(String columnLabel) throws SQLException {
    return getByte(findColumn(columnLabel));
  }

  @Override
  public short getShort(String columnLabel) throws SQLException {
    return getShort(findColumn(columnLabel));
  }

  @Override
  public int getInt(String columnLabel) throws SQLException {
    return getInt(findColumn(columnLabel));
  }

  @Override
  public long getLong(String columnLabel) throws SQLException {
    return getLong(findColumn(columnLabel));
  }

  @Override
  public float getFloat(String columnLabel) throws SQLException {
    return getFloat(findColumn(columnLabel));
  }

  @Override
  public double getDouble(String columnLabel) throws SQLException {
    return getDouble(findColumn(columnLabel));
  }

  @Override
  @SuppressWarnings("deprecation") // declared so by the interface
  public @Nullable BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
    return getBigDecimal(findColumn(columnLabel), scale);
  }

  @Override
  public byte @Nullable [] getBytes(String columnLabel) throws SQLException {
    return getBytes(findColumn(columnLabel));
  }

  @Override
  public @Nullable Date getDate(String columnLabel) throws SQLException {
    return getDate(findColumn(columnLabel));
  }

  @Override
  public @Nullable Time getTime(String columnLabel) throws SQLException {
    return getTime(findColumn(columnLabel));
  }

  @Override
  public @Nullable Timestamp getTimestamp(String columnLabel) throws SQLException {
    return getTimestamp(findColumn(columnLabel));
  }

  @Override
  public @Nullable InputStream getAsciiStream(String columnLabel) throws SQLException {
    return getAsciiStream(findColumn(columnLabel));
  }

  @Override
  @SuppressWarnings("deprecation") // declared so by the interface
  public @Nullable InputStream getUnicodeStream(String columnLabel) throws SQLException {
    return getUnicodeStream(findColumn(columnLabel));
  }

  @Override
  public @Nullable InputStream getBinaryStream(String columnLabel) throws SQLException {
    return getBinaryStream(findColumn(columnLabel));
  }

  @Override
  public @Nullable Object getObject(String columnLabel) throws SQLException {
    return getObject(findColumn(columnLabel));
  }

  @Override
  public @Nullable Reader getCharacterStream(String columnLabel) throws SQLException {
    return getCharacterStream(findColumn(columnLabel));
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(String columnLabel) throws SQLException {
    return getBigDecimal(findColumn(columnLabel));
  }

  @Override
  public @Nullable Object getObject(String columnLabel, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getObject(findColumn(columnLabel), map);
  }

  @Override
  public @Nullable Ref getRef(String columnLabel) throws SQLException {
    return getRef(findColumn(columnLabel));
  }

  @Override
  public @Nullable Blob getBlob(String columnLabel) throws SQLException {
    return getBlob(findColumn(columnLabel));
  }

  @Override
  public @Nullable Clob getClob(String columnLabel) throws SQLException {
    return getClob(findColumn(columnLabel));
  }

  @Override
  public @Nullable Array getArray(String columnLabel) throws SQLException {
    return getArray(findColumn(columnLabel));
  }

  @Override
  public @Nullable Date getDate(String columnLabel, @Nullable Calendar calendar)
      throws SQLException {
    return getDate(findColumn(columnLabel), calendar);
  }

  @Override
  public @Nullable Time getTime(String columnLabel, @Nullable Calendar calendar)
      throws SQLException {
    return getTime(findColumn(columnLabel), calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String columnLabel, @Nullable Calendar calendar)
      throws SQLException {
    return getTimestamp(findColumn(columnLabel), calendar);
  }

  @Override
  public @Nullable URL getURL(String columnLabel) throws SQLException {
    return getURL(findColumn(columnLabel));
  }

  @Override
  public @Nullable RowId getRowId(String columnLabel) throws SQLException {
    return getRowId(findColumn(columnLabel));
  }

  @Override
  public @Nullable NClob getNClob(String columnLabel) throws SQLException {
    return getNClob(findColumn(columnLabel));
  }

  @Override
  public @Nullable SQLXML getSQLXML(String columnLabel) throws SQLException {
    return getSQLXML(findColumn(columnLabel));
  }

  @Override
  public @Nullable String getNString(String columnLabel) throws SQLException {
    return getNString(findColumn(columnLabel));
  }

  @Override
  public @Nullable Reader getNCharacterStream(String columnLabel) throws SQLException {
    return getNCharacterStream(findColumn(columnLabel));
  }

  @Override
  public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
    return getObject(findColumn(columnLabel), type);
  }

  @Override
  @SuppressWarnings("deprecation") // declared so by the interface
  public @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
    return driver(columnIndex).getBigDecimal(columnIndex, scale);
  }

  @Override
  public @Nullable Time getTime(int columnIndex) throws SQLException {
    return driver(columnIndex).getTime(columnIndex);
  }

  @Override
  public @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
    return driver(columnIndex).getAsciiStream(columnIndex);
  }

  @Override
  @SuppressWarnings("deprecation") // declared so by the interface
  public @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
    return driver(columnIndex).getUnicodeStream(columnIndex);
  }

  @Override
  public @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
    return driver(columnIndex).getBinaryStream(columnIndex);
  }

  @Override
  public @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
    return driver(columnIndex).getCharacterStream(columnIndex);
  }

  @Override
  public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return owned(driver(columnIndex).getObject(columnIndex, map));
  }

  @Override
  public @Nullable Ref getRef(int columnIndex) throws SQLException {
    return driver(columnIndex).getRef(columnIndex);
  }

  @Override
  public @Nullable Blob getBlob(int columnIndex) throws SQLException {
    return driver(columnIndex).getBlob(columnIndex);
  }

  @Override
  public @Nullable Clob getClob(int columnIndex) throws SQLException {
    return driver(columnIndex).getClob(columnIndex);
  }

  @Override
  public @Nullable Array getArray(int columnIndex) throws SQLException {
    return (Array) owned(driver(columnIndex).getArray(columnIndex));
  }

  @Override
  public @Nullable Date getDate(int columnIndex, @Nullable Calendar calendar) throws SQLException {
    return driver(columnIndex).getDate(columnIndex, calendar);
  }

  @Override
  public @Nullable Time getTime(int columnIndex, @Nullable Calendar calendar) throws SQLException {
    return driver(columnIndex).getTime(columnIndex, calendar);
  }

  @Override
  public @Nullable URL getURL(int columnIndex) throws SQLException {
    return driver(columnIndex).getURL(columnIndex);
  }

  @Override
  public @Nullable RowId getRowId(int columnIndex) throws SQLException {
    return driver(columnIndex).getRowId(columnIndex);
  }

  @Override
  public @Nullable NClob getNClob(int columnIndex) throws SQLException {
    return driver(columnIndex).getNClob(columnIndex);
  }

  @Override
  public @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException {
    return driver(columnIndex).getSQLXML(columnIndex);
  }

  @Override
  public @Nullable String getNString(int columnIndex) throws SQLException {
    return driver(columnIndex).getNString(columnIndex);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
    return driver(columnIndex).getNCharacterStream(columnIndex);
  }

  @Override
  public void updateNull(int columnIndex) throws SQLException {
    driver().updateNull(columnIndex);
  }

  @Override
  public void updateBoolean(int columnIndex, boolean value) throws SQLException {
    driver().updateBoolean(columnIndex, value);
  }

  @Override
  public void updateByte(int columnIndex, byte value) throws SQLException {
    driver().updateByte(columnIndex, value);
  }

  @Override
  public void updateShort(int columnIndex, short value) throws SQLException {
    driver().updateShort(columnIndex, value);
  }

  @Override
  public void updateInt(int columnIndex, int value) throws SQLException {
    driver().updateInt(columnIndex, value);
  }

  @Override
  public void updateLong(int columnIndex, long value) throws SQLException {
    driver().updateLong(columnIndex, value);
  }

  @Override
  public void updateFloat(int columnIndex, float value) throws SQLException {
    driver().updateFloat(columnIndex, value);
  }

  @Override
  public void updateDouble(int columnIndex, double value) throws SQLException {
    driver().updateDouble(columnIndex, value);
  }

  @Override
  public void updateBigDecimal(int columnIndex, @Nullable BigDecimal value) throws SQLException {
    driver().updateBigDecimal(columnIndex, value);
  }

  @Override
  public void updateString(int columnIndex, @Nullable String value) throws SQLException {
    driver().updateString(columnIndex, value);
  }

  @Override
  public void updateBytes(int columnIndex, byte @Nullable [] value) throws SQLException {
    driver().updateBytes(columnIndex, value);
  }

  @Override
  public void updateDate(int columnIndex, @Nullable Date value) throws SQLException {
    driver().updateDate(columnIndex, value);
  }

  @Override
  public void updateTime(int columnIndex, @Nullable Time value) throws SQLException {
    driver().updateTime(columnIndex, value);
  }

  @Override
  public void updateTimestamp(int columnIndex, @Nullable Timestamp value) throws SQLException {
    driver().updateTimestamp(columnIndex, value);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream value, int length)
      throws SQLException {
    driver().updateAsciiStream(columnIndex, value, length);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream value, int length)
      throws SQLException {
    driver().updateBinaryStream(columnIndex, value, length);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader value, int length)
      throws SQLException {
    driver().updateCharacterStream(columnIndex, value, length);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object value, int scaleOrLength)
      throws SQLException {
    driver().updateObject(columnIndex, value, scaleOrLength);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object value) throws SQLException {
    driver().updateObject(columnIndex, value);
  }

  @Override
  public void updateNull(String columnLabel) throws SQLException {
    driver().updateNull(columnLabel);
  }

  @Override
  public void updateBoolean(String columnLabel, boolean value) throws SQLException {
    driver().updateBoolean(columnLabel, value);
  }

  @Override
  public void updateByte(String columnLabel, byte value) throws SQLException {
    driver().updateByte(columnLabel, value);
  }

  @Override
  public void updateShort(String columnLabel, short value) throws SQLException {
    driver().updateShort(columnLabel, value);
  }

  @Override
  public void updateInt(String columnLabel, int value) throws SQLException {
    driver().updateInt(columnLabel, value);
  }

  @Override
  public void updateLong(String columnLabel, long value) throws SQLException {
    driver().updateLong(columnLabel, value);
  }

  @Override
  public void updateFloat(String columnLabel, float value) throws SQLException {
    driver().updateFloat(columnLabel, value);
  }

  @Override
  public void updateDouble(String columnLabel, double value) throws SQLException {
    driver().updateDouble(columnLabel, value);
  }

  @Override
  public void updateBigDecimal(String columnLabel, @Nullable BigDecimal value) throws SQLException {
    driver().updateBigDecimal(columnLabel, value);
  }

  @Override
  public void updateString(String columnLabel, @Nullable String value) throws SQLException {
    driver().updateString(columnLabel, value);
  }

  @Override
  public void updateBytes(String columnLabel, byte @Nullable [] value) throws SQLException {
    driver().updateBytes(columnLabel, value);
  }

  @Override
  public void updateDate(String columnLabel, @Nullable Date value) throws SQLException {
    driver().updateDate(columnLabel, value);
  }

  @Override
  public void updateTime(String columnLabel, @Nullable Time value) throws SQLException {
    driver().updateTime(columnLabel, value);
  }

  @Override
  public void updateTimestamp(String columnLabel, @Nullable Timestamp value) throws SQLException {
    driver().updateTimestamp(columnLabel, value);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream value, int length)
      throws SQLException {
    driver().updateAsciiStream(columnLabel, value, length);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream value, int length)
      throws SQLException {
    driver().updateBinaryStream(columnLabel, value, length);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader value, int length)
      throws SQLException {
    driver().updateCharacterStream(columnLabel, value, length);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object value, int scaleOrLength)
      throws SQLException {
    driver().updateObject(columnLabel, value, scaleOrLength);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object value) throws SQLException {
    driver().updateObject(columnLabel, value);
  }

  @Override
  public void insertRow() throws SQLException {
    driver().insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    driver().updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    driver().deleteRow();
  }

  @Override
  public void refreshRow() throws SQLException {
    driver().refreshRow();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    driver().cancelRowUpdates();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    driver().moveToInsertRow();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    driver().moveToCurrentRow();
  }

  @Override
  public void updateRef(int columnIndex, @Nullable Ref value) throws SQLException {
    driver().updateRef(columnIndex, value);
  }

  @Override
  public void updateRef(String columnLabel, @Nullable Ref value) throws SQLException {
    driver().updateRef(columnLabel, value);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable Blob value) throws SQLException {
    driver().updateBlob(columnIndex, value);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable Blob value) throws SQLException {
    driver().updateBlob(columnLabel, value);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Clob value) throws SQLException {
    driver().updateClob(columnIndex, value);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Clob value) throws SQLException {
    driver().updateClob(columnLabel, value);
  }

  @Override
  public void updateArray(int columnIndex, @Nullable Array value) throws SQLException {
    driver().updateArray(columnIndex, value);
  }

  @Override
  public void updateArray(String columnLabel, @Nullable Array value) throws SQLException {
    driver().updateArray(columnLabel, value);
  }

  @Override
  public void updateRowId(int columnIndex, @Nullable RowId value) throws SQLException {
    driver().updateRowId(columnIndex, value);
  }

  @Override
  public void updateRowId(String columnLabel, @Nullable RowId value) throws SQLException {
    driver().updateRowId(columnLabel, value);
  }

  @Override
  public int getHoldability() throws SQLException {
    return driver().getHoldability();
  }

  @Override
  public void updateNString(int columnIndex, @Nullable String value) throws SQLException {
    driver().updateNString(columnIndex, value);
  }

  @Override
  public void updateNString(String columnLabel, @Nullable String value) throws SQLException {
    driver().updateNString(columnLabel, value);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable NClob value) throws SQLException {
    driver().updateNClob(columnIndex, value);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable NClob value) throws SQLException {
    driver().updateNClob(columnLabel, value);
  }

  @Override
  public void updateSQLXML(int columnIndex, @Nullable SQLXML value) throws SQLException {
    driver().updateSQLXML(columnIndex, value);
  }

  @Override
  public void updateSQLXML(String columnLabel, @Nullable SQLXML value) throws SQLException {
    driver().updateSQLXML(columnLabel, value);
  }

  @Override
  public void updateNCharacterStream(int columnIndex, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateNCharacterStream(columnIndex, value, length);
  }

  @Override
  public void updateNCharacterStream(String columnLabel, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateNCharacterStream(columnLabel, value, length);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateAsciiStream(columnIndex, value, length);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateBinaryStream(columnIndex, value, length);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateCharacterStream(columnIndex, value, length);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateAsciiStream(columnLabel, value, length);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateBinaryStream(columnLabel, value, length);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateCharacterStream(columnLabel, value, length);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateBlob(columnIndex, value, length);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable InputStream value, long length)
      throws SQLException {
    driver().updateBlob(columnLabel, value, length);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Reader value, long length) throws SQLException {
    driver().updateClob(columnIndex, value, length);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateClob(columnLabel, value, length);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateNClob(columnIndex, value, length);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable Reader value, long length)
      throws SQLException {
    driver().updateNClob(columnLabel, value, length);
  }

  @Override
  public void updateNCharacterStream(int columnIndex, @Nullable Reader value) throws SQLException {
    driver().updateNCharacterStream(columnIndex, value);
  }

  @Override
  public void updateNCharacterStream(String columnLabel, @Nullable Reader value)
      throws SQLException {
    driver().updateNCharacterStream(columnLabel, value);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream value) throws SQLException {
    driver().updateAsciiStream(columnIndex, value);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream value) throws SQLException {
    driver().updateBinaryStream(columnIndex, value);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader value) throws SQLException {
    driver().updateCharacterStream(columnIndex, value);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream value)
      throws SQLException {
    driver().updateAsciiStream(columnLabel, value);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream value)
      throws SQLException {
    driver().updateBinaryStream(columnLabel, value);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader value)
      throws SQLException {
    driver().updateCharacterStream(columnLabel, value);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable InputStream value) throws SQLException {
    driver().updateBlob(columnIndex, value);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable InputStream value) throws SQLException {
    driver().updateBlob(columnLabel, value);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Reader value) throws SQLException {
    driver().updateClob(columnIndex, value);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Reader value) throws SQLException {
    driver().updateClob(columnLabel, value);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable Reader value) throws SQLException {
    driver().updateNClob(columnIndex, value);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable Reader value) throws SQLException {
    driver().updateNClob(columnLabel, value);
  }

  @Override
  public void updateObject(
      int columnIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    driver().updateObject(columnIndex, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void updateObject(
      String columnLabel, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    driver().updateObject(columnLabel, value, targetSqlType, scaleOrLength);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    driver().updateObject(columnIndex, value, targetSqlType);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    driver().updateObject(columnLabel, value, targetSqlType);
  }

  @Override
  @Deprecated
  public @Nullable String getRefCursor() {
    return null;
  }
}
