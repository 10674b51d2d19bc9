package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** A write sets those cached tables aside that it can reach, and no others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WriteReachTest {
  private static final String DATA =
      "SELECT device_id, data_seq, data FROM device_data WHERE device_id = 2"
          + " AND ts >= '2026-01-01 00:10:00' ORDER BY ts";
  private static final String DEVICES = "SELECT device_id FROM devices ORDER BY device_id";

  private DeviceDatabase database;

  /** Which of the two cached tables a write reaches. */
  private enum Reached {
    NONE,
    DATA,
    DEVICES,
    BOTH
  }

  /** A write by a text, and what it reaches. */
  private record Write(String sql, Reached reached) {}

  private static final Map<String, Write> WRITES = new LinkedHashMap<>();

  private static void add(String name, Reached reached, String sql) {
    WRITES.put(name, new Write(sql, reached));
  }

  static {
    add("insert elsewhere", Reached.NONE, "INSERT INTO journal (note) VALUES ('x')");
    add("update elsewhere", Reached.NONE, "UPDATE public.journal SET note = 'y' WHERE id = 1");
    add("delete elsewhere", Reached.NONE, "DELETE FROM ONLY journal WHERE id = -1");
    add("truncate elsewhere", Reached.NONE, "TRUNCATE TABLE scratch");
    add("quoted and mixed case", Reached.NONE, "INSERT INTO \"Mixed\" VALUES (1)");
    add(
        "merge elsewhere",
        Reached.NONE,
        "MERGE INTO scratch s USING journal j ON s.id = j.id WHEN NOT MATCHED THEN DO NOTHING");
    add(
        "writing WITH elsewhere",
        Reached.NONE,
        "WITH x AS (INSERT INTO scratch VALUES (1) RETURNING 1) SELECT * FROM x");
    add(
        "reads a cached table, writes elsewhere",
        Reached.NONE,
        "INSERT INTO scratch SELECT device_id FROM device_data");
    add("sequence", Reached.NONE, "SELECT nextval('seq'), setval('seq', 5)");
    add("calm function", Reached.NONE, "INSERT INTO scratch SELECT twice(3) FROM scratch");
    add("own partition", Reached.NONE, "INSERT INTO parted VALUES (1)");
    add("referring table", Reached.NONE, "DELETE FROM remarks WHERE device_id = -1");
    add("explain analyze elsewhere", Reached.NONE, "EXPLAIN ANALYZE DELETE FROM scratch");
    add("explain of a write", Reached.NONE, "EXPLAIN DELETE FROM device_data");
    add("notify", Reached.NONE, "NOTIFY somebody");
    add("the table itself", Reached.DATA, "UPDATE device_data SET data = data + 1");
    add("by schema", Reached.DATA, "DELETE FROM public.device_data WHERE data_seq = 7");
    add(
        "writing WITH",
        Reached.DATA,
        "WITH x AS (UPDATE device_data SET data = data + 1 RETURNING 1) SELECT count(*) FROM x");
    add("explain analyze", Reached.DATA, "EXPLAIN ANALYZE UPDATE device_data SET data = data - 1");
    add("second of two", Reached.DATA, "SELECT 1; UPDATE device_data SET data = data - 1");
    add("through a view", Reached.DATA, "UPDATE shown_data SET value = value + 1");
    add(
        "the referred table",
        Reached.DEVICES,
        "UPDATE devices SET device_id = 5 WHERE device_id = 5");
    add("cascade from above", Reached.DEVICES, "DELETE FROM owners WHERE id = 2");
    add("trigger", Reached.BOTH, "INSERT INTO triggered VALUES (1)");
    add(
        "partition of a parent with a trigger",
        Reached.BOTH,
        "INSERT INTO triggered_parted VALUES (1)");
    add("rule", Reached.BOTH, "INSERT INTO ruled VALUES (1)");
    add("default by a writing function", Reached.BOTH, "INSERT INTO by_default DEFAULT VALUES");
    add("check by a writing function", Reached.BOTH, "INSERT INTO by_check VALUES (1)");
    add("function", Reached.BOTH, "SELECT bump()");
    add("function within another write", Reached.BOTH, "INSERT INTO scratch SELECT bump()");
    add(
        "function called as an attribute",
        Reached.BOTH,
        "SELECT s.bump_row FROM (VALUES (1)) v(i)," + " LATERAL (SELECT one.* FROM one LIMIT 1) s");
    add("hidden in a stable function", Reached.BOTH, "SELECT stable_bump()");
    add("operator", Reached.BOTH, "SELECT 1 #@# 2");
    add("operator by its schema", Reached.BOTH, "SELECT 1 OPERATOR(public.#@#) 2");
    add("prefix operator without spaces", Reached.BOTH, "SELECT #@#2");
    add("cast", Reached.BOTH, "SELECT ROW(1)::bumping::integer");
    add("cast in words", Reached.BOTH, "SELECT CAST(CAST(ROW(1) AS bumping) AS int4)");
    add("domain", Reached.BOTH, "SELECT 1::bumped");
    add("quoted explain analyze", Reached.DATA, "EXPLAIN (\"analyze\") DELETE FROM device_data");
    add("view that locks", Reached.BOTH, "SELECT * FROM locked_owners");
    add("calm function with a harmful default", Reached.BOTH, "SELECT by_argument()");
    add("calm function over all of a schema", Reached.BOTH, "SELECT all_of_a_schema()");
    add("view over an operator", Reached.BOTH, "SELECT * FROM by_operator");
    add("DO", Reached.BOTH, "DO 'BEGIN UPDATE device_data SET data = data + 1; END'");
    add("procedure", Reached.BOTH, "CALL bump_all()");
    add("truncate cascade", Reached.BOTH, "TRUNCATE one CASCADE");
  }

  static List<String> writes() {
    boolean hasMerge = PostgresServer.shared().majorVersion() >= 15;
    return WRITES.keySet().stream().filter(name -> hasMerge || !name.startsWith("merge")).toList();
  }

  @BeforeAll
  void open() throws Exception {
    database =
        DeviceDatabase.builder()
            .setup("CREATE TABLE journal (id serial PRIMARY KEY, note text)")
            .setup("CREATE TABLE scratch (id bigint)")
            .setup("CREATE TABLE \"Mixed\" (id integer)")
            .setup("CREATE SEQUENCE seq")
            .setup("CREATE TABLE parted (id integer) PARTITION BY RANGE (id)")
            .setup("CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)")
            .setup("CREATE TABLE remarks (device_id integer REFERENCES devices)")
            .setup("CREATE TABLE owners (id integer PRIMARY KEY)")
            .setup("INSERT INTO owners VALUES (1), (2)")
            .setup(
                "ALTER TABLE devices ADD owner integer DEFAULT 1 REFERENCES owners ON DELETE SET"
                    + " NULL")
            .setup("CREATE VIEW shown_data AS SELECT device_id, data AS value FROM device_data")
            .setup("CREATE TABLE one (id integer)")
            .setup("INSERT INTO one VALUES (1)")
            .setup(
                "CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS"
                    + " 'SELECT $1 * 2'")
            .setup(
                "CREATE FUNCTION bump() RETURNS integer LANGUAGE sql AS"
                    + " 'UPDATE device_data SET data = data + 1 RETURNING 1'")
            .setup("CREATE FUNCTION bump_row(one) RETURNS integer LANGUAGE sql AS 'SELECT bump()'")
            .setup(
                "CREATE FUNCTION stable_bump() RETURNS integer LANGUAGE sql STABLE AS"
                    + " 'SELECT bump()'")
            .setup("CREATE PROCEDURE bump_all() LANGUAGE sql AS 'SELECT bump()'")
            .setup(
                "CREATE FUNCTION bump(integer, integer) RETURNS integer LANGUAGE sql AS"
                    + " 'SELECT bump()'")
            .setup("CREATE FUNCTION bump(integer) RETURNS integer LANGUAGE sql AS 'SELECT bump()'")
            .setup("CREATE OPERATOR #@# (FUNCTION = bump, LEFTARG = integer, RIGHTARG = integer)")
            .setup("CREATE OPERATOR #@# (FUNCTION = bump, RIGHTARG = integer)")
            .setup("CREATE VIEW by_operator AS SELECT 1 #@# 2 AS sum")
            .setup("CREATE VIEW locked_owners AS SELECT * FROM owners FOR UPDATE")
            .setup(
                "CREATE FUNCTION by_argument(text DEFAULT set_config('a.b', 'c', false)) RETURNS"
                    + " text LANGUAGE sql STABLE AS 'SELECT $1'")
            .setup("CREATE SCHEMA shown")
            .setup("CREATE VIEW shown.bumped AS SELECT bump()")
            .setup(
                "CREATE FUNCTION all_of_a_schema() RETURNS xml LANGUAGE sql STABLE AS"
                    + " 'SELECT schema_to_xml(''shown'', true, true, '''')'")
            .setup("CREATE TYPE bumping AS (a integer)")
            .setup(
                "CREATE FUNCTION from_bumping(bumping) RETURNS integer LANGUAGE sql AS"
                    + " 'SELECT bump()'")
            .setup("CREATE CAST (bumping AS integer) WITH FUNCTION from_bumping(bumping)")
            .setup(
                "CREATE FUNCTION is_bumped(integer) RETURNS boolean LANGUAGE sql AS"
                    + " 'SELECT bump() > 0'")
            .setup("CREATE DOMAIN bumped AS integer CHECK (is_bumped(VALUE))")
            .setup("CREATE TABLE by_default (id integer DEFAULT bump())")
            .setup("CREATE TABLE by_check (id integer CHECK (is_bumped(id)))")
            .setup(
                "CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM bump(); RETURN NEW; END'")
            .setup("CREATE TABLE triggered (id integer)")
            .setup(
                "CREATE TRIGGER t AFTER INSERT ON triggered FOR EACH ROW EXECUTE FUNCTION fired()")
            .setup("CREATE TABLE triggered_above (id integer) PARTITION BY RANGE (id)")
            .setup(
                "CREATE TABLE triggered_parted PARTITION OF triggered_above FOR VALUES FROM (0) TO"
                    + " (10)")
            .setup(
                "CREATE TRIGGER t AFTER INSERT ON triggered_above FOR EACH ROW EXECUTE FUNCTION"
                    + " fired()")
            .setup("CREATE TABLE ruled (id integer)")
            .setup("CREATE RULE r AS ON INSERT TO ruled DO ALSO SELECT bump()")
            .open();
  }

  @AfterAll
  void close() throws SQLException {
    database.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Reads by another connection, and compares with the plain driver. */
  private void assertSeen(Connection cached, Connection plain, Write write) throws Exception {
    Reached reached = write.reached();
    Answer data =
        database.assertOutcome(
            "device_data",
            reached == Reached.DATA || reached == Reached.BOTH ? Outcome.BEFORE_FLOOR : Outcome.HIT,
            () -> Answer.of(cached, DATA));
    assertEquals(Answer.of(plain, DATA), data);
    Answer devices =
        database.assertOutcome(
            "devices",
            reached == Reached.DEVICES || reached == Reached.BOTH
                ? Outcome.BEFORE_FLOOR
                : Outcome.HIT,
            () -> Answer.of(cached, DEVICES));
    assertEquals(Answer.of(plain, DEVICES), devices);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void read_afterWrite_isSetAsideOnlyWhereItReaches(String name) throws Exception {
    Write write = WRITES.get(name);
    assertNotNull(write);
    try (Connection writing = database.cached();
        Connection reading = database.cached();
        Connection plain = database.plain()) {
      database.adjust();
      try (Connection locker = database.holdUpAdjustments()) {
        execute(writing, write.sql());
        assertSeen(reading, plain, write);
        assertSeen(writing, plain, write);
        locker.rollback();
      }
    }
  }

  @Test
  void read_inTransactionThatWroteElsewhere_isAHit() throws Exception {
    try (Connection cached = database.cached();
        Connection plain = database.plain()) {
      database.adjust();
      cached.setAutoCommit(false);
      execute(cached, "INSERT INTO journal (note) VALUES ('x')");
      assertEquals(
          Answer.of(plain, DATA),
          database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA)));
      execute(cached, "UPDATE devices SET device_id = 6 WHERE device_id = 6");
      // The update has read a later state, before which nothing must be seen any more.
      assertEquals(
          Answer.of(plain, DATA),
          database.assertOutcome(Outcome.BEFORE_FLOOR, () -> Answer.of(cached, DATA)));
      database.assertOutcome(
          "devices", Outcome.TRANSACTION_WROTE, () -> Answer.of(cached, DEVICES));
      cached.rollback();
    }
  }

  @Test
  void write_afterATriggerWasMadeHere_isSeenAtOnce() throws Exception {
    try (Connection writing = database.cached();
        Connection other = database.cached();
        Connection plain = database.plain()) {
      execute(writing, "CREATE TABLE fresh (id integer)");
      for (int i = 0; i < 20; i++) {
        execute(
            writing,
            "CREATE TRIGGER t AFTER INSERT ON fresh FOR EACH ROW EXECUTE FUNCTION fired()");
        execute(other, "INSERT INTO fresh VALUES (1)");
        assertEquals(Answer.of(plain, DATA), Answer.of(other, DATA));
        assertEquals(Answer.of(plain, DATA), Answer.of(writing, DATA));
        execute(other, "DROP TRIGGER t ON fresh");
        database.adjust();
      }
      execute(writing, "DROP TABLE fresh");
    }
  }

  @Test
  void write_afterATriggerWasMadeElsewhere_isSeenOnceTheCatalogWasReadAgain() throws Exception {
    try (Connection writing = database.cached();
        Connection plain = database.plain()) {
      execute(plain, "CREATE TABLE late (id integer)");
      execute(writing, "INSERT INTO late VALUES (1)");
      execute(
          plain,
          "CREATE TRIGGER t AFTER INSERT ON late FOR EACH ROW EXECUTE FUNCTION fired();"
              + " CREATE TABLE late_ruled (id integer);"
              + " CREATE RULE r AS ON INSERT TO late_ruled DO ALSO INSERT INTO late VALUES (2)");
      for (String table : List.of("late", "late_ruled")) {
        database.adjust();
        try (Connection locker = database.holdUpAdjustments()) {
          String sql = "INSERT INTO " + table + " VALUES (1)";
          execute(writing, sql);
          assertSeen(writing, plain, new Write(sql, Reached.BOTH));
          locker.rollback();
        }
      }
      execute(plain, "DROP TABLE late, late_ruled CASCADE");
    }
  }

  @Test
  void write_afterATriggerWasMadeHereByABlock_isSeenAtOnce() throws Exception {
    try (Connection defining = database.cached();
        Connection other = database.cached();
        Connection plain = database.plain()) {
      execute(defining, "CREATE TABLE unseen (id integer)");
      defining.setAutoCommit(false);
      execute(
          defining,
          "DO $$ BEGIN CREATE TRIGGER t AFTER INSERT ON unseen FOR EACH ROW EXECUTE FUNCTION"
              + " fired(); END $$");
      database.adjust(); // reads a catalog without the trigger
      defining.commit();
      Await.until(
          "a hit after the commit",
          () ->
              database
                  .outcomesOf("device_data", () -> Answer.of(other, DATA))
                  .containsKey(Outcome.HIT));
      execute(other, "INSERT INTO unseen VALUES (1)");
      assertEquals(Answer.of(plain, DATA), Answer.of(other, DATA));
      execute(defining, "DROP TABLE unseen");
      defining.commit();
    }
  }

  @Test
  void write_afterATriggerWasMadeHereByABlockThatStillRuns_isSeenAtOnce() throws Exception {
    try (Connection defining = database.cached();
        Connection other = database.cached();
        Connection plain = database.plain()) {
      execute(plain, "CREATE TABLE running (id integer)");
      execute(plain, "SELECT pg_advisory_lock(1042)");
      Await.until(
          "a write that certainly reaches nothing",
          () -> {
            execute(other, "INSERT INTO running VALUES (1)");
            return database
                .outcomesOf("device_data", () -> Answer.of(other, DATA))
                .containsKey(Outcome.HIT);
          });
      CompletableFuture<Void> block =
          CompletableFuture.runAsync(
              () -> {
                try {
                  execute(
                      defining,
                      "DO $$ BEGIN CREATE TRIGGER t AFTER INSERT ON running FOR EACH ROW EXECUTE"
                          + " FUNCTION fired(); COMMIT; PERFORM pg_advisory_xact_lock(1042); END $$");
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              });
      try (Connection locker = database.holdUpAdjustments()) {
        Await.until(
            "the block's first transaction",
            () ->
                !Answer.of(plain, "SELECT 1 FROM pg_trigger WHERE tgrelid = 'running'::regclass")
                    .rows()
                    .isEmpty());
        execute(other, "INSERT INTO running VALUES (2)");
        assertEquals(Answer.of(plain, DATA), Answer.of(other, DATA));
        locker.rollback();
      }
      execute(plain, "SELECT pg_advisory_unlock(1042)");
      block.get();
      execute(plain, "DROP TABLE running");
    }
  }

  @Test
  void write_afterATriggerWasMadeBehindAnInsertedRow_isSeenAtOnce() throws Exception {
    try (Connection defining = database.cached();
        Connection other = database.cached();
        Connection plain = database.plain();
        Statement updatable =
            defining.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      execute(plain, "CREATE TABLE makers (id integer PRIMARY KEY)");
      execute(plain, "CREATE TABLE made (id integer)");
      execute(
          plain,
          "CREATE FUNCTION make() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TRIGGER t"
              + " AFTER INSERT ON made FOR EACH ROW EXECUTE FUNCTION fired(); RETURN NEW; END $$");
      execute(
          plain, "CREATE TRIGGER m AFTER INSERT ON makers FOR EACH ROW EXECUTE FUNCTION make()");
      for (int i = 0; i < 10; i++) {
        database.adjust();
        try (ResultSet rows = updatable.executeQuery("SELECT id FROM makers")) {
          rows.moveToInsertRow();
          rows.updateInt(1, i);
          rows.insertRow();
        }
        Await.until(
            "an early copy, within a second of the last reading of the catalog",
            () ->
                database
                    .outcomesOf("device_data", () -> Answer.of(other, DATA))
                    .containsKey(Outcome.HIT));
        execute(other, "INSERT INTO made VALUES (1)");
        assertEquals(Answer.of(plain, DATA), Answer.of(other, DATA));
        execute(plain, "DROP TRIGGER t ON made");
      }
      execute(plain, "DROP TABLE makers, made");
      execute(plain, "DROP FUNCTION make()");
    }
  }

  @Test
  void read_ofAViewMadeHereThatWrites_isSeenAtOnce() throws Exception {
    try (Connection cached = database.cached();
        Connection plain = database.plain()) {
      for (int i = 0; i < 10; i++) {
        database.adjust();
        execute(cached, "CREATE VIEW fresh_view AS SELECT bump() AS b");
        execute(cached, "SELECT * FROM fresh_view");
        assertEquals(Answer.of(plain, DATA), Answer.of(cached, DATA));
        execute(cached, "DROP VIEW fresh_view");
      }
    }
  }

  private static final String OF_DEVICE =
      "SELECT data_seq, data FROM device_data WHERE device_id = %d"
          + " AND ts >= '2026-01-01 00:10:00' ORDER BY ts";
  private static final String OF_ALL =
      "SELECT device_id, data_seq, data FROM device_data WHERE ts >= '2026-01-01 00:10:00'"
          + " ORDER BY ts, device_id";

  /** A write to rows of device 1 only. */
  @FunctionalInterface
  private interface DeviceWrite {
    void on(Connection connection) throws SQLException;
  }

  private void assertOnlyDevice1IsSetAside(DeviceWrite write) throws Exception {
    assertSetAside(write, Outcome.HIT);
  }

  private void assertSetAside(DeviceWrite write, Outcome ofOtherDevices) throws Exception {
    try (Connection writing = database.cached();
        Connection reading = database.cached();
        Connection plain = database.plain()) {
      database.adjust();
      try (Connection locker = database.holdUpAdjustments()) {
        write.on(writing);
        for (String sql : List.of(OF_DEVICE.formatted(1), OF_ALL, OF_DEVICE.formatted(2))) {
          assertEquals(
              Answer.of(plain, sql),
              database.assertOutcome(
                  sql.equals(OF_DEVICE.formatted(2)) ? ofOtherDevices : Outcome.BEFORE_FLOOR,
                  () -> Answer.of(reading, sql)),
              sql);
        }
        assertEquals(
            Answer.of(plain, OF_DEVICE.formatted(1)), Answer.of(writing, OF_DEVICE.formatted(1)));
        locker.rollback();
      }
    }
  }

  private static DeviceWrite prepared(String sql, Object... parameters) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        statement.executeUpdate();
      }
    };
  }

  @Test
  void read_afterWriteThatShowsItsSegment_isSetAsideForThatSegmentOnly() throws Exception {
    assertOnlyDevice1IsSetAside(
        prepared(
            "UPDATE device_data SET data = ? WHERE device_id = ? AND data_seq > ?", 5, 1, 100));
    assertOnlyDevice1IsSetAside(
        prepared("DELETE FROM device_data WHERE data_seq = ? AND device_id = 1", 150));
    assertOnlyDevice1IsSetAside(
        prepared(
            "INSERT INTO device_data (data_seq, device_id, data, ts) VALUES (?, ?, 1,"
                + " '2026-01-01 00:12:00')",
            3_000_001,
            1L));
    assertOnlyDevice1IsSetAside(
        connection ->
            execute(
                connection,
                "INSERT INTO public.device_data VALUES (1, 3000002, 7, '2026-01-01 00:13:00'),"
                    + " (1, 3000003, 8, '2026-01-01 00:13:30')"));
  }

  @Test
  void read_afterBatchThatShowsItsSegments_isSetAsideForTheseOnly() throws Exception {
    assertOnlyDevice1IsSetAside(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE device_data SET data = data + ? WHERE device_id = ?")) {
            for (int i = 0; i < 3; i++) {
              statement.setInt(1, i);
              statement.setInt(2, 1);
              statement.addBatch();
            }
            statement.executeBatch();
          }
        });
  }

  @Test
  void read_afterTransactionThatShowsItsSegments_isSetAsideForTheseOnly() throws Exception {
    assertOnlyDevice1IsSetAside(
        connection -> {
          connection.setAutoCommit(false);
          prepared("UPDATE device_data SET data = ? WHERE device_id = ?", 9, 1).on(connection);
          assertEquals(
              9,
              Integer.parseInt(
                  String.valueOf(
                      Answer.of(connection, OF_DEVICE.formatted(1)).rows().get(0).get(1))));
          connection.commit();
          connection.setAutoCommit(true);
        });
  }

  @Test
  void read_afterWriteWhoseSegmentIsNotKnown_isSetAsideWhole() throws Exception {
    assertSetAside(
        prepared("UPDATE device_data SET data = 3 WHERE device_id = ?::text::integer", "1"),
        Outcome.BEFORE_FLOOR);
    assertSetAside(
        prepared("UPDATE device_data SET data = 4 WHERE device_id = ?", java.math.BigDecimal.ONE),
        Outcome.BEFORE_FLOOR);
    assertSetAside(
        prepared("UPDATE device_data SET data = 5 WHERE device_id = 1 OR device_id = ?", -1),
        Outcome.BEFORE_FLOOR);
    assertSetAside(
        prepared(
            "UPDATE device_data SET data = ? WHERE device_id = ? AND data_seq > 0;"
                + " UPDATE device_data SET data = 6",
            7,
            1),
        Outcome.BEFORE_FLOOR);
    assertSetAside(
        connection -> {
          connection.setAutoCommit(false);
          prepared("UPDATE device_data SET data = ? WHERE device_id = ?", 9, 1).on(connection);
          execute(connection, "UPDATE device_data SET data = data");
          connection.commit();
          connection.setAutoCommit(true);
        },
        Outcome.BEFORE_FLOOR);
  }

  @Test
  void read_monotonic_neverGoesBackAcrossTransactions() throws Exception {
    try (DeviceDatabase own = DeviceDatabase.builder().more("monotonic = on").open();
        Connection cached = own.cached();
        Connection other = own.cached();
        Connection plain = own.plain()) {
      Answer before = own.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA));
      own.elsewhere("UPDATE device_data SET data = data + 1");
      assertEquals(
          before, own.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA)), "not seen yet");
      String below = DATA.replace("2026-01-01 00:10:00", "2025-12-31 23:50:00");
      Answer after = own.assertOutcome(Outcome.NOT_COVERED, () -> Answer.of(cached, below));
      assertEquals(Answer.of(plain, below), after);

      assertEquals(
          Answer.of(plain, DATA),
          own.assertOutcome(Outcome.BEFORE_FLOOR, () -> Answer.of(cached, DATA)));
      assertEquals(before, own.assertOutcome(Outcome.HIT, () -> Answer.of(other, DATA)));
      own.adjust();
      assertEquals(
          Answer.of(plain, DATA), own.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA)));
    }
  }

  @Test
  void read_monotonicAfterAFunctionReadALaterState_isNotBehindIt() throws Exception {
    try (DeviceDatabase own =
            DeviceDatabase.builder()
                .readYourWrites("off")
                .more("monotonic = on")
                .setup(
                    "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql AS"
                        + " 'SELECT sum(data) FROM device_data'")
                .open();
        Connection cached = own.cached();
        Connection plain = own.plain()) {
      own.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA));
      own.elsewhere("UPDATE device_data SET data = data + 1");
      assertEquals(Answer.of(plain, "SELECT total()"), Answer.of(cached, "SELECT total()"));
      assertEquals(
          Answer.of(plain, DATA),
          own.assertOutcome(Outcome.BEFORE_FLOOR, () -> Answer.of(cached, DATA)));
    }
  }

  @Test
  void batch_addedBeforeATriggerWasMadeHere_isSeenAtOnce() throws Exception {
    try (Connection writing = database.cached();
        Connection defining = database.cached();
        Connection plain = database.plain();
        Statement batch = writing.createStatement()) {
      execute(defining, "CREATE TABLE later (id integer)");
      database.adjust();
      batch.addBatch("INSERT INTO later VALUES (1)");
      execute(
          defining, "CREATE TRIGGER t AFTER INSERT ON later FOR EACH ROW EXECUTE FUNCTION fired()");
      database.adjust();
      try (Connection locker = database.holdUpAdjustments()) {
        batch.executeBatch();
        assertEquals(Answer.of(plain, DATA), Answer.of(writing, DATA));
        locker.rollback();
      }
      execute(defining, "DROP TABLE later");
    }
  }

  @Test
  void read_afterALockWasTaken_seesWhatItsFormerHolderWrote() throws Exception {
    for (String locking :
        List.of(
            "SELECT pg_advisory_xact_lock(7)",
            "SELECT id FROM owners FOR UPDATE",
            "INSERT INTO scratch SELECT id FROM owners FOR UPDATE",
            "WITH l AS (SELECT id FROM owners FOR SHARE) DELETE FROM scratch USING l",
            "BEGIN; LOCK TABLE owners; COMMIT")) {
      database.adjust();
      try (Connection cached = database.cached();
          Connection other = database.cached();
          Connection plain = database.plain();
          Connection locker = database.holdUpAdjustments()) {
        Answer before = database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA));
        database.elsewhere("UPDATE device_data SET data = data + 1");
        execute(cached, locking);
        assertEquals(
            Answer.of(plain, DATA),
            database.assertOutcome(Outcome.BEFORE_FLOOR, () -> Answer.of(cached, DATA)),
            locking);
        assertEquals(before, database.assertOutcome(Outcome.HIT, () -> Answer.of(other, DATA)));
        locker.rollback();
      }
    }
  }

  @Test
  void hit_inReadOnlyTransactions_sendsNothingToTheServer() throws Exception {
    try (Connection cached = database.cached();
        Connection plain = database.plain()) {
      database.adjust();
      Answer expected = Answer.of(plain, DATA);
      assertEquals(expected, Answer.of(cached, DATA));
      int pid = cached.unwrap(PGConnection.class).getBackendPID();
      String activity =
          "SELECT query, query_start, state_change, xact_start, state FROM pg_stat_activity WHERE"
              + " pid = "
              + pid;
      Answer before = Answer.of(plain, activity);
      for (int i = 0; i < 5; i++) {
        // What Spring does around a method that is @Transactional(readOnly = true).
        cached.setReadOnly(true);
        cached.setAutoCommit(false);
        for (int j = 0; j < 3; j++) {
          assertEquals(
              expected, database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DATA)));
        }
        if (i % 2 == 0) {
          cached.commit();
        } else {
          cached.rollback();
        }
        cached.setAutoCommit(true);
        cached.setReadOnly(false);
      }
      assertEquals(before.rows(), Answer.of(plain, activity).rows());
    }
  }
}
