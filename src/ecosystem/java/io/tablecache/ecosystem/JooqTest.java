package io.tablecache.ecosystem;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JooqTest extends EcosystemTest {
  private static final Table<Record> DEVICE_DATA = table(name("public", "device_data"));
  private static final Field<Integer> DEVICE_ID =
      field(name("device_data", "device_id"), SQLDataType.INTEGER);
  private static final Field<Integer> DATA =
      field(name("device_data", "data"), SQLDataType.INTEGER);
  private static final Field<LocalDateTime> TS =
      field(name("device_data", "ts"), SQLDataType.LOCALDATETIME(6));

  private Connection connection;
  private DSLContext jooq;

  /** A row as a record. */
  record Reading(int deviceId, int data, LocalDateTime ts) {}

  @BeforeAll
  void connect() throws SQLException {
    connection = dataSource().getConnection();
    jooq = DSL.using(connection, SQLDialect.POSTGRES);
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
  }

  private List<Reading> range(DSLContext context) {
    return context
        .select(DEVICE_ID, DATA, TS)
        .from(DEVICE_DATA)
        .where(DEVICE_ID.eq(2), TS.ge(WINDOW))
        .orderBy(TS)
        .fetchInto(Reading.class);
  }

  @Test
  void plainSql_range_isAHit() throws Exception {
    List<Reading> readings =
        expecting(
            "device_data HIT 1",
            () ->
                jooq.fetch(
                        "SELECT device_id, data, ts FROM device_data"
                            + " WHERE device_id = ? AND ts >= ? ORDER BY ts",
                        2,
                        WINDOW)
                    .into(Reading.class));

    assertEquals(30, readings.size());
    assertEquals(new Reading(2, 2030, WINDOW), readings.get(0));
  }

  @Test
  void dsl_range_isAHit() throws Exception {
    List<Reading> readings = expecting("device_data HIT 1", () -> range(jooq));

    assertEquals(30, readings.size());
    assertEquals(new Reading(2, 2030, WINDOW), readings.get(0));
  }

  @Test
  void dsl_inlinedTimestamps_areAHit() throws Exception {
    // timestamp '2026-01-01 00:30:00.0'
    Settings literals = new Settings().withStatementType(StatementType.STATIC_STATEMENT);

    List<Reading> readings =
        expecting(
            "device_data HIT 1", () -> range(DSL.using(connection, SQLDialect.POSTGRES, literals)));

    assertEquals(30, readings.size());
  }

  @Test
  void dsl_listAndLimit_areAHit() throws Exception {
    List<Integer> data =
        expecting(
            "device_data HIT 1",
            () ->
                jooq.select(DATA)
                    .from(DEVICE_DATA)
                    .where(DEVICE_ID.in(1, 3), TS.between(WINDOW, WINDOW.plusMinutes(5)))
                    .orderBy(TS, DATA)
                    .limit(3)
                    .offset(1)
                    .fetch(DATA));

    assertEquals(List.of(3030, 1031, 3031), data);
  }

  @Test
  void dsl_writeInATransaction_isSeenThereAndAfter() throws Exception {
    int within =
        jooq.transactionResult(
            transaction -> {
              transaction
                  .dsl()
                  .insertInto(DEVICE_DATA)
                  .columns(
                      field(name("device_id")), field(name("data_seq")),
                      field(name("data")), field(name("ts")))
                  .values(2, 1000, 7, END)
                  .execute();
              return range(transaction.dsl()).size();
            });
    assertEquals(31, within);
    assertEquals(31, range(jooq).size());
    assertEquals(1, jooq.deleteFrom(DEVICE_DATA).where(DATA.eq(7)).execute());
    assertEquals(30, range(jooq).size());
  }
}
