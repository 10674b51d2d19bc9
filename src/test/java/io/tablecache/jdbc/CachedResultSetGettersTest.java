package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.PostgresServer;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Each getter over each type, compared with the plain driver's text transfer. */
class CachedResultSetGettersTest {
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
    Object.class,
    int.class
  };

  private static final String[][] COLUMNS = {
    {"b", "bool", "true", "false"},
    {"i2", "int2", "0", "1", "-1", "127", "128", "32767", "-32768", "-129"},
    {"i4", "int4", "0", "1", "-1", "127", "128", "32768", "2147483647", "-2147483648"},
    {
      "i8",
      "int8",
      "0",
      "1",
      "2",
      "-128",
      "9007199254740993",
      "9223372036854775807",
      "-9223372036854775808",
      "2147483648",
      "16777217",
      "999999999999999999"
    },
    {
      "f4",
      "float4",
      "0",
      "1",
      "0.1",
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "3.4028235e38",
      "1e-45",
      "16777216",
      "1234567.8",
      "1e6",
      "0.00001"
    },
    {
      "f8",
      "float8",
      "0",
      "1",
      "0.1",
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "1.7976931348623157e308",
      "5e-324",
      "1e15",
      "123456789012345680",
      "1.5",
      "0.30000001192092896"
    },
    {
      "n",
      "numeric",
      "0",
      "1",
      "0.10",
      "NaN",
      "-1.50",
      "12345678901234567890.123456789",
      "1e30",
      "127",
      "300",
      "Infinity",
      "-Infinity",
      "-0.0000001"
    },
    {"n2", "numeric(10,2)", "0", "1", "0.1", "NaN", "-12345678.99", "1.5"},
    {"n3", "numeric(5,-2)", "0", "100", "-12300"},
    {
      "t",
      "text",
      "",
      "1",
      "t",
      " 42 ",
      "1.5",
      "2026-07-01",
      "2026-07-01 10:11:12.5",
      "ünï €",
      "12:34:56",
      "NaN",
      "-",
      "$1.50",
      "11111111-2222-3333-4444-555555555555",
      "true",
      "no"
    },
    {"v", "varchar(20)", "", "0", "false", "x", "9999999999", "-5", "infinity"},
    {"c", "char(5)", "", "1", "ab", "yes", "ünï"},
    {"nm", "name", "", "1", "abc"},
    {
      "u",
      "uuid",
      "00000000-0000-0000-0000-000000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      "01234567-89ab-cdef-0123-456789abcdef"
    },
    {
      "d",
      "date",
      "2026-07-01",
      "1970-01-01",
      "1969-12-31",
      "2000-02-29",
      "0001-01-01",
      "0044-03-15 BC",
      "infinity",
      "-infinity",
      "5874897-12-31",
      "1582-10-10",
      "2026-03-29",
      "2018-11-04",
      "1900-01-01",
      "2037-06-01",
      "2100-01-01",
      "10000-01-01",
      "1945-08-01",
      "0001-02-28 BC",
      "4713-01-01 BC"
    },
    {
      "ts",
      "timestamp",
      "2026-07-01 10:11:12.123456",
      "1970-01-01 00:00:00",
      "1969-12-31 23:59:59.999999",
      "2000-02-29 12:00:00.5",
      "0001-01-01 00:00:00",
      "0044-03-15 01:02:03 BC",
      "infinity",
      "-infinity",
      "294276-12-31 23:59:59.999999",
      "1582-10-10 00:00:00",
      "2026-03-29 02:30:00",
      "2018-11-04 00:00:00",
      "1900-01-01 00:00:01",
      "2037-06-01 00:00:00",
      "2026-10-25 02:30:00.25",
      "2026-03-08 02:30:00",
      "2026-11-01 01:30:00",
      "2026-03-27 00:00:00",
      "10000-01-01 00:00:00",
      "1893-04-01 00:03:00",
      "0001-02-28 00:00:00 BC",
      "4713-01-01 00:00:00 BC",
      "1950-01-01 00:00:00.000001"
    },
    {
      "tz",
      "timestamptz",
      "2026-07-01 10:11:12.123456Z",
      "1970-01-01 00:00:00Z",
      "1969-12-31 23:59:59.999999Z",
      "2000-02-29 12:00:00.5+05",
      "0001-01-01 00:00:00Z",
      "0044-03-15 01:02:03Z BC",
      "infinity",
      "-infinity",
      "294276-12-31 23:59:59.999999Z",
      "1582-10-10 00:00:00Z",
      "2026-03-29 01:00:00Z",
      "2018-11-04 03:00:00Z",
      "1890-01-01 00:00:01Z",
      "2037-06-01 00:00:00Z",
      "2026-10-25 00:30:00.25Z",
      "2026-03-29 00:59:59.999999Z",
      "2026-11-01 06:30:00Z",
      "2026-03-27 23:00:00Z",
      "10000-01-01 00:00:00Z",
      "1583-01-01 00:00:00Z",
      "9999-12-31 23:59:59Z",
      "1950-01-01 00:00:00.000001Z"
    },
    {"by", "bytea", "", "\\x00ff10", "abc"},
    {"j", "json", "{\"a\": 1}", "null", "1"},
    {"jb", "jsonb", "{\"a\": 1}", "true"},
    {"ia", "int4[]", "{}", "{1,2,NULL}", "{{1,2},{3,4}}"},
    {"ta", "text[]", "{}", "{a,\"b c\",NULL}"},
    {"iv", "interval", "0", "1 year 2 mons -3 days 04:05:06.789", "-1 day"},
    {"tm", "time", "00:00:00", "24:00:00", "12:34:56.789"},
    {"tmz", "timetz", "00:00:00+00", "23:59:59.5-08", "24:00:00+05:30"},
    {"ip", "inet", "127.0.0.1", "10.0.0.0/8", "::1"},
    {"en", "mood", "sad", "happy"},
    {"dom", "positive", "1", "5"},
    {"dts", "moment", "2026-07-01 10:11:12.123456", "infinity"},
    {"dn", "price", "1.5", "NaN"},
    {"m", "money", "1.50", "-2.25", "1234.5"},
    {"bt", "bit(1)", "0", "1"},
    {"bts", "bit(3)", "010"},
    {"pt", "point", "(1,2)"},
    {"o", "oid", "0", "4294967295"},
    {"x", "xml", "<a/>"},
    {"ch", "\"char\"", "a", "1"},
    {"rg", "int4range", "[1,5)"},
    {"Mixed", "int4", "1"},
    {"MIXED", "int4", "2"},
    {"Upper", "text", "u"},
  };

  private static String url = "";

  private final TimeZone zoneBefore = TimeZone.getDefault();

  @BeforeAll
  static void createTable() throws SQLException {
    url = PostgresServer.shared().createDatabase();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')");
      statement.execute("CREATE DOMAIN positive AS int4 CHECK (VALUE > 0)");
      statement.execute("CREATE DOMAIN moment AS timestamp");
      statement.execute("CREATE DOMAIN price AS numeric(8,3)");
      statement.execute("SET TimeZone = 'UTC'");
      int rows = 0;
      StringBuilder ddl = new StringBuilder("CREATE TABLE every_type (id int PRIMARY KEY");
      for (String[] column : COLUMNS) {
        ddl.append(", \"").append(column[0]).append("\" ").append(column[1]);
        rows = Math.max(rows, column.length - 2);
      }
      statement.execute(ddl.append(')').toString());
      for (int row = 0; row < rows + 1; row++) {
        StringBuilder insert = new StringBuilder("INSERT INTO every_type VALUES (" + row);
        for (String[] column : COLUMNS) {
          insert.append(
              row + 2 < column.length
                  ? ", '" + column[row + 2] + "'::" + column[1]
                  : ", NULL::" + column[1]);
        }
        statement.execute(insert.append(')').toString());
      }
    }
  }

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(zoneBefore);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"})
  void everyGetter_everyType_isPlainDrivers(String zone) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    assertSameGetters(zone, 0);
  }

  @Test
  void everyGetter_withMaxFieldSize_isPlainDrivers() throws SQLException {
    assertSameGetters(zoneBefore.getID(), 2);
  }

  private static void assertSameGetters(String zone, int maxFieldSize) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.setMaxFieldSize(maxFieldSize);
      CachedCopy copy = CachedCopy.of(connection, "every_type");
      try (ResultSet plain = statement.executeQuery("SELECT * FROM every_type ORDER BY id");
          CachedResultSet cached =
              copy.open(ResultSet.TYPE_FORWARD_ONLY, maxFieldSize, ZoneId.of(zone))) {
        assertSameCalls(copy, plain, cached, "before the first row");
        while (plain.next()) {
          assertTrue(cached.next());
          assertSameCalls(copy, plain, cached, "row " + plain.getRow());
        }
        assertTrue(!cached.next());
        assertSameCalls(copy, plain, cached, "after the last row");
      }
    }
  }

  private static void assertSameCalls(
      CachedCopy copy, ResultSet plain, ResultSet cached, String where) throws SQLException {
    int columns = copy.fields().size();
    List<Object> keys = new ArrayList<>(List.of(0, columns + 1, -1, "nope"));
    for (int i = 0; i < columns; i++) {
      String label = copy.fields().get(i).label();
      keys.addAll(List.of(i + 1, label));
      if (i % 7 == 0) {
        keys.addAll(List.of(label.toUpperCase(java.util.Locale.ROOT), label + "x"));
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
            assertSameCall(plain, cached, method, where, arguments);
          }
        }
      }
    }
  }

  private static void assertSameCall(
      ResultSet plain, ResultSet cached, Method method, String where, @Nullable Object... arguments)
      throws SQLException {
    Answer expected = Answer.of(plain, method, arguments);
    Answer actual = Answer.of(cached, method, arguments);
    String call = where + ": " + method.getName() + Arrays.deepToString(arguments);
    assertEquals(expected, actual, call);
    if (!expected.isError()) {
      assertEquals(plain.wasNull(), cached.wasNull(), "wasNull after " + call);
    }
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

  @Test
  void metaData_everyMethod_isPlainDrivers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      CachedCopy copy = CachedCopy.of(connection, "every_type");
      try (ResultSet plain = statement.executeQuery("SELECT * FROM every_type ORDER BY id");
          CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneId.of("UTC"))) {
        ResultSetMetaData expected = plain.getMetaData();
        ResultSetMetaData actual = cached.getMetaData();
        assertEquals(expected.getClass(), actual.getClass());
        assertEquals(actual, cached.getMetaData());
        int compared = 0;
        for (Method method : expected.getClass().getMethods()) {
          if (method.getDeclaringClass() != expected.getClass()) {
            continue;
          }
          if (method.getParameterCount() == 0) {
            assertEquals(Answer.of(expected, method), Answer.of(actual, method), method.getName());
            compared++;
          } else if (method.getParameterTypes()[0] == int.class) {
            for (int i = 0; i <= copy.fields().size() + 1; i++) {
              String call = method.getName() + "(" + i + ")";
              assertEquals(Answer.of(expected, method, i), Answer.of(actual, method, i), call);
              compared++;
            }
          }
        }
        assertTrue(compared > 20 * copy.fields().size());
      }
    }
  }

  @Test
  void everyUpdate_isRefusedAsByPlainDriver() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      CachedCopy copy = CachedCopy.of(connection, "every_type");
      try (ResultSet plain = statement.executeQuery("SELECT * FROM every_type ORDER BY id");
          CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneId.of("UTC"))) {
        plain.next();
        cached.next();
        List<String> others =
            List.of(
                "insertRow",
                "deleteRow",
                "refreshRow",
                "cancelRowUpdates",
                "moveToInsertRow",
                "moveToCurrentRow",
                "rowUpdated",
                "rowInserted",
                "rowDeleted",
                "getHoldability",
                "getCursorName",
                "getWarnings",
                "clearWarnings",
                "getConcurrency",
                "getFetchSize",
                "getFetchDirection",
                "getType");
        int compared = 0;
        for (Method method : ResultSet.class.getMethods()) {
          if (method.getName().startsWith("update") || others.contains(method.getName())) {
            @Nullable Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
              arguments[i] = anyValue(method.getParameterTypes()[i]);
            }
            assertEquals(
                Answer.of(plain, method, arguments),
                Answer.of(cached, method, arguments),
                method.toString());
            compared++;
          }
        }
        assertTrue(compared > 80 + others.size());
      }
    }
  }

  static @Nullable Object anyValue(Class<?> type) {
    if (type == int.class) {
      return 1;
    } else if (type == long.class) {
      return 1L;
    } else if (type == short.class) {
      return (short) 1;
    } else if (type == byte.class) {
      return (byte) 1;
    } else if (type == float.class) {
      return 1f;
    } else if (type == double.class) {
      return 1d;
    } else if (type == boolean.class) {
      return true;
    } else if (type == String.class) {
      return "id";
    } else if (type == Class.class) {
      return Integer.class;
    }
    return null;
  }

  @Test
  void columnLabels_anySpelling_areFoundAsByPlainDriver() throws SQLException {
    for (boolean sanitiserDisabled : new boolean[] {false, true}) {
      try (Connection connection =
              DriverManager.getConnection(url + "&disableColumnSanitiser=" + sanitiserDisabled);
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TEMPORARY TABLE labels (id int, \"ID\" int, \"camelCase\" int, low int,"
                + " \"UP\" int, \"Up\" int, \"ALONE\" int, \"émile\" int)");
        CachedCopy copy = CachedCopy.of(connection, "labels");
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM labels");
            ResultSet plain = select.executeQuery();
            CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneId.of("UTC"))) {
          Method method = ResultSet.class.getMethod("findColumn", String.class);
          for (String label :
              new String[] {
                "id",
                "ID",
                "Id",
                "iD",
                "camelCase",
                "camelcase",
                "CAMELCASE",
                "low",
                "LOW",
                "Low",
                "up",
                "UP",
                "Up",
                "uP",
                "alone",
                "ALONE",
                "Alone",
                "émile",
                "ÉMILE",
                "",
                " id",
                null
              }) {
            assertEquals(
                Answer.of(plain, method, label),
                Answer.of(cached, method, label),
                label + " with disableColumnSanitiser=" + sanitiserDisabled);
          }
        } catch (NoSuchMethodException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void everyMethod_afterClose_isRefusedAsByPlainDriver() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      CachedCopy copy = CachedCopy.of(connection, "every_type");
      ResultSet plain = statement.executeQuery("SELECT * FROM every_type ORDER BY id");
      CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneId.of("UTC"));
      plain.next();
      cached.next();
      plain.close();
      cached.close();
      cached.close();
      assertEquals(1, copy.closed());
      assertTrue(cached.isClosed());
      int closed = 0;
      for (Method method : ResultSet.class.getMethods()) {
        @Nullable Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = anyValue(method.getParameterTypes()[i]);
        }
        Answer expected = Answer.of(plain, method, arguments);
        if (expected.sqlState().equals("55000")) {
          assertEquals(expected, Answer.of(cached, method, arguments), method.toString());
          closed++;
        }
      }
      assertTrue(closed > 120, "only " + closed);
    }
  }
}
