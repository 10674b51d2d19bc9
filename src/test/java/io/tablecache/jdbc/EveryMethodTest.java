package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/**
 * Every method of connections, statements and the database's metadata, called on this driver's
 * object and on the plain driver's in the same state: the same value or failure, and the same state
 * afterwards.
 */
class EveryMethodTest {
  private static final String READ = "SELECT id, name FROM item WHERE id <= 2 ORDER BY id";
  private static final String PREPARED = "SELECT id, name FROM item WHERE id <= ? ORDER BY id";

  private static CachedTables tables;

  @BeforeAll
  static void createTable() throws SQLException {
    tables =
        CachedTables.of(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
                statement.execute("INSERT INTO item VALUES (1, 'one'), (2, 'two'), (3, 'three')");
                statement.execute(
                    "CREATE FUNCTION facts(INOUT n int, OUT name text, OUT price numeric,"
                        + " OUT at timestamp) LANGUAGE sql"
                        + " AS $$ SELECT n + 1, '7', 1.50, timestamp '2026-01-01 10:00' $$");
              }
            },
            "item");
  }

  @AfterAll
  static void close() throws SQLException {
    tables.close();
  }

  /** Something that a connection makes, in the state in which its methods are called. */
  private interface Maker {
    Object make(Connection connection) throws SQLException;
  }

  private static List<Method> methods(Class<?>... interfaces) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> type : interfaces) {
      methods.addAll(Arrays.asList(type.getMethods()));
    }
    methods.sort((a, b) -> a.toString().compareTo(b.toString()));
    return methods;
  }

  private static @Nullable Object argument(Class<?> type) {
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(
          array,
          0,
          type.getComponentType() == String.class ? "id" : argument(type.getComponentType()));
      return array;
    }
    return switch (type.getSimpleName()) {
      case "int" -> 1;
      case "long" -> 1L;
      case "short" -> (short) 1;
      case "byte" -> (byte) 1;
      case "float" -> 1f;
      case "double" -> 1d;
      case "boolean" -> true;
      case "char" -> 'a';
      case "String" -> "SELECT 1";
      case "Class" -> Runnable.class;
      case "Object" -> 1;
      case "BigDecimal" -> BigDecimal.ONE;
      case "Properties" -> new Properties();
      case "Map" -> Map.of();
      case "Executor" -> (Executor) Runnable::run;
      default -> null;
    };
  }

  private static @Nullable Object[] arguments(Method method) {
    if (method.getName().equals("setNetworkTimeout")) {
      return new @Nullable Object[] {argument(Executor.class), 60_000};
    }
    return Arrays.stream(method.getParameterTypes()).map(EveryMethodTest::argument).toArray();
  }

  private static String call(Object target, Method method, @Nullable Object[] arguments) {
    try {
      return text(method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      return failure(Objects.requireNonNull(e.getCause()));
    } catch (SQLException | RuntimeException e) {
      return failure(e); // the driver's metadata results have no metadata of their own here
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String failure(Throwable failure) {
    return failure instanceof SQLException e
        ? e.getClass().getName() + " " + e.getSQLState() + " " + e.getMessage()
        : failure.getClass().getName();
  }

  private static String text(@Nullable Object value) throws SQLException {
    if (value instanceof ResultSet rows) {
      return rows(rows);
    }
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof String
        || value instanceof java.util.Date
        || value instanceof Enum
        || value.getClass().getName().startsWith("java.time.")) {
      return value + (value == null ? "" : " " + value.getClass());
    }
    if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof long[] numbers) {
      return Arrays.toString(numbers);
    }
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : "an object";
  }

  private static String rows(ResultSet rows) throws SQLException {
    if (rows.isClosed()) {
      return "closed rows";
    }
    ResultSetMetaData metaData = rows.getMetaData();
    List<List<@Nullable String>> lines = new ArrayList<>();
    List<@Nullable String> labels = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      labels.add(metaData.getColumnLabel(i));
    }
    lines.add(labels);
    while (rows.next()) {
      List<@Nullable String> line = new ArrayList<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        line.add(rows.getString(i));
      }
      lines.add(line);
    }
    return lines.toString();
  }

  private static String state(Object target) throws SQLException {
    if (target instanceof Statement statement) {
      StringBuilder state = new StringBuilder("closed " + statement.isClosed());
      if (!statement.isClosed()) {
        state.append(" count ").append(statement.getUpdateCount());
        state.append(" rows ").append(text(statement.getResultSet()));
        state.append(" more ").append(statement.getMoreResults());
        state.append(" completion ").append(statement.isCloseOnCompletion());
        state.append(" poolable ").append(statement.isPoolable());
        state.append(statement.getFetchSize()).append(' ').append(statement.getMaxRows());
        state.append(statement.getMaxFieldSize()).append(' ').append(statement.getQueryTimeout());
        state.append(statement.getWarnings());
      }
      return state.toString();
    }
    Connection connection = (Connection) target;
    StringBuilder state = new StringBuilder("closed " + connection.isClosed());
    if (!connection.isClosed()) {
      state.append(" auto ").append(connection.getAutoCommit());
      state.append(" read only ").append(connection.isReadOnly());
      state.append(" isolation ").append(connection.getTransactionIsolation());
      state.append(" hold ").append(connection.getHoldability());
      state.append(" network ").append(connection.getNetworkTimeout());
      state.append(" schema ").append(connection.getSchema());
      state.append(" valid ").append(connection.isValid(5));
    }
    return state.toString();
  }

  /** Each method on an object of its own. */
  private static void assertSame(Maker maker, int hits, Class<?>... interfaces)
      throws SQLException {
    int compared = 0;
    for (Method method : methods(interfaces)) {
      if (method.getName().equals("getBackendPID")) {
        continue; // another number for each connection
      }
      @Nullable Object[] arguments = arguments(method);
      String expected;
      try (Connection connection = tables.plain()) {
        Object target = maker.make(connection);
        expected = call(target, method, arguments) + "; " + state(target);
      }
      tables.adjust("item");
      long before = tables.hits();
      try (Connection connection = tables.caching()) {
        Object target = maker.make(connection);
        assertEquals(before + hits, tables.hits(), "hits before " + method);
        assertEquals(
            expected, call(target, method, arguments) + "; " + state(target), method.toString());
      }
      compared++;
    }
    assertTrue(compared > 40, "only " + compared);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void statement_afterAHit_isThePlainDrivers(boolean closed) throws SQLException {
    assertSame(
        connection -> {
          Statement statement = connection.createStatement();
          statement.executeQuery(READ);
          if (closed) {
            statement.close();
          }
          return statement;
        },
        1,
        Statement.class,
        PGStatement.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void preparedStatement_afterAHit_isThePlainDrivers(boolean closed) throws SQLException {
    assertSame(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(PREPARED);
          statement.setInt(1, 2);
          statement.executeQuery();
          if (closed) {
            statement.close();
          }
          return statement;
        },
        1,
        PreparedStatement.class,
        PGStatement.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void preparedStatement_neverExecuted_isThePlainDrivers(boolean set) throws SQLException {
    assertSame(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(PREPARED);
          if (set) {
            statement.setInt(1, 2);
          }
          return statement;
        },
        0,
        PreparedStatement.class,
        PGStatement.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callableStatement_executed_isThePlainDrivers(boolean closed) throws SQLException {
    assertSame(
        connection -> {
          CallableStatement call = connection.prepareCall("{call facts(?, ?, ?, ?)}");
          call.setInt(1, 4);
          call.registerOutParameter(1, Types.INTEGER);
          call.registerOutParameter(2, Types.VARCHAR);
          call.registerOutParameter(3, Types.NUMERIC);
          call.registerOutParameter(4, Types.TIMESTAMP);
          call.execute();
          if (closed) {
            call.close();
          }
          return call;
        },
        0,
        CallableStatement.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void connection_afterAHit_isThePlainDrivers(boolean closed) throws SQLException {
    assertSame(
        connection -> {
          connection.createStatement().executeQuery(READ).close();
          if (closed) {
            connection.close();
          }
          return connection;
        },
        1,
        BaseConnection.class);
  }

  @Test
  void connection_inATransactionOfHits_isThePlainDrivers() throws SQLException {
    assertSame(
        connection -> {
          connection.setAutoCommit(false);
          connection.createStatement().executeQuery(READ).close();
          return connection;
        },
        1,
        BaseConnection.class);
  }

  @Test
  void databaseMetaData_everyMethod_isThePlainDrivers() throws SQLException {
    int compared = 0;
    try (Connection plain = tables.plain();
        Connection caching = tables.caching()) {
      DatabaseMetaData expected = plain.getMetaData();
      DatabaseMetaData actual = caching.getMetaData();
      for (Method method : methods(DatabaseMetaData.class)) {
        for (String text : new @Nullable String[] {null, "%", "item", "public"}) {
          @Nullable Object[] arguments =
              Arrays.stream(method.getParameterTypes())
                  .map(type -> type == String.class ? text : argument(type))
                  .map(value -> value instanceof String[] ? new String[] {"TABLE"} : value)
                  .toArray();
          assertEquals(
              call(expected, method, arguments),
              call(actual, method, arguments),
              method + Arrays.toString(arguments));
          compared++;
        }
      }
    }
    assertTrue(compared > 600, "only " + compared);
  }
}
