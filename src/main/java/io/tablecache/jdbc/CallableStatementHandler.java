package io.tablecache.jdbc;

import io.tablecache.plan.StatementEffects;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A callable statement of the real connection, but for the connection and the results that an
 * application can reach from it. What it calls may write and may change the session.
 */
final class CallableStatementHandler implements InvocationHandler {
  private final TableCacheConnection connection;
  private final CallableStatement real;

  private CallableStatementHandler(TableCacheConnection connection, CallableStatement real) {
    this.connection = connection;
    this.real = real;
  }

  static CallableStatement wrap(TableCacheConnection connection, CallableStatement real) {
    return (CallableStatement)
        Proxy.newProxyInstance(
            CallableStatementHandler.class.getClassLoader(),
            new Class<?>[] {CallableStatement.class, PGStatement.class},
            new CallableStatementHandler(connection, real));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getReturnType() == Connection.class) {
      real.getConnection(); // throws if the statement is closed
      return connection;
    }
    if (args != null && args.length == 1 && args[0] instanceof Class<?> iface) {
      if (iface.isInstance(proxy)) {
        return method.getReturnType() == boolean.class ? (Object) true : proxy;
      }
      connection.session().taint();
    }
    Object result =
        method.getName().startsWith("execute")
            ? connection.run(StatementEffects.ANYTHING, true, () -> forward(method, args))
            : forward(method, args);
    return result instanceof ResultSet rows
        ? new DelegatedResultSet(connection, rows, (CallableStatement) proxy)
        : result;
  }

  private @Nullable Object forward(Method method, @Nullable Object @Nullable [] args)
      throws SQLException {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(method + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is not accessible", e);
    }
  }
}
