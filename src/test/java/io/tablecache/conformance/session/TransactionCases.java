package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.READ;
import static io.tablecache.conformance.session.Statements.WRITE;

import io.tablecache.model.Outcome;
import java.sql.Connection;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/** What is seen within, between and after transactions. */
final class TransactionCases {
  private static final String UNIQUE = "INSERT INTO devices VALUES (1, 'again')";

  private TransactionCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(writes());
    cases.addAll(isolation());
    cases.addAll(states());
    return cases;
  }

  private static List<SessionCase> writes() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
                "autocommit_ownWrite_isSeenByTheNextStatement",
                on ->
                    on.read(Outcome.HIT, READ)
                        .hold()
                        .run(WRITE)
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .release()
                        .read(Outcome.HIT, READ))
            .holdsOff(34));
    cases.add(
        SessionCase.of(
                "autocommit_ownWrite_isSeenByAnotherConnectionOfTheProcess",
                on ->
                    on.asAnother()
                        .read(Outcome.HIT, READ)
                        .as(Play.FIRST)
                        .hold()
                        .run(WRITE)
                        .asAnother()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .release()
                        .read(Outcome.HIT, READ))
            .holdsOff(34));
    cases.add(
        SessionCase.of(
                "transaction_uncommittedWrite_isSeenByNobodyElse",
                on ->
                    on.autoCommit(false)
                        .run(WRITE)
                        .readNow(Outcome.TRANSACTION_WROTE, READ)
                        .asAnother()
                        .read(Outcome.HIT, READ)
                        .as(Play.FIRST)
                        .rollback()
                        .read(Outcome.HIT, READ)
                        .rollback())
            .holdsOff(32));
    cases.add(
        SessionCase.of(
                "transaction_snapshotBetweenWriteAndCommit_isNotLaterThanTheCommit",
                on ->
                    on.autoCommit(false)
                        .run(WRITE)
                        .adjust("device_data")
                        .hold()
                        .commit()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .asAnother()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .release()
                        .read(Outcome.HIT, READ)
                        .as(Play.FIRST)
                        .rollback())
            .holdsOff(51));
    for (String end : List.of("COMMIT", "END", "ROLLBACK", "ABORT", "COMMIT AND CHAIN; ROLLBACK")) {
      cases.add(
          SessionCase.of(
                  "transactionBySql_endedBy[" + end + "]_isSeenAtOnce",
                  on ->
                      on.run("BEGIN")
                          .read(Outcome.HIT, READ)
                          .run(WRITE)
                          .readNow(Outcome.TRANSACTION_WROTE, READ)
                          .run(end)
                          .readAtOnce(READ)
                          .asAnother()
                          .readAtOnce(READ)
                          .read(Outcome.HIT, READ)
                          .as(Play.FIRST)
                          .read(Outcome.HIT, READ))
              .holdsOff(51));
    }
    cases.add(
        SessionCase.of(
                "transactionBySql_outlivesSetAutoCommitFalse_isSeenWhenItCommits",
                on ->
                    on.run("BEGIN")
                        .run(WRITE)
                        .autoCommit(false)
                        .readNow(Outcome.TRANSACTION_WROTE, READ)
                        .adjust("device_data")
                        .hold()
                        .commit()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .asAnother()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .release())
            .holdsOff(51));
    cases.add(
        SessionCase.of(
                "transactionBySql_outlivesACommitThatAutoCommitForbids_isSeenWhenItCommits",
                on ->
                    on.run("BEGIN")
                        .run(WRITE)
                        .call(
                            "commit",
                            connection -> {
                              connection.commit();
                              return "committed";
                            })
                        .readNow(Outcome.TRANSACTION_WROTE, READ)
                        .adjust("device_data")
                        .hold()
                        .run("COMMIT")
                        .asAnother()
                        .readNow(Outcome.BEFORE_FLOOR, READ)
                        .release())
            .holdsOff(51));
    cases.add(
        SessionCase.of(
            "transaction_endedBySetAutoCommit_isSeenAtOnce",
            on ->
                on.autoCommit(false)
                    .run(WRITE)
                    .autoCommit(true)
                    .readAtOnce(READ)
                    .asAnother()
                    .readAtOnce(READ)
                    .read(Outcome.HIT, READ)));
    cases.add(
        SessionCase.of(
            "transaction_afterRollback_theCacheIsUsedAgain",
            on ->
                on.autoCommit(false)
                    .run(WRITE)
                    .rollback()
                    .readAtOnce(READ)
                    .read(Outcome.HIT, READ)
                    .rollback()));
    cases.add(
        SessionCase.of(
            "write_thatFails_leavesTheAnswersAsTheyAre",
            on -> on.fails("23505", UNIQUE).readAtOnce(DEVICES).read(Outcome.HIT, DEVICES)));
    cases.add(
        SessionCase.of(
                "write_elsewhere_isSeenWithTheNextSnapshot",
                on ->
                    on.read(Outcome.HIT, READ)
                        .elsewhere(WRITE)
                        .read(Outcome.HIT, READ)
                        .elsewhere("DELETE FROM device_data WHERE data_seq = 50")
                        .read(Outcome.HIT, READ)
                        .rows(30))
            .holdsOff(34));
    cases.add(
        SessionCase.of(
            "cascade_elsewhere_isSeenWithTheNextSnapshotOfBoth",
            on ->
                on.read(Outcome.HIT, READ)
                    .elsewhere("DELETE FROM devices WHERE device_id = 1")
                    .read(Outcome.HIT, READ)
                    .rows(0)
                    .read(Outcome.HIT, DEVICES)
                    .rows(2)));
    cases.add(
        SessionCase.of(
            "notification_delivered_isNotFollowedByAnOlderSnapshot",
            on ->
                on.run("LISTEN devices")
                    .read(Outcome.HIT, READ)
                    .elsewhere(WRITE + "; NOTIFY devices")
                    .call(
                        "getNotifications",
                        c ->
                            c.unwrap(org.postgresql.PGConnection.class)
                                .getNotifications(5000)
                                .length)
                    .readNow(Outcome.BEFORE_FLOOR, READ)
                    .read(Outcome.HIT, READ)));
    return cases;
  }

  private static List<SessionCase> isolation() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
                "readCommitted_readingTransaction_isAnsweredFromTheCache",
                on ->
                    on.autoCommit(false)
                        .read(Outcome.HIT, READ)
                        .readNow(Outcome.HIT, READ)
                        .commit()
                        .readNow(Outcome.HIT, READ)
                        .rollback())
            .holdsOff(33));
    cases.add(
        SessionCase.of(
                "readOnlyTransaction_likeSpringsOwn_isAnsweredFromTheCache",
                on ->
                    on.set("setReadOnly", c -> c.setReadOnly(true))
                        .autoCommit(false)
                        .read(Outcome.HIT, READ)
                        .commit()
                        .autoCommit(true)
                        .set("setReadOnly", c -> c.setReadOnly(false))
                        .readNow(Outcome.HIT, READ))
            .holdsOff(33));
    cases.add(
        SessionCase.of(
            "readOnlyTransaction_thatWrites_fails25006",
            on ->
                on.set("setReadOnly", c -> c.setReadOnly(true))
                    .autoCommit(false)
                    .read(Outcome.HIT, READ)
                    .fails("25006", WRITE)
                    .readNow(Outcome.TRANSACTION_FAILED, READ)
                    .sqlState("25P02")
                    .rollback()));
    for (int level :
        List.of(Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE)) {
      cases.add(
          SessionCase.of(
              "isolationByJdbc_" + level + "_seesOneSnapshot",
              on ->
                  on.set("isolation", c -> c.setTransactionIsolation(level))
                      .autoCommit(false)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .elsewhere(WRITE)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .commit()
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .commit()
                      .set(
                          "isolation",
                          c -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED))
                      .read(Outcome.HIT, READ)
                      .commit()));
    }
    cases.add(
        SessionCase.of(
            "isolationByJdbc_readUncommitted_isReadCommitted",
            on ->
                on.set(
                        "isolation",
                        c -> c.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED))
                    .autoCommit(false)
                    .read(Outcome.HIT, READ)
                    .commit()));
    for (String begin :
        List.of(
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE",
            "BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "BEGIN; SET LOCAL transaction_isolation = 'serializable'")) {
      cases.add(
          SessionCase.of(
              "isolationBySql_[" + begin + "]_seesOneSnapshotUntilItEnds",
              on ->
                  on.read(Outcome.HIT, READ)
                      .run(begin)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .elsewhere(WRITE)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .run("COMMIT")
                      .read(Outcome.HIT, READ)));
    }
    for (String set :
        List.of(
            "SET default_transaction_isolation = 'repeatable read'",
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            "SELECT set_config('default_transaction_isolation', 'serializable', false)")) {
      cases.add(
          SessionCase.of(
              "isolationBySession_[" + set + "]_isNotAnswered",
              on ->
                  on.run(set)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .run("RESET default_transaction_isolation")
                      .read(Outcome.HIT, READ)));
    }
    for (String target :
        List.of(
            "DATABASE ${database}",
            "ROLE case_reader",
            "ROLE case_reader IN DATABASE ${database}")) {
      cases.add(
          SessionCase.of(
              "isolationByDefaultOf[" + target + "]_isNotAnsweredInNewSessions",
              on ->
                  on.elsewhere(
                          "ALTER "
                              + target
                              + " SET default_transaction_isolation = 'repeatable read'")
                      .as("case_reader")
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .autoCommit(false)
                      .read(Outcome.ISOLATION_LEVEL, READ)
                      .commit()));
    }
    cases.add(
        SessionCase.of(
            "isolationByConnectionOptions_isNotAnswered",
            on ->
                on.with("options", "-c default_transaction_isolation=serializable")
                    .read(Outcome.ISOLATION_LEVEL, READ)));
    cases.add(
        SessionCase.of(
                "getTransactionIsolation_afterHits_isWhatWasSet",
                on ->
                    on.read(Outcome.HIT, READ)
                        .call("isolation", Connection::getTransactionIsolation)
                        .autoCommit(false)
                        .readNow(Outcome.HIT, READ)
                        .call("isolation", Connection::getTransactionIsolation)
                        .commit())
            .holdsOff(60));
    return cases;
  }

  private static List<SessionCase> states() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
            "savepoint_rolledBackTo_seesWhatIsLeft",
            on -> {
              on.run("BEGIN; SAVEPOINT s").read(Outcome.HIT, READ).run(WRITE);
              on.readNow(Outcome.TRANSACTION_WROTE, READ).run("ROLLBACK TO SAVEPOINT s");
              on.readAtOnce(READ).run("RELEASE SAVEPOINT s; " + WRITE).readAtOnce(READ);
              on.run("COMMIT").readAtOnce(READ).read(Outcome.HIT, READ);
            }));
    cases.add(
        SessionCase.of(
            "savepoint_byJdbc_seesWhatIsLeft",
            on ->
                on.autoCommit(false)
                    .set(
                        "savepoint",
                        c -> {
                          Savepoint savepoint = c.setSavepoint("s");
                          c.createStatement().executeUpdate(WRITE);
                          c.rollback(savepoint);
                        })
                    .readAtOnce(READ)
                    .run(WRITE)
                    .readAtOnce(READ)
                    .commit()
                    .readAtOnce(READ)
                    .read(Outcome.HIT, READ)
                    .commit()));
    cases.add(
        SessionCase.of(
            "failedTransaction_fails25P02UntilItEnds",
            on ->
                on.read(Outcome.HIT, READ)
                    .autoCommit(false)
                    .fails("22012", "SELECT 1/0")
                    .readNow(Outcome.TRANSACTION_FAILED, READ)
                    .sqlState("25P02")
                    .fails("25P02", "SELECT 1")
                    .rollback()
                    .readNow(Outcome.HIT, READ)
                    .rows(31)));
    cases.add(
        SessionCase.of(
            "failedTransactionBySql_commitIsARollback",
            on ->
                on.run("BEGIN; " + WRITE)
                    .fails("42P01", "SELECT * FROM nothing_like_it")
                    .readNow(Outcome.TRANSACTION_FAILED, READ)
                    .sqlState("25P02")
                    .run("COMMIT")
                    .readAtOnce(READ)
                    .read(Outcome.HIT, READ)));
    cases.add(
        SessionCase.of(
            "failedTransaction_rolledBackToASavepoint_isAnsweredAgain",
            on ->
                on.run("BEGIN; SAVEPOINT s")
                    .fails("22012", "SELECT 1/0")
                    .run("ROLLBACK TO SAVEPOINT s")
                    .read(Outcome.HIT, READ)
                    .run("COMMIT")));
    cases.add(
        SessionCase.of(
            "transaction_delegatedRead_isNotFollowedByAnOlderSnapshot",
            on ->
                on.autoCommit(false)
                    .read(Outcome.HIT, READ)
                    .elsewhere(WRITE)
                    .run(
                        "SELECT sum(d.data) FROM device_data d, devices v"
                            + " WHERE v.device_id = d.device_id")
                    .readNow(Outcome.BEFORE_FLOOR, READ)
                    .read(Outcome.HIT, READ)
                    .commit()));
    cases.add(
        SessionCase.of(
            "transaction_now_standsStill",
            on ->
                on.autoCommit(false)
                    .read(Outcome.HIT, READ)
                    .call(
                        "now",
                        c -> {
                          try (var s = c.createStatement();
                              var first = s.executeQuery("SELECT now()")) {
                            first.next();
                            String at = first.getString(1);
                            try (var t = c.createStatement();
                                var second = t.executeQuery("SELECT now(), pg_sleep(0)")) {
                              second.next();
                              return at.equals(second.getString(1));
                            }
                          }
                        })
                    .commit()));
    cases.add(
        SessionCase.of(
            "transaction_readOfAnEmptyAnswer_isAHit",
            on ->
                on.autoCommit(false)
                    .read(Outcome.HIT, READ.replace("device_id = 1", "device_id = 12345"))
                    .rows(0)
                    .commit()));
    cases.add(
        SessionCase.of(
            "connection_terminatedByAnotherSession_failsAsThePlainDrivers",
            on -> {
              on.asAnother().read(Outcome.HIT, READ);
              on.autoCommit(false).run(WRITE);
              on.elsewhere(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <>"
                      + " pg_backend_pid() AND datname = current_database() AND state ="
                      + " 'idle in transaction'");
              on.call(
                  "commit",
                  c -> {
                    c.commit();
                    return "committed";
                  });
              on.call("isClosed", Connection::isClosed);
              on.readAtOnce(READ);
              on.as(Play.FIRST).readAtOnce(READ).read(Outcome.HIT, READ);
            }));
    return cases;
  }
}
