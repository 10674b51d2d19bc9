package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.QUALIFIED;
import static io.tablecache.conformance.session.Statements.READ;

import io.tablecache.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Which table a name means, in whatever way that was decided. */
final class NameCases {
  private static final String MIXED =
      "SELECT \"Id\", \"Value\" FROM \"DeviceData\" ORDER BY \"Id\"";
  private static final String PARTED = "SELECT id, part, v FROM parted ORDER BY id";
  private static final String CAST = "SELECT device_id FROM devices WHERE name = 'device 1'::text";
  private static final String TO_OTHER =
      "CREATE FUNCTION public.to_other() RETURNS text LANGUAGE plpgsql AS"
          + " $f$ BEGIN RETURN set_config('search_path', 'other', false); END $f$";

  private NameCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(searchPathBySql());
    cases.addAll(searchPathRolledBack());
    cases.addAll(searchPathByDefault());
    cases.addAll(temporary());
    cases.addAll(withinTheStatement());
    cases.addAll(spelling());
    cases.addAll(replaced());
    cases.addAll(partitions());
    return cases;
  }

  private static List<SessionCase> searchPathBySql() {
    List<SessionCase> cases = new ArrayList<>();
    for (String set :
        List.of(
            "SET search_path TO other, public",
            "SET SESSION search_path = other",
            "SET SCHEMA 'other'",
            "SELECT set_config('search_path', 'other, public', false)",
            "SELECT pg_catalog.set_config(chr(115) || 'earch_path', 'other', false)",
            "DO $$ BEGIN SET search_path = other; END $$",
            "UPDATE pg_settings SET setting = 'other' WHERE name = 'search_path'",
            "WITH s AS (SELECT set_config('search_path', 'other', false)) SELECT * FROM s",
            "SELECT 1; SET search_path = other",
            "SELECT to_other()")) {
      cases.add(
          SessionCase.of(
                  "searchPath_by[" + set + "]_meansTheOtherTableUntilItIsReset",
                  on ->
                      on.elsewhere(TO_OTHER)
                          .read(Outcome.HIT, READ)
                          .rows(31)
                          .run(set)
                          .readAtOnce(READ)
                          .rows(1)
                          .readOther(READ)
                          .rows(1)
                          .read(Outcome.HIT, QUALIFIED)
                          .rows(31)
                          .run("RESET search_path")
                          .read(Outcome.HIT, READ)
                          .rows(31))
              .holdsOff(37));
    }
    cases.add(
        SessionCase.of(
                "searchPath_byAViewOfPgSettings_meansTheOtherTable",
                on ->
                    on.elsewhere("CREATE VIEW public.mine AS SELECT * FROM pg_settings")
                        .read(Outcome.HIT, READ)
                        .run("UPDATE mine SET setting = 'other' WHERE name = 'search_path'")
                        .readAtOnce(READ)
                        .rows(1))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_bySetSchema_meansTheOtherTable",
                on ->
                    on.read(Outcome.HIT, READ)
                        .set("setSchema", c -> c.setSchema("other"))
                        .readAtOnce(READ)
                        .rows(1)
                        .readOther(READ)
                        .set("setSchema", c -> c.setSchema("public"))
                        .read(Outcome.HIT, READ))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_ofAFunctionOnly_isForgottenWithTheCall",
                on ->
                    on.elsewhere(
                            "CREATE FUNCTION public.count_other() RETURNS bigint LANGUAGE sql"
                                + " SET search_path = other AS 'SELECT count(*) FROM device_data'")
                        .read(Outcome.HIT, READ)
                        .run("SELECT public.count_other()")
                        .rows(1)
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_preparedBefore_meansWhatItMeansAtEachExecution",
                on ->
                    on.prepared(Outcome.HIT, READ)
                        .rows(31)
                        .run("SET search_path = other")
                        .run("SELECT 1")
                        .readOther(READ)
                        .prepared(Outcome.OTHER_RELATION, READ)
                        .rows(1)
                        .run("SET search_path = public")
                        .prepared(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_builtInsLast_isNotAnswered",
                on ->
                    on.run("SET search_path = public, pg_catalog")
                        .read(Outcome.SESSION_SETTINGS, READ))
            .holdsOff(58));
    cases.add(
        SessionCase.of(
                "searchPath_withASchemaThatMayNotBeUsed_raisesNothing",
                on ->
                    on.elsewhere(
                            "CREATE SCHEMA hidden; CREATE TABLE hidden.device_data (x integer)")
                        .as("case_reader")
                        .run("SET search_path = hidden, public")
                        .autoCommit(false)
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .run("SELECT 1")
                        .commit())
            .holdsOff(57));
    cases.add(
        SessionCase.of(
                "searchPath_empty_knowsNoTable",
                on ->
                    on.run("SET search_path = ''")
                        .readAtOnce(READ)
                        .sqlState("42P01")
                        .read(Outcome.HIT, QUALIFIED))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_ofTheUsersSchema_meansTheCurrentRolesTable",
                on ->
                    on.elsewhere(
                            "CREATE SCHEMA case_reader AUTHORIZATION case_reader; CREATE TABLE"
                                + " case_reader.device_data (LIKE public.device_data);"
                                + " ALTER TABLE case_reader.device_data OWNER TO case_reader")
                        .read(Outcome.HIT, READ)
                        .run("SET ROLE case_reader")
                        .readOther(READ)
                        .rows(0)
                        .read(Outcome.HIT, QUALIFIED)
                        .run("RESET ROLE")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(36, 37));
    return cases;
  }

  private static List<SessionCase> searchPathRolledBack() {
    List<SessionCase> cases = new ArrayList<>();
    for (String set :
        List.of(
            "SET LOCAL search_path = other",
            "SET search_path = other",
            "SELECT set_config('search_path', 'other', true)",
            "SELECT to_other()")) {
      cases.add(
          SessionCase.of(
                  "searchPath_inATransaction_by[" + set + "]_isRolledBack",
                  on ->
                      on.elsewhere(TO_OTHER)
                          .read(Outcome.HIT, READ)
                          .run("BEGIN")
                          .run(set)
                          .readAtOnce(READ)
                          .rows(1)
                          .run("ROLLBACK")
                          .read(Outcome.HIT, READ)
                          .rows(31))
              .holdsOff(37));
    }
    cases.add(
        SessionCase.of(
                "searchPath_setLocal_endsWithTheCommit",
                on ->
                    on.autoCommit(false)
                        .run("SET LOCAL search_path = other")
                        .readOther(READ)
                        .commit()
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .commit())
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_rolledBackToASavepoint_isTheFormer",
                on ->
                    on.run("BEGIN; SET LOCAL search_path = other; SAVEPOINT s")
                        .run("SET search_path = public")
                        .read(Outcome.HIT, READ)
                        .run("ROLLBACK TO SAVEPOINT s")
                        .readOther(READ)
                        .run("RELEASE SAVEPOINT s")
                        .readOther(READ)
                        .run("COMMIT")
                        .read(Outcome.HIT, READ))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_byAStatementThatFails_isAsBefore",
                on ->
                    on.fails("22012", "SELECT set_config('search_path', 'other', false), 1 / 0")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_setBehindAnExceptionBlock_isAsBefore",
                on ->
                    on.run(
                            "DO $$ BEGIN PERFORM set_config('search_path', 'other', false);"
                                + " RAISE division_by_zero; EXCEPTION WHEN others THEN NULL; END $$")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_inAFailedTransaction_isAsBefore",
                on ->
                    on.autoCommit(false)
                        .run("SET search_path = other")
                        .fails("22012", "SELECT 1 / 0")
                        .readNow(Outcome.TRANSACTION_FAILED, READ)
                        .rollback()
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .commit())
            .holdsOff(37));
    return cases;
  }

  private static List<SessionCase> searchPathByDefault() {
    List<SessionCase> cases = new ArrayList<>();
    for (String target :
        List.of(
            "ROLE case_reader",
            "ROLE case_reader IN DATABASE ${database}",
            "DATABASE ${database}")) {
      cases.add(
          SessionCase.of(
                  "searchPath_byAlter[" + target + "]_countsInNewSessions",
                  on ->
                      on.as("case_reader")
                          .read(Outcome.HIT, READ)
                          .elsewhere("ALTER " + target + " SET search_path = other")
                          .read(Outcome.HIT, READ)
                          .rows(31)
                          .as("case_reader again", user("case_reader"))
                          .readOther(READ)
                          .rows(1)
                          .run("RESET ALL")
                          .readOther(READ)
                          .read(Outcome.HIT, QUALIFIED))
              .holdsOff(37));
    }
    cases.add(
        SessionCase.of(
                "searchPath_byThePropertyCurrentSchema_meansTheOtherTable",
                on -> on.with("currentSchema", "other").readOther(READ).rows(1))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "searchPath_byThePropertyOptions_meansTheOtherTable",
                on ->
                    on.with("options", "-c search_path=other")
                        .readOther(READ)
                        .run("DISCARD ALL")
                        .readOther(READ)
                        .rows(1))
            .holdsOff(37));
    return cases;
  }

  private static java.util.Properties user(String name) {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("user", name);
    return properties;
  }

  private static List<SessionCase> temporary() {
    List<SessionCase> cases = new ArrayList<>();
    for (String make :
        List.of(
            "CREATE TEMP TABLE device_data AS SELECT * FROM public.device_data LIMIT 0",
            "CREATE TABLE pg_temp.device_data (LIKE public.device_data)",
            "CREATE TEMP VIEW device_data AS SELECT * FROM other.device_data",
            "SELECT * INTO TEMP device_data FROM public.device_data LIMIT 0",
            "CREATE TEMP TABLE d (LIKE public.device_data); ALTER TABLE d RENAME TO device_data",
            "DO $$ BEGIN CREATE TEMP TABLE device_data (LIKE public.device_data); END $$")) {
      cases.add(
          SessionCase.of(
                  "temporary_by[" + make + "]_shadowsUntilItIsDiscarded",
                  on ->
                      on.read(Outcome.HIT, READ)
                          .run(make)
                          .readAtOnce(READ)
                          .readOther(READ)
                          .read(Outcome.HIT, QUALIFIED)
                          .rows(31)
                          .asAnother()
                          .read(Outcome.HIT, READ)
                          .rows(31)
                          .as(Play.FIRST)
                          .run("DISCARD TEMP")
                          .read(Outcome.HIT, READ)
                          .rows(31))
              .holdsOff(37));
    }
    for (String make :
        List.of(
            "CREATE TEMP TABLE text (a integer)",
            "CREATE DOMAIN pg_temp.text AS integer",
            "CREATE TYPE pg_temp.text AS ENUM ('device 2')")) {
      cases.add(
          SessionCase.of(
                  "temporary_by[" + make + "]_meansAnotherTypeUntilItIsDiscarded",
                  on ->
                      on.run("CREATE TEMP TABLE mine (a integer)")
                          .read(Outcome.HIT, CAST)
                          .rows(1)
                          .run(make)
                          .readAtOnce(CAST)
                          .read(Outcome.SESSION_SETTINGS, CAST)
                          .run("DISCARD TEMP")
                          .read(Outcome.HIT, CAST)
                          .rows(1))
              .holdsOff(37, 58));
    }
    cases.add(
        SessionCase.of(
                "temporary_thatIsDroppedOnCommit_shadowsUntilThen",
                on ->
                    on.run("BEGIN")
                        .run(
                            "CREATE TEMP TABLE device_data (LIKE public.device_data)"
                                + " ON COMMIT DROP")
                        .readAtOnce(READ)
                        .rows(0)
                        .run("COMMIT")
                        .read(Outcome.HIT, READ)
                        .rows(31))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "temporary_rolledBack_shadowsNoMore",
                on ->
                    on.autoCommit(false)
                        .run("CREATE TEMP TABLE device_data (LIKE public.device_data)")
                        .readAtOnce(READ)
                        .rows(0)
                        .rollback()
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .commit())
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "temporary_behindTheOthersInThePath_doesNotShadow",
                on ->
                    on.run("SET search_path = public, pg_temp")
                        .run("CREATE TEMP TABLE device_data (LIKE public.device_data)")
                        .read(Outcome.HIT, READ)
                        .rows(31)
                        .readAtOnce("SELECT * FROM pg_temp.device_data")
                        .rows(0))
            .holdsOff(37));
    return cases;
  }

  private static List<SessionCase> withinTheStatement() {
    List<SessionCase> cases = new ArrayList<>();
    for (String sql :
        List.of(
            "WITH devices AS (SELECT 7 AS device_id) SELECT device_id FROM devices",
            "WITH devices(device_id) AS (VALUES (8)) SELECT * FROM devices",
            "WITH RECURSIVE devices(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM devices WHERE n < 3)"
                + " SELECT n FROM devices ORDER BY n",
            "SELECT device_id FROM (SELECT 9 AS device_id) AS devices",
            "SELECT devices FROM generate_series(1, 2) AS devices ORDER BY 1",
            "SELECT devices.note FROM audit AS devices",
            "SELECT devices.device_id FROM other.device_data AS devices")) {
      cases.add(
          SessionCase.of(
                  "shadow_withinTheStatement[" + sql + "]_isWhatItSays",
                  on -> on.read(Outcome.HIT, DEVICES).readAtOnce(sql).readAtOnce(sql))
              .holdsOff(41));
    }
    cases.add(
        SessionCase.of(
                "alias_ofTheCachedTable_hidesItsName",
                on ->
                    on.read(Outcome.HIT, "SELECT d.device_id FROM devices AS d ORDER BY 1")
                        .readAtOnce("SELECT devices.device_id FROM devices AS d")
                        .sqlState("42P01"))
            .holdsOff(41));
    cases.add(
        SessionCase.of(
                "text_ofTwoStatements_isNotTheFirstAlone",
                on ->
                    on.read(Outcome.HIT, DEVICES)
                        .run(DEVICES + "; DELETE FROM devices WHERE device_id = 3")
                        .readAtOnce(DEVICES)
                        .rows(2)
                        .read(Outcome.HIT, DEVICES))
            .holdsOff(59));
    cases.add(
        SessionCase.of(
                "expression_ofBitAndPlus_isGroupedAsByPostgres",
                on ->
                    on.readAtOnce(
                        "SELECT device_id FROM devices WHERE device_id & 2 + 1 = 2 ORDER BY 1"))
            .holdsOff(59));
    return cases;
  }

  private static List<SessionCase> spelling() {
    List<SessionCase> cases = new ArrayList<>();
    for (String hit :
        List.of(
            "DEVICES",
            "Devices",
            "\"devices\"",
            "public.devices",
            "PUBLIC . \"devices\"",
            "\"public\".\"devices\"",
            "public /* here */ . devices",
            "devices d")) {
      cases.add(
          SessionCase.of(
              "name_written[" + hit + "]_isTheCachedTable",
              on ->
                  on.read(
                          "devices",
                          Outcome.HIT,
                          "SELECT device_id FROM " + hit + " ORDER BY device_id")
                      .rows(3)));
    }
    cases.add(
        SessionCase.of(
            "name_withCapitals_isFoundOnlyWhenQuoted",
            on ->
                on.read("mixed", Outcome.HIT, MIXED)
                    .rows(4)
                    .readAtOnce("SELECT * FROM DeviceData")
                    .sqlState("42P01")
                    .readAtOnce("SELECT ID FROM \"DeviceData\" ORDER BY ID")
                    .rows(4)
                    .readAtOnce("SELECT \"ID\" FROM \"DeviceData\"")
                    .sqlState("42703")));
    cases.add(
        SessionCase.of(
            "name_differingInCaseOnly_isAnotherTable",
            on ->
                on.elsewhere("CREATE TABLE devicedata AS SELECT 5 AS id, 6 AS \"Id\"")
                    .readAtOnce("SELECT id FROM DeviceData")
                    .rows(1)
                    .read("mixed", Outcome.HIT, "SELECT id FROM \"DeviceData\" ORDER BY \"Id\"")
                    .rows(4)));
    cases.add(
        SessionCase.of(
            "name_inUnicodeEscapes_isWhatItMeans",
            on ->
                on.readAtOnce("SELECT name FROM U&\"d\\0065vices\" ORDER BY device_id")
                    .rows(3)
                    .readAtOnce("SELECT name FROM \"d\\0065vices\"")
                    .sqlState("42P01")));
    cases.add(
        SessionCase.of(
            "name_withTheDatabase_isTheCachedTable",
            on -> on.readAtOnce("SELECT device_id FROM nowhere.public.devices").sqlState("0A000")));
    return cases;
  }

  private static List<SessionCase> replaced() {
    List<SessionCase> cases = new ArrayList<>();
    String anew =
        "DROP TABLE devices CASCADE; CREATE TABLE devices (device_id integer PRIMARY KEY,"
            + " name text); INSERT INTO devices VALUES (4, 'four')";
    String swap =
        "BEGIN; CREATE TABLE devices_new (device_id integer PRIMARY KEY, name text);"
            + " INSERT INTO devices_new VALUES (5, 'five'), (6, 'six');"
            + " ALTER TABLE devices RENAME TO devices_old;"
            + " ALTER TABLE devices_new RENAME TO devices; COMMIT";
    String moved =
        "ALTER TABLE devices SET SCHEMA other; CREATE TABLE public.devices (device_id integer"
            + " PRIMARY KEY, name text); INSERT INTO public.devices VALUES (7, 'seven')";
    String schema =
        "ALTER SCHEMA public RENAME TO former; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public"
            + " TO PUBLIC; CREATE TABLE public.devices (device_id integer PRIMARY KEY, name text);"
            + " INSERT INTO public.devices VALUES (8, 'eight')";
    for (String[] change :
        new String[][] {
          {"droppedAndCreatedAnew", anew},
          {"renamedAndSwapped", swap},
          {"movedToAnotherSchema", moved},
          {"schemaRenamed", schema}
        }) {
      cases.add(
          SessionCase.of(
                  "table_" + change[0] + "_here_isTheNewOneAtOnce",
                  on ->
                      on.prepared(Outcome.HIT, DEVICES)
                          .run(change[1])
                          .readAtOnce(DEVICES)
                          .asAnother()
                          .readAtOnce(DEVICES)
                          .as(Play.FIRST)
                          .read(Outcome.HIT, DEVICES)
                          .prepared(Outcome.HIT, DEVICES))
              .holdsOff(38, 54));
      cases.add(
          SessionCase.of(
                  "table_" + change[0] + "_elsewhere_isTheNewOneWithTheNextSnapshot",
                  on ->
                      on.prepared(Outcome.HIT, DEVICES)
                          .elsewhere(change[1])
                          .read(Outcome.HIT, DEVICES)
                          .prepared(Outcome.HIT, DEVICES))
              .holdsOff(38, 54));
    }
    cases.add(
        SessionCase.of(
                "table_dropped_isNotAnsweredFromWhatItWas",
                on ->
                    on.read(Outcome.HIT, DEVICES)
                        .elsewhere("DROP TABLE devices CASCADE")
                        .adjust("devices")
                        .readAtOnce(DEVICES)
                        .sqlState("42P01"))
            .holdsOff(38));
    cases.add(
        SessionCase.of(
                "table_ofTheSameNameMadeElsewhereInFront_countsWithTheNextSnapshot",
                on ->
                    on.run("SET search_path = other, public")
                        .read(Outcome.HIT, DEVICES)
                        .elsewhere("CREATE TABLE other.devices (device_id integer)")
                        .readOther(DEVICES)
                        .rows(0)
                        .elsewhere("DROP TABLE other.devices")
                        .read(Outcome.HIT, DEVICES)
                        .rows(3))
            .holdsOff(37));
    cases.add(
        SessionCase.of(
                "table_ofTheSameNameMadeByAnotherConnection_countsAtOnce",
                on ->
                    on.run("SET search_path = other, public")
                        .read(Outcome.HIT, DEVICES)
                        .asAnother()
                        .run("CREATE TABLE other.devices (device_id integer)")
                        .as(Play.FIRST)
                        .readAtOnce(DEVICES)
                        .rows(0)
                        .readOther(DEVICES)
                        .rows(0))
            .holdsOff(37));
    return cases;
  }

  private static List<SessionCase> partitions() {
    List<SessionCase> cases = new ArrayList<>();
    String attach =
        "CREATE TABLE parted_3 (LIKE parted); INSERT INTO parted_3 VALUES (10, 3, 100);"
            + " ALTER TABLE parted ATTACH PARTITION parted_3 FOR VALUES IN (3)";
    String detach = "ALTER TABLE parted DETACH PARTITION parted_2";
    for (String[] change : new String[][] {{"attached", attach}, {"detached", detach}}) {
      cases.add(
          SessionCase.of(
              "partition_" + change[0] + "_here_countsAtOnce",
              on ->
                  on.read(Outcome.HIT, PARTED)
                      .run(change[1])
                      .readAtOnce(PARTED)
                      .read(Outcome.HIT, PARTED)));
      cases.add(
          SessionCase.of(
              "partition_" + change[0] + "_elsewhere_countsWithTheNextSnapshot",
              on -> on.read(Outcome.HIT, PARTED).elsewhere(change[1]).read(Outcome.HIT, PARTED)));
    }
    cases.add(
        SessionCase.of(
            "partition_rolledBack_isAsBefore",
            on ->
                on.run("BEGIN")
                    .run(detach)
                    .readAtOnce(PARTED)
                    .run("ROLLBACK")
                    .read(Outcome.HIT, PARTED)
                    .rows(6)));
    cases.add(
        SessionCase.of(
            "inheritanceChild_addedElsewhere_isPartOfTheTable",
            on ->
                on.read(Outcome.HIT, DEVICES)
                    .elsewhere(
                        "CREATE TABLE child () INHERITS (devices); INSERT INTO child VALUES (9, 'c')")
                    .read(Outcome.HIT, DEVICES)
                    .rows(4)
                    .readAtOnce("SELECT * FROM ONLY devices ORDER BY device_id")
                    .rows(3)
                    .elsewhere("UPDATE child SET name = 'changed'")
                    .read(Outcome.HIT, DEVICES)
                    .elsewhere("DROP TABLE child")
                    .read(Outcome.HIT, DEVICES)
                    .rows(3)));
    cases.add(
        SessionCase.of(
            "partition_foreign_isNotAnswered",
            on ->
                on.elsewhere(
                        "ALTER TABLE parted DROP CONSTRAINT parted_pkey; CREATE EXTENSION IF NOT"
                            + " EXISTS file_fdw SCHEMA public; CREATE SERVER IF NOT"
                            + " EXISTS files FOREIGN DATA WRAPPER file_fdw")
                    .read(Outcome.HIT, PARTED)
                    .elsewhere(
                        "CREATE FOREIGN TABLE parted_9 PARTITION OF parted FOR VALUES IN (9)"
                            + " SERVER files OPTIONS (filename '/dev/null')")
                    .read(Outcome.LOAD_FAILED, PARTED)
                    .elsewhere("DROP FOREIGN TABLE parted_9")
                    .read(Outcome.HIT, PARTED)));
    return cases;
  }
}
