package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tablecache.model.Outcome;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.jdbc.PgConnection;

/** Each outcome is produced by a statement, counted once, and has the plain driver's answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutcomesTest {
  private static final Answer.Setup<Connection> NOTHING = connection -> {};

  /** Those that a statement on a sound server does not end by, and the tests that show them. */
  private static final Map<Outcome, String> SHOWN_ELSEWHERE =
      Map.of(
          Outcome.INTERNAL_ERROR, "io.tablecache.jdbc.InternalErrorTest",
          Outcome.AMBIGUOUS, "io.tablecache.plan.PlannerTest",
          Outcome.IN_RECOVERY, "io.tablecache.jdbc.AdmissionTest",
          Outcome.OTHER_SERVER, "io.tablecache.jdbc.AdmissionTest");

  /** Produces an outcome, and asserts that it did. */
  @FunctionalInterface
  private interface Scenario {
    void play() throws Exception;
  }

  private final Map<Outcome, Scenario> scenarios = new EnumMap<>(Outcome.class);
  private DeviceDatabase database;
  private OutcomeMoments moments;

  @BeforeAll
  void open() throws Exception {
    database =
        DeviceDatabase.builder()
            .setup("CREATE TABLE odd (id integer PRIMARY KEY, rel regclass)")
            .setup("INSERT INTO odd VALUES (1, 'devices')")
            .table("odd", "relation = public.odd")
            .setup("CREATE SCHEMA other")
            .setup("CREATE TABLE other.device_data (device_id integer, note text)")
            .setup("INSERT INTO other.device_data VALUES (7, 'other')")
            .setup("CREATE TABLE swapped (id integer PRIMARY KEY)")
            .setup("INSERT INTO swapped VALUES (1)")
            .table("swapped", "relation = public.swapped")
            .setup("CREATE TABLE guarded (id integer PRIMARY KEY)")
            .setup("INSERT INTO guarded VALUES (1), (2)")
            .setup("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY")
            .setup("CREATE POLICY first_only ON guarded USING (id = 1)")
            .table("guarded", "relation = public.guarded")
            .setup(role("outcome_reader"))
            .setup(role("outcome_nobody"))
            .setup("GRANT SELECT ON guarded, device_data TO outcome_reader")
            .open();
    moments = new OutcomeMoments(database);
    planned();
    content();
    sessions();
  }

  /** Roles are the server's, which other tests share. */
  static String role(String name) {
    return "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
        + name
        + "') THEN CREATE ROLE "
        + name
        + "; END IF; END $$";
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void statement_thatEndsSo_isCountedSoAndAnsweredAsByThePlainDriver(Outcome outcome)
      throws Exception {
    String elsewhere = SHOWN_ELSEWHERE.get(outcome);
    if (elsewhere != null) {
      assertNotNull(Class.forName(elsewhere));
      return;
    }
    Scenario scenario = scenarios.get(outcome);
    assertNotNull(scenario, "no scenario for " + outcome);
    scenario.play();
  }

  @Test
  void scenarios_together_haveOneForEachOutcomeThatIsNotShownElsewhere() {
    assertEquals(Outcome.values().length, scenarios.size() + SHOWN_ELSEWHERE.size());
  }

  private void planned() {
    text(Outcome.HIT, DeviceDatabase.COVERED);
    text(Outcome.NOT_COVERED, DeviceDatabase.NOT_COVERED);
    text(Outcome.NOT_A_SELECT, "EXPLAIN (COSTS OFF) SELECT * FROM device_data");
    text(
        Outcome.TOO_COMPLEX,
        "SELECT data FROM device_data WHERE "
            + "(".repeat(40)
            + "device_id = 1"
            + ")".repeat(40)
            + " ORDER BY ts");
    text(
        Outcome.UNPARSED,
        "SELECT data FROM device_data WHERE ts >= {ts '2026-01-01 00:10:00'} ORDER BY 1");
    text(
        Outcome.MULTIPLE_RELATIONS,
        "SELECT data FROM device_data d RIGHT JOIN devices v ON v.device_id = d.device_id"
            + " AND data_seq = 170 ORDER BY 1");
    text(Outcome.UNSUPPORTED_CLAUSE, "SELECT count(*) FROM device_data TABLESAMPLE SYSTEM (100)");
    text(Outcome.UNSUPPORTED_OUTPUT, "SELECT mode() WITHIN GROUP (ORDER BY data) FROM device_data");
    text(
        Outcome.UNSUPPORTED_PREDICATE,
        "SELECT data FROM device_data WHERE data::text SIMILAR TO '1.' ORDER BY device_id, ts");
    text(
        Outcome.UNSUPPORTED_FUNCTION,
        "SELECT data FROM device_data WHERE num_nulls(data) = 0 ORDER BY device_id, ts");
    text(
        Outcome.UNSUPPORTED_TYPES,
        "SELECT data FROM device_data WHERE ts - ts = '0 s'::interval(3)"
            + " ORDER BY device_id, ts");
    text(
        Outcome.UNSUPPORTED_ORDER,
        "SELECT data FROM device_data WHERE device_id = 1"
            + " ORDER BY data::text COLLATE \"und-x-icu\", ts");
    text(
        Outcome.NOT_EVALUATED,
        "SELECT data FROM device_data WHERE ts >= '2026-01-01 00:10:00'"
            + " AND 1 / (data_seq - data_seq) = 1");
    on("odd", Outcome.UNCACHEABLE_COLUMN, NOTHING, "SELECT rel FROM odd");
    text(Outcome.REFUSED_BY_DATABASE, "SELECT data FROM device_data WHERE ts >= 5");
    text(Outcome.OTHER_RELATION, "SELECT * FROM other.device_data");
    scenarios.put(Outcome.NOT_DESCRIBED, moments::notDescribed);
    scenarios.put(
        Outcome.STATEMENT_OPTIONS,
        () ->
            compare(
                "device_data",
                Outcome.STATEMENT_OPTIONS,
                NOTHING,
                connection -> {
                  try (Statement statement =
                      connection.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                    return Answer.of(() -> statement.executeQuery(DeviceDatabase.COVERED));
                  }
                }));
    scenarios.put(
        Outcome.PARAMETER_NOT_CAPTURED,
        () -> text("SELECT data FROM device_data WHERE device_id = 'one'"));
    scenarios.put(
        Outcome.PARAMETER_MISSING,
        () ->
            compare(
                "device_data",
                Outcome.PARAMETER_MISSING,
                NOTHING,
                connection ->
                    Answer.prepared(
                        connection, DeviceDatabase.COVERED_PREPARED, s -> s.setInt(1, 1))));
  }

  private void text(String sql) throws Exception {
    compare(
        "device_data",
        Outcome.PARAMETER_NOT_CAPTURED,
        NOTHING,
        connection -> Answer.of(connection, sql));
  }

  private void content() {
    scenarios.put(Outcome.LOADING, moments::loading);
    scenarios.put(Outcome.LOAD_FAILED, moments::loadFailed);
    scenarios.put(Outcome.OVER_MEMORY, moments::overMemory);
    scenarios.put(Outcome.INVALIDATED, moments::invalidated);
    on(
        "device_data",
        Outcome.TOO_OLD,
        execute("SET tablecache.max_staleness = '0ms'"),
        DeviceDatabase.COVERED);
    scenarios.put(Outcome.BEFORE_FLOOR, moments::beforeFloor);
    scenarios.put(Outcome.DIFFERENT_SNAPSHOTS, moments::differentSnapshots);
    scenarios.put(Outcome.DEFINITION_CHANGED, moments::definitionChanged);
  }

  private void sessions() {
    String covered = DeviceDatabase.COVERED;
    on("device_data", Outcome.BYPASS, execute("SET tablecache.bypass = on"), covered);
    on(
        "device_data",
        Outcome.ISOLATION_LEVEL,
        connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
        covered);
    on(
        "device_data",
        Outcome.TRANSACTION_WROTE,
        inTransaction("UPDATE device_data SET data = -1 WHERE device_id = 1"),
        covered);
    on(
        "device_data",
        Outcome.TRANSACTION_FAILED,
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1/0");
          } catch (SQLException ignored) {
            // It is what fails the transaction.
          }
        },
        covered);
    scenarios.put(Outcome.SESSION_UNKNOWN, moments::sessionUnknown);
    on(
        "device_data",
        Outcome.SESSION_TAINTED,
        connection -> connection.unwrap(PgConnection.class),
        covered);
    on("device_data", Outcome.NO_PRIVILEGE, execute("SET ROLE outcome_nobody"), covered);
    on(
        "guarded",
        Outcome.ROW_SECURITY,
        execute("SET ROLE outcome_reader"),
        "SELECT * FROM guarded");
    on(
        "device_data",
        Outcome.NAME_NOT_VISIBLE,
        execute("CREATE TEMPORARY TABLE device_data AS SELECT * FROM device_data LIMIT 1"),
        DeviceDatabase.COVERED);
    on("device_data", Outcome.SESSION_SETTINGS, execute("SET bytea_output = 'escape'"), covered);
  }

  static Answer.Setup<Connection> execute(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    };
  }

  private static Answer.Setup<Connection> inTransaction(String sql) {
    return connection -> {
      connection.setAutoCommit(false);
      execute(sql).on(connection);
    };
  }

  private void text(Outcome outcome, String sql) {
    on("device_data", outcome, NOTHING, sql);
  }

  private void on(String label, Outcome outcome, Answer.Setup<Connection> setup, String sql) {
    scenarios.put(
        outcome, () -> compare(label, outcome, setup, connection -> Answer.of(connection, sql)));
  }

  /** Executes something on a connection. */
  @FunctionalInterface
  private interface Execution {
    Answer on(Connection connection) throws SQLException;
  }

  private void compare(
      String label, Outcome outcome, Answer.Setup<Connection> setup, Execution execution)
      throws Exception {
    compare(database, label, outcome, setup, execution);
  }

  private static void compare(
      DeviceDatabase on,
      String label,
      Outcome outcome,
      Answer.Setup<Connection> setup,
      Execution execution)
      throws Exception {
    try (Connection plain = on.plain();
        Connection cached = on.cached()) {
      setup.on(plain);
      Answer expected = execution.on(plain);
      if (!plain.getAutoCommit()) {
        plain.rollback();
      }
      setup.on(cached);
      on.adjust();
      Answer actual = on.assertOutcome(label, outcome, () -> execution.on(cached));
      assertEquals(expected, actual);
      if (!cached.getAutoCommit()) {
        cached.rollback();
      }
    }
    on.adjust();
  }

  @Test
  void limit_negative_isTheDatabasesError() throws Exception {
    String sql =
        "SELECT data FROM device_data WHERE ts >= '2026-01-01 00:10:00'"
            + " ORDER BY device_id, ts LIMIT ";
    compare("device_data", Outcome.NOT_EVALUATED, NOTHING, on -> Answer.of(on, sql + "-1"));
    compare("device_data", Outcome.HIT, NOTHING, on -> Answer.of(on, sql + "1"));
  }

  @Test
  void prepared_withParameters_isCountedAsAHitToo() throws Exception {
    try (Connection cached = database.cached();
        Connection plain = database.plain()) {
      Answer.Setup<PreparedStatement> parameters =
          statement -> {
            statement.setInt(1, 2);
            statement.setTimestamp(2, Timestamp.valueOf("2026-01-01 00:05:00"));
          };
      Answer expected = Answer.prepared(plain, DeviceDatabase.COVERED_PREPARED, parameters);
      assertEquals(
          expected,
          database.assertOutcome(
              Outcome.HIT,
              () -> Answer.prepared(cached, DeviceDatabase.COVERED_PREPARED, parameters)));
    }
  }
}
