package io.tablecache.jdbc;

import io.tablecache.jdbc.forward.ForwardingPreparedStatement;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement: captured as long as each one can be taken over exactly,
 * from then on set on the real statement. Streams, readers, large objects and the like never are.
 *
 * <p>Nothing but setters; what is done with the parameters is the subclass's.
 */
abstract class CapturingPreparedStatement extends ForwardingPreparedStatement {
  /** The captured parameters, or null while the real statement takes them. */
  protected @Nullable CapturedParameters captured;

  /** Whether a parameter was set whose type has a name: the server may check it by any function. */
  protected boolean hasNamedType;

  CapturingPreparedStatement(@Nullable CapturedParameters captured) {
    this.captured = captured;
  }

  /** Gives the real statement what was captured so far; it takes the parameters from now on. */
  protected abstract PreparedStatement direct() throws SQLException;

  /** As {@link #direct()}, for a parameter that may name its type; none that is captured does. */
  private PreparedStatement direct(@Nullable Object parameter) throws SQLException {
    // The driver sends a map as an hstore, whatever that is in the database.
    hasNamedType |=
        parameter != null
            && (parameter instanceof Map
                || !parameter.getClass().getPackageName().startsWith("java."));
    return direct();
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    if (captured == null || !captured.setNull(parameterIndex, sqlType)) {
      direct().setNull(parameterIndex, sqlType);
    }
  }

  @Override
  public void setBoolean(int parameterIndex, boolean x) throws SQLException {
    if (captured == null || !captured.setBoolean(parameterIndex, x)) {
      direct().setBoolean(parameterIndex, x);
    }
  }

  @Override
  public void setByte(int parameterIndex, byte x) throws SQLException {
    if (captured == null || !captured.setByte(parameterIndex, x)) {
      direct().setByte(parameterIndex, x);
    }
  }

  @Override
  public void setShort(int parameterIndex, short x) throws SQLException {
    if (captured == null || !captured.setShort(parameterIndex, x)) {
      direct().setShort(parameterIndex, x);
    }
  }

  @Override
  public void setInt(int parameterIndex, int x) throws SQLException {
    if (captured == null || !captured.setInt(parameterIndex, x)) {
      direct().setInt(parameterIndex, x);
    }
  }

  @Override
  public void setLong(int parameterIndex, long x) throws SQLException {
    if (captured == null || !captured.setLong(parameterIndex, x)) {
      direct().setLong(parameterIndex, x);
    }
  }

  @Override
  public void setFloat(int parameterIndex, float x) throws SQLException {
    if (captured == null || !captured.setFloat(parameterIndex, x)) {
      direct().setFloat(parameterIndex, x);
    }
  }

  @Override
  public void setDouble(int parameterIndex, double x) throws SQLException {
    if (captured == null || !captured.setDouble(parameterIndex, x)) {
      direct().setDouble(parameterIndex, x);
    }
  }

  @Override
  public void setBigDecimal(int parameterIndex, @Nullable BigDecimal x) throws SQLException {
    if (captured == null || !captured.setBigDecimal(parameterIndex, x)) {
      direct().setBigDecimal(parameterIndex, x);
    }
  }

  @Override
  public void setString(int parameterIndex, @Nullable String x) throws SQLException {
    if (captured == null || !captured.setString(parameterIndex, x)) {
      direct().setString(parameterIndex, x);
    }
  }

  @Override
  public void setBytes(int parameterIndex, byte @Nullable [] x) throws SQLException {
    direct().setBytes(parameterIndex, x);
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date x) throws SQLException {
    if (captured == null || !captured.setDate(parameterIndex, x)) {
      direct().setDate(parameterIndex, x);
    }
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time x) throws SQLException {
    direct().setTime(parameterIndex, x);
  }

  @Override
  public void setTimestamp(int parameterIndex, @Nullable Timestamp x) throws SQLException {
    if (captured == null || !captured.setTimestamp(parameterIndex, x)) {
      direct().setTimestamp(parameterIndex, x);
    }
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    direct().setAsciiStream(parameterIndex, x, length);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    direct().setUnicodeStream(parameterIndex, x, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    direct().setBinaryStream(parameterIndex, x, length);
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object x, int targetSqlType)
      throws SQLException {
    if (captured == null || !captured.setObject(parameterIndex, x, targetSqlType)) {
      direct(x).setObject(parameterIndex, x, targetSqlType);
    }
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object x) throws SQLException {
    if (captured == null || !captured.setObject(parameterIndex, x)) {
      direct(x).setObject(parameterIndex, x);
    }
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader reader, int length)
      throws SQLException {
    direct().setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setRef(int parameterIndex, @Nullable Ref x) throws SQLException {
    direct().setRef(parameterIndex, x);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable Blob x) throws SQLException {
    direct().setBlob(parameterIndex, x);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Clob x) throws SQLException {
    direct().setClob(parameterIndex, x);
  }

  @Override
  public void setArray(int parameterIndex, @Nullable Array x) throws SQLException {
    if (captured == null || !captured.setArray(parameterIndex, x)) {
      direct(x).setArray(parameterIndex, x);
    }
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date x, @Nullable Calendar cal)
      throws SQLException {
    if (captured == null || !captured.setDate(parameterIndex, x, cal)) {
      direct().setDate(parameterIndex, x, cal);
    }
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time x, @Nullable Calendar cal)
      throws SQLException {
    direct().setTime(parameterIndex, x, cal);
  }

  @Override
  public void setTimestamp(int parameterIndex, @Nullable Timestamp x, @Nullable Calendar cal)
      throws SQLException {
    if (captured == null || !captured.setTimestamp(parameterIndex, x, cal)) {
      direct().setTimestamp(parameterIndex, x, cal);
    }
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, @Nullable String typeName)
      throws SQLException {
    hasNamedType = true;
    if (captured == null || !captured.setNull(parameterIndex, sqlType, typeName)) {
      direct().setNull(parameterIndex, sqlType, typeName);
    }
  }

  @Override
  public void setURL(int parameterIndex, @Nullable URL x) throws SQLException {
    direct().setURL(parameterIndex, x);
  }

  @Override
  public void setRowId(int parameterIndex, @Nullable RowId x) throws SQLException {
    direct().setRowId(parameterIndex, x);
  }

  @Override
  public void setNString(int parameterIndex, @Nullable String value) throws SQLException {
    direct().setNString(parameterIndex, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    direct().setNCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException {
    direct().setNClob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader reader, long length)
      throws SQLException {
    direct().setClob(parameterIndex, reader, length);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream inputStream, long length)
      throws SQLException {
    direct().setBlob(parameterIndex, inputStream, length);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader reader, long length)
      throws SQLException {
    direct().setNClob(parameterIndex, reader, length);
  }

  @Override
  public void setSQLXML(int parameterIndex, @Nullable SQLXML xmlObject) throws SQLException {
    direct().setSQLXML(parameterIndex, xmlObject);
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    if (captured == null || !captured.setObject(parameterIndex, x, targetSqlType, scaleOrLength)) {
      direct(x).setObject(parameterIndex, x, targetSqlType, scaleOrLength);
    }
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream x, long length)
      throws SQLException {
    direct().setAsciiStream(parameterIndex, x, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream x, long length)
      throws SQLException {
    direct().setBinaryStream(parameterIndex, x, length);
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader reader, long length)
      throws SQLException {
    direct().setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream x) throws SQLException {
    direct().setAsciiStream(parameterIndex, x);
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream x) throws SQLException {
    direct().setBinaryStream(parameterIndex, x);
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader reader) throws SQLException {
    direct().setCharacterStream(parameterIndex, reader);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    direct().setNCharacterStream(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader reader) throws SQLException {
    direct().setClob(parameterIndex, reader);
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream inputStream) throws SQLException {
    direct().setBlob(parameterIndex, inputStream);
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader reader) throws SQLException {
    direct().setNClob(parameterIndex, reader);
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object x, @Nullable SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    direct(x).setObject(parameterIndex, x, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object x, @Nullable SQLType targetSqlType)
      throws SQLException {
    direct(x).setObject(parameterIndex, x, targetSqlType);
  }
}
