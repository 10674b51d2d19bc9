package io.tablecache.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * An array of the real connection, but for its results, which lead back to the connection that the
 * application holds. It is a {@link PgArray}, since applications cast to that.
 *
 * <p>As thread-safe as the real one.
 */
final class SessionArray extends PgArray {
  private final TableCacheConnection session;
  private final PgArray real;

  SessionArray(TableCacheConnection session, PgArray real) throws SQLException {
    super(session.session().real(), 0, (String) null);
    this.session = session;
    this.real = real;
  }

  private ResultSet owned(ResultSet rows) throws SQLException {
    return session.ownedResult(rows);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return owned(real.getResultSet());
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return owned(real.getResultSet(index, count));
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    return owned(real.getResultSet(map));
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return owned(real.getResultSet(index, count, map));
  }

  @Override
  public ResultSet getResultSetImpl(@Nullable Map<String, Class<?>> map) throws SQLException {
    return owned(real.getResultSetImpl(map));
  }

  @Override
  public ResultSet getResultSetImpl(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return owned(real.getResultSetImpl(index, count, map));
  }

  @Override
  public Object getArray() throws SQLException {
    return real.getArray();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    return real.getArray(index, count);
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
    return real.getArray(map);
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return real.getArray(index, count, map);
  }

  @Override
  public Object getArrayImpl(@Nullable Map<String, Class<?>> map) throws SQLException {
    return real.getArrayImpl(map);
  }

  @Override
  public @Nullable Object getArrayImpl(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return real.getArrayImpl(index, count, map);
  }

  @Override
  public int getBaseType() throws SQLException {
    return real.getBaseType();
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    return real.getBaseTypeName();
  }

  @Override
  public boolean isBinary() {
    return real.isBinary();
  }

  @Override
  public byte @Nullable [] toBytes() {
    return real.toBytes();
  }

  @Override
  public void free() throws SQLException {
    real.free();
  }

  @Override
  public @Nullable String toString() {
    return real.toString();
  }
}
