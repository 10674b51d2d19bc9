package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import io.tablecache.testing.PostgresServer;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.ParameterList;
import org.postgresql.util.PGTimestamp;
import org.postgresql.util.PSQLException;

class CapturedParametersTest {
  private static final TimeZone DEFAULT = TimeZone.getDefault();
  private static final TimeZone KOLKATA = TimeZone.getTimeZone("Asia/Kolkata");

  private static Connection connection;

  /** One call of a setter, on a statement of pgjdbc and on what captures it. */
  private record Setter(String name, OnReal onReal, OnCaptured onCaptured) {}

  private interface OnReal {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private interface OnCaptured {
    boolean set(CapturedParameters parameters, int index) throws SQLException;
  }

  @BeforeAll
  static void connect() throws SQLException {
    connection = PostgresServer.shared().connect();
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  @AfterEach
  void resetZone() {
    TimeZone.setDefault(DEFAULT);
  }

  private static CapturedParameters capture(Connection connection, int count) {
    return new CapturedParameters((BaseConnection) connection, count);
  }

  private static PreparedStatement real(Connection connection) throws SQLException {
    return connection.prepareStatement("SELECT ?, ?, ?");
  }

  private static Calendar kolkata() {
    return new GregorianCalendar(KOLKATA);
  }

  private static Setter objects(@Nullable Object value) {
    return new Setter(
        "setObject " + (value == null ? null : value.getClass().getSimpleName() + " " + value),
        (s, i) -> s.setObject(i, value),
        (p, i) -> p.setObject(i, value));
  }

  private static Setter typed(@Nullable Object value, int type, int scale) {
    return new Setter(
        "setObject " + value + " as " + type + " with " + scale,
        (s, i) -> s.setObject(i, value, type, scale),
        (p, i) -> p.setObject(i, value, type, scale));
  }

  /** Setters that must be captured. */
  private static List<Setter> captured(Connection connection) throws SQLException {
    Timestamp timestamp = Timestamp.valueOf("2026-11-22 12:00:01.123456789");
    Date date = Date.valueOf("2026-11-22");
    UUID uuid = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    BigDecimal decimal = new BigDecimal("-12.345");
    Array ints = connection.createArrayOf("int4", new Integer[] {1, null, 3});
    Array texts = connection.createArrayOf("text", new Object[] {"a\"\\,b", null, "NULL"});
    Array uuids = connection.createArrayOf("uuid", new Object[] {uuid});
    List<Setter> setters =
        new ArrayList<>(
            List.of(
                new Setter(
                    "setBoolean", (s, i) -> s.setBoolean(i, true), (p, i) -> p.setBoolean(i, true)),
                new Setter(
                    "setByte",
                    (s, i) -> s.setByte(i, (byte) -3),
                    (p, i) -> p.setByte(i, (byte) -3)),
                new Setter(
                    "setShort",
                    (s, i) -> s.setShort(i, (short) -3),
                    (p, i) -> p.setShort(i, (short) -3)),
                new Setter("setInt", (s, i) -> s.setInt(i, -7), (p, i) -> p.setInt(i, -7)),
                new Setter(
                    "setLong",
                    (s, i) -> s.setLong(i, Long.MIN_VALUE),
                    (p, i) -> p.setLong(i, Long.MIN_VALUE)),
                new Setter(
                    "setFloat", (s, i) -> s.setFloat(i, 0.1f), (p, i) -> p.setFloat(i, 0.1f)),
                new Setter(
                    "setDouble",
                    (s, i) -> s.setDouble(i, Double.NaN),
                    (p, i) -> p.setDouble(i, Double.NaN)),
                new Setter(
                    "setBigDecimal",
                    (s, i) -> s.setBigDecimal(i, decimal),
                    (p, i) -> p.setBigDecimal(i, decimal)),
                new Setter(
                    "setBigDecimal null",
                    (s, i) -> s.setBigDecimal(i, null),
                    (p, i) -> p.setBigDecimal(i, null)),
                new Setter(
                    "setString", (s, i) -> s.setString(i, "x'y"), (p, i) -> p.setString(i, "x'y")),
                new Setter(
                    "setString null",
                    (s, i) -> s.setString(i, null),
                    (p, i) -> p.setString(i, null)),
                new Setter("setDate", (s, i) -> s.setDate(i, date), (p, i) -> p.setDate(i, date)),
                new Setter(
                    "setDate null", (s, i) -> s.setDate(i, null), (p, i) -> p.setDate(i, null)),
                new Setter(
                    "setDate in a zone",
                    (s, i) -> s.setDate(i, date, kolkata()),
                    (p, i) -> p.setDate(i, date, kolkata())),
                new Setter(
                    "setTimestamp",
                    (s, i) -> s.setTimestamp(i, timestamp),
                    (p, i) -> p.setTimestamp(i, timestamp)),
                new Setter(
                    "setTimestamp null",
                    (s, i) -> s.setTimestamp(i, null),
                    (p, i) -> p.setTimestamp(i, null)),
                new Setter(
                    "setTimestamp in a zone",
                    (s, i) -> s.setTimestamp(i, timestamp, kolkata()),
                    (p, i) -> p.setTimestamp(i, timestamp, kolkata())),
                new Setter(
                    "setArray", (s, i) -> s.setArray(i, ints), (p, i) -> p.setArray(i, ints)),
                new Setter(
                    "setArray of text",
                    (s, i) -> s.setArray(i, texts),
                    (p, i) -> p.setArray(i, texts)),
                new Setter(
                    "setArray of uuid",
                    (s, i) -> s.setArray(i, uuids),
                    (p, i) -> p.setArray(i, uuids)),
                new Setter(
                    "setArray null", (s, i) -> s.setArray(i, null), (p, i) -> p.setArray(i, null)),
                new Setter(
                    "setNull with a type's name that is null",
                    (s, i) -> s.setNull(i, Types.BIGINT, null),
                    (p, i) -> p.setNull(i, Types.BIGINT, null))));
    for (Object value :
        new Object[] {
          null,
          1,
          2L,
          (short) 3,
          (byte) 4,
          "text",
          'c',
          true,
          1.5f,
          2.5d,
          decimal,
          uuid,
          date,
          timestamp,
          LocalDate.of(2026, 11, 22),
          LocalDate.MAX,
          LocalDate.MIN,
          LocalDateTime.parse("2026-11-22T12:00:00.9999995"),
          LocalDateTime.MAX,
          OffsetDateTime.parse("2026-11-22T12:00:00.123456789-03:30"),
          OffsetDateTime.MIN,
          ints,
          new int[] {1, 2},
          new Integer[] {1, null},
          new long[] {1},
          new Long[] {null},
          new short[] {1},
          new Short[] {2},
          new boolean[] {true},
          new Boolean[] {false, null},
          new String[] {"a", "b,\"c", null},
          new String[0],
          new UUID[] {uuid},
        }) {
      setters.add(objects(value));
    }
    for (int type :
        new int[] {
          Types.INTEGER,
          Types.TINYINT,
          Types.SMALLINT,
          Types.BIGINT,
          Types.REAL,
          Types.DOUBLE,
          Types.FLOAT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.VARCHAR,
          Types.LONGVARCHAR
        }) {
      setters.add(typed(70_000, type, -1));
      setters.add(typed(-70_000_000_000L, type, 2));
      setters.add(typed((short) 7, type, 0));
    }
    setters.add(typed(true, Types.INTEGER, -1));
    setters.add(typed(true, Types.BOOLEAN, -1));
    setters.add(typed(false, Types.BIT, -1));
    setters.add(typed("text", Types.VARCHAR, -1));
    setters.add(typed(new BigDecimal("1.005"), Types.NUMERIC, 2));
    setters.add(typed(new BigDecimal("1E+5"), Types.NUMERIC, -1));
    setters.add(typed(uuid, Types.OTHER, -1));
    setters.add(typed("{}", Types.OTHER, -1));
    setters.add(typed(date, Types.DATE, -1));
    setters.add(typed(timestamp, Types.DATE, -1));
    setters.add(typed(LocalDate.of(2026, 1, 2), Types.DATE, -1));
    setters.add(typed(timestamp, Types.TIMESTAMP, -1));
    setters.add(typed(date, Types.TIMESTAMP, -1));
    setters.add(typed(new java.util.Date(1_234_567), Types.TIMESTAMP, -1));
    setters.add(typed(LocalDateTime.of(2026, 1, 2, 3, 4), Types.TIMESTAMP, -1));
    setters.add(
        typed(OffsetDateTime.parse("2026-01-02T03:04Z"), Types.TIMESTAMP_WITH_TIMEZONE, -1));
    setters.add(typed(ints, Types.ARRAY, -1));
    setters.add(typed(new int[] {5}, Types.ARRAY, -1));
    for (Field field : Types.class.getFields()) {
      int type;
      try {
        type = field.getInt(null);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
      Setter setter =
          new Setter(
              "setNull " + field.getName(),
              (s, i) -> s.setNull(i, type),
              (p, i) -> p.setNull(i, type));
      if (setter.onCaptured.set(capture(connection, 3), 1)) {
        setters.add(setter);
        setters.add(typed(null, type, -1));
      }
    }
    return setters;
  }

  private static int[] declared(PreparedStatement statement) {
    return parameters(statement).getTypeOIDs().clone();
  }

  private static ParameterList parameters(PreparedStatement statement) {
    try {
      Class<?> type = statement.getClass();
      while (!type.getSimpleName().equals("PgPreparedStatement")) {
        type = type.getSuperclass();
      }
      Field field = type.getDeclaredField("preparedParameters");
      field.setAccessible(true);
      return (ParameterList) field.get(statement);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&stringtype=unspecified", "&binaryTransfer=false", "&stringtype=varchar"})
  void setters_eachAlone_declareAndReplayAsPgjdbc(String properties) throws SQLException {
    try (Connection own = DriverManager.getConnection(PostgresServer.shared().url() + properties)) {
      List<Setter> setters = captured(own);
      assertTrue(setters.size() > 120, "setters " + setters.size());
      for (Setter setter : setters) {
        try (PreparedStatement expected = real(own);
            PreparedStatement replayed = real(own)) {
          setter.onReal.set(expected, 2);
          CapturedParameters captured = capture(own, 3);
          assertTrue(setter.onCaptured.set(captured, 2), setter.name);
          assertArrayEquals(declared(expected), captured.declaredOids(), setter.name);
          captured.replay(replayed);
          assertArrayEquals(declared(expected), declared(replayed), setter.name);
          assertEquals(expected.toString(), replayed.toString(), setter.name);
        }
      }
    }
  }

  @Test
  void setters_oneAfterTheOther_declareAndReplayAsPgjdbc() throws SQLException {
    List<Setter> setters = captured(connection);
    for (Setter first : setters) {
      for (Setter second : setters) {
        try (PreparedStatement expected = real(connection);
            PreparedStatement replayed = real(connection)) {
          CapturedParameters captured = capture(connection, 3);
          for (Setter setter : List.of(first, second)) {
            setter.onReal.set(expected, 1);
            setter.onCaptured.set(captured, 1);
          }
          String name = first.name + ", " + second.name;
          assertArrayEquals(declared(expected), captured.declaredOids(), name);
          captured.replay(replayed);
          assertArrayEquals(declared(expected), declared(replayed), name);
          assertEquals(expected.toString(), replayed.toString(), name);
        }
      }
    }
  }

  @Test
  void setters_indexOutOfRange_throwAsPgjdbc() throws SQLException {
    try (PreparedStatement statement = real(connection)) {
      for (Setter setter : captured(connection)) {
        for (int index : new int[] {-1, 0, 4}) {
          SQLException expected =
              assertThrows(SQLException.class, () -> setter.onReal.set(statement, index));
          SQLException actual =
              assertThrows(
                  PSQLException.class,
                  () -> setter.onCaptured.set(capture(connection, 3), index),
                  setter.name);
          // setObject of an array wraps the error of the index.
          if (expected.getCause() == null) {
            assertEquals(expected.getSQLState(), actual.getSQLState(), setter.name);
            assertEquals(expected.getMessage(), actual.getMessage(), setter.name);
          }
        }
      }
    }
  }

  @Test
  void setters_notExact_areRefusedAndForgotten() throws SQLException {
    CapturedParameters captured = capture(connection, 1);
    List<OnCaptured> refused =
        List.of(
            (p, i) -> p.setObject(i, Instant.EPOCH),
            (p, i) -> p.setObject(i, new Time(0)),
            (p, i) -> p.setObject(i, new byte[1]),
            (p, i) -> p.setObject(i, BigInteger.ONE),
            (p, i) -> p.setObject(i, new PGTimestamp(0)),
            (p, i) -> p.setObject(i, new Object()),
            (p, i) -> p.setObject(i, new double[] {1}),
            (p, i) -> p.setObject(i, new int[][] {{1}}),
            (p, i) -> p.setObject(i, "12", Types.INTEGER),
            (p, i) -> p.setObject(i, "x", Types.INTEGER),
            (p, i) -> p.setObject(i, "x", Types.CHAR),
            (p, i) -> p.setObject(i, "2026-01-01", Types.DATE),
            (p, i) -> p.setObject(i, "2026-01-01", Types.TIMESTAMP),
            (p, i) -> p.setObject(i, new PGTimestamp(0), Types.TIMESTAMP),
            (p, i) -> p.setObject(i, new StringReader("x"), Types.LONGVARCHAR),
            (p, i) -> p.setObject(i, 1, Types.JAVA_OBJECT),
            (p, i) -> p.setObject(i, null, Types.JAVA_OBJECT),
            (p, i) -> p.setNull(i, 4711),
            (p, i) -> p.setNull(i, Types.OTHER, "int4"),
            (p, i) -> p.setTimestamp(i, new PGTimestamp(0)),
            (p, i) -> p.setBigDecimal(i, new BigDecimal("1") {}),
            (p, i) -> p.setArray(i, connection.createArrayOf("float8", new Double[] {1d})),
            CapturedParameters::forget);
    for (OnCaptured setter : refused) {
      assertTrue(captured.setInt(1, 1));
      assertFalse(setter.set(captured, 1));
      assertEquals(1, captured.firstMissing());
    }
  }

  @Test
  void clear_afterSetters_leavesNothing() throws SQLException {
    CapturedParameters captured = capture(connection, 2);
    captured.setInt(1, 1);
    assertEquals(2, captured.firstMissing());
    captured.setString(2, "x");
    assertEquals(0, captured.firstMissing());
    captured.clear();
    assertEquals(1, captured.firstMissing());
    assertArrayEquals(new int[2], captured.declaredOids());
    captured.setNull(1, Types.OTHER);
    assertArrayEquals(new int[2], captured.declaredOids());
  }

  @Test
  void typesVersion_sameTypes_staysWithTheArray() throws SQLException {
    CapturedParameters captured = capture(connection, 2);
    captured.setInt(1, 1);
    captured.setTimestamp(2, new Timestamp(0));
    int version = captured.typesVersion();
    int[] oids = captured.declaredOids();
    captured.setInt(1, 2);
    captured.setTimestamp(2, new Timestamp(1));
    assertEquals(version, captured.typesVersion());
    assertSame(oids, captured.declaredOids());
    captured.setLong(1, 2);
    assertNotEquals(version, captured.typesVersion());
    assertArrayEquals(new int[] {Oids.INT4, 0}, oids);
    assertArrayEquals(new int[] {Oids.INT8, 0}, captured.declaredOids());
  }

  @Test
  void replay_argumentsAndDefaultZoneChangedSince_asWhenSet() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    Timestamp timestamp = new Timestamp(1_000_000_000_123L);
    Date date = new Date(1_000_000_000_123L);
    Calendar calendar = kolkata();
    int[] ints = {1, 2};
    Array array = connection.createArrayOf("int4", new Integer[] {1});
    CapturedParameters captured = capture(connection, 6);
    String sql = "SELECT ?, ?, ?, ?, ?, ?";
    try (PreparedStatement expected = connection.prepareStatement(sql);
        PreparedStatement replayed = connection.prepareStatement(sql)) {
      expected.setTimestamp(1, timestamp);
      expected.setDate(2, date);
      expected.setTimestamp(3, timestamp, calendar);
      expected.setDate(4, date, calendar);
      expected.setObject(5, ints);
      expected.setArray(6, array);
      captured.setTimestamp(1, timestamp);
      captured.setDate(2, date);
      captured.setTimestamp(3, timestamp, calendar);
      captured.setDate(4, date, calendar);
      captured.setObject(5, ints);
      captured.setArray(6, array);

      timestamp.setTime(0);
      date.setTime(0);
      calendar.getTimeZone().setRawOffset(0);
      calendar.setTimeZone(TimeZone.getTimeZone("UTC"));
      ints[0] = 9;
      array.free();
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

      captured.replay(replayed);
      assertEquals(expected.toString(), replayed.toString());

      SlotValues values = new SlotValues(1);
      assertTrue(
          captured.bind(
              values, 0, new SlotSource(false, 0, Oids.TIMESTAMP, ValueType.TIMESTAMP, false)));
      assertEquals(
          LocalDateTime.parse("2000-01-01T00:00").plusNanos(values.getLong(0) * 1000),
          LocalDateTime.parse("2001-09-08T21:46:40.123"));
    }
  }

  @Test
  void setTimestamp_defaultZoneChangedAfterBind_isTheNewOne() throws SQLException {
    SlotSource slot = new SlotSource(false, 0, Oids.TIMESTAMP, ValueType.TIMESTAMP, false);
    CapturedParameters captured = capture(connection, 1);
    SlotValues values = new SlotValues(2);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    captured.setTimestamp(1, new Timestamp(0));
    assertTrue(captured.bind(values, 0, slot));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    captured.setTimestamp(1, new Timestamp(0));
    assertTrue(captured.bind(values, 1, slot));
    assertEquals(9 * 3_600_000_000L, values.getLong(1) - values.getLong(0));
  }

  @Test
  void setTimestamp_defaultZoneChangedBetweenSetters_isThatOfTheFirst() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    CapturedParameters captured = capture(connection, 3);
    try (PreparedStatement expected = real(connection);
        PreparedStatement replayed = real(connection)) {
      expected.setTimestamp(1, new Timestamp(0));
      captured.setTimestamp(1, new Timestamp(0));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      expected.setTimestamp(2, new Timestamp(0));
      captured.setTimestamp(2, new Timestamp(0));
      captured.replay(replayed);
      captured.setTimestamp(3, new Timestamp(0));
      captured.replay(replayed);
      expected.setTimestamp(3, new Timestamp(0), Calendar.getInstance());
      assertEquals(expected.toString(), replayed.toString());
    }
  }
}
