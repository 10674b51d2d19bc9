package io.tablecache.conformance.session;

import java.util.List;
import java.util.Random;

/** The texts of a random walk; each is made of a random number generator's next numbers only. */
final class WalkTexts {
  private static final List<String> WRITES =
      List.of(
          "INSERT INTO device_data VALUES (%1$d, %2$d, %3$d, timestamp '2026-01-01' + %2$d * interval"
              + " '7 s') ON CONFLICT (device_id, data_seq) DO UPDATE SET data = EXCLUDED.data",
          "UPDATE device_data SET data = %3$d WHERE device_id = %1$d AND data_seq = %2$d",
          "UPDATE device_data SET ts = ts + interval '1 s', data = data + 1 WHERE data_seq = %2$d",
          "DELETE FROM device_data WHERE device_id = %1$d AND data_seq = %2$d",
          "UPDATE devices SET name = 'name %3$d' WHERE device_id = %1$d",
          "INSERT INTO devices VALUES (%2$d, 'device %3$d') ON CONFLICT DO NOTHING",
          "DELETE FROM devices WHERE device_id = %2$d",
          "UPDATE live_devices SET name = 'live %3$d' WHERE device_id = %1$d",
          "INSERT INTO parted VALUES (%3$d, 1 + %2$d %% 3, %1$d) ON CONFLICT DO NOTHING",
          "UPDATE parted_1 SET v = %3$d WHERE id = %1$d",
          "UPDATE parted SET part = 3 - part WHERE id = %1$d",
          "UPDATE \"DeviceData\" SET \"Value\" = %3$d WHERE \"Id\" = %1$d",
          "UPDATE guarded SET owner = 'case_reader' WHERE id = %1$d",
          "INSERT INTO guarded VALUES (%2$d, 'case_owner') ON CONFLICT DO NOTHING",
          "WITH w AS (UPDATE devices SET name = name || '.' WHERE device_id = %1$d RETURNING 1)"
              + " SELECT count(*) FROM w",
          "SELECT 1; UPDATE devices SET name = 'multi %3$d' WHERE device_id = %1$d",
          "DO $$ BEGIN UPDATE public.devices SET name = 'do %3$d' WHERE device_id = %1$d; END $$",
          "SELECT public.rename_one(%1$d, 'called %3$d')",
          "INSERT INTO audit (note) VALUES ('rename %3$d')",
          "INSERT INTO other.device_data VALUES (1, %2$d, %3$d, '2026-01-01 00:20:00')");

  /** What takes exclusive locks. */
  private static final List<String> DEFINITIONS =
      List.of(
          "ALTER TABLE devices ADD COLUMN more integer DEFAULT %3$d",
          "ALTER TABLE devices DROP COLUMN IF EXISTS more",
          "ALTER TABLE devices RENAME COLUMN name TO label",
          "ALTER TABLE devices RENAME COLUMN label TO name",
          "ALTER TABLE device_data ALTER COLUMN data TYPE bigint",
          "ALTER TABLE device_data ALTER COLUMN data TYPE integer",
          "TRUNCATE device_data",
          "TRUNCATE parted",
          "TRUNCATE devices CASCADE; INSERT INTO devices SELECT n, 'again' FROM"
              + " generate_series(1, 3) n",
          "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
          "ALTER TABLE guarded DISABLE ROW LEVEL SECURITY",
          "ALTER TABLE guarded FORCE ROW LEVEL SECURITY",
          "CREATE POLICY own ON guarded USING (owner = current_user)",
          "DROP POLICY IF EXISTS own ON guarded",
          "ALTER TABLE guarded OWNER TO case_reader",
          "ALTER TABLE guarded OWNER TO case_owner",
          "CREATE TABLE other.devices (device_id integer, name text)",
          "CREATE TABLE other.devices AS SELECT 70 AS device_id, 'other'::text AS name",
          "DROP TABLE IF EXISTS other.devices",
          "ALTER TABLE parted DETACH PARTITION parted_2",
          "ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES IN (2)",
          "CREATE TABLE IF NOT EXISTS parted_3 PARTITION OF parted FOR VALUES IN (3)",
          "DROP TABLE IF EXISTS parted_3",
          "ALTER TABLE \"DeviceData\" RENAME TO mixed_old; CREATE TABLE \"DeviceData\" (\"Id\" integer"
              + " PRIMARY KEY, \"Value\" integer, id integer); INSERT INTO \"DeviceData\" VALUES (%1$d,"
              + " %2$d, %3$d); DROP TABLE mixed_old",
          "ALTER TABLE \"DeviceData\" DROP CONSTRAINT \"DeviceData_pkey\"",
          "ALTER TABLE \"DeviceData\" ADD PRIMARY KEY (\"Id\")",
          "CREATE INDEX ON device_data (data)",
          "REFRESH MATERIALIZED VIEW device_names",
          "CREATE OR REPLACE VIEW live_devices AS SELECT device_id, name FROM devices WHERE device_id"
              + " < %2$d",
          "ALTER TABLE public.gate ADD COLUMN IF NOT EXISTS x integer",
          "REVOKE SELECT ON device_data FROM case_reader",
          "GRANT SELECT ON device_data TO case_reader",
          "REVOKE SELECT ON devices FROM case_reader, case_writer",
          "GRANT SELECT (device_id, name) ON devices TO case_reader",
          "GRANT SELECT ON ALL TABLES IN SCHEMA public TO case_reader, case_writer",
          "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
          "GRANT USAGE ON SCHEMA public TO PUBLIC",
          "GRANT case_owner TO case_reader",
          "REVOKE case_owner FROM case_reader");

  private static final List<String> SESSION =
      List.of(
          "SET search_path = public",
          "SET search_path = other, public",
          "SET search_path = other",
          "SET search_path = public, other",
          "SET LOCAL search_path = other, public",
          "RESET search_path",
          "SELECT set_config('search_path', 'other, public', %4$s)",
          "SELECT public.to_path('other', %4$s)",
          "SELECT public.to_path('public', %4$s)",
          "SELECT set_config('search_path', 'other', false), 1 / (%1$d - %1$d)",
          "SET ROLE case_reader",
          "SET ROLE case_columns",
          "SET ROLE case_nobody",
          "SET ROLE case_owner",
          "SET LOCAL ROLE case_reader",
          "RESET ROLE",
          "SET SESSION AUTHORIZATION case_writer",
          "RESET SESSION AUTHORIZATION",
          "SET TimeZone = 'Asia/Tokyo'",
          "SET LOCAL TimeZone = 'Europe/Berlin'",
          "SET bytea_output = 'escape'",
          "SET LOCAL bytea_output = 'escape'",
          "RESET bytea_output",
          "SET row_security = off",
          "SET row_security = on",
          "RESET ALL",
          "DISCARD ALL",
          "DISCARD TEMP",
          "CREATE TEMP TABLE devices AS SELECT 90 + %1$d AS device_id, 'temporary'::text AS name",
          "CREATE TEMP TABLE devices (device_id integer, name text) ON COMMIT DROP",
          "CREATE TEMP VIEW parted AS SELECT 1 AS id, 2 AS part, %3$d AS v",
          "DROP TABLE pg_temp.devices",
          "SET default_transaction_isolation = 'repeatable read'",
          "RESET default_transaction_isolation",
          "SET standard_conforming_strings = %4$s",
          "SELECT 1 / 0",
          "SELECT nothing FROM devices");

  private static final List<String> TRANSACTION =
      List.of(
          "BEGIN",
          "BEGIN",
          "BEGIN ISOLATION LEVEL REPEATABLE READ",
          "BEGIN READ ONLY",
          "BEGIN ISOLATION LEVEL SERIALIZABLE",
          "COMMIT",
          "COMMIT",
          "ROLLBACK",
          "ROLLBACK",
          "SAVEPOINT s",
          "SAVEPOINT s",
          "ROLLBACK TO SAVEPOINT s",
          "ROLLBACK TO SAVEPOINT s",
          "RELEASE SAVEPOINT s",
          "COMMIT AND CHAIN");

  private static final List<String> READS =
      List.of(
          "SELECT device_id, data_seq, data, ts FROM device_data WHERE device_id = %1$d AND ts >="
              + " '2026-01-01 00:00:10' ORDER BY ts, data_seq",
          "SELECT * FROM device_data WHERE device_id IN (%1$d, 2) AND ts >= '2026-01-01 00:01:00' AND"
              + " data > %3$d ORDER BY device_id, data_seq",
          "SELECT data_seq, ts FROM public.device_data WHERE ts >= '2026-01-01 00:00:00' ORDER BY ts"
              + " DESC, device_id, data_seq LIMIT 5",
          "SELECT data FROM device_data WHERE device_id = %1$d ORDER BY data_seq LIMIT 3",
          "SELECT * FROM devices ORDER BY device_id",
          "SELECT name FROM devices WHERE device_id = %1$d",
          "SELECT d.device_id FROM public.devices d WHERE d.device_id <> %1$d ORDER BY 1",
          "SELECT * FROM live_devices ORDER BY device_id",
          "SELECT device_id, name FROM device_names ORDER BY device_id",
          "SELECT id, part, v FROM parted ORDER BY id, part, v",
          "SELECT v FROM parted WHERE part = 2 AND id >= %1$d ORDER BY id, v",
          "SELECT \"Id\", \"Value\", id FROM \"DeviceData\" ORDER BY \"Id\", id",
          "SELECT * FROM guarded ORDER BY id",
          "SELECT id, b, d, iv FROM typed ORDER BY id",
          "SELECT id, tz FROM typed WHERE id <= %1$d ORDER BY id");

  private final Random random;

  WalkTexts(Random random) {
    this.random = random;
  }

  private String of(List<String> texts) {
    return texts
        .get(random.nextInt(texts.size()))
        .formatted(
            1 + random.nextInt(3),
            1 + random.nextInt(60),
            random.nextInt(1000),
            random.nextBoolean() ? "true" : "false");
  }

  String write() {
    return of(WRITES);
  }

  String definition() {
    return of(DEFINITIONS);
  }

  /** Whether the definition is not of one database only. */
  static boolean isOfTheWholeServer(String definition) {
    return definition.startsWith("GRANT case_owner") || definition.startsWith("REVOKE case_owner");
  }

  String session() {
    return of(SESSION);
  }

  String transaction() {
    return of(TRANSACTION);
  }

  String read() {
    return of(READS);
  }

  /** The functions and the trigger that the texts use. */
  static String setup() {
    return """
    CREATE FUNCTION public.rename_one(integer, text) RETURNS integer LANGUAGE sql SECURITY DEFINER AS
      'UPDATE public.devices SET name = $2 WHERE device_id = $1; SELECT 1';
    CREATE FUNCTION public.to_path(text, boolean) RETURNS text LANGUAGE plpgsql AS
      'BEGIN RETURN set_config(''search_path'', $1, $2); END';
    CREATE FUNCTION public.audited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      'BEGIN UPDATE public.guarded SET owner = NEW.note WHERE id = 3; RETURN NEW; END';
    CREATE TRIGGER t AFTER INSERT ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audited();
    CREATE OR REPLACE VIEW public.live_devices AS
      SELECT device_id, name FROM public.devices WHERE device_id < 100;
    """;
  }
}
