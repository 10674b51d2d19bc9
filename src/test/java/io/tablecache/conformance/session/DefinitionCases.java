package io.tablecache.conformance.session;

import static io.tablecache.conformance.session.Statements.DEVICES;
import static io.tablecache.conformance.session.Statements.NAMES;
import static io.tablecache.conformance.session.Statements.PREPARED;
import static io.tablecache.conformance.session.Statements.READ;

import io.tablecache.model.Outcome;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Definitions that change: right columns and rows, on this connection at once. */
final class DefinitionCases {
  /** A change, and how a statement on all columns ends after it. */
  private static final String[][] CHANGES = {
    {"addColumn", "ALTER TABLE devices ADD COLUMN more integer DEFAULT 7", "HIT"},
    {"addColumnWithoutDefault", "ALTER TABLE devices ADD COLUMN more text", "HIT"},
    {
      "addGeneratedColumn",
      "ALTER TABLE devices ADD COLUMN twice integer GENERATED ALWAYS AS (device_id * 2) STORED",
      "HIT"
    },
    {"dropColumn", "ALTER TABLE devices DROP COLUMN name CASCADE", "HIT"},
    {"renameColumn", "ALTER TABLE devices RENAME COLUMN name TO label", "HIT"},
    {
      "dropAndAddColumnOfTheSameName",
      "ALTER TABLE devices DROP COLUMN name CASCADE, ADD COLUMN name text DEFAULT 'anew'",
      "HIT"
    },
    {
      "swapColumnNames",
      "ALTER TABLE devices ADD COLUMN other text DEFAULT 'o'; ALTER TABLE devices RENAME name TO x;"
          + " ALTER TABLE devices RENAME other TO name; ALTER TABLE devices RENAME x TO other",
      "HIT"
    },
    {
      "retypeColumn",
      "DROP VIEW live_devices; DROP MATERIALIZED VIEW device_names; ALTER TABLE devices ALTER COLUMN"
          + " name TYPE varchar(8) USING left(name, 8)",
      "HIT"
    },
    {
      "retypeKey",
      "DROP VIEW live_devices; DROP MATERIALIZED VIEW device_names; ALTER TABLE device_data DROP"
          + " CONSTRAINT device_data_device_id_fkey; ALTER TABLE devices ALTER COLUMN"
          + " device_id TYPE bigint USING device_id * 10000000000",
      "HIT"
    },
    {
      "newPrimaryKey",
      "ALTER TABLE devices DROP CONSTRAINT devices_pkey CASCADE; ALTER TABLE devices ADD PRIMARY KEY"
          + " (name); UPDATE devices SET device_id = 1",
      "HIT"
    },
    {"noPrimaryKey", "ALTER TABLE devices DROP CONSTRAINT devices_pkey CASCADE", "HIT"},
    {"truncate", "TRUNCATE devices CASCADE", "HIT"},
    {
      "truncateAndRefill",
      "TRUNCATE devices CASCADE; INSERT INTO devices VALUES (1, 'x'), (2, 'y'), (3, 'z')",
      "HIT"
    },
    {
      "dropAndCreate",
      "DROP TABLE devices CASCADE; CREATE TABLE devices (name text, device_id bigint, z integer);"
          + " INSERT INTO devices VALUES ('a', 1, 2)",
      "HIT"
    },
    {
      "toAView",
      "DROP TABLE devices CASCADE; CREATE VIEW devices AS SELECT v.device_id, v.name FROM (VALUES"
          + " (1, 'v')) v (device_id, name)",
      "HIT"
    },
    {
      "toAPartitionedTable",
      "DROP TABLE devices CASCADE; CREATE TABLE devices (device_id integer PRIMARY KEY, name text)"
          + " PARTITION BY RANGE (device_id); CREATE TABLE devices_1 PARTITION OF devices DEFAULT;"
          + " INSERT INTO devices VALUES (5, 'p')",
      "HIT"
    },
    {
      "newCollation",
      "DROP VIEW live_devices; DROP MATERIALIZED VIEW device_names; ALTER TABLE devices ALTER COLUMN"
          + " name TYPE text COLLATE \"POSIX\"",
      "HIT"
    },
    {"setNotNullAndDefault", "ALTER TABLE devices ALTER name SET DEFAULT 'd'", "HIT"},
    {"cluster", "CLUSTER devices USING devices_pkey", "HIT"},
    {
      "unlogged",
      "TRUNCATE device_data; DROP TABLE device_data; ALTER TABLE devices SET UNLOGGED",
      "HIT"
    },
  };

  private DefinitionCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    for (String[] change : CHANGES) {
      cases.add(here(change));
      cases.add(inTransaction(change));
      cases.add(elsewhere(change));
    }
    cases.addAll(more());
    return cases;
  }

  private static SessionCase here(String[] change) {
    return SessionCase.of(
            "definition_" + change[0] + "_here_countsAtOnce",
            on ->
                on.prepared(Outcome.HIT, DEVICES)
                    .read(Outcome.HIT, NAMES)
                    .run(change[1])
                    .readAtOnce(DEVICES)
                    .readAtOnce(NAMES)
                    .asAnother()
                    .readAtOnce(DEVICES)
                    .readAtOnce(NAMES)
                    .as(Play.FIRST)
                    .read(Outcome.valueOf(change[2]), DEVICES)
                    .prepared(Outcome.valueOf(change[2]), DEVICES)
                    .readAtOnce(NAMES))
        .holdsOff(38, 54);
  }

  private static SessionCase inTransaction(String[] change) {
    return SessionCase.of(
            "definition_" + change[0] + "_inATransaction_countsThereAndNotAfterItsRollback",
            on ->
                on.read(Outcome.HIT, DEVICES)
                    .autoCommit(false)
                    .run(change[1])
                    .readNow(Outcome.TRANSACTION_WROTE, DEVICES)
                    .readAtOnce(NAMES)
                    .rollback()
                    .readAtOnce(DEVICES)
                    .commit()
                    .read(Outcome.HIT, DEVICES)
                    .rows(3)
                    .read(Outcome.HIT, NAMES)
                    .commit())
        .holdsOff(38);
  }

  private static SessionCase elsewhere(String[] change) {
    return SessionCase.of(
            "definition_" + change[0] + "_elsewhere_countsWithTheNextSnapshot",
            on ->
                on.prepared(Outcome.HIT, DEVICES)
                    .read(Outcome.HIT, NAMES)
                    .elsewhere(change[1])
                    .read(Outcome.valueOf(change[2]), DEVICES)
                    .prepared(Outcome.valueOf(change[2]), DEVICES)
                    .readAtOnce(NAMES))
        .holdsOff(38, 54);
  }

  private static List<SessionCase> more() {
    List<SessionCase> cases = new ArrayList<>();
    cases.add(
        SessionCase.of(
                "prepared_withParameters_followsARetypedColumn",
                on ->
                    on.prepared(Outcome.HIT, PREPARED, 1, LocalDateTime.of(2026, 1, 1, 0, 5))
                        .rows(31)
                        .run("ALTER TABLE device_data ALTER COLUMN data TYPE bigint USING data * 2")
                        .prepared(Outcome.HIT, PREPARED, 1, LocalDateTime.of(2026, 1, 1, 0, 5))
                        .rows(31))
            .holdsOff(38, 54));
    cases.add(
        SessionCase.of(
                "prepared_executedOften_followsAnAddedColumn",
                on -> {
                  for (int i = 0; i < 12; i++) {
                    on.prepared(Outcome.HIT, READ);
                  }
                  on.run("ALTER TABLE device_data ADD COLUMN more integer DEFAULT 1")
                      .prepared(Outcome.HIT, READ)
                      .rows(31);
                })
            .holdsOff(38));
    cases.add(
        SessionCase.of(
            "windowColumn_dropped_isNotAnswered",
            on ->
                on.read(Outcome.HIT, READ)
                    .elsewhere("ALTER TABLE device_data DROP COLUMN ts")
                    .adjust("device_data")
                    .readAtOnce(READ)
                    .sqlState("42703")
                    .read(
                        Outcome.LOAD_FAILED,
                        "SELECT data FROM device_data WHERE device_id = 1 ORDER BY data_seq")));
    cases.add(
        SessionCase.of(
            "windowColumn_retyped_isOfTheNewType",
            on ->
                on.read(Outcome.HIT, READ)
                    .elsewhere(
                        "ALTER TABLE device_data ALTER COLUMN ts TYPE timestamptz USING ts AT TIME"
                            + " ZONE 'UTC'")
                    .adjust("device_data")
                    .readAtOnce(READ)
                    .readAtOnce(READ)));
    cases.add(
        SessionCase.of(
            "enumValue_renamedElsewhere_isShownSo",
            on ->
                on.elsewhere(
                        "CREATE TYPE mood AS ENUM ('sad', 'glad'); ALTER TABLE devices ADD COLUMN m"
                            + " mood DEFAULT 'sad'")
                    .read(Outcome.HIT, DEVICES)
                    .elsewhere("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'")
                    .read(Outcome.HIT, DEVICES)
                    .read(
                        Outcome.UNSUPPORTED_TYPES,
                        "SELECT device_id FROM devices WHERE m = 'sad' ORDER BY device_id")
                    .sqlState("22P02")));
    return cases;
  }
}
