package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Oids;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.SlotSource;
import io.tablecache.testing.PostgresServer;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** What a slot holds is what PostgreSQL says that it got, in its binary format. */
class ParameterBindingTest {
  private static final TimeZone DEFAULT = TimeZone.getDefault();

  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    connection = PostgresServer.shared().connect();
    try (Statement statement = connection.createStatement()) {
      // Another zone than any of the JVM's here.
      statement.execute("SET TimeZone = 'Pacific/Auckland'");
    }
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  @AfterEach
  void resetZone() {
    TimeZone.setDefault(DEFAULT);
  }

  /** A type that PostgreSQL infers or is told. */
  private enum Target {
    INT2("int2", Oids.INT2),
    INT4("int4", Oids.INT4),
    INT8("int8", Oids.INT8),
    BOOL("bool", Oids.BOOL),
    FLOAT4("float4", Oids.FLOAT4),
    FLOAT8("float8", Oids.FLOAT8),
    NUMERIC("numeric", Oids.NUMERIC),
    TEXT("text", Oids.TEXT),
    VARCHAR("varchar", Oids.VARCHAR),
    UUID("uuid", Oids.UUID),
    DATE("date", Oids.DATE),
    TIMESTAMP("timestamp", Oids.TIMESTAMP),
    TIMESTAMPTZ("timestamptz", Oids.TIMESTAMPTZ),
    TIME("time", 1083);

    final String sql;
    final int oid;

    Target(String sql, int oid) {
      this.sql = sql;
      this.oid = oid;
    }

    SlotSource source() {
      return new SlotSource(false, 0, oid, ValueType.ofOid(oid), false);
    }

    String sendFunction() {
      return switch (this) {
        case BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, TEXT, VARCHAR -> sql + "send";
        default -> sql + "_send";
      };
    }
  }

  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  private interface Capture {
    boolean set(CapturedParameters parameters) throws SQLException;
  }

  /** The parameter as PostgreSQL got it, or null if it refuses it. */
  private static @Nullable String seen(Target target, Setter setter) {
    String sql =
        target == Target.NUMERIC
            ? "SELECT coalesce(?, NULL::numeric)::text"
            : "SELECT " + target.sendFunction() + "(coalesce(?, NULL::" + target.sql + "))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setter.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        assertTrue(rows.next());
        if (target == Target.NUMERIC) {
          String numeric = rows.getString(1);
          return numeric == null ? "NULL" : numeric;
        }
        return text(target, rows.getBytes(1));
      }
    } catch (SQLException ignored) {
      // The server's refusal is the answer; the binding must be refused too.
      return null;
    }
  }

  private static String text(Target target, byte @Nullable [] bytes) {
    if (bytes == null) {
      return "NULL";
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return switch (target) {
      case BOOL -> "" + in.get();
      case INT2 -> "" + in.getShort();
      case INT4, DATE -> "" + in.getInt();
      case INT8, TIMESTAMP, TIMESTAMPTZ, TIME -> "" + in.getLong();
      case FLOAT4 -> "" + in.getFloat();
      case FLOAT8 -> "" + in.getDouble();
      case UUID -> "" + new UUID(in.getLong(), in.getLong());
      default -> new String(bytes, StandardCharsets.UTF_8);
    };
  }

  /** The parameter as it is bound, or null if it is not. */
  private static @Nullable String bound(Target target, Capture capture) throws SQLException {
    CapturedParameters parameters = new CapturedParameters((BaseConnection) connection, 1);
    SlotValues values = new SlotValues(1);
    if (!capture.set(parameters) || !parameters.bind(values, 0, target.source())) {
      return null;
    }
    if (values.isNull(0)) {
      return "NULL";
    }
    return target.source().type().isDiscrete()
        ? "" + values.getLong(0)
        : values.getObject(0).toString();
  }

  private static void assertExact(String name, Target target, Setter setter, Capture capture)
      throws SQLException {
    String bound = bound(target, capture);
    assertTrue(bound != null, name + " is not bound to " + target);
    assertEquals(seen(target, setter), bound, name + " as " + target);
  }

  /** Bound exactly, or not at all. */
  private static boolean isExactOrRefused(
      String name, Target target, Setter setter, Capture capture) throws SQLException {
    String bound = bound(target, capture);
    if (bound != null) {
      assertEquals(seen(target, setter), bound, name + " as " + target);
    }
    return bound != null;
  }

  @Test
  void bind_anyObjectToAnyType_isExactOrRefused() throws SQLException {
    Object[] objects = {
      0,
      -1,
      Integer.MAX_VALUE,
      40_000L,
      Long.MIN_VALUE,
      (short) -5,
      (byte) 5,
      true,
      false,
      0.1f,
      Float.NaN,
      -0.0d,
      Double.POSITIVE_INFINITY,
      1e300,
      new BigDecimal("1.50"),
      new BigDecimal("1E+3"),
      new BigDecimal("-0.00"),
      new BigDecimal("1e-400"),
      "",
      "text",
      "12",
      "2026-01-01",
      "a\u0000b",
      "\ud800",
      "\udc00x",
      "\ud83d\ude00 ü",
      'c',
      UUID.fromString("ffffffff-d9cb-469f-a165-70867728950e"),
      LocalDate.of(2026, 2, 28),
      LocalDate.of(1583, 1, 1),
      LocalDate.of(1582, 12, 31),
      LocalDate.of(1582, 10, 10),
      LocalDate.of(1, 1, 1),
      LocalDate.of(0, 1, 1),
      LocalDate.of(-4712, 1, 1),
      LocalDate.of(-4713, 12, 31),
      LocalDate.of(9999, 12, 31),
      LocalDate.of(10000, 1, 1),
      LocalDate.of(999_999, 1, 1),
      LocalDate.MIN,
      LocalDate.MAX,
      LocalDate.MAX.minusDays(1),
      LocalDateTime.of(2026, 11, 22, 12, 0, 0, 999_999_499),
      LocalDateTime.of(2026, 11, 22, 12, 0, 0, 999_999_500),
      LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999),
      LocalDateTime.of(1583, 1, 1, 0, 0),
      LocalDateTime.of(1582, 12, 31, 23, 59, 59, 999_999_999),
      LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1500),
      LocalDateTime.of(1999, 12, 31, 23, 59, 59, 499),
      LocalDateTime.of(-4713, 12, 31, 0, 0),
      LocalDateTime.MAX,
      LocalDateTime.MAX.minusSeconds(1),
      LocalDateTime.MIN,
      OffsetDateTime.parse("2026-11-22T12:00:00.123456500+05:45"),
      OffsetDateTime.parse("2026-12-31T23:59:59.9999995-12:00"),
      OffsetDateTime.parse("1900-01-01T00:00:00+00:19:32"),
      OffsetDateTime.parse("2026-01-01T00:00:00+15:59:59"),
      OffsetDateTime.parse("2026-01-01T00:00:00-16:00"),
      OffsetDateTime.parse("2026-01-01T00:00:00+18:00"),
      OffsetDateTime.MAX,
      OffsetDateTime.MIN,
      OffsetDateTime.MAX.minusSeconds(1),
    };
    int bound = 0;
    for (Object object : objects) {
      for (Target target : Target.values()) {
        if (isExactOrRefused(
            object.getClass().getSimpleName() + " " + object,
            target,
            s -> s.setObject(1, object),
            p -> p.setObject(1, object))) {
          bound++;
        }
      }
    }
    assertTrue(bound > 45, "bound " + bound);
  }

  @Test
  void bind_nulls_areNull() throws SQLException {
    for (Target target : Target.values()) {
      assertExact("null", target, s -> s.setNull(1, Types.OTHER), p -> p.setNull(1, Types.OTHER));
    }
    assertExact("null", Target.INT4, s -> s.setNull(1, Types.INTEGER), p -> p.setNull(1, 4));
    assertExact("null", Target.VARCHAR, s -> s.setString(1, null), p -> p.setString(1, null));
    assertExact("null", Target.DATE, s -> s.setDate(1, null), p -> p.setDate(1, null));
    assertFalse(
        new CapturedParameters((BaseConnection) connection, 1)
            .bind(new SlotValues(1), 0, Target.INT4.source()));
  }

  @Test
  void bind_float_inTextTransfer_isTheDoubleOfItsDigits() throws SQLException {
    CapturedParameters parameters;
    try (Connection text =
            java.sql.DriverManager.getConnection(
                PostgresServer.shared().url() + "&binaryTransfer=false");
        PreparedStatement statement = text.prepareStatement("SELECT float8send(?)")) {
      parameters = new CapturedParameters((BaseConnection) text, 1);
      parameters.setFloat(1, 0.1f);
      parameters.replay(statement);
      SlotValues values = new SlotValues(1);
      assertTrue(parameters.bind(values, 0, Target.FLOAT8.source()));
      try (ResultSet rows = statement.executeQuery()) {
        assertTrue(rows.next());
        assertEquals(ByteBuffer.wrap(rows.getBytes(1)).getDouble(), values.getObject(0));
      }
    }
  }

  private static List<Timestamp> timestamps(TimeZone zone) {
    List<Timestamp> timestamps = new ArrayList<>();
    Random random = new Random(7);
    List<Instant> instants =
        new ArrayList<>(
            List.of(
                Instant.EPOCH,
                Instant.parse("1969-12-31T23:59:59.999Z"),
                Instant.parse("1999-12-31T23:59:59.999Z"),
                Instant.parse("1890-01-01T00:00:00Z"),
                Instant.parse("1600-06-01T00:00:00Z"),
                Instant.parse("1583-01-02T00:00:00Z"),
                Instant.parse("2040-07-01T00:00:00Z"),
                Instant.parse("9999-12-30T00:00:00Z")));
    // Around the changes to and from daylight saving time.
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 2; i++) {
      var transition = zone.toZoneId().getRules().nextTransition(at);
      if (transition == null) {
        break;
      }
      at = transition.getInstant();
      for (long delta : new long[] {-3_600_001, -3_600_000, -1, 0, 1, 1_800_000, 3_600_000}) {
        instants.add(at.plusMillis(delta));
      }
    }
    for (int i = 0; i < 100; i++) {
      instants.add(Instant.ofEpochMilli(random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L)));
    }
    for (Instant instant : instants) {
      for (int nanos :
          new int[] {0, 499, 500, 999_999_499, 999_999_500, 999_999_999, 123_456_789}) {
        Timestamp timestamp = Timestamp.from(instant);
        timestamp.setNanos(nanos);
        timestamps.add(timestamp);
      }
    }
    return timestamps;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"})
  void bind_timestampAndDate_isWhatPostgresSees(String id) throws SQLException {
    TimeZone zone = TimeZone.getTimeZone(id);
    Calendar other = new GregorianCalendar(TimeZone.getTimeZone("America/St_Johns"));
    TimeZone.setDefault(zone);
    Target[] targets = {Target.TIMESTAMP, Target.TIMESTAMPTZ, Target.DATE};
    for (Timestamp timestamp : timestamps(zone)) {
      Date date = new Date(timestamp.getTime());
      String name = timestamp + " in " + id;
      for (Target target : targets) {
        assertExact(
            name, target, s -> s.setTimestamp(1, timestamp), p -> p.setTimestamp(1, timestamp));
        if (timestamp.getNanos() == 0) {
          assertExact(name, target, s -> s.setDate(1, date), p -> p.setDate(1, date));
          assertExact(
              name,
              target,
              s -> s.setTimestamp(1, timestamp, other),
              p -> p.setTimestamp(1, timestamp, other));
          assertExact(name, target, s -> s.setDate(1, date, other), p -> p.setDate(1, date, other));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin"})
  void bind_extremeTimestampAndDate_isExactOrRefused(String id) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(id));
    long[] extremes = {
      PGStatement.DATE_POSITIVE_INFINITY,
      PGStatement.DATE_NEGATIVE_INFINITY,
      PGStatement.DATE_POSITIVE_INFINITY - 1,
      PGStatement.DATE_NEGATIVE_INFINITY + 1,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      Instant.parse("1582-10-15T00:00:00Z").toEpochMilli(),
      Instant.parse("1582-12-31T23:30:00Z").toEpochMilli(),
      Instant.parse("0001-01-01T00:00:00Z").toEpochMilli(),
      Instant.parse("-0100-01-01T00:00:00Z").toEpochMilli(),
      Instant.parse("9999-12-31T23:30:00Z").toEpochMilli(),
      Instant.parse("+12345-01-01T00:00:00Z").toEpochMilli(),
      Instant.parse("+294277-01-01T00:00:00Z").toEpochMilli(),
    };
    int bound = 0;
    for (long millis : extremes) {
      for (Target target : Target.values()) {
        Timestamp timestamp = new Timestamp(millis);
        Date date = new Date(millis);
        String name = millis + " ms";
        if (isExactOrRefused(
            name, target, s -> s.setTimestamp(1, timestamp), p -> p.setTimestamp(1, timestamp))) {
          bound++;
        }
        if (isExactOrRefused(name, target, s -> s.setDate(1, date), p -> p.setDate(1, date))) {
          bound++;
        }
      }
    }
    assertTrue(bound >= 12, "bound " + bound);
  }

  @Test
  void bind_zoneThatPostgresRefusesOrIsNotWholeSeconds_isRefused() throws SQLException {
    for (int offset : new int[] {57_600_000, -57_600_000, 1, 3_600_500}) {
      Calendar calendar = new GregorianCalendar(new SimpleTimeZone(offset, "Own"));
      assertFalse(
          isExactOrRefused(
              "offset " + offset,
              Target.TIMESTAMPTZ,
              s -> s.setTimestamp(1, new Timestamp(0), calendar),
              p -> p.setTimestamp(1, new Timestamp(0), calendar)));
      assertFalse(
          isExactOrRefused(
              "offset " + offset,
              Target.DATE,
              s -> s.setDate(1, new Date(0), calendar),
              p -> p.setDate(1, new Date(0), calendar)));
    }
  }

  private static @Nullable List<Object> boundArray(int oid, Capture capture) throws SQLException {
    CapturedParameters parameters = new CapturedParameters((BaseConnection) connection, 1);
    SlotValues values = new SlotValues(1);
    ValueType type = ValueType.ofOid(Oids.elementOf(oid));
    assertTrue(capture.set(parameters));
    if (!parameters.bind(values, 0, new SlotSource(false, 0, oid, type, true))) {
      return null;
    }
    return values.getObject(0) instanceof long[] raws
        ? new ArrayList<>(Arrays.stream(raws).boxed().toList())
        : List.of((Object[]) values.getObject(0));
  }

  @Test
  void bind_arrays_holdsElementsWithoutNulls() throws SQLException {
    UUID uuid = UUID.fromString("ffffffff-d9cb-469f-a165-70867728950e");
    Object[][] cases = {
      {Oids.INT4_ARRAY, List.of(1L, -3L), new int[] {1, -3}},
      {Oids.INT4_ARRAY, List.of(1L, -3L), new Integer[] {1, null, -3}},
      {Oids.INT8_ARRAY, List.of(Long.MIN_VALUE), new long[] {Long.MIN_VALUE}},
      {Oids.INT8_ARRAY, List.of(), new Long[] {null}},
      {Oids.INT2_ARRAY, List.of(7L), new short[] {7}},
      {Oids.BOOL_ARRAY, List.of(1L, 0L), new Boolean[] {true, null, false}},
      {Oids.VARCHAR_ARRAY, List.of("a", "NULL", ""), new String[] {"a", "NULL", null, ""}},
      {Oids.UUID_ARRAY, List.of(uuid), new UUID[] {uuid, null}},
      {Oids.INT4_ARRAY, List.of(), new int[0]},
      {Oids.INT4_ARRAY, List.of(1L), array("int4", 1, null)},
      {Oids.INT4_ARRAY, List.of(1L), array("integer", new Integer[] {1})},
      {Oids.INT4_ARRAY, List.of(), array("int4", new Integer[0])},
      {Oids.INT4_ARRAY, List.of(), array("int4")},
      {Oids.INT8_ARRAY, List.of(2L), array("bigint", new Long[] {2L, null})},
      {Oids.INT8_ARRAY, List.of(5L), array("int8", new Integer[] {5})},
      {Oids.TEXT_ARRAY, List.of("x\"\\,{}", "null", "ü"), array("text", "x\"\\,{}", "null", "ü")},
      {Oids.TEXT_ARRAY, List.of("y"), array("text", new String[] {"y", null})},
      {Oids.UUID_ARRAY, List.of(uuid), array("uuid", uuid, null)},
      {Oids.BOOL_ARRAY, List.of(1L, 0L), array("bool", new Boolean[] {true, false})},
      {Oids.BOOL_ARRAY, List.of(1L), array("bool", true)},
    };
    for (Object[] row : cases) {
      int oid = (int) row[0];
      Object value = row[2];
      String name = value.getClass().getSimpleName() + " " + value;
      assertEquals(row[1], boundArray(oid, p -> p.setObject(1, value)), name);
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT x FROM unnest(?) x WHERE x IS NOT NULL")) {
        statement.setObject(1, value);
        List<Object> seen = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            Object element = rows.getObject(1);
            seen.add(
                element instanceof Number number
                    ? (Object) number.longValue()
                    : element instanceof Boolean bool ? (Object) (bool ? 1L : 0L) : element);
          }
        }
        assertEquals(row[1], seen, name);
      }
    }
  }

  private static Array array(String type, @Nullable Object... elements) throws SQLException {
    return connection.createArrayOf(type, elements);
  }

  @Test
  void bind_arraysOfDateAndTime_holdsRawValues() throws SQLException {
    assertEquals(
        List.of(86_400_000_000L),
        boundArray(
            Oids.TIMESTAMP_ARRAY, p -> p.setArray(1, array("timestamp", "2000-01-02 00:00:00"))));
    assertEquals(
        List.of(-1L), boundArray(Oids.DATE_ARRAY, p -> p.setArray(1, array("date", "1999-12-31"))));
  }

  @Test
  void bind_stringsWithoutType_isExactOrRefused() throws SQLException {
    String[] texts = {
      "12",
      " 12 ",
      "+12",
      "-0",
      "1e2",
      "99999999999",
      "",
      " ",
      "t",
      "TRUE",
      "yes",
      "1",
      "abc",
      "2026-01-02",
      "2026-1-2",
      "2026-02-30",
      "2026-01-02 03:04:05.9999995",
      "2026-01-02T03:04:05+01:30",
      "2026-01-02 24:00:00",
      "infinity",
      "-infinity",
      "now",
      "epoch",
      "0f8fad5b-d9cb-469f-a165-70867728950E",
      "{0f8fad5b-d9cb-469f-a165-70867728950e}",
      "0001-01-01",
      "12345-01-01",
      "2026-01-02 03:04:60",
      "\ud800",
      "x\u0000",
    };
    int bound = 0;
    for (String text : texts) {
      for (Target target : Target.values()) {
        if (isExactOrRefused(
            "'" + text + "'",
            target,
            s -> s.setObject(1, text, Types.OTHER),
            p -> p.setObject(1, text, Types.OTHER))) {
          bound++;
        }
      }
    }
    assertTrue(bound > 80, "bound " + bound);
  }

  @Test
  void bind_arraysThatAreNotExact_areRefused() throws SQLException {
    Object[] refused = {
      array("int4", new Integer[][] {{1}, {2}}),
      array("int4", "x"),
      array("int4", 3_000_000_000L),
      array("text", new String[] {"a"}, new String[] {"b"}),
      array("timestamptz", "2026-01-01 00:00:00"),
      array("date", "01/02/2026"),
      array("uuid", "0f8fad5bd9cb469fa16570867728950e"),
      new String[] {"\ud800"},
      new String[] {"a\u0000"},
    };
    for (Object value : refused) {
      CapturedParameters parameters = new CapturedParameters((BaseConnection) connection, 1);
      if (parameters.setObject(1, value)) {
        int oid = parameters.declaredOids()[0];
        ValueType type = ValueType.ofOid(Oids.elementOf(oid));
        SlotSource source = new SlotSource(false, 0, oid, type, true);
        assertFalse(parameters.bind(new SlotValues(1), 0, source), value.toString());
      }
    }
  }

  @Test
  void drainTo_arrayTextsOfOtherForms_areRefused() {
    for (String text :
        new String[] {
          "",
          "{",
          "}",
          "1",
          "{1",
          "{1,}",
          "{,1}",
          "{,}",
          "{ 1}",
          "{1 }",
          "{{1}}",
          "[0:0]={1}",
          "{null}",
          "{Null}",
          "{1}x",
          "{\"1}",
          "{\"1\"2}",
          "{\"1\\}",
          "{+1}",
          "{0x1}",
          "{1_0}",
        }) {
      assertFalse(
          new ArrayLiteral(text).drainTo(new ParameterArray.Elements(ValueType.INT4)), text);
    }
    ParameterArray.Elements elements = new ParameterArray.Elements(ValueType.INT4);
    assertTrue(new ArrayLiteral("{1,NULL,\"-2\"}").drainTo(elements));
    assertEquals("[1, -2]", Arrays.toString((long[]) elements.build()));
  }
}
