package io.tablecache.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * Passes the calls of a proxy on to an object of the real connection; what an application can reach
 * from it (the connection, results, arrays) is of the connection that the application holds.
 *
 * <p>As thread-safe as its delegate.
 */
abstract class ForwardingHandler implements InvocationHandler {
  private static final Method UNWRAP = method(Wrapper.class, "unwrap", Class.class);
  private static final Method IS_WRAPPER_FOR = method(Wrapper.class, "isWrapperFor", Class.class);
  private static final Method EQUALS = method(Object.class, "equals", Object.class);

  private final TableCacheConnection connection;
  private final Wrapper real;

  ForwardingHandler(TableCacheConnection connection, Wrapper real) {
    this.connection = connection;
    this.real = real;
  }

  static Method method(Class<?> declaring, String name, Class<?>... parameters) {
    try {
      return declaring.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A proxy of the interfaces whose calls come here. */
  final Object proxy(Class<?>... interfaces) {
    return Proxy.newProxyInstance(ForwardingHandler.class.getClassLoader(), interfaces, this);
  }

  final TableCacheConnection connection() {
    return connection;
  }

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
    Object argument = args == null || args.length == 0 ? null : args[0];
    if (method.equals(EQUALS)) {
      return proxy == argument;
    }
    boolean asksForProxy = argument instanceof Class<?> type && type.isInstance(proxy);
    if (method.equals(IS_WRAPPER_FOR)) {
      return asksForProxy ? Boolean.TRUE : forward(method, args);
    }
    if (method.equals(UNWRAP)) {
      if (asksForProxy) {
        return proxy;
      }
      Object unwrapped = forward(method, args);
      connection.session().taint();
      return unwrapped;
    }
    Object result = call(proxy, method, args);
    if (result instanceof Connection) {
      return connection;
    }
    return result instanceof DelegatedResultSet ? result : connection.owned(result);
  }

  /** Makes the call; what it throws is what the real object throws. */
  @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    return forward(method, args);
  }

  /** Calls the real object. */
  final @Nullable Object forward(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
