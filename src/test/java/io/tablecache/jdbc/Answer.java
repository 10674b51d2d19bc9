package io.tablecache.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.PGobject;

/** What one call of a JDBC method gave, in a form that is compared by {@code equals}. */
record Answer(String type, @Nullable Object value, String sqlState) {

  static Answer of(Object target, Method method, @Nullable Object... arguments) {
    try {
      Object value = method.invoke(target, arguments);
      return new Answer(value == null ? "" : type(value), comparable(value), "");
    } catch (InvocationTargetException e) {
      return of(Objects.requireNonNull(e.getCause()));
    } catch (SQLException | RuntimeException e) {
      return of(e);
    } catch (IllegalAccessException | IOException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  /** The message of a runtime exception is the JVM's own and differs between runs. */
  private static Answer of(Throwable error) {
    return error instanceof SQLException e
        ? new Answer(e.getClass().getName(), e.getMessage(), String.valueOf(e.getSQLState()))
        : new Answer(error.getClass().getName(), null, "");
  }

  /** The arrays that lead back to the application's connection are PgArrays all the same. */
  private static String type(Object value) {
    return (value instanceof PgArray ? PgArray.class : value.getClass()).getName();
  }

  boolean isError() {
    return type.endsWith("Exception");
  }

  private static @Nullable Object comparable(@Nullable Object value)
      throws SQLException, IOException {
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    }
    if (value instanceof InputStream stream) {
      return Arrays.toString(stream.readAllBytes());
    }
    if (value instanceof Reader reader) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    }
    if (value instanceof Array array) {
      return array.getBaseTypeName() + Arrays.deepToString((Object[]) array.getArray());
    }
    if (value instanceof SQLXML xml) {
      return xml.getString();
    }
    if (value instanceof PGobject object) {
      // By their texts, since a point that holds NaN equals no other.
      return object.getType() + " " + object.getValue();
    }
    if (value instanceof Calendar calendar) {
      return calendar.getTimeInMillis() + calendar.getTimeZone().getID();
    }
    if (value instanceof Blob || value instanceof Clob) {
      // Large objects are opened later, by the driver.
      return "large object";
    }
    return value;
  }
}
