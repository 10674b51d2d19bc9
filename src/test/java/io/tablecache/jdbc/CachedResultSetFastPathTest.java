package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which getters are answered without the driver's own result set, for ordinary values and NULL. */
class CachedResultSetFastPathTest {
  private static final List<String> NUMBER_GETTERS =
      List.of("getByte", "getShort", "getInt", "getLong", "getFloat", "getDouble", "getBigDecimal");

  private record Claim(String column, List<String> getters, List<Class<?>> classes) {}

  private static final List<Claim> CLAIMS =
      List.of(
          new Claim("b", List.of("getBoolean"), List.of(Boolean.class)),
          new Claim("i2", NUMBER_GETTERS, List.of(Short.class, Integer.class)),
          new Claim("i4", NUMBER_GETTERS, List.of(Integer.class)),
          new Claim("i8", NUMBER_GETTERS, List.of(Long.class, BigInteger.class)),
          new Claim("f4", List.of("getFloat", "getDouble"), List.of(Float.class)),
          new Claim("f8", List.of("getFloat", "getDouble"), List.of(Double.class)),
          new Claim(
              "n", List.of("getFloat", "getDouble", "getBigDecimal"), List.of(BigDecimal.class)),
          new Claim(
              "n2", List.of("getFloat", "getDouble", "getBigDecimal"), List.of(BigDecimal.class)),
          new Claim("t", List.of("getBytes"), List.of(String.class)),
          new Claim("v", List.of("getBytes"), List.of(String.class)),
          new Claim("c", List.of("getBytes"), List.of(String.class)),
          new Claim("u", List.of(), List.of(UUID.class)),
          new Claim("d", List.of("getDate", "getTimestamp"), List.of(Date.class, LocalDate.class)),
          new Claim(
              "ts",
              List.of("getDate", "getTimestamp"),
              List.of(Timestamp.class, LocalDateTime.class, LocalDate.class, OffsetDateTime.class)),
          new Claim(
              "tz",
              List.of("getDate", "getTimestamp"),
              List.of(Timestamp.class, OffsetDateTime.class)));

  private static final String ALL = "SELECT * FROM ordinary ORDER BY id";

  private static CachedTables tables;

  private final TimeZone zoneBefore = TimeZone.getDefault();
  private Connection connection;
  private Statement statement;

  @BeforeAll
  static void createTable() throws SQLException {
    tables =
        CachedTables.of(
            plain -> {
              try (Statement statement = plain.createStatement()) {
                statement.execute(
                    "CREATE TABLE ordinary (id int PRIMARY KEY, b bool, i2 int2, i4 int4, i8 int8,"
                        + " f4 float4, f8 float8, n numeric, n2 numeric(10,2), t text,"
                        + " v varchar(20), c char(5), u uuid, d date, ts timestamp, tz timestamptz,"
                        + " ip inet)");
                statement.execute(
                    "INSERT INTO ordinary VALUES (1, true, 1, 100, 100, 0.1, 0.1, 12.345, 12.34,"
                        + " 'abc', 'abc', 'abc', '01234567-89ab-cdef-0123-456789abcdef',"
                        + " '2026-07-01', '2026-07-01 10:11:12.123456',"
                        + " '2026-07-01 10:11:12.123456Z', '127.0.0.1')");
                statement.execute("INSERT INTO ordinary VALUES (2)");
              }
            },
            "ordinary");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    connection = tables.caching();
    statement = connection.createStatement();
  }

  @AfterEach
  void disconnect() throws SQLException {
    TimeZone.setDefault(zoneBefore);
    connection.close();
  }

  private CachedResultSet open(int maxFieldSize) throws SQLException {
    statement.setMaxFieldSize(maxFieldSize);
    return tables.hit(statement, ALL);
  }

  @Test
  void claimedGetters_ordinaryValues_doNotAskTheDriver() throws Exception {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    try (CachedResultSet cached = open(0)) {
      for (int row = 1; cached.next(); row++) {
        for (Claim claim : CLAIMS) {
          String column = claim.column();
          assertEquals(row == 2, cached.getString(column) == null);
          assertEquals(row == 2, cached.wasNull());
          cached.getObject(column);
          for (String getter : claim.getters()) {
            Method method = ResultSet.class.getMethod(getter, String.class);
            method.invoke(cached, column);
            assertEquals(row == 2, cached.wasNull());
          }
          for (Class<?> type : claim.classes()) {
            Object value = cached.getObject(column, type);
            assertEquals(row == 2, value == null);
            assertEquals(row == 2, cached.wasNull());
            if (value != null) {
              assertEquals(type, value.getClass());
            }
          }
          assertFalse(cached.askedDriver(), column + " in row " + row);
        }
        for (String column : List.of("d", "ts", "tz")) {
          cached.getTimestamp(column, utc);
          cached.getTimestamp(column, null);
          assertFalse(cached.askedDriver(), column + " with calendar");
        }
        cached.getString("ip");
        cached.getBytes("ip");
        assertFalse(cached.askedDriver());
      }
    }
  }

  @Test
  void otherGetters_askTheDriverOnce() throws SQLException {
    try (CachedResultSet cached = open(0)) {
      cached.next();
      cached.getTime("ts");
      ResultSet driver = cached.driver();
      cached.getObject("ip");
      cached.next();
      cached.getArray("t");
      assertEquals(driver, cached.driver());
      assertTrue(cached.askedDriver());
    }
  }

  @Test
  void invalidCalls_withoutDriversHelp_areRefused() throws SQLException {
    try (CachedResultSet cached = open(0)) {
      assertEquals("24000", state(() -> cached.getInt(1)));
      assertEquals("24000", state(cached::previous));
      cached.next();
      assertEquals("22023", state(() -> cached.getInt(0)));
      assertEquals("22023", state(() -> cached.getString(99)));
      assertEquals("22023", state(() -> cached.setFetchSize(-1)));
      assertFalse(cached.askedDriver());
    }
  }

  @Test
  void shortText_withMaxFieldSize_doesNotAskTheDriver() throws SQLException {
    try (CachedResultSet cached = open(3)) {
      cached.next();
      assertEquals("abc", cached.getString("t"));
      assertArrayEquals(new byte[] {97, 98, 99}, cached.getBytes("v"));
      assertFalse(cached.askedDriver());
      assertEquals("abc", cached.getString("c"));
      assertTrue(cached.askedDriver());
    }
  }

  private interface Call {
    void run() throws SQLException;
  }

  private static String state(Call call) {
    return assertThrows(SQLException.class, call::run).getSQLState();
  }
}
