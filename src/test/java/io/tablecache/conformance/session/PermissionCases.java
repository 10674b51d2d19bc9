package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.READ;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Each role sees what PostgreSQL would let it see. */
final class PermissionCases {
  private static final String GUARDED = "SELECT id, owner FROM guarded ORDER BY id";
  private static final String BARRED =
      "SELECT device_id, name FROM live_devices ORDER BY device_id";
  private static final String ALLOWED =
      "SELECT device_id, data_seq, ts FROM device_data WHERE device_id = 1"
          + " AND ts >= '2026-01-01 00:05:00' ORDER BY ts";
  private static final String SECURE =
      "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;"
          + " CREATE POLICY own ON guarded USING (owner = current_user)";

  private PermissionCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(privileges());
    cases.addAll(roles());
    cases.addAll(revoked());
    cases.addAll(rowSecurity());
    cases.addAll(views());
    return cases;
  }

  private static List<SessionCase> privileges() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
                "role_withThePrivilege_isAnswered",
                on -> on.as("case_reader").read(Outcome.HIT, READ).rows(31))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "role_withoutThePrivilege_fails42501",
                on -> on.as("case_nobody").read(Outcome.NO_PRIVILEGE, READ).sqlState("42501"))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "twoUsers_onOneUrl_doNotShareWhatOneMayNotRead",
                on ->
                    on.as("case_reader")
                        .read(Outcome.HIT, READ)
                        .as("case_nobody")
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501")
                        .as("case_reader")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "roleInATransaction_withoutThePrivilege_failsTheTransaction",
                on ->
                    on.as("case_nobody")
                        .autoCommit(false)
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .readNow(Outcome.TRANSACTION_FAILED, READ)
                        .sqlState("25P02")
                        .rollback())
            .holdsOff(36));
    String[][] columns = {
      {"HIT", ALLOWED, ""},
      {"NO_PRIVILEGE", READ, "42501"},
      {"NO_PRIVILEGE", "SELECT * FROM device_data WHERE ts >= '2026-01-01 00:05:00'", "42501"},
      {"NO_PRIVILEGE", ALLOWED.replace("ORDER BY ts", "AND data >= 0 ORDER BY ts"), "42501"},
      {"NO_PRIVILEGE", ALLOWED.replace("ORDER BY ts", "ORDER BY data, ts"), "42501"},
    };
    for (String[] column : columns) {
      cases.add(
          SessionCase.of(
                  "columnPrivileges_[" + column[1] + "]_countPerColumn",
                  on ->
                      on.as("case_columns")
                          .read(Outcome.valueOf(column[0]), column[1])
                          .sqlState(column[2]))
              .holdsOff(36));
    }
    for (String[] call :
        new String[][] {
          {"upper(text)", "SELECT upper(name) FROM devices ORDER BY device_id"},
          {"count(\"any\")", "SELECT count(name) FROM devices"},
          {"int4eq(integer, integer)", "SELECT name FROM devices WHERE device_id = 1"},
        }) {
      cases.add(
          SessionCase.of(
                  "privilegeOnBuiltInFunction_" + call[0] + "_counts",
                  on ->
                      on.as("case_reader")
                          .read(Outcome.HIT, call[1])
                          .elsewhere("REVOKE EXECUTE ON FUNCTION " + call[0] + " FROM PUBLIC")
                          .read(Outcome.UNSUPPORTED_FUNCTION, call[1])
                          .sqlState("42501")
                          .elsewhere("GRANT EXECUTE ON FUNCTION " + call[0] + " TO PUBLIC")
                          .read(Outcome.HIT, call[1]))
              .holdsOff(36));
    }
    cases.add(
        SessionCase.of(
                "columnPrivilege_revokedHere_countsAtOnce",
                on ->
                    on.run("SET ROLE case_columns")
                        .read(Outcome.HIT, ALLOWED)
                        .run("RESET ROLE")
                        .run("REVOKE SELECT (ts) ON device_data FROM case_columns")
                        .run("SET ROLE case_columns")
                        .read(Outcome.NO_PRIVILEGE, ALLOWED)
                        .sqlState("42501"))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "privilege_byMembership_countsOnlyIfInherited",
                on ->
                    on.elsewhere("GRANT case_reader TO case_member")
                        .as("case_member")
                        .read(Outcome.HIT, READ)
                        .elsewhere(
                            TwinDatabases.serverVersion() < 16
                                ? "ALTER ROLE case_member NOINHERIT"
                                : "GRANT case_reader TO case_member WITH INHERIT FALSE")
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501")
                        .run("SET ROLE case_reader")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "privilege_byAPredefinedRole_isOne",
                on ->
                    on.elsewhere("GRANT pg_read_all_data TO case_nobody")
                        .as("case_nobody")
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .elsewhere("REVOKE pg_read_all_data FROM case_nobody")
                        .read(Outcome.NO_PRIVILEGE, READ))
            .holdsOff(36));
    return cases;
  }

  private static List<SessionCase> roles() {
    List<SessionCase> cases = new ArrayList<>();
    for (String[] change :
        new String[][] {
          {"SET ROLE case_nobody", "RESET ROLE"},
          {"SET SESSION ROLE case_nobody", "SET ROLE NONE"},
          {"SET role = 'case_nobody'", "SET ROLE NONE"},
          {"SELECT set_config('role', 'case_nobody', false)", "RESET ROLE"},
          {"SET SESSION AUTHORIZATION case_nobody", "RESET SESSION AUTHORIZATION"},
          {"SET SESSION AUTHORIZATION case_nobody", "SET SESSION AUTHORIZATION DEFAULT"},
          {"SET session_authorization = 'case_nobody'", "DISCARD ALL"},
          {"DO $$ BEGIN SET ROLE case_nobody; END $$", "DISCARD ALL"},
          {"BEGIN; SET LOCAL ROLE case_nobody", "ROLLBACK"},
          {"BEGIN; SET ROLE case_nobody", "ROLLBACK"},
        }) {
      cases.add(
          SessionCase.of(
                  "role_by[" + change[0] + "]until[" + change[1] + "]_isWhoReads",
                  on ->
                      on.read(Outcome.HIT, READ)
                          .run(change[0])
                          .read(Outcome.NO_PRIVILEGE, READ)
                          .sqlState("42501")
                          .run(change[1])
                          .read(Outcome.HIT, READ)
                          .rows(31))
              .holdsOff(36));
    }
    cases.add(
        SessionCase.of(
                "setRole_rejected_staysTheFormerRole",
                on ->
                    on.as("case_reader")
                        .read(Outcome.HIT, READ)
                        .fails("42501", "SET ROLE case_nobody")
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .fails("22023", "SET ROLE no_such_role")
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .fails("42501", "SET SESSION AUTHORIZATION case_nobody")
                        .read(Outcome.HIT, READ))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "setRole_toLessThenRejected_staysLess",
                on ->
                    on.run("SET SESSION AUTHORIZATION case_nobody")
                        .fails("42501", "SET ROLE case_reader")
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501")
                        .run("RESET SESSION AUTHORIZATION")
                        .read(Outcome.HIT, READ))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "setRole_rolledBackToASavepoint_isTheFormer",
                on ->
                    on.run("BEGIN; SET LOCAL ROLE case_reader; SAVEPOINT s")
                        .run("SET LOCAL ROLE case_nobody")
                        .run("ROLLBACK TO SAVEPOINT s")
                        .read(Outcome.HIT, READ)
                        .run("COMMIT")
                        .read(Outcome.HIT, READ))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "setRole_inASecurityDefinerFunction_isForgottenWithIt",
                on ->
                    on.elsewhere(
                            "CREATE FUNCTION public.as_owner() RETURNS bigint LANGUAGE sql SECURITY"
                                + " DEFINER AS 'SELECT count(*) FROM public.device_data'")
                        .as("case_nobody")
                        .run("SELECT as_owner()")
                        .rows(1)
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501"))
            .holdsOff(36));
    return cases;
  }

  /** What another session takes away or gives, with the next snapshot. */
  private static List<SessionCase> revoked() {
    List<SessionCase> cases = new ArrayList<>();
    for (String[] change :
        new String[][] {
          {
            "REVOKE SELECT ON device_data FROM case_reader",
            "GRANT SELECT ON device_data TO case_reader"
          },
          {
            "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO case_reader"
          },
          {
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM case_reader",
            "GRANT SELECT (device_id, data_seq, data, ts) ON device_data TO case_reader"
          },
        }) {
      for (boolean here : new boolean[] {true, false}) {
        cases.add(
            SessionCase.of(
                    "privilege_["
                        + change[0]
                        + "]_"
                        + (here ? "byAnotherConnection" : "elsewhere")
                        + "_countsWithTheNextSnapshot",
                    on -> {
                      on.as("case_reader").read(Outcome.HIT, READ);
                      change(on, here, change[0]);
                      on.as("case_reader");
                      on.read(Outcome.NO_PRIVILEGE, READ.replace("FROM d", "FROM public.d"));
                      on.sqlState("42501");
                      change(on, here, change[1]);
                      on.as("case_reader").read(Outcome.HIT, READ).rows(31);
                    })
                .holdsOff(36));
      }
    }
    cases.add(
        SessionCase.of(
                "membership_revokedElsewhere_countsWithTheNextSnapshot",
                on ->
                    on.elsewhere("GRANT case_reader TO case_member")
                        .as("case_member")
                        .read(Outcome.HIT, READ)
                        .elsewhere("REVOKE case_reader FROM case_member")
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501"))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "role_renamedElsewhere_isFollowedByItsSearchPath",
                on ->
                    on.elsewhere("CREATE SCHEMA case_renamed AUTHORIZATION case_reader")
                        .elsewhere("CREATE TABLE case_renamed.device_data (LIKE device_data)")
                        .elsewhere("GRANT SELECT ON case_renamed.device_data TO case_reader")
                        .as("case_reader")
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .elsewhere(rename("case_reader", "case_renamed"))
                        .read(Outcome.NAME_NOT_VISIBLE, READ)
                        .rows(0)
                        .elsewhere(rename("case_renamed", "case_reader"))
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "superuser_noLongerOne_isHeldToItsPrivileges",
                on ->
                    on.elsewhere("ALTER ROLE case_nobody SUPERUSER")
                        .as("case_nobody")
                        .read(Outcome.HIT, READ)
                        .elsewhere("ALTER ROLE case_nobody NOSUPERUSER")
                        .read(Outcome.NO_PRIVILEGE, READ)
                        .sqlState("42501"))
            .holdsOff(36));
    return cases;
  }

  /** Renames a role once: both databases have the same roles. */
  private static String rename(String from, String to) {
    return "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%s') THEN".formatted(from)
        + " ALTER ROLE %s RENAME TO %s; END IF; END $$".formatted(from, to);
  }

  private static void change(Play on, boolean here, String sql) throws Exception {
    if (here) {
      on.as(Play.FIRST).run(sql);
    } else {
      on.elsewhere(sql);
    }
  }

  private static List<SessionCase> rowSecurity() {
    List<SessionCase> cases = new ArrayList<>();
    for (boolean here : new boolean[] {true, false}) {
      cases.add(
          SessionCase.of(
                  "rowSecurity_enabledLater_"
                      + (here ? "byAnotherConnection" : "elsewhere")
                      + "_filtersAsByThePlainDriver",
                  on -> {
                    on.as("case_reader").read(Outcome.HIT, GUARDED).rows(3);
                    change(on, here, SECURE);
                    on.as("case_reader").read(Outcome.ROW_SECURITY, GUARDED).rows(1);
                    on.as(Play.FIRST).read(Outcome.HIT, GUARDED).rows(3);
                    change(on, here, "ALTER TABLE guarded DISABLE ROW LEVEL SECURITY");
                    on.as("case_reader").read(Outcome.HIT, GUARDED).rows(3);
                  })
              .holdsOff(36, 55));
    }
    cases.add(
        SessionCase.of(
                "rowSecurity_ofTheOwner_countsOnlyIfForced",
                on ->
                    on.elsewhere(SECURE)
                        .as("case_owner")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3)
                        .elsewhere("ALTER TABLE guarded FORCE ROW LEVEL SECURITY")
                        .read(Outcome.ROW_SECURITY, GUARDED)
                        .rows(1)
                        .elsewhere("ALTER TABLE guarded NO FORCE ROW LEVEL SECURITY")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3))
            .holdsOff(36, 55));
    cases.add(
        SessionCase.of(
                "rowSecurity_ofARoleThatBypassesIt_doesNotCount",
                on ->
                    on.elsewhere(SECURE)
                        .as("case_bypass")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3)
                        .elsewhere("ALTER ROLE case_bypass NOBYPASSRLS")
                        .read(Outcome.ROW_SECURITY, GUARDED)
                        .rows(0))
            .holdsOff(36, 55));
    cases.add(
        SessionCase.of(
                "rowSecurity_withoutAPolicy_showsNothing",
                on ->
                    on.elsewhere("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY")
                        .as("case_reader")
                        .read(Outcome.ROW_SECURITY, GUARDED)
                        .rows(0))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "rowSecurity_off_fails42501WhereItWouldFilter",
                on ->
                    on.elsewhere(SECURE)
                        .as("case_reader")
                        .run("SET row_security = off")
                        .read(Outcome.ROW_SECURITY, GUARDED)
                        .sqlState("42501")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(36, 55));
    cases.add(
        SessionCase.of(
                "rowSecurity_bySetRole_isThatOfTheCurrentRole",
                on ->
                    on.elsewhere(SECURE)
                        .read(Outcome.HIT, GUARDED)
                        .rows(3)
                        .run("SET ROLE case_reader")
                        .read(Outcome.ROW_SECURITY, GUARDED)
                        .rows(1)
                        .run("SET ROLE case_owner")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3)
                        .run("RESET ROLE")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "rowSecurity_aPolicyOnly_doesNotFilter",
                on ->
                    on.elsewhere("CREATE POLICY own ON guarded USING (owner = current_user)")
                        .as("case_reader")
                        .read(Outcome.HIT, GUARDED)
                        .rows(3))
            .holdsOff(36));
    return cases;
  }

  private static List<SessionCase> views() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
                "view_ofARoleWithoutThePrivilegeBelow_isAnswered",
                on ->
                    on.elsewhere("REVOKE SELECT ON devices FROM case_reader")
                        .as("case_reader")
                        .read(Outcome.HIT, BARRED)
                        .rows(3)
                        .read(Outcome.NO_PRIVILEGE, DEVICES)
                        .sqlState("42501"))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "view_withASecurityBarrier_isAnsweredToWhomItMay",
                on ->
                    on.elsewhere("ALTER VIEW live_devices SET (security_barrier)")
                        .as("case_reader")
                        .read(Outcome.HIT, BARRED)
                        .rows(3)
                        .as("case_nobody")
                        .read(Outcome.NO_PRIVILEGE, BARRED)
                        .sqlState("42501"))
            .holdsOff(36));
    cases.add(
        SessionCase.of(
                "view_overATableThatGetsRowSecurity_isNotAnswered",
                on ->
                    on.read(Outcome.HIT, BARRED)
                        .elsewhere(
                            "ALTER TABLE devices ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON"
                                + " devices USING (device_id = 1)")
                        .read(Outcome.LOAD_FAILED, BARRED)
                        .as("case_reader")
                        .read(Outcome.LOAD_FAILED, BARRED)
                        .elsewhere("ALTER TABLE devices DISABLE ROW LEVEL SECURITY")
                        .read(Outcome.HIT, BARRED)
                        .rows(3))
            .holdsOff(55));
    cases.add(
        SessionCase.of(
                "view_thatBecomesOneOfTheInvoker_isNotAnswered",
                on -> {
                  on.read(Outcome.HIT, BARRED);
                  if (on.serverVersion() >= 15) {
                    on.elsewhere("REVOKE SELECT ON devices FROM case_reader")
                        .elsewhere("ALTER VIEW live_devices SET (security_invoker = on)")
                        .as("case_reader")
                        .read(Outcome.LOAD_FAILED, BARRED)
                        .sqlState("42501");
                  }
                })
            .holdsOff(55));
    for (String expression :
        List.of("current_user", "now()", "current_setting('tablecache.x', true)", "random()")) {
      cases.add(
          SessionCase.of(
                  "view_thatIsReplacedByOneOf[" + expression + "]_isNotAnswered",
                  on ->
                      on.read(Outcome.HIT, BARRED)
                          .elsewhere(
                              "CREATE OR REPLACE VIEW live_devices AS SELECT device_id, name FROM"
                                  + " devices WHERE length(("
                                  + expression
                                  + ")::text) >= 0 OR name = ''")
                          .read(Outcome.LOAD_FAILED, BARRED))
              .holdsOff(56));
    }
    cases.add(
        SessionCase.of(
            "view_replaced_isTheNewOneWithTheNextSnapshot",
            on ->
                on.read(Outcome.HIT, BARRED)
                    .elsewhere(
                        "CREATE OR REPLACE VIEW live_devices AS SELECT device_id, name FROM devices"
                            + " WHERE device_id > 1")
                    .read(Outcome.HIT, BARRED)
                    .rows(2)));
    return cases;
  }
}
