package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.READ;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Settings that show in answers: honoured, or the statement is delegated. */
final class SettingCases {
  private static final String TYPED =
      "SELECT id, d, t, f4, f8, n, iv, b, x, a, j, u, tt, ta FROM typed ORDER BY id";
  private static final String POINTS = "SELECT id, tz FROM typed ORDER BY id";
  private static final String MONEY = "SELECT id, m FROM typed ORDER BY id";

  private SettingCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(values());
    cases.addAll(zones());
    cases.addAll(ways());
    cases.addAll(meaning());
    return cases;
  }

  private static SessionCase setting(String set, Outcome outcome, String sql) {
    return SessionCase.of(
        "setting_[" + set + "]_" + outcome + "_of[" + sql.substring(0, 16) + "]",
        on ->
            on.read(Outcome.HIT, sql)
                .run(set)
                .read(outcome, sql)
                .run("RESET ALL")
                .read(Outcome.HIT, sql));
  }

  private static List<SessionCase> values() {
    List<SessionCase> cases = new ArrayList<>();
    for (String delegating :
        List.of(
            "SET IntervalStyle = 'iso_8601'",
            "SET IntervalStyle = 'sql_standard'",
            "SET IntervalStyle = 'postgres_verbose'",
            "SET bytea_output = 'escape'",
            "SET extra_float_digits = 0",
            "SET extra_float_digits = -5",
            "SET standard_conforming_strings = off")) {
      cases.add(setting(delegating, Outcome.SESSION_SETTINGS, TYPED));
    }
    for (String honoured :
        List.of(
            "SET extra_float_digits = 1",
            "SET extra_float_digits = 3",
            "SET bytea_output = 'hex'",
            "SET DateStyle = 'ISO, DMY'",
            "SET DateStyle = 'ISO, YMD'",
            "SET lc_numeric = 'C'",
            "SET lc_time = 'C'",
            "SET lc_messages = 'C'",
            "SET lc_monetary = 'C'",
            "SET client_encoding = 'UTF8'",
            "SET NAMES 'UTF8'",
            "SET escape_string_warning = off",
            "SET backslash_quote = off",
            "SET xmlbinary = hex",
            "SET quote_all_identifiers = on",
            "SET row_security = off",
            "SET default_transaction_read_only = on",
            "SET statement_timeout = '10s'",
            "SET enable_seqscan = off",
            "SET session_replication_role = replica",
            "SET TimeZone = 'Asia/Tokyo'")) {
      cases.add(setting(honoured, Outcome.HIT, TYPED));
    }
    cases.add(setting("SET lc_monetary = 'POSIX'", Outcome.HIT, MONEY));
    cases.add(setting("SET lc_monetary = 'C.UTF-8'", Outcome.SESSION_SETTINGS, MONEY));
    cases.add(
        SessionCase.of(
            "setting_lcMonetary_countsForMoneyInArrays",
            on ->
                on.elsewhere("ALTER TABLE typed ADD COLUMN ma money[] DEFAULT '{1.5}'")
                    .read(Outcome.HIT, "SELECT id, ma FROM typed ORDER BY id")
                    .run("SET lc_monetary = 'C.UTF-8'")
                    .read(Outcome.SESSION_SETTINGS, "SELECT id, ma FROM typed ORDER BY id")));
    cases.add(
        SessionCase.of(
            "setting_clientEncoding_ofAnotherKind_isAsByThePlainDriver",
            on ->
                on.with("allowEncodingChanges", "true")
                    .read(Outcome.HIT, TYPED)
                    .run("SET client_encoding = 'LATIN1'")
                    .read(Outcome.SESSION_SETTINGS, TYPED)
                    .run("SET client_encoding = 'UTF8'")
                    .read(Outcome.HIT, TYPED)));
    cases.add(
        SessionCase.of(
            "setting_clientEncoding_thatTheDriverRefuses_breaksBothConnections",
            on ->
                on.attempt("SET client_encoding = 'LATIN1'")
                    .readAtOnce(TYPED)
                    .attempt("SELECT 1")));
    cases.add(
        SessionCase.of(
            "setting_dateStyle_thatTheDriverRefuses_isAsByThePlainDriver",
            on -> on.attempt("SET DateStyle = 'German'").readAtOnce(TYPED).attempt("SELECT 1")));
    return cases;
  }

  private static List<SessionCase> zones() {
    List<SessionCase> cases = new ArrayList<>();
    for (String zone :
        List.of("UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
      cases.add(setting("SET TimeZone = '" + zone + "'", Outcome.HIT, POINTS));
    }
    for (String set :
        List.of(
            "SET TIME ZONE '<+03>-03'",
            "SET TIME ZONE INTERVAL '+02:30' HOUR TO MINUTE",
            "SET TIME ZONE 5",
            "SET TimeZone = 'FOO-7BAR'")) {
      cases.add(setting(set, Outcome.SESSION_SETTINGS, POINTS));
      cases.add(setting(set, Outcome.HIT, TYPED));
    }
    cases.add(
        SessionCase.of(
            "zone_rolledBack_isTheFormer",
            on ->
                on.run("SET TimeZone = 'UTC'")
                    .read(Outcome.HIT, POINTS)
                    .run("BEGIN; SET LOCAL TimeZone = 'Asia/Tokyo'")
                    .read(Outcome.HIT, POINTS)
                    .run("ROLLBACK")
                    .read(Outcome.HIT, POINTS)
                    .run("BEGIN; SET TimeZone = 'Asia/Tokyo'; COMMIT")
                    .read(Outcome.HIT, POINTS)));
    return cases;
  }

  private static List<SessionCase> ways() {
    List<SessionCase> cases = new ArrayList<>();
    for (String[] way :
        new String[][] {
          {"SELECT set_config('bytea_output', 'escape', false)", "RESET bytea_output"},
          {"BEGIN; SET LOCAL bytea_output = 'escape'", "COMMIT"},
          {"BEGIN; SET bytea_output = 'escape'", "ROLLBACK"},
          {"DO $$ BEGIN SET bytea_output = 'escape'; END $$", "RESET ALL"},
          {"UPDATE pg_settings SET setting = 'escape' WHERE name = 'bytea_output'", "DISCARD ALL"},
          {"SET bytea_output = 'escape'", "SET bytea_output TO DEFAULT"},
        }) {
      cases.add(
          SessionCase.of(
              "settingBy_[" + way[0] + "]until[" + way[1] + "]_counts",
              on ->
                  on.read(Outcome.HIT, TYPED)
                      .run(way[0])
                      .read(Outcome.SESSION_SETTINGS, TYPED)
                      .run(way[1])
                      .read(Outcome.HIT, TYPED)));
    }
    for (String target : List.of("ROLE case_reader", "DATABASE ${database}")) {
      cases.add(
          SessionCase.of(
              "settingByDefaultOf[" + target + "]_countsInNewSessions",
              on ->
                  on.elsewhere("ALTER " + target + " SET bytea_output = 'escape'")
                      .as("case_reader")
                      .read(Outcome.SESSION_SETTINGS, TYPED)
                      .run("SET bytea_output = 'hex'")
                      .read(Outcome.HIT, TYPED)));
    }
    cases.add(
        SessionCase.of(
            "settingByProperty_counts",
            on ->
                on.with("options", "-c bytea_output=escape -c IntervalStyle=iso_8601")
                    .read(Outcome.SESSION_SETTINGS, TYPED)));
    return cases;
  }

  /** Settings that change what a text means. */
  private static List<SessionCase> meaning() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
            "transformNullEquals_makesAnEqualsNullMeanIsNull",
            on ->
                on.readAtOnce("SELECT id FROM typed WHERE x = NULL ORDER BY id")
                    .rows(0)
                    .run("SET transform_null_equals = on")
                    .readAtOnce("SELECT id FROM typed WHERE x = NULL ORDER BY id")
                    .rows(1)
                    .readAtOnce("SELECT id FROM typed WHERE x IS NULL ORDER BY id")
                    .rows(1)));
    cases.add(
        SessionCase.of(
            "arrayNulls_off_makesNullAWord",
            on ->
                on.run("SET array_nulls = off")
                    .readAtOnce("SELECT id FROM typed WHERE x = ANY ('{NULL}') ORDER BY id")
                    .rows(1)
                    .call(
                        "parameter",
                        c -> {
                          try (var s =
                              c.prepareStatement(
                                  "SELECT id FROM typed WHERE x = ANY (?) ORDER BY id")) {
                            s.setArray(1, c.createArrayOf("text", new String[] {null, "text"}));
                            return s.executeQuery();
                          }
                        })));
    cases.add(
        SessionCase.of(
            "dateStyle_ofDaysFirst_readsLiteralsSo",
            on ->
                on.run("SET DateStyle = 'ISO, DMY'")
                    .readAtOnce("SELECT id FROM typed WHERE d = '01/02/2026' ORDER BY id")
                    .rows(1)
                    .run("SET DateStyle = 'ISO, MDY'")
                    .readAtOnce("SELECT id FROM typed WHERE d = '01/02/2026' ORDER BY id")
                    .rows(0)
                    .readAtOnce("SELECT id FROM typed WHERE d = '2026-02-01' ORDER BY id")
                    .rows(1)));
    cases.add(
        SessionCase.of(
            "timeZone_readsLiteralsWithoutAnOffsetSo",
            on -> {
              String sql = "SELECT id FROM typed WHERE tz = '2026-02-01 13:00:00' ORDER BY id";
              on.run("SET TimeZone = 'Europe/Berlin'").readAtOnce(sql).rows(1);
              on.run("SET TimeZone = 'UTC'").readAtOnce(sql).rows(0);
            }));
    cases.add(
        SessionCase.of(
            "timezoneAbbreviations_readLiteralsSo",
            on -> {
              String sql = "SELECT id FROM typed WHERE tz = '2026-02-01 14:00 IST' ORDER BY id";
              on.run("SET timezone_abbreviations = 'Default'").readAtOnce(sql).rows(1);
              on.run("SET timezone_abbreviations = 'India'").readAtOnce(sql).rows(0);
            }));
    cases.add(
        SessionCase.of(
            "standardConformingStrings_off_readsBackslashesSo",
            on -> {
              String sql = "SELECT id FROM typed WHERE x = 'it''s \\\\ here' ORDER BY id";
              on.readAtOnce(sql).rows(0);
              on.run("SET standard_conforming_strings = off").readAtOnce(sql).rows(1);
              on.run("SET standard_conforming_strings = on").readAtOnce(sql).rows(0);
            }));
    cases.add(
        SessionCase.of(
            "bypass_ofTheSession_isHonoured",
            on ->
                on.run("SET tablecache.bypass = on")
                    .read(Outcome.BYPASS, READ)
                    .run("RESET tablecache.bypass")
                    .read(Outcome.HIT, READ)));
    cases.add(
        SessionCase.of(
            "maxStaleness_ofTheSession_isHonoured",
            on ->
                on.run("SET tablecache.max_staleness = '0'")
                    .read(Outcome.TOO_OLD, READ)
                    .run("SET tablecache.max_staleness = '20min'")
                    .read(Outcome.HIT, READ)
                    .run("BEGIN; SET LOCAL tablecache.max_staleness = '0ms'")
                    .read(Outcome.TOO_OLD, READ)
                    .run("ROLLBACK")
                    .read(Outcome.HIT, READ)));
    cases.add(
        SessionCase.of(
                "operator_ofTheUsersInThePath_endsTheProof",
                on ->
                    on.elsewhere(
                            "CREATE FUNCTION public.never(integer, integer) RETURNS boolean LANGUAGE"
                                + " sql IMMUTABLE AS 'SELECT false'; CREATE OPERATOR public.= ("
                                + "LEFTARG = integer, RIGHTARG = integer, FUNCTION ="
                                + " public.never)")
                        .run("SET search_path = public, pg_catalog")
                        .readAtOnce("SELECT device_id FROM devices WHERE device_id = 1")
                        .rows(0)
                        .run("RESET search_path")
                        .readAtOnce("SELECT device_id FROM devices WHERE device_id = 1")
                        .rows(1)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(58));
    return cases;
  }
}
