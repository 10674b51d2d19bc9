package io.tablecache.jdbc;

import io.tablecache.jdbc.forward.ForwardingResultSet;
import io.tablecache.plan.StatementEffects;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database's result, but for its statement, which is the one that the application holds, for
 * the arrays and results among its values, which lead back to the application's connection, and for
 * what it reads and changes anew, of which the session takes note.
 */
final class DelegatedResultSet extends ForwardingResultSet {
  private final TableCacheConnection connection;
  private final ResultSet real;
  private final @Nullable Statement statement;

  DelegatedResultSet(
      TableCacheConnection connection, ResultSet real, @Nullable Statement statement) {
    this.connection = connection;
    this.real = real;
    this.statement = statement;
  }

  @Override
  protected ResultSet delegate() {
    return real;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    // The real one throws if the result is closed.
    return real.getStatement() == null ? null : statement;
  }

  @Override
  public @Nullable Array getArray(int columnIndex) throws SQLException {
    return connection.objects().array(real.getArray(columnIndex));
  }

  @Override
  public @Nullable Array getArray(String columnLabel) throws SQLException {
    return connection.objects().array(real.getArray(columnLabel));
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return connection.objects().value(real.getObject(columnIndex));
  }

  @Override
  public @Nullable Object getObject(String columnLabel) throws SQLException {
    return connection.objects().value(real.getObject(columnLabel));
  }

  @Override
  public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return connection.objects().value(real.getObject(columnIndex, map));
  }

  @Override
  public @Nullable Object getObject(String columnLabel, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return connection.objects().value(real.getObject(columnLabel, map));
  }

  @Override
  public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
    T value = real.getObject(columnIndex, type);
    return value instanceof Array ? type.cast(connection.objects().value(value)) : value;
  }

  @Override
  public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
    T value = real.getObject(columnLabel, type);
    return value instanceof Array ? type.cast(connection.objects().value(value)) : value;
  }

  @Override
  public void insertRow() throws SQLException {
    change(real::insertRow);
  }

  @Override
  public void updateRow() throws SQLException {
    change(real::updateRow);
  }

  @Override
  public void deleteRow() throws SQLException {
    change(real::deleteRow);
  }

  @Override
  public void refreshRow() throws SQLException {
    try {
      real.refreshRow();
    } finally {
      // It is as new as an answer from the database.
      connection.session().ended(StatementEffects.NONE, true);
    }
  }

  /** A change of a row in the database. */
  @FunctionalInterface
  private interface RowChange {
    void run() throws SQLException;
  }

  private void change(RowChange change) throws SQLException {
    // Of which table the row is, and so what its triggers do, is not looked at.
    connection.run(
        connection.database().effects().of(StatementEffects.ANYTHING),
        null,
        true,
        () -> {
          change.run();
          return true;
        });
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return connection.handOut(this, super.unwrap(iface));
  }
}
