package io.tablecache.conformance.session;

import java.util.List;

/** What both of two twin databases begin with: the tables, the roles and the cache's config. */
final class TwinSchema {
  /** The roles, which are the server's: each may log in. */
  static final List<String> ROLES =
      List.of(
          "case_reader",
          "case_columns",
          "case_nobody",
          "case_owner",
          "case_bypass",
          "case_member",
          "case_writer");

  /** The labels of all cached tables but {@code gate}. */
  static final List<String> LABELS =
      List.of(
          "device_data",
          "devices",
          "typed",
          "parted",
          "mixed",
          "live_devices",
          "device_names",
          "guarded");

  private TwinSchema() {}

  /** Makes the roles; each statement may be repeated. */
  static List<String> roles() {
    return ROLES.stream()
        .map(
            role ->
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
                    + role
                    + "') THEN CREATE ROLE "
                    + role
                    + " LOGIN; END IF; END $$")
        .toList();
  }

  /** Removes all that a case may have left, and makes everything anew. */
  static String reset(String database) {
    StringBuilder settings = new StringBuilder("ALTER DATABASE " + database + " RESET ALL;");
    for (String role : ROLES) {
      settings
          .append("ALTER ROLE " + role + " IN DATABASE " + database + " RESET ALL;")
          .append("ALTER ROLE " + role + " RESET ALL;")
          .append("ALTER ROLE " + role + " NOSUPERUSER INHERIT NOBYPASSRLS;");
    }
    return settings
        + """
        ALTER ROLE case_bypass BYPASSRLS;
        REVOKE case_reader, case_owner FROM case_member, case_nobody;
        SET client_min_messages = warning;
        DO $$
        DECLARE s name;
        BEGIN
          FOR s IN SELECT nspname FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', s);
          END LOOP;
          FOR s IN SELECT evtname FROM pg_event_trigger LOOP
            EXECUTE format('DROP EVENT TRIGGER %I', s);
          END LOOP;
        END $$;
        CREATE SCHEMA public;
        GRANT USAGE ON SCHEMA public TO PUBLIC;
        CREATE SCHEMA other;
        GRANT USAGE, CREATE ON SCHEMA other TO PUBLIC;
        SET search_path = public;
        CREATE TABLE devices (device_id integer PRIMARY KEY, name text NOT NULL);
        INSERT INTO devices SELECT n, 'device ' || n FROM generate_series(1, 3) n;
        CREATE TABLE device_data (
          device_id integer NOT NULL REFERENCES devices ON DELETE CASCADE,
          data_seq integer NOT NULL, data integer NOT NULL, ts timestamp NOT NULL,
          PRIMARY KEY (device_id, data_seq));
        INSERT INTO device_data
          SELECT d, n, (n * 7919 + d) % 1000, timestamp '2026-01-01' + (n - 20) * interval '30 s'
          FROM generate_series(1, 3) d, generate_series(1, 60) n;
        CREATE TABLE typed (
          id integer PRIMARY KEY, d date, t timestamp, tz timestamptz, f4 real, f8 float8,
          n numeric, iv interval, b bytea, x text, m money, a integer[], j jsonb, u uuid,
          tt timetz, ta text[]);
        INSERT INTO typed VALUES
          (1, '2026-02-01', '2026-02-01 12:00:00.123456', '2026-02-01 12:00:00+00', 0.1, 0.1,
           1.50, '1 mon 2 days 03:04:05', 'a\\001\\\\', 'text', 12.5, '{1,NULL,3}', '{"a": 1}',
           '00000000-0000-0000-0000-000000000001', '12:00:00+02', '{a,NULL}'),
          (2, '2026-03-29', '2026-03-29 02:30:00', '2026-03-29 01:00:00+00', 1e20, 1.0/3, 'NaN',
           '-1 day', '', 'NULL', 0, '{}', 'null', NULL, NULL, '{}'),
          (3, '2026-10-25', '2026-10-25 02:30:00', '2026-10-25 00:30:00+00', 'NaN', '-0', 0,
           '00:00', NULL, 'it''s \\ here', -1, NULL, '[]', NULL, NULL, NULL),
          (4, '2026-10-25', '2026-10-25 02:30:00', '2026-10-25 01:30:00+00', NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
          (5, 'infinity', 'infinity', 'infinity', 'Infinity', 'Infinity', 5, NULL, NULL, '', NULL,
           NULL, NULL, NULL, NULL, NULL),
          (6, '-infinity', '-infinity', '-infinity', '-Infinity', '-Infinity', 6, NULL, NULL, 'x',
           NULL, NULL, NULL, NULL, NULL, NULL);
        CREATE TABLE parted (id integer NOT NULL, part integer NOT NULL, v integer,
                             PRIMARY KEY (part, id)) PARTITION BY LIST (part);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
        CREATE TABLE parted_2 PARTITION OF parted FOR VALUES IN (2);
        INSERT INTO parted SELECT n, 1 + n % 2, n * 10 FROM generate_series(1, 6) n;
        CREATE TABLE "DeviceData" ("Id" integer PRIMARY KEY, "Value" integer, id integer);
        INSERT INTO "DeviceData" SELECT n, n * 2, n * 3 FROM generate_series(1, 4) n;
        CREATE VIEW live_devices AS SELECT device_id, name FROM devices WHERE device_id < 100;
        CREATE MATERIALIZED VIEW device_names AS SELECT device_id, name FROM devices;
        CREATE TABLE guarded (id integer PRIMARY KEY, owner name NOT NULL);
        INSERT INTO guarded VALUES (1, 'case_reader'), (2, 'case_owner'), (3, 'nobody');
        ALTER TABLE guarded OWNER TO case_owner;
        CREATE TABLE gate (id integer PRIMARY KEY);
        CREATE TABLE audit (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
        CREATE SEQUENCE counter;
        CREATE TABLE other.device_data (LIKE device_data);
        INSERT INTO other.device_data VALUES (1, 1, 77, '2026-01-01 00:12:00');
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO case_reader, case_bypass, case_writer;
        GRANT SELECT ON ALL TABLES IN SCHEMA other TO PUBLIC;
        GRANT SELECT (device_id, data_seq, ts) ON device_data TO case_columns;
        GRANT INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO case_writer;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO case_writer;
        RESET search_path; RESET client_min_messages;
        """;
  }

  /** The config of a cache whose tables are adjusted on demand and after writes only. */
  static String config() {
    return """
    tablecache {
      tables {
        device_data {
          relation = public.device_data
          indexes {
            time            { range = ts }
            device_and_time { segment = [device_id], range = ts }
          }
          window { range = ts, from = "2026-01-01T00:00:00", zone = UTC }
          freshness { every = 30m, max-staleness = 1h }
        }
        devices { relation = public.devices, freshness { every = 30m, max-staleness = 1h } }
        typed { relation = public.typed, freshness { every = 30m, max-staleness = 1h } }
        parted { relation = public.parted, freshness { every = 30m, max-staleness = 1h } }
        mixed {
          relation = "public.\\"DeviceData\\"", freshness { every = 30m, max-staleness = 1h }
        }
        live_devices {
          relation = public.live_devices, freshness { every = 30m, max-staleness = 1h }
        }
        device_names {
          relation = public.device_names, freshness { every = 30m, max-staleness = 1h }
        }
        guarded { relation = public.guarded, freshness { every = 30m, max-staleness = 1h } }
        gate { relation = public.gate, freshness { every = 30m, max-staleness = 1h } }
      }
    }
    """;
  }
}
