package io.tablecache.load;

import static io.tablecache.load.LoadTesting.appendOnly;
import static io.tablecache.load.LoadTesting.at;
import static io.tablecache.load.LoadTesting.index;
import static io.tablecache.load.LoadTesting.message;
import static io.tablecache.load.LoadTesting.past;
import static io.tablecache.load.LoadTesting.rows;
import static io.tablecache.load.LoadTesting.rule;
import static io.tablecache.load.LoadTesting.window;
import static io.tablecache.load.LoadTesting.withIndexes;
import static io.tablecache.load.LoadTesting.withWindow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.TableRule;
import io.tablecache.index.SharedChunks;
import io.tablecache.load.Adjustment.Way;
import io.tablecache.model.Coverage;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderTest {
  private static final TableRule WHOLE = rule("t");

  private LoadTesting db;

  @BeforeEach
  void open() throws SQLException {
    db = new LoadTesting();
    db.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 100) i");
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  /** A table whose rows lie one second apart, up to now on the database's clock. */
  private void createSeries(String column) throws SQLException {
    db.sql(
        "CREATE TABLE series (id int PRIMARY KEY, ts timestamptz NOT NULL, l timestamp, d date)",
        "INSERT INTO series SELECT i, now() - i * interval '1 s',"
            + " (now() - i * interval '1 s') AT TIME ZONE 'Asia/Kolkata',"
            + " (now() AT TIME ZONE 'UTC')::date - i FROM generate_series(0, 999) i",
        "CREATE INDEX ON series (" + column + ")");
  }

  private static TableRule pastSeconds(String column, int seconds) {
    return withWindow(
        withIndexes(rule("series"), index("time", List.of(), column)),
        window(
            column,
            past(Duration.ofSeconds(seconds)),
            null,
            Duration.ofSeconds(10),
            column.equals("l") ? ZoneId.of("Asia/Kolkata") : ZoneOffset.UTC));
  }

  private List<String> truth(Adjustment adjustment) throws SQLException {
    return rows(db.load(ruleOf(adjustment)).snapshot());
  }

  private static TableRule ruleOf(Adjustment adjustment) {
    return rule(adjustment.snapshot().definition().name());
  }

  private void assertWay(Way way, Adjustment adjustment) throws SQLException {
    assertEquals(way, adjustment.way());
    assertEquals(truth(adjustment), rows(adjustment.snapshot()));
  }

  @Test
  void run_first_loadsTheTable() throws SQLException {
    Adjustment first = db.load(WHOLE);

    assertEquals(Way.RELOAD, first.way());
    assertEquals(100, first.rowsLoaded());
    assertEquals(0, first.rowsExpired());
    assertEquals(Coverage.EVERYTHING, first.snapshot().coverage());
    assertTrue(rows(first.snapshot()).contains("|7|v7"));
    assertTrue(first.durationNanos() > 0);
    assertTrue(Math.abs(first.databaseClockOffsetMicros()) < 1_000_000, "same machine");
    assertEquals(
        db.number("SELECT system_identifier FROM pg_control_system()"),
        first.server().systemIdentifier());
    assertEquals(
        db.number("SELECT oid::int8 FROM pg_database WHERE datname = current_database()"),
        first.server().databaseOid());
  }

  @Test
  void run_nothingHappened_movesOnlyTheAsOf() throws SQLException {
    Adjustment first = db.load(WHOLE);

    Adjustment second = db.adjust(WHOLE, first);

    assertWay(Way.UNCHANGED, second);
    assertEquals(0, second.rowsLoaded());
    assertSame(first.snapshot().definition(), second.snapshot().definition());
    assertTrue(second.snapshot().asOf().isAfter(first.snapshot().asOf().nanoTime()));
  }

  @Test
  void run_rowsInsertedAndUpdated_loadsOnlyThose() throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.sql("INSERT INTO t VALUES (101, 'new')", "UPDATE t SET v = 'changed' WHERE id IN (3, 4)");

    Adjustment second = db.adjust(WHOLE, first);

    assertWay(Way.DELTA, second);
    assertEquals(3, second.rowsLoaded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM t WHERE id = 5",
        "UPDATE t SET id = 500 WHERE id = 5",
        "TRUNCATE t",
        "DELETE FROM t; INSERT INTO t VALUES (5, 'only')"
      })
  void run_rowsGone_reloads(String change) throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.sql(change);

    assertWay(Way.RELOAD, db.adjust(WHOLE, first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET id = -id", // every key changes
        "TRUNCATE t; INSERT INTO t SELECT i, 'w' || i FROM generate_series(1, 100) i",
        "DELETE FROM t WHERE id = 5; INSERT INTO t VALUES (500, 'same number of rows')",
        "UPDATE t SET id = CASE id WHEN 1 THEN 1000 WHEN 2 THEN 1 ELSE id END WHERE id IN (1, 2)",
        "ALTER TABLE t ALTER v TYPE text USING v || 'x'",
        "ALTER TABLE t RENAME TO u; CREATE TABLE t AS SELECT id, 'swapped' AS v FROM u;"
            + " ALTER TABLE t ADD PRIMARY KEY (id)"
      })
  void run_rowsReplacedInTheSameNumber_isTheTable(String change) throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.sql(change);

    Adjustment second = db.adjust(WHOLE, first);

    assertEquals(truth(second), rows(second.snapshot()));
  }

  @Test
  void run_frozenRows_areStillFoundByXmin() throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.sql("INSERT INTO t VALUES (101, 'new')", "VACUUM FREEZE t");

    assertWay(Way.DELTA, db.adjust(WHOLE, first));
  }

  @Test
  void run_transactionOpenDuringTheFirstLoad_isSeenWhenItCommits() throws SQLException {
    try (Connection writer = db.connect()) {
      writer.setAutoCommit(false);
      LoadTesting.execute(
          writer,
          "INSERT INTO t VALUES (101, 'open')",
          "SAVEPOINT s",
          "UPDATE t SET v = 'in a savepoint' WHERE id = 1",
          "ROLLBACK TO s",
          "SAVEPOINT s",
          "UPDATE t SET v = 'in a savepoint that stays' WHERE id = 2");
      Adjustment first = db.load(WHOLE);
      assertEquals(100, first.snapshot().rowCount());
      for (int i = 0; i < 10; i++) {
        db.sql("INSERT INTO t VALUES (" + (200 + i) + ", 'later id')");
      }
      Adjustment second = db.adjust(WHOLE, first);
      assertWay(Way.DELTA, second);
      writer.commit();

      Adjustment third = db.adjust(WHOLE, second);

      assertWay(Way.DELTA, third);
      assertTrue(rows(third.snapshot()).contains("|101|open"));
      assertTrue(rows(third.snapshot()).contains("|2|in a savepoint that stays"));
    }
  }

  @Test
  void run_window_expiresAndLoadsAtItsEnds() throws SQLException {
    for (String column : List.of("ts", "l")) {
      db.sql("DROP TABLE IF EXISTS series");
      createSeries(column);
      TableRule wide = pastSeconds(column, 100);
      Adjustment first = db.load(wide);
      assertTrue(Math.abs(first.snapshot().rowCount() - 110) <= 20, first.snapshot()::toString);

      Adjustment narrow = db.adjust(pastSeconds(column, 50), first);

      assertEquals(Way.UNCHANGED, narrow.way());
      assertEquals(
          narrow.rowsExpired(), first.snapshot().rowCount() - narrow.snapshot().rowCount());
      assertTrue(narrow.rowsExpired() >= 30, () -> "expired " + narrow.rowsExpired());
      db.sql(
          "INSERT INTO series SELECT 5000, now() + interval '1 day',"
              + " (now() + interval '1 day') AT TIME ZONE 'Asia/Kolkata'");
      Adjustment delta = db.adjust(pastSeconds(column, 50), narrow);
      assertEquals(Way.DELTA, delta.way());
      assertEquals(1, delta.rowsLoaded());
      assertEquals(Long.MAX_VALUE, delta.snapshot().coverage().intervals().to(0));

      assertEquals(Way.RELOAD, db.adjust(wide, delta).way(), "rows below were not kept");
    }
  }

  @Test
  void run_windowOfDates_coversWholeDays() throws SQLException {
    createSeries("d");
    TableRule rule =
        withWindow(rule("series"), window("d", past(Duration.ofDays(2)), past(Duration.ofDays(1))));

    Adjustment first = db.load(rule);

    assertEquals(2, first.snapshot().rowCount());
    assertEquals(
        1,
        first.snapshot().coverage().intervals().to(0)
            - first.snapshot().coverage().intervals().from(0));
  }

  @Test
  void run_upperEndMoves_loadsWhatEnters() throws SQLException {
    db.sql(
        "CREATE TABLE future (id int PRIMARY KEY, ts timestamptz NOT NULL)",
        "INSERT INTO future SELECT i, now() + i * interval '1 ms' FROM generate_series(1, 4000) i");
    TableRule near = withWindow(rule("future"), window("ts", null, past(Duration.ofMillis(-1000))));
    Adjustment first = db.load(near);
    db.sql("INSERT INTO t VALUES (101, 'something changed')");
    TableRule further =
        withWindow(rule("future"), window("ts", null, past(Duration.ofMillis(-2000))));

    Adjustment unrelated = db.adjust(further, first);

    assertEquals(Way.DELTA, unrelated.way());
    assertEquals(
        unrelated.rowsLoaded(), unrelated.snapshot().rowCount() - first.snapshot().rowCount());
    assertTrue(unrelated.rowsLoaded() >= 1000);

    Adjustment nothingChanged =
        db.adjust(
            withWindow(rule("future"), window("ts", null, past(Duration.ofMillis(-3000)))),
            unrelated);
    assertEquals(Way.DELTA, nothingChanged.way(), "the window grew");
    assertTrue(nothingChanged.rowsLoaded() >= 1000);
  }

  @Test
  void run_rowsLeaveAndEnterTheWindow_isTheWindow() throws SQLException {
    db.sql(
        "CREATE TABLE w (id int PRIMARY KEY, n int)",
        "INSERT INTO w SELECT i, i FROM generate_series(1, 50) i",
        "INSERT INTO w VALUES (60, NULL)");
    TableRule rule = withWindow(rule("w"), window("n", at("10"), at("20")));
    Adjustment first = db.load(rule);
    assertEquals(11, first.snapshot().rowCount());
    assertFalse(first.snapshot().coverage().nulls());

    db.sql("UPDATE w SET n = 15 WHERE id IN (1, 60)");
    Adjustment entered = db.adjust(rule, first);
    assertEquals(Way.DELTA, entered.way());
    assertEquals(13, entered.snapshot().rowCount());

    db.sql("UPDATE w SET n = 99 WHERE id = 12", "UPDATE w SET n = NULL WHERE id = 13");
    Adjustment left = db.adjust(rule, entered);
    assertEquals(Way.RELOAD, left.way());
    assertEquals(11, left.snapshot().rowCount());
  }

  @Test
  void run_boundsThatCross_holdNothingAndSaySo() throws SQLException {
    createSeries("ts");
    TableRule rule =
        withWindow(
            rule("series"), window("ts", at("2999-01-01T00:00:00"), past(Duration.ofDays(1))));

    Adjustment first = db.load(rule);
    Adjustment second = db.adjust(rule, first);

    assertEquals(0, second.snapshot().rowCount());
    assertTrue(second.snapshot().coverage().intervals().isEmpty());
  }

  @Test
  void run_appendOnly_loadsOnlyRowsSinceTheFormerAsOf() throws SQLException {
    for (String column : List.of("ts", "l")) {
      db.sql("DROP TABLE IF EXISTS series");
      createSeries(column);
      TableRule rule = appendOnly(pastSeconds(column, 500), Duration.ofSeconds(5));
      Adjustment first = db.load(rule);
      db.sql(
          "INSERT INTO series SELECT 1000 + i, now() - i * interval '1 s',"
              + " (now() - i * interval '1 s') AT TIME ZONE 'Asia/Kolkata'"
              + " FROM generate_series(0, 4) i",
          "INSERT INTO series VALUES (2000, 'infinity', 'infinity')");

      Adjustment second = db.adjust(rule, first);

      assertEquals(Way.APPEND, second.way());
      assertTrue(second.rowsLoaded() < 50, () -> "loaded " + second.rowsLoaded());
      List<String> held = rows(second.snapshot());
      assertTrue(held.containsAll(rows(db.load(pastSeconds(column, 500)).snapshot())));
      assertTrue(held.stream().anyMatch(r -> r.startsWith("|2000|")), "infinity");
      assertEquals(Way.UNCHANGED, db.adjust(rule, second).way());
    }
  }

  @Test
  void run_noPrimaryKey_reloadsOnceSomethingChanged() throws SQLException {
    db.sql("CREATE TABLE keyless AS SELECT * FROM t", "INSERT INTO keyless SELECT * FROM t");
    Adjustment first = db.load(rule("keyless"));
    assertEquals(200, first.snapshot().rowCount());
    assertEquals(Way.UNCHANGED, db.adjust(rule("keyless"), first).way());
    db.sql("INSERT INTO keyless VALUES (1, 'again')");

    assertWay(Way.RELOAD, db.adjust(rule("keyless"), first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE x (id int PRIMARY KEY, v int) PARTITION BY RANGE (id);"
            + " CREATE TABLE x1 PARTITION OF x FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE x (id int PRIMARY KEY, v int); CREATE TABLE x1 () INHERITS (x);"
            + " INSERT INTO x1 SELECT 1, 2 FROM generate_series(1, 3)",
        "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE x (id int PRIMARY KEY, v int, m e)",
        "CREATE TABLE b (id int PRIMARY KEY, v int); CREATE VIEW x AS SELECT * FROM b"
      })
  void run_tableWhoseChangesXminDoesNotShow_reloads(String create) throws SQLException {
    db.sql(create);
    db.sql("INSERT INTO x (id, v) VALUES (1, 1)");
    Adjustment first = db.load(rule("x"));
    db.sql("INSERT INTO x (id, v) VALUES (2, 2)");

    assertWay(Way.RELOAD, db.adjust(rule("x"), first));
  }

  @Test
  void run_enumValueRenamed_isSeen() throws SQLException {
    db.sql(
        "CREATE TYPE e AS ENUM ('a', 'b')",
        "CREATE TABLE x (id int PRIMARY KEY, m e)",
        "INSERT INTO x VALUES (1, 'a')");
    Adjustment first = db.load(rule("x"));
    db.sql("ALTER TYPE e RENAME VALUE 'a' TO 'c'");

    assertEquals(List.of("|1|c"), rows(db.adjust(rule("x"), first).snapshot()));
  }

  @Test
  void run_materializedView_isTakenWithoutLock() throws SQLException {
    db.sql("CREATE MATERIALIZED VIEW m AS SELECT id, v FROM t WHERE id <= 10");
    Adjustment first = db.load(rule("m"));
    assertEquals(10, first.snapshot().rowCount());
    db.sql("DELETE FROM t WHERE id = 5", "REFRESH MATERIALIZED VIEW m");

    assertEquals(9, db.adjust(rule("m"), first).snapshot().rowCount());
  }

  @Test
  void run_reload_sharesWhatHasNotChanged() throws SQLException {
    db.sql(
        "CREATE TABLE big (id int PRIMARY KEY, v int)",
        "INSERT INTO big SELECT i, hashint4(i) FROM generate_series(1, 20480) i");
    Adjustment first = db.load(rule("big"));
    db.sql("DELETE FROM big WHERE id = 1");

    Adjustment second = db.adjust(rule("big"), first);
    assertWay(Way.RELOAD, second);
    assertEquals(20, SharedChunks.count(first.snapshot(), second.snapshot()));
  }

  @Test
  void run_muchChanged_reloadsInTheSameRound() throws SQLException {
    db.sql(
        "CREATE TABLE big (id int PRIMARY KEY, v int)",
        "INSERT INTO big SELECT i, hashint4(i) FROM generate_series(1, 300000) i");
    Adjustment first = db.load(rule("big"));
    db.sql("UPDATE big SET v = v # 1");

    Adjustment second = db.adjust(rule("big"), first);
    assertWay(Way.RELOAD, second);
    assertTrue(second.rowsLoaded() > 300_000, "those of the delta that was given up are counted");
    db.sql("UPDATE big SET v = v # 1 WHERE id % 100 = 0");
    assertWay(Way.DELTA, db.adjust(rule("big"), second));
  }

  @Test
  void run_numericKeysThatAreEqualInSql_areNotDoubled() throws SQLException {
    db.sql("CREATE TABLE n (k numeric PRIMARY KEY, v int)", "INSERT INTO n VALUES (1.0, 1)");
    Adjustment first = db.load(rule("n"));
    db.sql("UPDATE n SET k = 1.00");

    assertWay(Way.RELOAD, db.adjust(rule("n"), first));
  }

  @Test
  void run_definitionChanged_reloadsUnderANewObject() throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.sql("ALTER TABLE t ADD COLUMN w int DEFAULT 7");

    Adjustment second = db.adjust(WHOLE, first);

    assertWay(Way.RELOAD, second);
    assertNotSame(first.snapshot().definition(), second.snapshot().definition());
    assertEquals(3, second.snapshot().definition().columns().size());
    assertTrue(rows(second.snapshot()).contains("|7|v7|7"));
  }

  @Test
  void run_severalTables_showOneStateOfTheDatabase() throws SQLException {
    db.sql("CREATE TABLE u (id int PRIMARY KEY)");
    List<LoadResult> results =
        db.loader.run(
            List.of(
                new LoadRequest(WHOLE, null, LoadTesting.MEMORY),
                new LoadRequest(rule("u"), null, LoadTesting.MEMORY)));

    Adjustment one = assertInstanceOf(LoadResult.Adjusted.class, results.get(0)).adjustment();
    Adjustment two = assertInstanceOf(LoadResult.Adjusted.class, results.get(1)).adjustment();
    assertEquals(one.databaseSnapshot(), two.databaseSnapshot());
    assertEquals(one.snapshot().asOf(), two.snapshot().asOf());
  }

  @Test
  void run_droppedTable_doesNotStopTheOthers() throws SQLException {
    db.sql("CREATE TABLE gone (id int PRIMARY KEY)", "CREATE TABLE u (id int PRIMARY KEY)");
    Adjustment gone = db.load(rule("gone"));
    db.sql("DROP TABLE gone");
    for (int round = 0; round < 2; round++) {
      List<LoadResult> results =
          db.loader.run(
              List.of(
                  new LoadRequest(WHOLE, null, LoadTesting.MEMORY),
                  new LoadRequest(rule("gone"), gone, LoadTesting.MEMORY),
                  new LoadRequest(rule("u"), null, LoadTesting.MEMORY)));

      assertInstanceOf(LoadResult.Adjusted.class, results.get(0));
      assertInstanceOf(LoadResult.Adjusted.class, results.get(2));
      LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, results.get(1));
      assertEquals(Outcome.LOAD_FAILED, failed.outcome());
      assertFalse(failed.keepsFormer());
      assertTrue(failed.message().startsWith("test.conf: 1"), failed.message());
    }
  }

  @Test
  void run_failingView_failsAloneAndWithoutRowData() throws SQLException {
    db.sql("CREATE VIEW broken AS SELECT v::int AS n FROM t");
    List<LoadResult> results =
        db.loader.run(
            List.of(
                new LoadRequest(rule("broken"), null, LoadTesting.MEMORY),
                new LoadRequest(WHOLE, null, LoadTesting.MEMORY)));

    LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, results.get(0));
    assertFalse(failed.message().contains("v1"), failed.message());
    assertFalse(failed.cause().toString().contains("v1"), failed.cause().toString());
    assertTrue(failed.message().contains("22P02"), failed.message());
    assertInstanceOf(LoadResult.Adjusted.class, results.get(1));
  }

  @Test
  void run_rowSecurityAppliesToTheLoader_failsInsteadOfLoadingAPart() throws SQLException {
    db.sql(
        "DROP ROLE IF EXISTS filtered",
        "CREATE ROLE filtered LOGIN",
        "GRANT SELECT ON t TO filtered",
        "CREATE POLICY few ON t USING (id < 10)",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
    String url = db.url.replace("user=postgres", "user=filtered");
    try (Loader loader =
        new Loader(
            () -> java.sql.DriverManager.getConnection(url), io.tablecache.model.Clock.SYSTEM)) {
      LoadResult result =
          loader.run(List.of(new LoadRequest(WHOLE, null, LoadTesting.MEMORY))).get(0);

      LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, result);
      assertTrue(failed.message().contains("42501"), failed.message());
      assertEquals(100, db.load(WHOLE).snapshot().rowCount(), "a superuser sees all rows");
    } finally {
      db.sql("DROP OWNED BY filtered", "DROP ROLE filtered");
    }
  }

  @Test
  void run_overTheMemoryLimit_failsAloneAndTheConnectionGoesOn() throws SQLException {
    db.sql(
        "CREATE TABLE big AS SELECT i, repeat('x', 1000) AS filler FROM"
            + " generate_series(1, 100000) i");
    List<LoadResult> results =
        db.loader.run(
            List.of(
                new LoadRequest(rule("big"), null, 1 << 20),
                new LoadRequest(WHOLE, null, LoadTesting.MEMORY)));

    LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, results.get(0));
    assertEquals(Outcome.OVER_MEMORY, failed.outcome());
    assertTrue(failed.keepsFormer());
    assertTrue(
        failed.message().contains("big") && failed.message().contains("memory.max"),
        failed.message());
    assertEquals(failed.message(), message(failed.cause()));
    assertInstanceOf(LoadResult.Adjusted.class, results.get(1));
    Adjustment after = db.load(WHOLE);
    assertEquals(Way.UNCHANGED, db.adjust(WHOLE, after).way(), "on the same connection");
  }

  @Test
  void run_otherServer_reliesOnNothingFormer() throws SQLException {
    Adjustment first = db.load(WHOLE);
    ServerIdentity server = first.server();
    Adjustment foreign =
        new Adjustment(
            first.snapshot(),
            first.databaseSnapshot(),
            new ServerIdentity(
                server.systemIdentifier(), server.timeline() + 1, server.databaseOid()),
            first.way(),
            first.rowsLoaded(),
            first.rowsExpired(),
            first.durationNanos(),
            first.databaseClockOffsetMicros());

    assertEquals(Way.RELOAD, db.adjust(WHOLE, foreign).way());
    db.sql("DROP TABLE t");
    assertFalse(db.fail(WHOLE, foreign).keepsFormer());
  }

  @Test
  void run_formerTransactionTooLongAgo_reloads() throws SQLException {
    Adjustment first = db.load(WHOLE);
    Adjustment old =
        new Adjustment(
            first.snapshot(),
            new DatabaseSnapshot("1:1:", first.databaseSnapshot().xmin() - (1L << 30) - 1),
            first.server(),
            first.way(),
            first.rowsLoaded(),
            first.rowsExpired(),
            first.durationNanos(),
            first.databaseClockOffsetMicros());

    assertEquals(Way.RELOAD, db.adjust(WHOLE, old).way());
  }

  @Test
  void run_connectionKilled_throwsAndTheNextRoundReloads() throws SQLException {
    Adjustment first = db.load(WHOLE);
    db.number(
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
            + " WHERE application_name = 'TableCache' AND datname = current_database()");

    assertThrows(SQLException.class, () -> db.adjust(WHOLE, first));

    assertWay(Way.RELOAD, db.adjust(WHOLE, first));
  }

  @Test
  void run_closed_throws() throws SQLException {
    db.load(WHOLE);
    db.loader.close();

    assertThrows(SQLException.class, () -> db.load(WHOLE));
  }

  @Test
  void run_sessionSettings_arePinned() throws SQLException {
    List<String> settings = new ArrayList<>();
    try (Connection connection = db.connect()) {
      LoaderSession.of(connection, Duration.ofMillis(1234));
      for (String name :
          List.of("row_security", "TimeZone", "search_path", "lock_timeout", "application_name")) {
        try (var row = connection.createStatement().executeQuery("SHOW " + name)) {
          row.next();
          settings.add(row.getString(1));
        }
      }
    }
    assertEquals(List.of("off", "UTC", "pg_catalog", "1234ms", "TableCache"), settings);
  }
}
