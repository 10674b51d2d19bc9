package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Every way to write through this driver is seen by the next read, as the mode promises. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadYourWritesTest {
  private static final String COUNT_ROWS =
      "SELECT data_seq FROM device_data WHERE device_id = 3 AND ts >= '2026-02-01 00:00:00'";
  private static final String INSERT =
      "INSERT INTO device_data SELECT 3, nextval('seq'), 0, '2026-02-01 00:00:00'";

  private DeviceDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = builder().open();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private static DeviceDatabase.Builder builder() {
    return DeviceDatabase.builder()
        .setup("CREATE SEQUENCE seq START 1000")
        .setup("CREATE PROCEDURE add_row() LANGUAGE SQL AS $$ " + INSERT + " $$")
        .setup(
            "CREATE FUNCTION added() RETURNS integer LANGUAGE SQL AS $$ "
                + INSERT
                + "; SELECT 1 $$");
  }

  private static int rows(Connection connection) {
    Answer answer = Answer.of(connection, COUNT_ROWS);
    assertEquals(null, answer.sqlState());
    return answer.rows().size();
  }

  /** Writes one row. */
  @FunctionalInterface
  interface Write {
    void on(Connection connection) throws Exception;
  }

  static List<String> writes() {
    return List.copyOf(WRITES.keySet());
  }

  private static Write sql(String text) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    };
  }

  private static final Map<String, Write> WRITES =
      Map.ofEntries(
          Map.entry("execute", sql(INSERT)),
          Map.entry(
              "executeUpdate",
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  assertEquals(1, statement.executeUpdate(INSERT));
                }
              }),
          Map.entry(
              "executeLargeUpdate",
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  assertEquals(1L, statement.executeLargeUpdate(INSERT));
                }
              }),
          Map.entry(
              "text on a prepared query",
              connection -> {
                try (PreparedStatement statement =
                    connection.prepareStatement("SELECT device_id FROM device_data")) {
                  assertEquals(1, statement.executeUpdate(INSERT, Statement.RETURN_GENERATED_KEYS));
                }
              }),
          Map.entry(
              "prepared",
              connection -> {
                try (PreparedStatement statement =
                    connection.prepareStatement(
                        "INSERT INTO device_data VALUES (?, nextval('seq'), ?,"
                            + " '2026-02-01 00:00:00')")) {
                  statement.setInt(1, 3);
                  statement.setInt(2, 5);
                  assertEquals(1, statement.executeUpdate());
                }
              }),
          Map.entry(
              "returning",
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(INSERT + " RETURNING data_seq")) {
                  assertTrue(rows.next());
                }
              }),
          Map.entry(
              "data-modifying WITH",
              sql("WITH new AS (" + INSERT + " RETURNING 1) SELECT * FROM new")),
          Map.entry(
              "generated keys",
              connection -> {
                try (PreparedStatement statement =
                    connection.prepareStatement(INSERT, new String[] {"data_seq"})) {
                  assertEquals(1, statement.executeUpdate());
                  try (ResultSet keys = statement.getGeneratedKeys()) {
                    assertTrue(keys.next());
                    assertEquals(statement, keys.getStatement());
                  }
                }
              }),
          Map.entry(
              "batch",
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  statement.addBatch("UPDATE devices SET device_id = 1 WHERE device_id = 1");
                  statement.addBatch(INSERT);
                  statement.executeBatch();
                }
              }),
          Map.entry(
              "prepared batch",
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                  statement.addBatch();
                  assertEquals(1, statement.executeBatch().length);
                }
              }),
          Map.entry(
              "callable procedure",
              connection -> {
                try (CallableStatement statement = connection.prepareCall("CALL add_row()")) {
                  statement.execute();
                }
              }),
          Map.entry(
              "callable function",
              connection -> {
                try (CallableStatement statement = connection.prepareCall("{? = call added()}")) {
                  statement.registerOutParameter(1, java.sql.Types.INTEGER);
                  statement.execute();
                  assertEquals(1, statement.getInt(1));
                }
              }),
          Map.entry("function", sql("SELECT added()")),
          Map.entry("DO", sql("DO $$ BEGIN CALL add_row(); END $$")),
          Map.entry(
              "server-side prepared", sql("PREPARE p AS " + INSERT + "; EXECUTE p; DEALLOCATE p")),
          Map.entry("explain analyze", sql("EXPLAIN ANALYZE " + INSERT)),
          Map.entry("two statements", sql("SELECT 1; " + INSERT)),
          Map.entry(
              "COPY by CopyManager",
              connection -> {
                CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
                assertEquals(
                    1L,
                    copy.copyIn(
                        "COPY device_data FROM STDIN",
                        new StringReader(
                            "3\t"
                                + System.nanoTime() % 1_000_000_000
                                + "\t0\t2026-02-01 00:00:00\n")));
              }),
          Map.entry(
              "COPY by a raw CopyManager",
              connection ->
                  new CopyManager(connection.unwrap(BaseConnection.class))
                      .copyIn(
                          "COPY device_data FROM STDIN",
                          new StringReader(
                              "3\t"
                                  + System.nanoTime() % 1_000_000_000
                                  + "\t0\t2026-02-01 00:00:00\n"))),
          Map.entry(
              "COPY by a CopyManager of the cast connection",
              connection ->
                  new CopyManager((BaseConnection) connection)
                      .copyIn(
                          "COPY device_data FROM STDIN",
                          new StringReader(
                              "3\t"
                                  + System.nanoTime() % 1_000_000_000
                                  + "\t0\t2026-02-01 00:00:00\n"))),
          Map.entry(
              "raw connection",
              connection -> sql(INSERT).on(connection.unwrap(BaseConnection.class))),
          Map.entry(
              "updatable result",
              connection -> {
                try (Statement statement =
                        connection.createStatement(
                            ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet rows =
                        statement.executeQuery("SELECT * FROM device_data WHERE device_id = -1")) {
                  rows.moveToInsertRow();
                  rows.updateInt(1, 3);
                  rows.updateInt(2, (int) (System.nanoTime() % 1_000_000_000));
                  rows.updateInt(3, 0);
                  rows.updateTimestamp(4, java.sql.Timestamp.valueOf("2026-02-01 00:00:00"));
                  rows.insertRow();
                }
              }));

  @ParameterizedTest
  @MethodSource("writes")
  void read_afterWriteOfThisConnection_seesIt(String name) throws Exception {
    Write write = Objects.requireNonNull(WRITES.get(name));
    try (Connection cached = database.cached();
        Connection other = database.cached()) {
      for (int i = 0; i < 5; i++) {
        int before = rows(cached);
        write.on(cached);
        assertEquals(before + 1, rows(cached), name);
        assertEquals(before + 1, rows(other), name + ", seen by another connection");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("writes")
  void read_afterWriteInTransaction_seesItBeforeAndAfterCommit(String name) throws Exception {
    Write write = Objects.requireNonNull(WRITES.get(name));
    try (Connection cached = database.cached();
        Connection other = database.cached()) {
      database.adjust();
      cached.setAutoCommit(false);
      int before = rows(cached);
      write.on(cached);
      assertEquals(before + 1, rows(cached), name);
      assertEquals(before, rows(other), name + ", not committed");
      // A snapshot that was taken between the write and the commit must not count as later.
      database.adjust();
      cached.commit();
      assertEquals(before + 1, rows(cached), name);
      assertEquals(before + 1, rows(other), name + ", seen by another connection");
    }
  }

  @Test
  void read_afterWrite_becomesAHitByItself() throws Exception {
    try (Connection cached = database.cached()) {
      sql(INSERT).on(cached);
      int expected = rows(cached);
      Await.until(
          "the early adjustment",
          () -> database.outcomesOf("device_data", () -> rows(cached)).containsKey(Outcome.HIT));
      assertEquals(expected, rows(cached));
    }
  }

  @Test
  void read_writesOfAnotherConnectionInALoop_seesEachAtOnce() throws Exception {
    try (Connection writer = database.cached();
        Connection reader = database.cached()) {
      for (int i = 0; i < 200; i++) {
        sql(INSERT).on(writer);
        assertEquals(rows(writer), rows(reader), "after write " + i);
      }
    }
  }

  @Test
  void connectionMode_otherConnectionsWrite_isSeenByItselfOnly() throws Exception {
    try (DeviceDatabase own = builder().readYourWrites("connection").open();
        Connection writer = own.cached();
        Connection reader = own.cached()) {
      assertEquals(0, rows(writer));
      assertEquals(0, rows(reader));
      try (Connection locker = own.holdUpAdjustments()) {
        sql(INSERT).on(writer);
        assertEquals(1, own.assertOutcome(Outcome.BEFORE_FLOOR, () -> rows(writer)));
        assertEquals(0, own.assertOutcome(Outcome.HIT, () -> rows(reader)));
        locker.rollback();
      }
      own.adjust();
      assertEquals(1, own.assertOutcome(Outcome.HIT, () -> rows(writer)));
      assertEquals(1, own.assertOutcome(Outcome.HIT, () -> rows(reader)));
    }
  }

  @Test
  void offMode_ownWrite_isSeenAfterTheNextAdjustmentButAtOnceInItsTransaction() throws Exception {
    try (DeviceDatabase own = builder().readYourWrites("off").open();
        Connection writer = own.cached()) {
      assertEquals(0, rows(writer));
      sql(INSERT).on(writer);
      assertEquals(0, own.assertOutcome(Outcome.HIT, () -> rows(writer)));
      writer.setAutoCommit(false);
      sql(INSERT).on(writer);
      assertEquals(2, own.assertOutcome(Outcome.TRANSACTION_WROTE, () -> rows(writer)));
      writer.commit();
      own.adjust();
      assertEquals(2, own.assertOutcome(Outcome.HIT, () -> rows(writer)));
      writer.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_failedWrite_isAnsweredAsPlain(boolean autoCommit) throws Exception {
    try (Connection cached = database.cached();
        Statement statement = cached.createStatement()) {
      int before = rows(cached);
      cached.setAutoCommit(autoCommit);
      String duplicate = "INSERT INTO device_data VALUES (1, 1, 0, '2026-02-01 00:00:00')";
      String sqlState = "";
      try {
        statement.execute(duplicate);
      } catch (SQLException e) {
        sqlState = e.getSQLState();
      }
      assertEquals("23505", sqlState);
      if (!autoCommit) {
        assertEquals("25P02", Answer.of(cached, COUNT_ROWS).sqlState());
        cached.rollback();
      }
      assertEquals(before, rows(cached));
    }
  }

  @Test
  void read_afterNotificationOfAWriteElsewhere_seesIt() throws Exception {
    try (Connection cached = database.cached()) {
      sql("LISTEN device_rows").on(cached);
      database.adjust();
      int before = rows(cached);
      database.elsewhere(INSERT);
      assertEquals(
          before, database.assertOutcome(Outcome.HIT, () -> rows(cached)), "elsewhere, not told");
      database.elsewhere("NOTIFY device_rows");
      var notifications = cached.unwrap(PGConnection.class).getNotifications(10_000);
      assertEquals(1, notifications.length);
      assertEquals(before + 1, rows(cached));
    }
  }
}
