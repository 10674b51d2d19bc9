package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.TableCache;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HikariTest extends EcosystemTest {
  private static final String RANGE =
      "SELECT data_seq, data, ts FROM device_data WHERE device_id = ? AND ts >= ? ORDER BY ts";

  private static final String IN_TRANSACTION =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND state LIKE 'idle in transaction%'";

  /** Hikari's property for how many milliseconds a connection is taken without validation. */
  private static final String VALIDATE_AFTER = "com.zaxxer.hikari.aliveBypassWindowMs";

  // Configurations

  @Test
  void jdbcUrl_withDriverClassName_answersFromTheCache() throws Exception {
    try (HikariDataSource pool =
        pool(
            config -> {
              config.setDriverClassName("io.tablecache.TableCacheDriver");
              config.setJdbcUrl(url());
            })) {
      assertTrue(TableCache.awaitLoaded(pool, Duration.ofSeconds(30)));

      assertEquals(30, expecting("device_data HIT 1", () -> rows(pool)));
    }
  }

  @Test
  void dataSourceClassName_withBeanProperties_answersFromTheCache() throws Exception {
    try (HikariDataSource pool =
        pool(
            config -> {
              config.setDataSourceClassName("io.tablecache.TableCacheDataSource");
              config.addDataSourceProperty("url", plainUrl());
              config.addDataSourceProperty("config", config().toString());
            })) {
      assertEquals(30, expecting("device_data HIT 1", () -> rows(pool)));
    }
  }

  @Test
  void dataSource_givenAsAnObject_answersFromTheCache() throws Exception {
    try (HikariDataSource pool = pool(config -> config.setDataSource(dataSource()))) {
      assertEquals(30, expecting("device_data HIT 1", () -> rows(pool)));
    }
  }

  // Evictions

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resultSetMethods_onHits_evictOnlyWhereThePlainDriverDoes(boolean closed) throws Exception {
    Set<String> cached =
        expecting(
            "device_data HIT " + resultSetMethods().size(),
            () -> {
              try (HikariDataSource pool = pool(config -> config.setJdbcUrl(url()))) {
                return evicting(pool, closed);
              }
            });
    try (HikariDataSource pool = pool(config -> config.setJdbcUrl(plainUrl()))) {
      Set<String> plain = evicting(pool, closed);
      assertTrue(plain.containsAll(cached), () -> "only hits evict: " + cached + " but " + plain);
    }
  }

  /** The methods of ResultSet after which the pool has another physical connection. */
  private Set<String> evicting(HikariDataSource pool, boolean closed) throws Exception {
    Set<String> evicting = new TreeSet<>();
    int pid = pid(pool);
    for (Method method : resultSetMethods()) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = range(connection);
          ResultSet result = statement.executeQuery()) {
        assertTrue(result.next());
        if (closed) {
          result.close();
        }
        invoke(method, result);
      }
      int now = pid(pool);
      if (now != pid) {
        evicting.add(method.getName());
        pid = now;
      }
    }
    return evicting;
  }

  private static List<Method> resultSetMethods() {
    return Arrays.stream(ResultSet.class.getMethods())
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  /** Calls a method with an index out of range, an unknown label, or whatever else is at hand. */
  private static void invoke(Method method, ResultSet result) throws IllegalAccessException {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(HikariTest::argument).toArray();
    try {
      method.invoke(result, arguments);
    } catch (InvocationTargetException e) {
      assertFalse(e.getCause() instanceof Error, () -> method + " threw " + e.getCause());
    }
  }

  private static @Nullable Object argument(Class<?> type) {
    if (type.isPrimitive()) {
      // An array's element is the type's zero.
      return type == int.class ? (Object) 9 : Array.get(Array.newInstance(type, 1), 0);
    }
    return type == String.class ? "nowhere" : null;
  }

  @Test
  void misuse_ofHits_evictsNothing() throws Exception {
    try (HikariDataSource pool = pool(config -> config.setJdbcUrl(url()))) {
      int pid = pid(pool);
      expecting(
          "device_data HIT 1, device_data PARAMETER_MISSING 1",
          () -> {
            try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(RANGE)) {
              fails("22023", () -> statement.setInt(3, 1));
              fails("22023", statement::executeQuery);
              statement.setInt(1, 1);
              statement.setObject(2, WINDOW);
              ResultSet result = statement.executeQuery();
              fails("24000", () -> result.getInt(1));
              assertTrue(result.next());
              fails("22003", () -> result.getShort("ts"));
              fails("42703", () -> result.getInt("nowhere"));
              fails("22023", () -> result.getInt(4));
              fails("24000", result::previous);
              fails("24000", () -> result.updateInt(1, 1));
              statement.cancel();
              statement.close();
              fails("55000", result::next);
              fails("55000", statement::executeQuery);
            }
            return null;
          });

      assertEquals(pid, pid(pool));
    }
  }

  // Life in the pool

  @Test
  void connection_returnedChanged_isResetAndAnswersAgain() throws Exception {
    try (HikariDataSource pool =
        pool(
            config -> {
              config.setJdbcUrl(url());
              config.setSchema("public");
            })) {
      expecting(
          "device_data ISOLATION_LEVEL 1, device_data NAME_NOT_VISIBLE 1",
          () -> {
            try (Connection connection = pool.getConnection()) {
              connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
              connection.setReadOnly(true);
              connection.setAutoCommit(false);
              assertEquals(30, rows(connection));
            }
            try (Connection connection = pool.getConnection()) {
              connection.setSchema("pg_catalog");
              fails("42P01", () -> rows(connection));
            }
            return null;
          });

      try (Connection connection = pool.getConnection()) {
        assertTrue(connection.getAutoCommit());
        assertFalse(connection.isReadOnly());
        assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
        assertEquals("public", connection.getSchema());
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
      }
    }
  }

  @Test
  void connection_inReadOnlyTransactions_answersWithoutBegin() throws Exception {
    try (HikariDataSource pool =
        pool(
            config -> {
              config.setJdbcUrl(url());
              config.setAutoCommit(false);
              config.setReadOnly(true);
            })) {
      try (Connection connection = pool.getConnection()) {
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
        try (Connection plain = plain();
            Statement statement = plain.createStatement();
            ResultSet sessions = statement.executeQuery(IN_TRANSACTION)) {
          assertTrue(sessions.next());
          assertEquals(0, sessions.getInt(1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT 1"})
  void validation_ofALostConnection_bringsANewOne(String testQuery) throws Exception {
    System.setProperty(VALIDATE_AFTER, "0");
    try (HikariDataSource pool =
        pool(
            config -> {
              config.setJdbcUrl(url());
              config.setConnectionTestQuery(testQuery.isEmpty() ? null : testQuery);
            })) {
      int pid = pid(pool);
      assertEquals(pid, pid(pool));
      try (Connection plain = plain();
          Statement statement = plain.createStatement()) {
        statement.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
      }

      assertEquals(30, expecting("device_data HIT 1", () -> rows(pool)));
      assertNotEquals(pid, pid(pool));
    } finally {
      System.clearProperty(VALIDATE_AFTER);
    }
  }

  @Test
  void connection_returnedWithOpenResults_closesThemAndKeepsNothing() throws Exception {
    try (HikariDataSource pool = pool(config -> config.setJdbcUrl(url()))) {
      int pid = pid(pool);
      List<ResultSet> results = new ArrayList<>();
      expecting(
          "device_data HIT 100",
          () -> {
            for (int i = 0; i < 100; i++) {
              try (Connection connection = pool.getConnection()) {
                results.add(range(connection).executeQuery());
              }
            }
            return null;
          });

      for (ResultSet result : results) {
        assertTrue(result.isClosed());
      }
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
      assertEquals(pid, pid(pool));
    }
  }

  private interface FailingAction {
    void call() throws SQLException;
  }

  private static void fails(String sqlState, FailingAction action) {
    SQLException e = assertThrows(SQLException.class, action::call);
    assertEquals(sqlState, e.getSQLState(), e.getMessage());
  }

  private static HikariDataSource pool(Consumer<HikariConfig> settings) {
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(1);
    config.setPoolName("ecosystem");
    settings.accept(config);
    return new HikariDataSource(config);
  }

  private static PreparedStatement range(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(RANGE);
    statement.setInt(1, 1);
    statement.setObject(2, WINDOW);
    return statement;
  }

  private static int rows(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return rows(connection);
    }
  }

  private static int rows(Connection connection) throws SQLException {
    int rows = 0;
    try (PreparedStatement statement = range(connection);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }

  private static int pid(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
      assertTrue(result.next());
      return result.getInt(1);
    }
  }
}
