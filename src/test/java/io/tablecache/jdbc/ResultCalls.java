package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/**
 * Calls every getter of two results with the same arguments, by index and by label, and counts what
 * was compared.
 *
 * <p>Confined to one thread.
 */
final class ResultCalls {
  private static final Class<?>[] CLASSES = {
    String.class,
    Boolean.class,
    Byte.class,
    Short.class,
    Integer.class,
    Long.class,
    BigInteger.class,
    Float.class,
    Double.class,
    BigDecimal.class,
    UUID.class,
    Date.class,
    Time.class,
    Timestamp.class,
    java.util.Date.class,
    Calendar.class,
    LocalDate.class,
    LocalTime.class,
    LocalDateTime.class,
    OffsetDateTime.class,
    OffsetTime.class,
    Instant.class,
    ZonedDateTime.class,
    byte[].class,
    Array.class,
    Blob.class,
    Clob.class,
    SQLXML.class,
    InetAddress.class,
    PGobject.class,
    PGInterval.class,
    PGpoint.class,
    Map.class,
    Object.class,
    int.class
  };

  private final ResultSet plain;
  private final ResultSet cached;
  private final List<String> labels;
  private int compared;

  ResultCalls(ResultSet plain, ResultSet cached) throws SQLException {
    this.plain = plain;
    this.cached = cached;
    this.labels = new ArrayList<>();
    for (int i = 1; i <= plain.getMetaData().getColumnCount(); i++) {
      labels.add(plain.getMetaData().getColumnLabel(i));
    }
  }

  /** How many calls were made on both. */
  int compared() {
    return compared;
  }

  /** Makes all calls on the current row, or where there is none. */
  void assertSame(String where) throws SQLException {
    List<Object> keys = new ArrayList<>(List.of(0, labels.size() + 1, -1, "nope"));
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      keys.addAll(List.of(i + 1, label));
      if (i % 7 == 0) {
        keys.addAll(List.of(label.toUpperCase(Locale.ROOT), label + "x"));
      }
    }
    for (Method method : ResultSet.class.getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (!method.getName().startsWith("get") || types.length == 0) {
        continue;
      }
      for (Object key : keys) {
        if (types[0] == (key instanceof String ? String.class : int.class)) {
          for (@Nullable Object[] arguments : arguments(key, types)) {
            assertSame(method, where, arguments);
          }
        }
      }
    }
  }

  private void assertSame(Method method, String where, @Nullable Object... arguments)
      throws SQLException {
    Answer expected = Answer.of(plain, method, arguments);
    Answer actual = Answer.of(cached, method, arguments);
    String call = where + ": " + method.getName() + Arrays.deepToString(arguments);
    assertEquals(expected, actual, call);
    if (!expected.isError()) {
      assertEquals(plain.wasNull(), cached.wasNull(), "wasNull after " + call);
    }
    compared++;
  }

  private static List<@Nullable Object[]> arguments(Object key, Class<?>[] types) {
    if (types.length == 1) {
      return List.<@Nullable Object[]>of(new Object[] {key});
    }
    List<@Nullable Object[]> arguments = new ArrayList<>();
    if (types[1] == Class.class) {
      for (Class<?> type : CLASSES) {
        arguments.add(new Object[] {key, type});
      }
      arguments.add(new Object[] {key, null});
    } else if (types[1] == Calendar.class) {
      for (String zone : new String[] {"UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York"}) {
        arguments.add(new Object[] {key, Calendar.getInstance(TimeZone.getTimeZone(zone))});
      }
      arguments.add(new Object[] {key, null});
    } else if (types[1] == Map.class) {
      arguments.add(new Object[] {key, null});
      arguments.add(new Object[] {key, Collections.emptyMap()});
      arguments.add(new Object[] {key, Map.of("x", String.class)});
    } else if (types[1] == int.class) {
      arguments.add(new Object[] {key, 0});
      arguments.add(new Object[] {key, 2});
    } else {
      throw new AssertionError(types[1]);
    }
    return arguments;
  }
}
