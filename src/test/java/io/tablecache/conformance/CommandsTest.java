package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Outcome;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that the driver itself answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandsTest {
  private static final String EXPLAIN = "EXPLAIN (TABLECACHE) ";

  private DeviceDatabase database;
  private Connection cached;
  private Statement statement;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @BeforeEach
  void connect() throws Exception {
    cached = database.cached();
    statement = cached.createStatement();
    database.adjust();
  }

  @AfterEach
  void disconnect() throws Exception {
    cached.close();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private List<String> lines(String sql) {
    Answer answer = Answer.of(cached, sql);
    assertNull(answer.sqlState(), sql);
    assertEquals(List.of("QUERY PLAN"), answer.labels());
    return answer.column();
  }

  private static boolean hasLine(List<String> lines, String start) {
    return lines.stream().anyMatch(line -> line.strip().startsWith(start));
  }

  @Test
  void explain_coveredStatement_namesTableIndexSpecAndRows() {
    List<String> lines = lines(EXPLAIN + DeviceDatabase.COVERED);

    assertEquals("Cache Scan on device_data using device_and_time", lines.get(0));
    assertTrue(hasLine(lines, "Rows: 31"), lines.toString());
    assertTrue(hasLine(lines, "Spec: (device_id) in [1], ts in [["), lines.toString());
    assertTrue(hasLine(lines, "Coverage: ts in "), lines.toString());
    assertTrue(hasLine(lines, "As-of age: "), lines.toString());
  }

  @Test
  void explain_notCovered_namesTheReasonAndBothSides() {
    List<String> lines = lines(EXPLAIN + DeviceDatabase.NOT_COVERED);

    assertEquals("Database: NOT_COVERED", lines.get(0));
    assertTrue(hasLine(lines, "Reason: " + Outcome.NOT_COVERED.meaning()), lines.toString());
    assertTrue(hasLine(lines, "Spec: "), lines.toString());
    assertTrue(hasLine(lines, "Coverage: "), lines.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain (tablecache) select * from device_data where data % 2 = 0",
        "  EXPLAIN\n(\tTableCache ) SELECT count(*) FROM device_data;",
        "EXPLAIN (TABLECACHE) SELECT 1",
        "EXPLAIN (TABLECACHE) DELETE FROM device_data",
        "EXPLAIN (TABLECACHE) SELECT nothing at all"
      })
  void explain_whatIsDelegated_beginsWithTheReason(String sql) throws Exception {
    long before = count();
    String first = lines(sql).get(0);

    assertTrue(first.startsWith("Database: "), first);
    assertNotNull(Outcome.valueOf(first.substring("Database: ".length())));
    assertEquals(before, count());
  }

  private long count() throws SQLException {
    try (Connection plain = database.plain();
        Statement counting = plain.createStatement();
        ResultSet row = counting.executeQuery("SELECT count(*) FROM device_data")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void explain_preparedWithParameters_isOfTheirValues() throws Exception {
    try (PreparedStatement explain =
        cached.prepareStatement(EXPLAIN + DeviceDatabase.COVERED_PREPARED)) {
      explain.setInt(1, 2);
      explain.setTimestamp(2, Timestamp.valueOf("2026-01-01 00:10:00"));
      List<String> hit = Answer.of(explain::executeQuery).column();
      assertEquals("Cache Scan on device_data using device_and_time", hit.get(0));
      assertTrue(hasLine(hit, "Spec: (device_id) in [2]"), hit.toString());

      explain.setTimestamp(2, Timestamp.valueOf("2025-12-31 00:10:00"));
      assertEquals("Database: NOT_COVERED", Answer.of(explain::executeQuery).column().get(0));
    }
  }

  @Test
  void explain_preparedWithoutParameters_saysSo() throws Exception {
    try (PreparedStatement explain =
        cached.prepareStatement(EXPLAIN + DeviceDatabase.COVERED_PREPARED)) {
      List<String> lines = Answer.of(explain::executeQuery).column();
      assertTrue(lines.get(0).startsWith("Database: PARAMETER_"), lines.toString());
    }
  }

  @Test
  void explain_any_isNotCounted() throws Exception {
    assertEquals(
        Map.of(),
        database.outcomesOf(
            "device_data",
            () -> {
              lines(EXPLAIN + DeviceDatabase.COVERED);
              return lines(EXPLAIN + DeviceDatabase.NOT_COVERED);
            }));
  }

  @Test
  void explain_ordinaryOptions_isPostgresOwn() throws Exception {
    try (Connection plain = database.plain()) {
      String sql = "EXPLAIN (COSTS OFF) " + DeviceDatabase.COVERED;
      assertEquals(Answer.of(plain, sql), Answer.of(cached, sql));
      String unknown = "EXPLAIN (TABLECACHE, COSTS OFF) " + DeviceDatabase.COVERED;
      assertEquals(Answer.of(plain, unknown), Answer.of(cached, unknown));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM tablecache.tables",
        "select *\n from TableCache . Tables ;",
        " SELECT  *  FROM tablecache.tables"
      })
  void tables_asStatementAndPrepared_haveARowPerTable(String sql) throws Exception {
    Answer answer = Answer.of(cached, sql);
    assertEquals(List.of("device_data", "devices", "gate"), answer.column());
    assertEquals("table_name", answer.labels().get(0));
    assertEquals(answer.labels(), Answer.prepared(cached, sql, s -> {}).labels());

    ResultSet tables = statement.executeQuery(sql);
    assertSame(statement, tables.getStatement());
    assertTrue(tables.next());
    assertEquals("public.device_data", tables.getString("relation"));
    assertEquals("LOADED", tables.getString("state"));
    assertEquals(273, tables.getLong("rows"));
    assertEquals(3, tables.getInt("segments"));
    assertTrue(tables.getLong("retained_bytes") > 0);
    assertTrue(tables.getLong("as_of_age_ms") >= 0);
    assertTrue(tables.getLong("adjustments") > 0);
    assertEquals(Types.BIGINT, tables.getMetaData().getColumnType(4));
  }

  @Test
  void outcomes_afterAHit_countIt() throws Exception {
    database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DeviceDatabase.COVERED));

    Answer outcomes = Answer.prepared(cached, "SELECT * FROM tablecache.outcomes", s -> {});
    assertEquals(List.of("table_name", "outcome", "count"), outcomes.labels());
    assertTrue(
        outcomes.rows().stream()
            .anyMatch(row -> row.subList(0, 2).equals(List.of("device_data", "HIT"))));
  }

  @Test
  void adjust_rowWrittenElsewhere_isSeenAfterIt() throws Exception {
    String sql = "SELECT data_seq FROM device_data WHERE ts >= '2027-01-01'";
    assertEquals(0, Answer.of(cached, sql).rows().size());
    database.elsewhere("INSERT INTO device_data VALUES (1, 9999, 0, '2027-01-01')");
    assertEquals(
        0, database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, sql)).rows().size());

    assertFalse(statement.execute("CALL tablecache.adjust('device_data')"));
    assertNull(statement.getResultSet());
    assertEquals(0, statement.getUpdateCount());
    assertFalse(statement.getMoreResults());
    assertEquals(-1, statement.getUpdateCount());
    assertEquals(
        1, database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, sql)).rows().size());
    database.elsewhere("DELETE FROM device_data WHERE data_seq = 9999");
  }

  @Test
  void call_inEveryForm_isDone() throws Exception {
    String adjust = "CALL tablecache.adjust('device_data')";
    long before = adjustments();
    assertFalse(statement.execute(adjust));
    assertEquals(0, statement.executeUpdate(adjust));
    assertEquals(0L, statement.executeLargeUpdate(adjust));
    assertEquals(0, statement.executeUpdate(adjust, Statement.NO_GENERATED_KEYS));
    assertFalse(statement.execute(adjust, Statement.NO_GENERATED_KEYS));
    assertFalse(statement.execute("{call tablecache.adjust('device_data')}"));
    try (PreparedStatement prepared = cached.prepareStatement(adjust)) {
      assertFalse(prepared.execute());
      assertEquals(0, prepared.executeUpdate());
      assertEquals(0L, prepared.executeLargeUpdate());
    }
    assertEquals(before + 9, adjustments());
  }

  private long adjustments() throws SQLException {
    try (ResultSet tables = statement.executeQuery("SELECT * FROM tablecache.tables")) {
      assertTrue(tables.next());
      return tables.getLong("adjustments");
    }
  }

  @Test
  void call_asQuery_fails02000AsAProcedureDoes() throws Exception {
    SQLException failure =
        assertThrows(
            SQLException.class,
            () -> statement.executeQuery("CALL tablecache.adjust('device_data')"));
    assertEquals("02000", failure.getSQLState());
  }

  @Test
  void query_asUpdate_fails0100EAsPlain() {
    for (String sql :
        List.of("SELECT * FROM tablecache.tables", EXPLAIN + DeviceDatabase.COVERED)) {
      assertEquals(
          "0100E",
          assertThrows(SQLException.class, () -> statement.executeUpdate(sql)).getSQLState());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adjust", "invalidate"})
  void call_unknownName_failsWithTheName(String call) {
    SQLException failure =
        assertThrows(
            SQLException.class,
            () -> statement.execute("CALL tablecache." + call + "('no such table')"));
    assertEquals("22023", failure.getSQLState());
    assertTrue(String.valueOf(failure.getMessage()).contains("no such table"));
  }

  @Test
  void invalidate_table_isLoadedAgainWithTheSameRows() throws Exception {
    Answer before = Answer.of(cached, DeviceDatabase.COVERED);
    statement.execute("CALL tablecache.invalidate('device_data')");
    assertEquals(before, Answer.of(cached, DeviceDatabase.COVERED));
    statement.execute("CALL tablecache.adjust('device_data')");
    assertEquals(
        before,
        database.assertOutcome(Outcome.HIT, () -> Answer.of(cached, DeviceDatabase.COVERED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM tablecache.nothing",
        "SELECT state FROM tablecache.tables",
        "CALL tablecache.nothing('x')"
      })
  void other_nameInTheSchema_isTheDatabasesToRefuse(String sql) throws Exception {
    try (Connection plain = database.plain()) {
      assertEquals(Answer.of(plain, sql).sqlState(), Answer.of(cached, sql).sqlState());
    }
  }

  @Test
  void command_inFailedTransaction_stillExplains() throws Exception {
    cached.setAutoCommit(false);
    assertEquals("22012", Answer.of(cached, "SELECT 1/0").sqlState());
    assertEquals("Database: TRANSACTION_FAILED", lines(EXPLAIN + DeviceDatabase.COVERED).get(0));
    assertEquals(3, Answer.of(cached, "SELECT * FROM tablecache.tables").rows().size());
    cached.rollback();
  }

  @Test
  void command_inTransaction_beginsNone() throws Exception {
    cached.setAutoCommit(false);
    lines(EXPLAIN + DeviceDatabase.COVERED);
    Answer.of(cached, "SELECT * FROM tablecache.outcomes");
    // What must come before any query of the transaction still may.
    statement.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    assertEquals("Database: ISOLATION_LEVEL", lines(EXPLAIN + DeviceDatabase.COVERED).get(0));
    cached.rollback();
  }
}
