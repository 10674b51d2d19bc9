package io.tablecache.conformance;

import static io.tablecache.conformance.OutcomesTest.execute;
import static io.tablecache.conformance.OutcomesTest.role;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

/** The outcomes that need a certain moment of the cache, or a database of their own. */
final class OutcomeMoments {
  private final DeviceDatabase database;

  /**
   * @param database has a cached table {@code swapped} with one column
   */
  OutcomeMoments(DeviceDatabase database) {
    this.database = database;
  }

  private static Answer covered(Connection connection) {
    return Answer.of(connection, DeviceDatabase.COVERED);
  }

  private static void same(DeviceDatabase on, Outcome outcome, Connection cached) throws Exception {
    try (Connection plain = on.plain()) {
      assertEquals(covered(plain), on.assertOutcome(outcome, () -> covered(cached)));
    }
  }

  void loading() throws Exception {
    try (DeviceDatabase own = DeviceDatabase.builder().heldUp().open();
        Connection cached = own.cached()) {
      same(own, Outcome.LOADING, cached);
    }
  }

  void loadFailed() throws Exception {
    try (DeviceDatabase own =
            DeviceDatabase.builder()
                .setup(
                    "CREATE VIEW failing AS SELECT device_id, 1 / (device_id - 2) AS n FROM"
                        + " devices")
                .table("failing", "relation = public.failing")
                .withoutAwaitingLoad()
                .open();
        Connection cached = own.cached();
        Connection plain = own.plain()) {
      awaitState(cached, "failing", Outcome.LOAD_FAILED);
      String sql = "SELECT n FROM failing";
      Answer expected = Answer.of(plain, sql);
      assertEquals("22012", expected.sqlState());
      assertEquals(
          expected,
          own.assertOutcome("failing", Outcome.LOAD_FAILED, () -> Answer.of(cached, sql)));
    }
  }

  void overMemory() throws Exception {
    try (DeviceDatabase own =
            DeviceDatabase.builder().more("memory { max = 2KiB }").withoutAwaitingLoad().open();
        Connection cached = own.cached()) {
      awaitState(cached, "device_data", Outcome.OVER_MEMORY);
      same(own, Outcome.OVER_MEMORY, cached);
    }
  }

  private static void awaitState(Connection cached, String label, Outcome state) throws Exception {
    Await.until(
        label + " is " + state,
        () -> {
          try (Statement statement = cached.createStatement();
              ResultSet tables = statement.executeQuery("SELECT * FROM tablecache.tables")) {
            while (tables.next()) {
              if (label.equals(tables.getString("table_name"))) {
                return state.name().equals(tables.getString("state"));
              }
            }
            return false;
          }
        });
  }

  void invalidated() throws Exception {
    try (Connection cached = database.cached();
        Statement statement = cached.createStatement()) {
      try (Connection locker = database.holdUpAdjustments()) {
        statement.execute("CALL tablecache.invalidate('gate')");
        // The engine's thread waits for the lock on gate from now on.
        awaitWaiting();
        statement.execute("CALL tablecache.invalidate('device_data')");
        same(database, Outcome.INVALIDATED, cached);
        locker.rollback();
      }
    }
    database.adjust();
  }

  private void awaitWaiting() throws Exception {
    try (Connection plain = database.plain();
        PreparedStatement waiting =
            plain.prepareStatement(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = 'TableCache'"
                    + " AND wait_event_type = 'Lock' AND datname = current_database()")) {
      Await.until(
          "the loader waits for a lock",
          () -> {
            try (ResultSet found = waiting.executeQuery()) {
              return found.next();
            }
          });
    }
  }

  void beforeFloor() throws Exception {
    try (Connection cached = database.cached();
        Statement statement = cached.createStatement()) {
      try (Connection locker = database.holdUpAdjustments()) {
        statement.executeUpdate(
            "UPDATE device_data SET data = 4711 WHERE device_id = 1 AND data_seq = 170");
        same(database, Outcome.BEFORE_FLOOR, cached);
        locker.rollback();
      }
    }
    database.adjust();
  }

  void differentSnapshots() throws Exception {
    String sql =
        "SELECT data FROM device_data JOIN devices USING (device_id)"
            + " WHERE ts >= '2026-01-01 00:10:00' ORDER BY device_id, ts";
    try (DeviceDatabase own = DeviceDatabase.open();
        Connection cached = own.cached();
        Connection plain = own.plain()) {
      Answer expected = Answer.of(plain, sql);
      assertEquals(expected, own.assertOutcome(Outcome.HIT, () -> Answer.of(cached, sql)));
      own.adjust("devices");
      assertEquals(
          expected, own.assertOutcome(Outcome.DIFFERENT_SNAPSHOTS, () -> Answer.of(cached, sql)));
    }
  }

  void definitionChanged() throws Exception {
    String sql = "SELECT * FROM swapped";
    try (Connection cached = database.cached();
        Connection plain = database.plain()) {
      database.assertOutcome("swapped", Outcome.HIT, () -> Answer.of(cached, sql));
      database.elsewhere(
          "ALTER TABLE swapped RENAME TO swapped_before;"
              + " CREATE TABLE swapped (note text); INSERT INTO swapped VALUES ('new')");
      try (Connection fresh = database.cached()) {
        assertEquals(
            Answer.of(plain, sql),
            database.assertOutcome(
                "swapped", Outcome.DEFINITION_CHANGED, () -> Answer.of(fresh, sql)));
      }
    }
  }

  void notDescribed() throws Exception {
    String sql = "SELECT data, ts FROM device_data WHERE device_id = 2 ORDER BY ts";
    try (DeviceDatabase own = DeviceDatabase.open();
        Connection cached = own.cached();
        Connection plain = own.plain()) {
      Answer expected = Answer.of(plain, sql);
      String name = plain.getCatalog();
      own.elsewhere("ALTER DATABASE " + name + " CONNECTION LIMIT 0");
      try (Connection admin = PostgresServer.shared().connect();
          Statement statement = admin.createStatement()) {
        statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + name
                + "' AND application_name = 'TableCache'");
        assertEquals(
            expected, own.assertOutcome(Outcome.NOT_DESCRIBED, () -> Answer.of(cached, sql)));
        statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
      }
    }
  }

  void sessionUnknown() throws Exception {
    try (DeviceDatabase own =
            DeviceDatabase.builder()
                .setup(role("outcome_reader"))
                .setup("GRANT SELECT ON device_data TO outcome_reader")
                .setup("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
                .open();
        Connection cached = own.cached()) {
      execute("SET ROLE outcome_reader").on(cached);
      own.adjust();
      same(own, Outcome.SESSION_UNKNOWN, cached);
    }
  }
}
