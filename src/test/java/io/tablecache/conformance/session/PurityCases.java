package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.READ;
import static io.tablecache.conformance.session.Statements.WRITE;

import io.tablecache.model.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

/** What can write, lock or change the session, whatever it looks like. */
final class PurityCases {
  private static final String RENAME =
      "CREATE FUNCTION public.rename_first() RETURNS text LANGUAGE sql VOLATILE AS"
          + " 'UPDATE public.devices SET name = name || ''!'' WHERE device_id = 1 RETURNING name'";

  private PurityCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(writing());
    cases.addAll(byFunctions());
    cases.addAll(byJdbc());
    cases.addAll(tainting());
    cases.addAll(notWriting());
    return cases;
  }

  /** A text that writes to the devices' data is seen in, and after, its transaction. */
  private static SessionCase writes(String name, String sql) {
    return SessionCase.of(
            "write_" + name + "_isSeenInItsTransactionAndAfterIt",
            on -> {
              on.read(Outcome.HIT, READ).autoCommit(false).readNow(Outcome.HIT, READ);
              on.run(sql).readNow(Outcome.TRANSACTION_WROTE, READ).commit().readAtOnce(READ);
              on.read(Outcome.HIT, READ).rollback();
            })
        .holdsOff(34, 51);
  }

  private static List<SessionCase> writing() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(writes("insert", "INSERT INTO device_data VALUES (1, 99, 5, '2026-01-01 01:00:00')"));
    cases.add(writes("update", WRITE));
    cases.add(writes("delete", "DELETE FROM device_data WHERE device_id = 1 AND data_seq > 40"));
    cases.add(writes("truncate", "TRUNCATE device_data"));
    cases.add(writes("lowerCaseWithComments", "/* a */ update -- b\n device_data set data = 1"));
    cases.add(
        writes(
            "upsert",
            "INSERT INTO device_data VALUES (1, 50, 5, '2026-01-01 01:00:00')"
                + " ON CONFLICT (device_id, data_seq) DO UPDATE SET data = EXCLUDED.data"));
    cases.add(
        writes(
            "dataModifyingCte",
            "WITH gone AS (DELETE FROM device_data WHERE device_id = 1 AND data_seq = 50"
                + " RETURNING *) SELECT count(*) FROM gone"));
    cases.add(
        writes(
            "dataModifyingCteThatIsNotRead",
            "WITH gone AS (DELETE FROM device_data WHERE device_id = 1 AND data_seq = 50)"
                + " SELECT 1"));
    cases.add(writes("secondOfAMultiStatement", "SELECT 1; " + WRITE));
    cases.add(writes("firstOfAMultiStatement", WRITE + "; SELECT 1"));
    cases.add(writes("doBlock", "DO $$ BEGIN " + WRITE + "; END $$"));
    cases.add(
        writes(
            "explainAnalyze",
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF,"
                + " BUFFERS OFF) DELETE FROM device_data WHERE device_id = 99"));
    cases.add(writes("prepareAndExecute", "PREPARE w AS " + WRITE + "; EXECUTE w; DEALLOCATE w"));
    cases.add(writes("cascade", "DELETE FROM devices WHERE device_id = 1").holdsOff(34));
    cases.add(
        SessionCase.of(
            "merge_whereTheServerKnowsIt_isSeenInItsTransaction",
            on -> {
              on.read(Outcome.HIT, READ).autoCommit(false);
              on.attempt(
                  "MERGE INTO device_data d USING (VALUES (1, 50)) v(a, b) ON d.device_id = v.a"
                      + " AND d.data_seq = v.b WHEN MATCHED THEN UPDATE SET data = -1");
              on.readNow(
                  on.serverVersion() < 15 ? Outcome.TRANSACTION_FAILED : Outcome.TRANSACTION_WROTE,
                  READ);
              on.commit().read(Outcome.HIT, READ).rollback();
            }));
    cases.add(
        SessionCase.of(
            "write_throughAView_isSeenAtOnce",
            on ->
                on.read(Outcome.HIT, DEVICES)
                    .run("UPDATE live_devices SET name = 'x' WHERE device_id = 2")
                    .readAtOnce(DEVICES)
                    .read(Outcome.HIT, DEVICES)));
    cases.add(
        SessionCase.of(
            "write_toAPartitionByItsOwnName_isSeenInTheWhole",
            on ->
                on.read(Outcome.HIT, "SELECT * FROM parted ORDER BY id")
                    .run("UPDATE parted_1 SET v = -v")
                    .readAtOnce("SELECT * FROM parted ORDER BY id")
                    .read(Outcome.HIT, "SELECT * FROM parted ORDER BY id")));
    cases.add(
        SessionCase.of(
                "write_byATriggerOfAnotherTable_isSeenAtOnce",
                on ->
                    on.elsewhere(
                            RENAME
                                + "; CREATE FUNCTION public.audited() RETURNS trigger LANGUAGE plpgsql"
                                + " AS 'BEGIN PERFORM public.rename_first(); RETURN NEW; END';"
                                + " CREATE TRIGGER t AFTER INSERT ON audit FOR EACH ROW EXECUTE"
                                + " FUNCTION public.audited()")
                        .read(Outcome.HIT, DEVICES)
                        .run("INSERT INTO audit (note) VALUES ('x')")
                        .readAtOnce(DEVICES)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(34));
    cases.add(
        SessionCase.of(
                "write_byARuleOfAnotherTable_isSeenAtOnce",
                on ->
                    on.elsewhere(
                            "CREATE RULE r AS ON INSERT TO audit DO ALSO UPDATE devices SET name = 'r'")
                        .read(Outcome.HIT, DEVICES)
                        .run("INSERT INTO audit (note) VALUES ('x')")
                        .readAtOnce(DEVICES)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(34));
    cases.add(
        SessionCase.of(
            "refresh_ofAMaterializedView_isSeenAtOnce",
            on ->
                on.read(Outcome.HIT, "SELECT name FROM device_names ORDER BY device_id")
                    .run("UPDATE devices SET name = 'new' WHERE device_id = 1")
                    .readAtOnce("SELECT name FROM device_names ORDER BY device_id")
                    .run("REFRESH MATERIALIZED VIEW device_names")
                    .readAtOnce("SELECT name FROM device_names ORDER BY device_id")
                    .read(Outcome.HIT, "SELECT name FROM device_names ORDER BY device_id")));
    return cases;
  }

  private static List<SessionCase> byFunctions() {
    List<SessionCase> cases = new ArrayList<>();
    for (String call :
        List.of(
            "SELECT rename_first()",
            "SELECT public.rename_first() FROM generate_series(1, 1)",
            "SELECT name FROM rename_first() AS name",
            "WITH w AS (SELECT rename_first()) SELECT * FROM w",
            "VALUES (rename_first())")) {
      cases.add(
          SessionCase.of(
                  "function_thatWrites_by[" + call + "]_isSeenAtOnce",
                  on ->
                      on.elsewhere(RENAME)
                          .read(Outcome.HIT, DEVICES)
                          .autoCommit(false)
                          .run(call)
                          .readNow(Outcome.TRANSACTION_WROTE, DEVICES)
                          .commit()
                          .readAtOnce(DEVICES)
                          .read(Outcome.HIT, DEVICES)
                          .rollback())
              .holdsOff(34));
    }
    cases.add(
        SessionCase.of(
                "view_overAFunctionThatWrites_isSeenAtOnce",
                on ->
                    on.elsewhere(RENAME + "; CREATE VIEW innocent AS SELECT rename_first() AS n")
                        .awaitCatalogRead()
                        .read(Outcome.HIT, DEVICES)
                        .run("SELECT n FROM innocent")
                        .readAtOnce(DEVICES)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(58));
    cases.add(
        SessionCase.of(
                "function_namedLikeABuiltIn_isTheUsersOwn",
                on ->
                    on.elsewhere(
                            "CREATE FUNCTION public.round(double precision, integer) RETURNS"
                                + " double precision LANGUAGE sql VOLATILE AS 'UPDATE"
                                + " public.devices SET name = ''rounded''; SELECT $1'")
                        .awaitCatalogRead()
                        .read(Outcome.HIT, DEVICES)
                        .run("SELECT round(1.5::float8, 1)")
                        .readAtOnce(DEVICES)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(58));
    cases.add(
        SessionCase.of(
            "call_ofAProcedureThatWrites_isSeenAtOnce",
            on ->
                on.elsewhere(
                        "CREATE PROCEDURE public.rename_all() LANGUAGE sql AS"
                            + " 'UPDATE public.devices SET name = ''p'''")
                    .read(Outcome.HIT, DEVICES)
                    .run("CALL rename_all()")
                    .readAtOnce(DEVICES)
                    .read(Outcome.HIT, DEVICES)));
    cases.add(
        SessionCase.of(
            "callableStatement_ofAFunctionThatWrites_isSeenAtOnce",
            on ->
                on.elsewhere(RENAME)
                    .read(Outcome.HIT, DEVICES)
                    .call(
                        "{? = call rename_first()}",
                        connection -> {
                          try (var statement =
                              connection.prepareCall("{? = call rename_first()}")) {
                            statement.registerOutParameter(1, java.sql.Types.VARCHAR);
                            statement.execute();
                            return statement.getString(1);
                          }
                        })
                    .readAtOnce(DEVICES)
                    .read(Outcome.HIT, DEVICES)));
    return cases;
  }

  private static List<SessionCase> byJdbc() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        byJdbc(
            "batch",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.addBatch(WRITE);
                statement.addBatch("UPDATE devices SET name = 'b'");
                return statement.executeBatch().length;
              }
            }));
    cases.add(
        byJdbc(
            "preparedBatch",
            connection -> {
              try (var statement =
                  connection.prepareStatement(
                      "UPDATE device_data SET data = ? WHERE data_seq = ?")) {
                for (int i = 30; i < 35; i++) {
                  statement.setInt(1, -i);
                  statement.setInt(2, i);
                  statement.addBatch();
                }
                return statement.executeBatch().length;
              }
            }));
    cases.add(
        byJdbc(
            "executeLargeUpdate",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.executeLargeUpdate(WRITE);
              }
            }));
    cases.add(
        byJdbc(
            "generatedKeys",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(WRITE, Statement.RETURN_GENERATED_KEYS);
              }
            }));
    cases.add(
        byJdbc(
            "updatableResult",
            connection -> {
              try (Statement statement =
                      connection.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows =
                      statement.executeQuery(
                          "SELECT device_id, data_seq, data FROM device_data WHERE device_id = 1"
                              + " AND data_seq = 40")) {
                rows.next();
                rows.updateInt("data", -40);
                rows.updateRow();
                return rows.getInt("data");
              }
            }));
    return cases;
  }

  private static SessionCase byJdbc(String name, Reply.Execution<Connection> writing) {
    return SessionCase.of(
        "write_byJdbc_" + name + "_isSeenAtOnce",
        on ->
            on.read(Outcome.HIT, READ)
                .call(name, writing)
                .readAtOnce(READ)
                .asAnother()
                .readAtOnce(READ)
                .read(Outcome.HIT, READ));
  }

  private static List<SessionCase> tainting() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        tainting(
            "copyManager",
            connection -> {
              try {
                return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                        "COPY device_data FROM STDIN",
                        new StringReader("1\t70\t7\t2026-01-01 02:00:00\n"));
              } catch (IOException e) {
                throw new SQLException(e);
              }
            }));
    cases.add(
        tainting(
            "rawConnection",
            connection -> {
              try (Statement raw = connection.unwrap(PgConnection.class).createStatement()) {
                return raw.executeUpdate(WRITE);
              }
            }));
    cases.add(
        tainting(
            "largeObjects",
            connection -> {
              connection.setAutoCommit(false);
              var objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
              objects.delete(objects.createLO());
              connection.commit();
              connection.setAutoCommit(true);
              return "done";
            }));
    cases.add(
        SessionCase.of(
                "unwrap_thenALaterWriteByTheRawConnection_isSeenAtOnceHere",
                on ->
                    on.read(Outcome.HIT, READ)
                        .call("unwrap", c -> c.unwrap(PgConnection.class) != null)
                        .readNow(Outcome.SESSION_TAINTED, READ)
                        .call(
                            "later",
                            c -> {
                              try (Statement raw = c.unwrap(PgConnection.class).createStatement()) {
                                return raw.executeUpdate(WRITE);
                              }
                            })
                        .read(Outcome.SESSION_TAINTED, READ))
            .holdsOff(52));
    return cases;
  }

  private static SessionCase tainting(String name, Reply.Execution<Connection> execution) {
    return SessionCase.of(
            "raw_" + name + "_taintsTheConnectionUntilItCloses",
            on ->
                on.read(Outcome.HIT, READ)
                    .call(name, execution)
                    .read(Outcome.SESSION_TAINTED, READ)
                    .asAnother()
                    .read(Outcome.HIT, READ))
        .holdsOff(34, 52);
  }

  /** Texts after which the transaction is still answered, or must not be behind a read. */
  private static List<SessionCase> notWriting() {
    List<SessionCase> cases = new ArrayList<>();
    for (String harmless :
        List.of(
            "SELECT 1",
            "SHOW TimeZone",
            "VALUES (1), (2)",
            "SELECT count(*), max(note) FROM audit",
            "SELECT upper('a') || length('b')::text",
            "SET work_mem = '8MB'",
            "SELECT 'UPDATE x; DELETE FROM y' AS \"INSERT\"",
            "SELECT 1 -- ; DELETE FROM audit",
            "EXPLAIN (COSTS OFF) SELECT 1")) {
      cases.add(
          SessionCase.of(
              "text_thatWritesNothing_[" + harmless + "]_keepsTheTransactionAnswered",
              on ->
                  on.read(Outcome.HIT, READ)
                      .autoCommit(false)
                      .readNow(Outcome.HIT, READ)
                      .run(harmless)
                      .readNow(Outcome.HIT, READ)
                      .commit()
                      .readNow(Outcome.HIT, READ)));
    }
    for (String lasting :
        List.of(
            "SELECT nextval('counter')",
            "SELECT setval('counter', 7)",
            "SELECT pg_advisory_xact_lock(4711)",
            "SELECT data FROM device_data WHERE device_id = 2 ORDER BY ts FOR UPDATE",
            "SELECT data FROM device_data WHERE device_id = 2 ORDER BY ts FOR KEY SHARE",
            "LOCK TABLE device_data IN SHARE MODE",
            "SELECT lo_unlink(lo_create(0))",
            "NOTIFY devices",
            "CREATE TEMP TABLE mine (id integer)",
            "SELECT * INTO TEMP mine FROM devices",
            "CREATE TABLE public.mine AS SELECT * FROM devices",
            "COMMENT ON TABLE audit IS 'x'",
            "DECLARE c CURSOR FOR SELECT 1; FETCH ALL FROM c")) {
      cases.add(
          SessionCase.of(
              "text_thatMayLast_[" + lasting + "]_isFollowedByTheDatabase",
              on ->
                  on.read(Outcome.HIT, READ)
                      .autoCommit(false)
                      .run(lasting)
                      .elsewhere("INSERT INTO other.device_data VALUES (9, 9, 9, 'infinity')")
                      .readAtOnce(READ)
                      .commit()
                      .readAtOnce(READ)
                      .commit()
                      .read(Outcome.HIT, READ)));
    }
    return cases;
  }
}
