package io.tablecache.jdbc.forward;

import io.tablecache.testing.PostgresServer;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Objects;
import java.util.Properties;
import java.util.TimerTask;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Encoding;

/**
 * Makes a value for any type in the signatures of JDBC, never the same twice but for {@code
 * boolean}, and never the type's default.
 *
 * <p>Confined to one thread.
 */
public final class SampleValues {
  private int last = 41;

  /** One value per parameter of the method. */
  public Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = of(types[i]);
    }
    return arguments;
  }

  /** A value that the method may return, null for {@code void}. */
  public @Nullable Object result(Method method) {
    return method.getReturnType() == void.class ? null : of(method.getReturnType());
  }

  private Object of(Class<?> type) {
    last++;
    if (type.isPrimitive()) {
      return primitive(type);
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(array, 0, of(type.getComponentType()));
      return array;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[type.getEnumConstants().length - 1];
    }
    if (type.isInterface()) {
      return Proxy.newProxyInstance(
          SampleValues.class.getClassLoader(),
          new Class<?>[] {type},
          new Identity("sample " + last));
    }
    return object(type);
  }

  private Object primitive(Class<?> type) {
    return switch (type.getName()) {
      case "boolean" -> true;
      case "char" -> (char) last;
      case "byte" -> (byte) last;
      case "short" -> (short) last;
      case "int" -> last;
      case "long" -> (long) last;
      case "float" -> (float) last;
      case "double" -> (double) last;
      default -> throw new IllegalArgumentException("no sample of " + type);
    };
  }

  private Object object(Class<?> type) {
    return switch (type.getName()) {
      case "java.lang.Object" -> new Object();
      case "java.lang.String" -> "sample " + last;
      case "java.lang.Class" -> String.class;
      case "java.math.BigDecimal" -> BigDecimal.valueOf(last);
      case "java.net.URL" -> url(last);
      case "java.io.InputStream" -> InputStream.nullInputStream();
      case "java.io.Reader" -> (Reader) new StringReader("sample " + last);
      case "java.util.Calendar" -> (Calendar) new GregorianCalendar(last, 0, 1);
      case "java.util.Properties" -> new Properties();
      case "java.sql.Date" -> new Date(last);
      case "java.sql.Time" -> new Time(last);
      case "java.sql.Timestamp" -> new Timestamp(last);
      case "java.sql.SQLWarning" -> new SQLWarning("sample " + last);
      case "org.postgresql.copy.CopyManager" -> ofServer(PGConnection::getCopyAPI);
      case "org.postgresql.fastpath.Fastpath" -> ofServer(PGConnection::getFastpathAPI);
      case "org.postgresql.largeobject.LargeObjectManager" ->
          ofServer(PGConnection::getLargeObjectAPI);
      case "java.util.TimerTask" ->
          new TimerTask() {
            @Override
            public void run() {}
          };
      case "java.util.logging.Logger" -> Logger.getLogger("sample " + last);
      case "org.postgresql.core.Encoding" -> Encoding.getJVMEncoding("UTF-8");
      case "org.postgresql.core.CachedQuery" -> ofServer(c -> base(c).createQuery("", true, true));
      case "org.postgresql.jdbc.TimestampUtils" -> ofServer(c -> base(c).getTimestampUtils());
      case "org.postgresql.util.LruCache" -> ofServer(c -> base(c).getFieldMetadataCache());
      default -> throw new IllegalArgumentException("no sample of " + type);
    };
  }

  private static BaseConnection base(PGConnection connection) {
    return (BaseConnection) connection;
  }

  private static URL url(int number) {
    try {
      return URI.create("https://example.org/" + number).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What only a connected driver can make. */
  private static Object ofServer(Api api) {
    try (Connection connection = PostgresServer.shared().connect()) {
      return api.of(connection.unwrap(PGConnection.class));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Api {
    Object of(PGConnection connection) throws SQLException;
  }

  /** Makes a proxy equal to itself alone, and lets it do nothing else. */
  private record Identity(String name) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      return switch (method.getName()) {
        case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
        case "hashCode" -> System.identityHashCode(proxy);
        case "toString" -> name;
        default -> throw new IllegalStateException("a sample is not called: " + method);
      };
    }
  }
}
