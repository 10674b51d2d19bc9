package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Outcome;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** In which transactions the cache answers, and that none can tell by its rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TransactionsTest {
  private static final String READ =
      "SELECT data FROM device_data WHERE device_id = 1 AND ts = '2026-01-01 00:01:00'";
  private static final String WRITE =
      "UPDATE device_data SET data = data + 1000"
          + " WHERE device_id = 1 AND ts = '2026-01-01 00:01:00'";

  private DeviceDatabase database;
  private Connection plain;
  private Connection cached;
  private Statement statement;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @BeforeEach
  void connect() throws Exception {
    plain = database.plain();
    cached = database.cached();
    statement = cached.createStatement();
    database.adjust();
  }

  @AfterEach
  void disconnect() throws Exception {
    cached.close();
    plain.close();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private Answer assertRead(Outcome outcome) throws Exception {
    return database.assertOutcome(outcome, () -> Answer.of(cached, READ));
  }

  private Answer committed() {
    return Answer.of(plain, READ);
  }

  private void assertCommitted(Outcome outcome) throws Exception {
    assertEquals(committed(), assertRead(outcome));
  }

  private void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  @Test
  void read_autocommit_isAHit() throws Exception {
    assertCommitted(Outcome.HIT);
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_onlyReadingTransaction_isAHitAndNoTransactionBeginsOnTheServer() throws Exception {
    cached.setAutoCommit(false);
    int pid = cached.unwrap(PGConnection.class).getBackendPID();
    assertCommitted(Outcome.HIT);
    assertCommitted(Outcome.HIT);

    Answer activity =
        Answer.of(plain, "SELECT state, xact_start FROM pg_stat_activity WHERE pid = " + pid);
    assertEquals("[[idle, NULL]]", activity.rows().toString());
    cached.commit();
    assertCommitted(Outcome.HIT);
    cached.rollback();
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_readOnlyTransaction_isAHit() throws Exception {
    cached.setReadOnly(true);
    cached.setAutoCommit(false);
    assertCommitted(Outcome.HIT);
    cached.commit();
    cached.setAutoCommit(true);
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_afterDelegatedReadInTransaction_isNotBehindIt() throws Exception {
    cached.setAutoCommit(false);
    assertCommitted(Outcome.HIT);
    database.elsewhere(WRITE);
    Answer before = committed();
    assertEquals(
        before.rows(),
        database
            .assertOutcome(
                Outcome.UNSUPPORTED_FUNCTION,
                () -> Answer.of(cached, READ.replace("SELECT data", "SELECT (array_agg(data))[1]")))
            .rows());

    // What the transaction saw from the database must not go back to the snapshot's state.
    assertEquals(before, assertRead(Outcome.BEFORE_FLOOR));
    database.adjust();
    assertEquals(before, assertRead(Outcome.HIT));
    cached.commit();
    assertEquals(before, assertRead(Outcome.HIT));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_afterWriteInTransaction_seesItThenTheOutcomeOfTheTransaction(boolean commits)
      throws Exception {
    Answer before = committed();
    cached.setAutoCommit(false);
    assertEquals(before, assertRead(Outcome.HIT));
    assertEquals(1, statement.executeUpdate(WRITE));
    Answer own = assertRead(Outcome.TRANSACTION_WROTE);
    assertFalse(own.equals(before));
    try (Connection locker = database.holdUpAdjustments()) {
      if (commits) {
        cached.commit();
      } else {
        cached.rollback();
      }
      assertEquals(commits ? own : before, committed());
      assertCommitted(Outcome.BEFORE_FLOOR);
      locker.rollback();
    }
    database.adjust();
    assertCommitted(Outcome.HIT);
    cached.rollback();
  }

  @Test
  void read_afterWriteEndedBySetAutoCommit_seesIt() throws Exception {
    cached.setAutoCommit(false);
    statement.executeUpdate(WRITE);
    try (Connection locker = database.holdUpAdjustments()) {
      cached.setAutoCommit(true);
      assertCommitted(Outcome.BEFORE_FLOOR);
      locker.rollback();
    }
    database.adjust();
    assertCommitted(Outcome.HIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "END", "ROLLBACK", "ABORT", "commit work; SELECT 1"})
  void read_transactionBySql_isAsByJdbc(String end) throws Exception {
    execute("BEGIN");
    assertCommitted(Outcome.HIT);
    execute(WRITE);
    Answer own = assertRead(Outcome.TRANSACTION_WROTE);
    assertFalse(own.equals(committed()));
    try (Connection locker = database.holdUpAdjustments()) {
      execute(end);
      assertCommitted(Outcome.BEFORE_FLOOR);
      locker.rollback();
    }
    database.adjust();
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_writeAndCommitInOneText_seesIt() throws Exception {
    try (Connection locker = database.holdUpAdjustments()) {
      execute("BEGIN; " + WRITE + "; COMMIT");
      assertCommitted(Outcome.BEFORE_FLOOR);
      locker.rollback();
    }
  }

  @Test
  void read_afterRollbackToSavepoint_seesWhatIsLeft() throws Exception {
    cached.setAutoCommit(false);
    Savepoint savepoint = cached.setSavepoint("before");
    assertCommitted(Outcome.HIT);
    statement.executeUpdate(WRITE);
    Answer written = assertRead(Outcome.TRANSACTION_WROTE);
    cached.rollback(savepoint);
    Answer undone = assertRead(Outcome.TRANSACTION_WROTE);
    assertFalse(written.equals(undone));
    assertEquals(committed(), undone);
    cached.releaseSavepoint(savepoint);
    statement.executeUpdate(WRITE);
    execute("SAVEPOINT s; " + WRITE + "; ROLLBACK TO SAVEPOINT s");
    assertEquals(written, assertRead(Outcome.TRANSACTION_WROTE));
    cached.rollback();
    database.adjust();
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_failedTransaction_fails25P02AsPlain() throws Exception {
    cached.setAutoCommit(false);
    assertEquals("22012", Answer.of(cached, "SELECT 1/0").sqlState());
    assertEquals(Answer.failure("25P02"), assertRead(Outcome.TRANSACTION_FAILED));
    assertEquals(Answer.failure("25P02"), assertRead(Outcome.TRANSACTION_FAILED));
    cached.rollback();
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_afterRollbackToSavepointOfAFailedTransaction_isAnswered() throws Exception {
    cached.setAutoCommit(false);
    Savepoint savepoint = cached.setSavepoint();
    assertEquals("22012", Answer.of(cached, "SELECT 1/0").sqlState());
    cached.rollback(savepoint);
    assertCommitted(Outcome.HIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void read_isolationByJdbc_goesToTheDatabaseUntilItIsReadCommitted(int level) throws Exception {
    assertCommitted(Outcome.HIT);
    cached.setTransactionIsolation(level);
    assertCommitted(Outcome.ISOLATION_LEVEL);
    cached.setAutoCommit(false);
    assertCommitted(Outcome.ISOLATION_LEVEL);
    Answer first = committed();
    database.elsewhere(WRITE);
    assertEquals(first, assertRead(Outcome.ISOLATION_LEVEL));
    cached.commit();
    cached.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    database.adjust();
    assertCommitted(Outcome.HIT);
    cached.commit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY",
        "BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "BEGIN; SET LOCAL transaction_isolation = 'serializable'"
      })
  void read_isolationBySql_goesToTheDatabaseUntilTheTransactionEnds(String begin) throws Exception {
    assertCommitted(Outcome.HIT);
    execute(begin);
    Answer first = committed();
    assertEquals(first, assertRead(Outcome.ISOLATION_LEVEL));
    database.elsewhere(WRITE);
    assertEquals(first, assertRead(Outcome.ISOLATION_LEVEL));
    execute("COMMIT");
    database.adjust();
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_isolationBySessionDefault_goesToTheDatabase() throws Exception {
    assertCommitted(Outcome.HIT);
    execute("SET default_transaction_isolation = 'repeatable read'");
    assertCommitted(Outcome.ISOLATION_LEVEL);
    execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED");
    assertCommitted(Outcome.HIT);
    execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    assertCommitted(Outcome.ISOLATION_LEVEL);
    execute("RESET ALL");
    assertCommitted(Outcome.HIT);
  }

  @Test
  void read_isolationByConnectionOptions_goesToTheDatabase() throws Exception {
    try (Connection serializable =
        database.cachedWith("options", "-c default_transaction_isolation=serializable")) {
      assertEquals(
          committed(),
          database.assertOutcome(Outcome.ISOLATION_LEVEL, () -> Answer.of(serializable, READ)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOCK TABLE device_data IN SHARE MODE",
        "SELECT data FROM device_data WHERE device_id = 3 FOR UPDATE",
        "SELECT data FROM device_data WHERE device_id = 3 FOR KEY SHARE",
        "SELECT pg_advisory_xact_lock(42)"
      })
  void read_afterLocking_seesWhatWasCommittedBeforeTheLock(String lock) throws Exception {
    cached.setAutoCommit(false);
    assertCommitted(Outcome.HIT);
    database.elsewhere(WRITE);
    execute(lock);
    assertEquals(committed(), Answer.of(cached, READ));
    cached.rollback();
  }

  @ParameterizedTest
  @EnumSource(ServedFrom.class)
  void read_cursorByFetchSizeInTransaction_givesAllRows(ServedFrom from) throws Exception {
    String all = "SELECT data FROM device_data WHERE ts >= '2026-01-01 00:00:00' ORDER BY ts";
    try (Connection connection = from.connect(database)) {
      connection.setAutoCommit(false);
      try (Statement fetching = connection.createStatement()) {
        fetching.setFetchSize(7);
        ResultSet rows = from.query(database, () -> fetching.executeQuery(all));
        assertEquals(7, rows.getFetchSize());
        int count = 0;
        while (rows.next()) {
          count++;
        }
        assertEquals(273, count);
      }
      connection.commit();
    }
  }

  @Test
  void read_resultOfFormerTransaction_staysReadable() throws Exception {
    cached.setAutoCommit(false);
    ResultSet rows = database.assertOutcome(Outcome.HIT, () -> statement.executeQuery(READ));
    cached.commit();
    assertTrue(rows.next());
    assertTrue(rows.getInt(1) >= 0);
  }

  @Test
  void setTransactionIsolation_afterHitInTransaction_isRefusedAsByThePlainDriver()
      throws Exception {
    cached.setAutoCommit(false);
    assertCommitted(Outcome.HIT);
    for (ThrowingCallable change :
        List.<ThrowingCallable>of(
            () -> cached.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
            () -> cached.setReadOnly(true))) {
      assertEquals("25001", assertThrows(SQLException.class, change::call).getSQLState());
    }
    cached.commit();
    cached.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertCommitted(Outcome.ISOLATION_LEVEL);
    cached.rollback();
  }

  private interface ThrowingCallable {
    void call() throws SQLException;
  }
}
