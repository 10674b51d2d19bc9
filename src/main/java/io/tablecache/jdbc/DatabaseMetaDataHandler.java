package io.tablecache.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The real connection's metadata, but for the connection, the statements and the wrapping that an
 * application can reach from it.
 */
final class DatabaseMetaDataHandler implements InvocationHandler {
  private final TableCacheConnection connection;
  private final DatabaseMetaData real;

  private DatabaseMetaDataHandler(TableCacheConnection connection, DatabaseMetaData real) {
    this.connection = connection;
    this.real = real;
  }

  static DatabaseMetaData wrap(TableCacheConnection connection, DatabaseMetaData real) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            DatabaseMetaDataHandler.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new DatabaseMetaDataHandler(connection, real));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getReturnType() == Connection.class) {
      return connection;
    }
    if (args != null && args.length == 1 && args[0] instanceof Class<?> iface) {
      // unwrap and isWrapperFor: me, then the real object.
      if (iface.isInstance(proxy)) {
        return method.getReturnType() == boolean.class ? (Object) true : proxy;
      }
      connection.session().taint();
    }
    Object result;
    try {
      result = method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    if (result instanceof ResultSet rows) {
      Statement statement = rows.getStatement();
      return new DelegatedResultSet(
          connection,
          rows,
          statement == null ? null : new TableCacheStatement(connection, statement, false));
    }
    return result;
  }
}
