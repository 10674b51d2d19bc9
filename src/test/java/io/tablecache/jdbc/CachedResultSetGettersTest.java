package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each method of a hit's result over each type, compared with the plain driver's text transfer.
 *
 * <p>The rows come the whole way: from the table by the loader into the cache, and by the driver to
 * the application.
 */
class CachedResultSetGettersTest {
  private static final String ALL = "SELECT * FROM every_type ORDER BY id";

  /** Types whose text is not the value's alone; a table may have them, and is cached without. */
  private static final Set<String> NOT_HELD =
      Set.of(
          "aclitem",
          "regclass",
          "regcollation",
          "regconfig",
          "regdictionary",
          "regnamespace",
          "regoper",
          "regoperator",
          "regproc",
          "regprocedure",
          "regrole",
          "regtype",
          "tstzrange",
          "tstzmultirange");

  private static CachedTables tables;

  private final TimeZone zoneBefore = TimeZone.getDefault();

  @BeforeAll
  static void createTables() throws SQLException {
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                SampleColumns.createTypes(statement);
                SampleColumns.createTable(connection, "every_type", SampleColumns.all());
                statement.execute(
                    "CREATE TABLE not_held (id int PRIMARY KEY, "
                        + NOT_HELD.stream()
                            .map(
                                type ->
                                    "c_" + type + " " + type + ", a_" + type + " " + type + "[]")
                            .collect(Collectors.joining(", "))
                        + ", a_timestamptz timestamptz[], last text)");
                statement.execute("INSERT INTO not_held (id, last) VALUES (1, 'x')");
                statement.execute(
                    "CREATE TABLE labels (id int, \"ID\" int, \"camelCase\" int, low int,"
                        + " \"UP\" int, \"Up\" int, \"ALONE\" int, \"émile\" int)");
              }
            },
            "every_type",
            "not_held",
            "labels");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(zoneBefore);
  }

  @Test
  void everyBuiltInType_isCachedOrKnownNotToBe() throws SQLException {
    Set<String> missing = new TreeSet<>();
    try (Connection connection = tables.plain();
        Statement statement = connection.createStatement();
        ResultSet types =
            statement.executeQuery(
                "SELECT format_type(oid, NULL) FROM pg_type WHERE typtype IN ('b', 'r', 'm')"
                    + " AND typcategory <> 'A' AND typnamespace = 'pg_catalog'::regnamespace"
                    + " AND oid NOT IN (SELECT atttypid FROM pg_attribute"
                    + " WHERE attrelid = 'every_type'::regclass)")) {
      while (types.next()) {
        missing.add(types.getString(1));
      }
    }
    assertEquals(new TreeSet<>(NOT_HELD), missing);
  }

  @Test
  void columnThatIsNotHeld_isRefusedByItsReasonAndTheOthersAreHits() throws SQLException {
    try (Connection connection = tables.caching();
        Statement statement = connection.createStatement()) {
      List<String> columns = new ArrayList<>(List.of("a_timestamptz"));
      for (String type : NOT_HELD) {
        columns.addAll(List.of("c_" + type, "a_" + type));
      }
      for (String column : columns) {
        long before = tables.count("UNCACHEABLE_COLUMN");
        try (ResultSet rows = statement.executeQuery("SELECT id, " + column + " FROM not_held")) {
          assertTrue(rows.next());
        }
        assertEquals(before + 1, tables.count("UNCACHEABLE_COLUMN"), column);
      }
      try (CachedResultSet rows = tables.hit(statement, "SELECT id, last FROM not_held")) {
        assertTrue(rows.next());
        assertEquals("x", rows.getString("last"));
      }
    }
  }

  @Test
  void money_underAnotherLocale_isLeftToTheDatabase() throws SQLException {
    String sql = "SELECT m FROM every_type WHERE id = 2";
    try (Connection connection = tables.caching();
        Statement statement = connection.createStatement()) {
      for (String locale : List.of("C", "POSIX")) {
        statement.execute("SET lc_monetary = '" + locale + "'");
        try (CachedResultSet rows = tables.hit(statement, sql)) {
          assertTrue(rows.next());
          assertEquals("$1,234.50", rows.getString(1));
        }
      }
      statement.execute("SET lc_monetary = 'C.UTF-8'");
      long before = tables.count("SESSION_SETTINGS");
      statement.executeQuery(sql).close();
      assertEquals(before + 1, tables.count("SESSION_SETTINGS"));
      tables.hit(statement, "SELECT t FROM every_type WHERE id = 2").close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo"})
  void everyGetter_everyType_isPlainDrivers(String zone) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    String sql =
        zone.equals("UTC")
            ? ALL
            : SampleColumns.all().stream()
                .filter(SampleColumns::dependsOnZone)
                .map(column -> "\"" + column.name() + "\"")
                .collect(Collectors.joining(", ", "SELECT ", " FROM every_type ORDER BY id"));
    int compared = assertSameGetters(sql, 0);
    assertTrue(compared > (zone.equals("UTC") ? 200_000 : 20_000), "only " + compared);
  }

  @Test
  void everyGetter_withMaxFieldSize_isPlainDrivers() throws SQLException {
    assertSameGetters(ALL, 2);
  }

  private static int assertSameGetters(String sql, int maxFieldSize) throws SQLException {
    try (Connection plainly = tables.plain();
        Connection caching = tables.caching();
        Statement plainStatement = plainly.createStatement();
        Statement statement = caching.createStatement()) {
      plainStatement.setMaxFieldSize(maxFieldSize);
      statement.setMaxFieldSize(maxFieldSize);
      try (ResultSet plain = plainStatement.executeQuery(sql);
          CachedResultSet cached = tables.hit(statement, sql)) {
        ResultCalls calls = new ResultCalls(plain, cached);
        calls.assertSame("before the first row");
        while (plain.next()) {
          assertTrue(cached.next());
          calls.assertSame("row " + plain.getRow());
        }
        assertTrue(!cached.next());
        calls.assertSame("after the last row");
        assertTrue(cached.askedDriver(), "some getters are the driver's own");
        return calls.compared();
      }
    }
  }

  @Test
  void metaData_everyMethod_isPlainDrivers() throws SQLException {
    try (Connection plainly = tables.plain();
        Connection caching = tables.caching();
        Statement plainStatement = plainly.createStatement();
        Statement statement = caching.createStatement()) {
      try (ResultSet plain = plainStatement.executeQuery(ALL);
          CachedResultSet cached = tables.hit(statement, ALL)) {
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
            for (int i = 0; i <= expected.getColumnCount() + 1; i++) {
              String call = method.getName() + "(" + i + ")";
              assertEquals(Answer.of(expected, method, i), Answer.of(actual, method, i), call);
              compared++;
            }
          }
        }
        assertTrue(compared > 20 * expected.getColumnCount());
      }
    }
  }

  @Test
  void everyUpdate_isRefusedAsByPlainDriver() throws SQLException {
    try (Connection plainly = tables.plain();
        Connection caching = tables.caching();
        Statement plainStatement = plainly.createStatement();
        Statement statement = caching.createStatement()) {
      try (ResultSet plain = plainStatement.executeQuery(ALL);
          CachedResultSet cached = tables.hit(statement, ALL)) {
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
      try (Connection connection = tables.plain("&disableColumnSanitiser=" + sanitiserDisabled);
          Connection caching = tables.caching("&disableColumnSanitiser=" + sanitiserDisabled)) {
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM labels");
            PreparedStatement same = caching.prepareStatement("SELECT * FROM labels");
            ResultSet plain = select.executeQuery();
            CachedResultSet cached = tables.hit(same)) {
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
    try (Connection plainly = tables.plain();
        Connection caching = tables.caching();
        Statement plainStatement = plainly.createStatement();
        Statement statement = caching.createStatement()) {
      ResultSet plain = plainStatement.executeQuery(ALL);
      CachedResultSet cached = tables.hit(statement, ALL);
      plain.next();
      cached.next();
      plain.close();
      cached.close();
      cached.close();
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
