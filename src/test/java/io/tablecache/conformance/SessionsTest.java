package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tablecache.model.Outcome;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a session's settings, roles and temporary objects mean, they mean here: the same script on
 * both drivers gives the same answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsTest {
  private static final String READ = DeviceDatabase.COVERED;
  private static final String QUALIFIED =
      READ.replace("FROM device_data", "FROM public.device_data");

  private DeviceDatabase database;
  private Connection plain;
  private Connection cached;

  @BeforeAll
  void open() throws Exception {
    database =
        DeviceDatabase.builder()
            .setup("CREATE SCHEMA other")
            .setup("CREATE TABLE other.device_data (LIKE public.device_data)")
            .setup("INSERT INTO other.device_data VALUES (1, 1, 77, '2026-01-01 00:12:00')")
            .setup(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'session_reader')"
                    + " THEN CREATE ROLE session_reader LOGIN; END IF; END $$")
            .setup("GRANT SELECT (device_id, data_seq, data, ts) ON device_data TO session_reader")
            .setup("GRANT SELECT ON devices TO session_reader")
            .open();
  }

  @BeforeEach
  void connect() throws Exception {
    plain = database.plain();
    cached = database.cached();
    database.adjust();
    assertBoth(Outcome.HIT);
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

  /** Executes on both drivers. */
  private void both(String sql) throws SQLException {
    for (Connection connection : new Connection[] {plain, cached}) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
    database.adjust();
  }

  private void assertBoth(Outcome outcome) throws Exception {
    assertBoth(outcome, READ);
  }

  /** Before the session's facts are read again it is the name, then the plan that tells. */
  private void assertOtherRelation() throws Exception {
    assertEquals(Answer.of(plain, READ), Answer.of(cached, READ));
    assertBoth(Outcome.OTHER_RELATION);
  }

  private void assertBoth(Outcome outcome, String sql) throws Exception {
    assertEquals(
        Answer.of(plain, sql), database.assertOutcome(outcome, () -> Answer.of(cached, sql)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET search_path TO other, public",
        "SET SESSION search_path = other",
        "SET SCHEMA 'other'",
        "SELECT set_config('search_path', 'other', false)"
      })
  void read_searchPathToOtherSchema_isOfTheOtherTable(String change) throws Exception {
    both(change);
    assertOtherRelation();
    assertEquals(1, Answer.of(cached, READ).rows().size());
    assertBoth(Outcome.HIT, QUALIFIED);
    both("RESET search_path");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_setSchema_isOfTheOtherTable() throws Exception {
    plain.setSchema("other");
    cached.setSchema("other");
    assertOtherRelation();
    plain.setSchema("public");
    cached.setSchema("public");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_currentSchemaProperty_isOfTheOtherTable() throws Exception {
    try (Connection other = database.cachedWith("currentSchema", "other")) {
      assertEquals(1, Answer.of(other, READ).rows().size());
      assertEquals(
          1,
          database
              .assertOutcome(Outcome.OTHER_RELATION, () -> Answer.of(other, READ))
              .rows()
              .size());
    }
  }

  @Test
  void read_setLocalSearchPath_isOfTheOtherTableUntilTheTransactionEnds() throws Exception {
    for (String end : new String[] {"ROLLBACK", "COMMIT"}) {
      both("BEGIN");
      both("SET LOCAL search_path TO other");
      assertOtherRelation();
      both(end);
      assertBoth(Outcome.HIT);
    }
  }

  @Test
  void read_searchPathSetAndRolledBack_isOfTheFormer() throws Exception {
    both("BEGIN");
    both("SET search_path TO other");
    assertOtherRelation();
    both("SAVEPOINT s");
    both("SET search_path TO public");
    assertBoth(Outcome.HIT);
    both("ROLLBACK TO SAVEPOINT s");
    assertOtherRelation();
    both("ROLLBACK");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_temporaryTableOfTheName_isOfTheTemporaryTable() throws Exception {
    both("CREATE TEMP TABLE device_data AS SELECT * FROM public.device_data LIMIT 0");
    assertBoth(Outcome.NAME_NOT_VISIBLE);
    assertEquals(0, Answer.of(cached, READ).rows().size());
    assertBoth(Outcome.HIT, QUALIFIED);
    both("DROP TABLE pg_temp.device_data");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_temporaryTableMadeByAFunction_isOfTheTemporaryTable() throws Exception {
    both(
        "DO $$ BEGIN EXECUTE 'CREATE TEMP TABLE device_data AS SELECT * FROM"
            + " public.device_data LIMIT 0'; END $$");
    assertBoth(Outcome.NAME_NOT_VISIBLE);
    both("DISCARD TEMP");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_roleWithColumnPrivileges_isAnsweredForThoseColumns() throws Exception {
    both("SET ROLE session_reader");
    assertBoth(Outcome.HIT);
    database.elsewhere("REVOKE SELECT (data) ON device_data FROM session_reader");
    try {
      both("SET ROLE session_reader");
      assertBoth(Outcome.NO_PRIVILEGE);
      assertEquals("42501", Answer.of(cached, READ).sqlState());
      assertBoth(Outcome.HIT, READ.replace("data, ts FROM", "ts FROM"));
      both("RESET ROLE");
      assertBoth(Outcome.HIT);
    } finally {
      database.elsewhere("GRANT SELECT (data) ON device_data TO session_reader");
    }
  }

  @Test
  void read_roleThatWasRefused_staysTheFormerRoles() throws Exception {
    both("SET ROLE session_reader");
    for (Connection connection : new Connection[] {plain, cached}) {
      assertEquals("22023", Answer.of(connection, "SET ROLE no_such_role").sqlState());
    }
    assertBoth(Outcome.HIT);
    assertBoth(Outcome.HIT, "SELECT device_id FROM devices WHERE device_id = 1", "devices");
  }

  private void assertBoth(Outcome outcome, String sql, String label) throws Exception {
    assertEquals(
        Answer.of(plain, sql),
        database.assertOutcome(label, outcome, () -> Answer.of(cached, sql)));
  }

  @Test
  void read_sessionAuthorizationInTransaction_isForgottenWithIt() throws Exception {
    database.elsewhere("REVOKE SELECT (data) ON device_data FROM session_reader");
    try {
      both("BEGIN");
      both("SET SESSION AUTHORIZATION session_reader");
      assertBoth(Outcome.NO_PRIVILEGE);
      both("ROLLBACK");
      assertBoth(Outcome.HIT);
    } finally {
      database.elsewhere("GRANT SELECT (data) ON device_data TO session_reader");
    }
  }

  @Test
  void read_privilegeRevokedByAnother_failsAfterMaxStalenessAtTheLatest() throws Exception {
    try (DeviceDatabase own =
            DeviceDatabase.builder()
                .maxStaleness("300ms")
                .every("100ms")
                .setup("GRANT SELECT ON device_data TO session_reader")
                .open();
        Connection reader = own.cached();
        Statement statement = reader.createStatement()) {
      statement.execute("SET ROLE session_reader");
      assertEquals(null, Answer.of(reader, READ).sqlState());
      own.elsewhere("REVOKE SELECT ON device_data FROM session_reader");
      long revoked = System.nanoTime();
      Await.until("42501", () -> "42501".equals(Answer.of(reader, READ).sqlState()));
      long elapsedMillis = (System.nanoTime() - revoked) / 1_000_000;
      assertEquals(true, elapsedMillis < 2_000, elapsedMillis + " ms");
    }
  }

  @Test
  void read_rowSecurity_filtersAsPlain() throws Exception {
    database.elsewhere("ALTER TABLE devices ENABLE ROW LEVEL SECURITY");
    database.elsewhere("CREATE POLICY one ON devices USING (device_id = 1)");
    try {
      both("SET ROLE session_reader");
      assertBoth(Outcome.ROW_SECURITY, "SELECT * FROM devices", "devices");
      assertEquals(1, Answer.of(cached, "SELECT * FROM devices").rows().size());
      both("SET row_security = off");
      assertEquals("42501", Answer.of(cached, "SELECT * FROM devices").sqlState());
      both("RESET ROLE");
      both("RESET row_security");
      assertEquals(3, Answer.of(cached, "SELECT * FROM devices").rows().size());
    } finally {
      database.elsewhere("DROP POLICY one ON devices");
      database.elsewhere("ALTER TABLE devices DISABLE ROW LEVEL SECURITY");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "true", "1", "yes"})
  void read_bypass_goesToTheDatabaseUntilItIsReset(String value) throws Exception {
    both("SET tablecache.bypass = '" + value + "'");
    assertBoth(Outcome.BYPASS);
    both("SET tablecache.bypass = off");
    assertBoth(Outcome.HIT);
    both("SET tablecache.bypass = '" + value + "'");
    both("RESET tablecache.bypass");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_bypassInTransaction_isForgottenByRollbackAndKeptByCommit() throws Exception {
    both("BEGIN");
    both("SET tablecache.bypass = on");
    assertBoth(Outcome.BYPASS);
    both("ROLLBACK");
    assertBoth(Outcome.HIT);
    both("BEGIN");
    both("SET LOCAL tablecache.bypass = on");
    assertBoth(Outcome.BYPASS);
    both("COMMIT");
    assertBoth(Outcome.HIT);
    both("BEGIN");
    both("SET tablecache.bypass = on");
    both("COMMIT");
    assertBoth(Outcome.BYPASS);
    both("DISCARD ALL");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_maxStaleness_isTheSessionsOwn() throws Exception {
    both("SET tablecache.max_staleness = '0ms'");
    assertBoth(Outcome.TOO_OLD);
    both("SET tablecache.max_staleness = '10min'");
    assertBoth(Outcome.HIT);
    both("BEGIN");
    both("SET LOCAL tablecache.max_staleness = '0'");
    assertBoth(Outcome.TOO_OLD);
    both("ROLLBACK");
    assertBoth(Outcome.HIT);
    both("SET tablecache.max_staleness = 'whenever'");
    assertBoth(Outcome.SESSION_SETTINGS);
    both("RESET tablecache.max_staleness");
    assertBoth(Outcome.HIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET bytea_output = 'escape'",
        "SET extra_float_digits = 0",
        "SET IntervalStyle = 'iso_8601'",
        "SET search_path = public, pg_catalog"
      })
  void read_settingThatChangesHowValuesAreShown_goesToTheDatabase(String setting) throws Exception {
    both(setting);
    assertBoth(Outcome.SESSION_SETTINGS);
    both("RESET ALL");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_timeZoneAndHarmlessSettings_staysAHit() throws Exception {
    both("SET TimeZone = 'Asia/Tokyo'");
    assertBoth(Outcome.HIT);
    both("SET work_mem = '64MB'");
    assertBoth(Outcome.HIT);
    both("SET application_name = 'x'");
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_tableRenamedAwayByThisSession_isOfTheNewTableAtOnce() throws Exception {
    both("SELECT 1");
    try (Statement statement = cached.createStatement()) {
      statement.execute(
          "BEGIN; ALTER TABLE device_data RENAME TO device_data_old;"
              + " CREATE TABLE device_data (LIKE device_data_old); COMMIT");
      assertEquals(0, Answer.of(cached, READ).rows().size());
      assertEquals(Answer.of(plain, READ), Answer.of(cached, READ));
      statement.execute(
          "BEGIN; DROP TABLE device_data; ALTER TABLE device_data_old RENAME TO device_data;"
              + " COMMIT");
      assertEquals(Answer.of(plain, READ), Answer.of(cached, READ));
    }
    database.adjust();
    assertBoth(Outcome.HIT);
  }

  @Test
  void read_columnAddedByThisSession_isThereAtOnce() throws Exception {
    String all = "SELECT * FROM devices ORDER BY device_id";
    try (Statement statement = cached.createStatement()) {
      statement.execute("ALTER TABLE devices ADD COLUMN name text DEFAULT 'new'");
      assertEquals(Answer.of(plain, all), Answer.of(cached, all));
      assertEquals(2, Answer.of(cached, all).labels().size());
      statement.execute("ALTER TABLE devices DROP COLUMN name");
      assertEquals(Answer.of(plain, all), Answer.of(cached, all));
    }
    database.adjust();
    assertBoth(Outcome.HIT, all, "devices");
  }
}
