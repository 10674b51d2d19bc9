package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.PostgresServer;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.jdbc.PgResultSet;

/** Moving and state, compared with the plain driver's results. */
class CachedResultSetNavigationTest {
  private static final int STEPS = 5_000;

  private static final List<String> QUESTIONS =
      List.of("getRow", "isBeforeFirst", "isAfterLast", "isFirst", "isLast", "isClosed", "getType");

  private static final List<String> MOVES =
      List.of(
          "next",
          "previous",
          "first",
          "last",
          "beforeFirst",
          "afterLast",
          "absolute",
          "relative",
          "setFetchSize",
          "setFetchDirection",
          "getFetchSize",
          "getFetchDirection");

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = PostgresServer.shared().connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private CachedCopy numbers(int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS pg_temp.numbers");
      statement.execute(
          "CREATE TEMPORARY TABLE numbers AS SELECT i AS id, (i || ':00')::time AS at"
              + " FROM generate_series(1, "
              + rows
              + ") AS i");
    }
    return CachedCopy.of(connection, "numbers");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1004",
    "1, 1004",
    "2, 1004",
    "10, 1004",
    "0, 1003",
    "1, 1003",
    "10, 1003",
  })
  void randomWalk_anySizeAndType_isPlainDrivers(int rows, int type) throws SQLException {
    Random random = new Random(rows * 31L + type);
    CachedCopy copy = numbers(rows);
    try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
      List<Method> moves = new ArrayList<>();
      List<Method> questions = new ArrayList<>();
      for (Method method : ResultSet.class.getMethods()) {
        if (MOVES.contains(method.getName())) {
          moves.add(method);
        } else if (QUESTIONS.contains(method.getName())) {
          questions.add(method);
        }
      }
      assertEquals(MOVES.size() + QUESTIONS.size(), moves.size() + questions.size());
      Method getInt = ResultSet.class.getMethod("getInt", int.class);
      Method getTime = ResultSet.class.getMethod("getTime", String.class);
      for (int walk = 0; walk < 20; walk++) {
        try (ResultSet plain = statement.executeQuery("SELECT * FROM numbers ORDER BY id");
            CachedResultSet cached = copy.open(type, 0, ZoneOffset.UTC)) {
          for (int step = 0; step < STEPS / 20; step++) {
            Method move = moves.get(random.nextInt(moves.size()));
            @Nullable Object[] arguments =
                move.getParameterCount() == 0
                    ? new Object[0]
                    : new Object[] {number(move, rows, random)};
            String what = "step " + step + ": " + move.getName() + Arrays.toString(arguments);
            assertEquals(
                Answer.of(plain, move, arguments), Answer.of(cached, move, arguments), what);
            for (Method question : questions) {
              assertEquals(
                  Answer.of(plain, question),
                  Answer.of(cached, question),
                  question.getName() + " after " + what);
            }
            assertEquals(Answer.of(plain, getInt, 1), Answer.of(cached, getInt, 1), what);
            if (random.nextInt(4) == 0) {
              assertEquals(Answer.of(plain, getTime, "at"), Answer.of(cached, getTime, "at"), what);
            }
          }
        }
      }
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static int number(Method move, int rows, Random random) {
    if (move.getName().equals("setFetchDirection")) {
      return random.nextInt(999, 1004);
    }
    return switch (random.nextInt(12)) {
      case 0 -> Integer.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE;
      case 2 -> Integer.MIN_VALUE + 1;
      default -> random.nextInt(-rows - 3, rows + 4);
    };
  }

  @Test
  void getStatement_isOwners() throws SQLException {
    CachedCopy copy = numbers(1);
    try (CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneOffset.UTC)) {
      assertSame(copy.statement(), cached.getStatement());
    }
  }

  @Test
  void unwrap_anyInterface_isMeOrTheDriversResult() throws SQLException {
    CachedCopy copy = numbers(3);
    try (CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneOffset.UTC)) {
      assertTrue(cached.isWrapperFor(ResultSet.class));
      assertSame(cached, cached.unwrap(ResultSet.class));
      assertTrue(cached.isWrapperFor(PgResultSet.class));
      assertTrue(cached.isWrapperFor(PGRefCursorResultSet.class));
      assertFalse(cached.isWrapperFor(String.class));
      assertThrows(SQLException.class, () -> cached.unwrap(String.class));
      cached.next();
      cached.next();
      PgResultSet driver = cached.unwrap(PgResultSet.class);
      assertEquals(2, driver.getRow());
      assertEquals(2, driver.getInt(1));
      driver.last();
      assertEquals(2, cached.getRow());
      assertEquals("02:00:00", String.valueOf(cached.getTime("at")));
    }
  }

  @Test
  void close_withDriversResult_closesItAndTellsOwner() throws SQLException {
    CachedCopy copy = numbers(1);
    CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneOffset.UTC);
    cached.next();
    cached.getTime("at");
    ResultSet driver = cached.unwrap(PgResultSet.class);
    assertEquals(0, copy.closed());
    cached.close();
    assertTrue(driver.isClosed());
    assertFalse(copy.statement().isClosed());
    assertEquals(1, copy.closed());
  }

  @Test
  void driversGetter_inFailedTransaction_needsNoRoundTrip() throws SQLException {
    CachedCopy copy = numbers(1);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        CachedResultSet cached = copy.open(ResultSet.TYPE_FORWARD_ONLY, 0, ZoneOffset.UTC)) {
      assertThrows(SQLException.class, () -> statement.execute("SELECT 1 / 0"));
      cached.next();
      assertEquals("01:00:00", String.valueOf(cached.getTime("at")));
      assertTrue(cached.askedDriver());
    }
  }
}
