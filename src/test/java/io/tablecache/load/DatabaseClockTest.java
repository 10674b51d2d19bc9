package io.tablecache.load;

import static io.tablecache.load.LoadTesting.past;
import static io.tablecache.load.LoadTesting.rows;
import static io.tablecache.load.LoadTesting.rule;
import static io.tablecache.load.LoadTesting.window;
import static io.tablecache.load.LoadTesting.withWindow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.TableRule;
import io.tablecache.load.Adjustment.Way;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database's clock that is set while its tables are cached. In the test's database, {@code
 * clock_timestamp()} is a function that adds what the test says.
 */
final class DatabaseClockTest {
  private static final TableRule LAST_MINUTES =
      withWindow(
          rule("series"),
          window("ts", past(Duration.ofMinutes(5)), null, Duration.ofSeconds(10), ZoneOffset.UTC));

  private LoadTesting db;

  @BeforeEach
  void open() throws SQLException {
    db = new LoadTesting();
    db.sql(
        "CREATE TABLE series (id int PRIMARY KEY, ts timestamptz NOT NULL)",
        "INSERT INTO series SELECT i, now() - i * interval '7 s' FROM generate_series(0, 999) i",
        "ALTER FUNCTION pg_catalog.clock_timestamp() RENAME TO unset_clock_timestamp");
    setClock("0 s");
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  private void setClock(String ahead) throws SQLException {
    db.sql(
        "CREATE OR REPLACE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            + " AS 'SELECT pg_catalog.unset_clock_timestamp() + interval ''"
            + ahead
            + "'''");
  }

  private static long from(Adjustment adjustment) {
    return adjustment.snapshot().coverage().intervals().from(0);
  }

  private static void assertOffset(Duration expected, Adjustment adjustment) {
    Duration offset = Duration.ofNanos(adjustment.databaseClockOffsetMicros() * 1000);
    assertTrue(offset.minus(expected).abs().toSeconds() < 60, () -> "offset " + offset);
  }

  @Test
  void run_setBackWithinTheMargin_keepsTheWindow() throws SQLException {
    Adjustment first = db.load(LAST_MINUTES);
    setClock("-9 s");

    Adjustment second = db.adjust(LAST_MINUTES, first);

    assertEquals(Way.DELTA, second.way());
    assertEquals(0, second.rowsLoaded());
    assertEquals(from(first), from(second));
    assertEquals(rows(first.snapshot()), rows(second.snapshot()));
  }

  @Test
  void run_setBackByMore_loadsTheWindowThatTheDatabaseMeans() throws SQLException {
    Adjustment first = db.load(LAST_MINUTES);
    setClock("-1 h");

    Adjustment second = db.adjust(LAST_MINUTES, first);

    assertEquals(Way.RELOAD, second.way());
    long movedBy = from(first) - from(second);
    assertTrue(
        Math.abs(movedBy - TimeUnit.HOURS.toMicros(1)) < TimeUnit.MINUTES.toMicros(1),
        () -> "moved by " + movedBy);
    assertTrue(second.rowsLoaded() > first.rowsLoaded() + 400, second.snapshot()::toString);
    assertOffset(Duration.ofHours(-1), second);
  }

  @Test
  void run_setAhead_expiresWhatTheDatabaseMeansAndIsAsOfThisMachine() throws SQLException {
    Adjustment first = db.load(LAST_MINUTES);
    long before = System.nanoTime();
    setClock("1 h");

    Adjustment second = db.adjust(LAST_MINUTES, first);

    assertEquals(Way.DELTA, second.way());
    assertEquals(first.rowsLoaded(), second.rowsExpired());
    assertEquals(0, second.snapshot().rowCount());
    assertOffset(Duration.ofHours(1), second);
    long asOf = second.snapshot().asOf().nanoTime();
    assertTrue(asOf - before >= 0 && System.nanoTime() - asOf >= 0, "as of this machine's clock");
  }
}
