package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGobject;

/**
 * Every setter of a prepared statement, with every kind of value, on columns of every type that is
 * compared in the cache: the rows or the failure are the plain driver's, whoever answers. Each
 * column has one statement, which is set and executed over and over.
 */
class ParameterHitsTest {
  private static final List<String> COLUMNS =
      List.of("i2", "i4", "i8", "b", "t", "v", "u", "d", "ts", "tz");

  /** The columns on which a value's type is said as well, by each of these. */
  private static final List<String> TYPED = List.of("i4", "t", "ts");

  private static final int[] SQL_TYPES = {
    Types.INTEGER,
    Types.BIGINT,
    Types.SMALLINT,
    Types.VARCHAR,
    Types.CHAR,
    Types.BOOLEAN,
    Types.BIT,
    Types.DATE,
    Types.TIMESTAMP,
    Types.TIMESTAMP_WITH_TIMEZONE,
    Types.NUMERIC,
    Types.DOUBLE,
    Types.OTHER,
    Types.ARRAY,
    Types.NULL
  };

  private static final LocalDateTime TIME = LocalDateTime.of(2026, 7, 1, 10, 11, 12, 500_000_000);
  private static final UUID KEY = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  /** Setters whose values are taken over, for at least some types. */
  private static final Set<String> TAKEN_OVER =
      Set.of(
          "setArray",
          "setBoolean",
          "setByte",
          "setDate",
          "setInt",
          "setLong",
          "setNull",
          "setObject",
          "setShort",
          "setString",
          "setTimestamp");

  private static CachedTables tables;

  @BeforeAll
  static void createTable() throws SQLException {
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(
                    "CREATE TABLE keyed (id int PRIMARY KEY, i2 int2, i4 int4, i8 int8, b bool,"
                        + " t text, v varchar(40), u uuid, d date, ts timestamp, tz timestamptz)");
                statement.execute(
                    "INSERT INTO keyed VALUES (1, 5, 5, 5, true, '5', '5', '"
                        + KEY
                        + "',"
                        + " '2026-07-01', '2026-07-01 10:11:12.5', '2026-07-01 10:11:12.5Z'),"
                        + " (2, 0, 0, 0, false, 'abc', '"
                        + KEY
                        + "', NULL, '1970-01-01', '2026-07-01', '2026-07-01 00:00Z'), (3, NULL,"
                        + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, 1, 1, 1,"
                        + " true, '1', 'true', NULL, 'infinity', 'infinity', 'infinity')");
              }
            },
            "keyed");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  private static List<@Nullable Object> objects() throws SQLException {
    PGobject typed = new PGobject();
    typed.setType("int4");
    typed.setValue("5");
    PGobject json = new PGobject();
    json.setType("jsonb");
    json.setValue("5");
    Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    calendar.setTimeInMillis(TIME.toInstant(ZoneOffset.UTC).toEpochMilli());
    return Arrays.asList(
        null,
        5,
        5L,
        (short) 5,
        (byte) 5,
        5f,
        5d,
        new BigDecimal("5.0"),
        BigInteger.valueOf(5),
        true,
        'a',
        "5",
        "abc",
        "true",
        KEY.toString(),
        "2026-07-01",
        "2026-07-01 10:11:12.5",
        "a\u0000b",
        KEY,
        TIME,
        TIME.toLocalDate(),
        LocalTime.of(10, 11, 12),
        TIME.atOffset(ZoneOffset.ofHours(2)),
        TIME.toInstant(ZoneOffset.UTC),
        ZonedDateTime.of(TIME, ZoneOffset.UTC),
        Timestamp.valueOf(TIME),
        Date.valueOf(TIME.toLocalDate()),
        Time.valueOf(LocalTime.of(10, 11, 12)),
        new java.util.Date(0),
        calendar,
        new byte[] {53},
        new int[] {5, 0},
        new String[] {"5"},
        typed,
        json,
        new Object());
  }

  /** What is given for a parameter of a setter, made anew for each call. */
  private static List<@Nullable Object> values(Class<?> type, Connection connection)
      throws SQLException {
    Object value =
        switch (type.getSimpleName()) {
          case "int" -> 5;
          case "long" -> 5L;
          case "short" -> (short) 5;
          case "byte" -> (byte) 5;
          case "float" -> 5f;
          case "double" -> 5d;
          case "boolean" -> true;
          case "BigDecimal" -> new BigDecimal("5");
          case "byte[]" -> "5".getBytes(StandardCharsets.UTF_8);
          case "InputStream" -> stream();
          case "Reader" -> reader();
          case "URL" -> url();
          case "Array" -> connection.createArrayOf("int4", new Object[] {5, 1, null});
          case "SQLType" -> JDBCType.INTEGER;
          default -> null;
        };
    if (value != null) {
      return Arrays.asList(value);
    }
    return switch (type.getSimpleName()) {
      case "String" ->
          Arrays.asList(null, "5", "abc", "int4", "2026-07-01", KEY.toString(), "\ud800");
      case "Object" -> objects();
      case "Date" -> Arrays.asList(null, Date.valueOf(TIME.toLocalDate()), new Date(0));
      case "Time" -> Arrays.asList(null, new Time(0));
      case "Timestamp" ->
          Arrays.asList(null, Timestamp.valueOf(TIME), Timestamp.from(Instant.EPOCH));
      case "Calendar" ->
          Arrays.asList(
              null,
              Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo")),
              Calendar.getInstance(TimeZone.getTimeZone("UTC")));
      default -> Arrays.asList((Object) null);
    };
  }

  private static InputStream stream() {
    return new ByteArrayInputStream("5____".getBytes(StandardCharsets.UTF_8));
  }

  private static Reader reader() {
    return new StringReader("5____");
  }

  private static URL url() {
    try {
      return URI.create("https://example.org/").toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** The argument lists that a setter is called with. */
  private static List<List<@Nullable Object>> calls(Method setter, Connection connection)
      throws SQLException {
    List<List<@Nullable Object>> calls = new ArrayList<>(List.of(List.of(1)));
    Class<?>[] types = setter.getParameterTypes();
    boolean namesType = setter.getName().equals("setObject") || setter.getName().equals("setNull");
    for (int i = 1; i < types.length; i++) {
      List<@Nullable Object> values;
      if (namesType && i == (setter.getName().equals("setNull") ? 1 : 2)) {
        values = new ArrayList<>();
        for (int sqlType : SQL_TYPES) {
          values.add(types[i] == SQLType.class ? JDBCType.valueOf(sqlType) : (Object) sqlType);
        }
      } else {
        values = values(types[i], connection);
      }
      List<List<@Nullable Object>> longer = new ArrayList<>();
      for (List<@Nullable Object> call : calls) {
        for (Object value : values) {
          List<@Nullable Object> more = new ArrayList<>(call);
          more.add(value);
          longer.add(more);
        }
      }
      calls = longer;
    }
    return calls;
  }

  private static List<Method> setters() {
    return Arrays.stream(PreparedStatement.class.getMethods())
        .filter(method -> method.getName().startsWith("set"))
        .filter(method -> method.getDeclaringClass() == PreparedStatement.class)
        .filter(method -> method.getParameterCount() > 1)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  /** The keys of the rows, or the failure. */
  private static String outcome(
      PreparedStatement statement, Method setter, List<@Nullable Object> arguments) {
    try {
      setter.invoke(statement, arguments.toArray());
      StringBuilder keys = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.append(rows.getInt(1)).append(' ');
        }
      }
      return keys.toString();
    } catch (InvocationTargetException e) {
      return failure(e.getCause());
    } catch (SQLException e) {
      return failure(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String failure(@Nullable Throwable failure) {
    return failure instanceof SQLException e
        ? e.getClass().getName()
            + " "
            + e.getSQLState()
            + " "
            + String.valueOf(e.getMessage()).replaceAll("@[0-9a-f]+", "@")
        : String.valueOf(failure == null ? null : failure.getClass());
  }

  @Test
  void everySetter_everyValueAndColumn_meansTheSame() throws SQLException {
    Set<String> hitting = new TreeSet<>();
    int executed = 0;
    long hitsBefore = tables.hits();
    try (Connection plain = tables.plain();
        Connection caching = tables.caching()) {
      for (String column : COLUMNS) {
        String sql = "SELECT id FROM keyed WHERE " + column + " = ? ORDER BY id";
        List<Method> untyped = setters().stream().filter(m -> !isTyped(m)).toList();
        boolean all = TYPED.contains(column);
        executed += compare(plain, caching, sql, all ? setters() : untyped, true, hitting);
        executed += compare(plain, caching, sql, untyped, false, hitting);
      }
      List<Method> ofArrays =
          setters().stream()
              .filter(m -> m.getName().equals("setArray") || m.getName().equals("setObject"))
              .filter(m -> m.getParameterCount() == 2)
              .toList();
      for (String column : List.of("i2", "i4", "i8", "t")) {
        String sql = "SELECT id FROM keyed WHERE " + column + " = ANY (?) ORDER BY id";
        executed += compare(plain, caching, sql, ofArrays, true, hitting);
      }
    }
    long hits = tables.hits() - hitsBefore;
    assertTrue(hitting.containsAll(TAKEN_OVER), "hits by " + hitting);
    assertTrue(executed > 10_000, "only " + executed);
    assertTrue(hits > 400, "only " + hits);
  }

  private static boolean isTyped(Method setter) {
    return setter.getName().equals("setObject") && setter.getParameterCount() > 2;
  }

  /**
   * @param clears whether the parameters are cleared before each setter, after which what could not
   *     be taken over before is forgotten
   * @param hitting gets the names of the setters that had a hit
   */
  private static int compare(
      Connection plain,
      Connection caching,
      String sql,
      List<Method> setters,
      boolean clears,
      Set<String> hitting)
      throws SQLException {
    int executed = 0;
    try (PreparedStatement expecting = plain.prepareStatement(sql);
        PreparedStatement statement = caching.prepareStatement(sql)) {
      for (Method setter : setters) {
        long before = tables.hits();
        List<List<@Nullable Object>> expected = calls(setter, plain);
        List<List<@Nullable Object>> actual = calls(setter, caching);
        for (int i = 0; i < expected.size(); i++) {
          String call = sql + ": " + setter + expected.get(i);
          if (clears) {
            expecting.clearParameters();
            statement.clearParameters();
          }
          assertEquals(
              outcome(expecting, setter, expected.get(i)),
              outcome(statement, setter, actual.get(i)),
              call);
          executed++;
        }
        if (tables.hits() > before) {
          hitting.add(setter.getName());
        }
      }
    }
    return executed;
  }
}
