package io.tablecache.conformance.session;

import io.tablecache.model.Outcome;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Points in time: the database's now, changes of clocks, infinity. */
final class ClockCases {
  private static final String POINTS = "SELECT id, tz FROM typed ORDER BY tz, id";

  private static final String NOW =
      "SELECT device_id FROM devices WHERE now() > timestamptz '%s' ORDER BY device_id";

  private ClockCases() {}

  static List<SessionCase> all() {
    List<SessionCase> cases = new ArrayList<>();
    cases.addAll(now());
    cases.addAll(zones());
    cases.addAll(infinity());
    return cases;
  }

  /** Rows an hour ago, a minute ago, and in an hour. */
  private static String around() {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    return "INSERT INTO device_data VALUES (1, 101, 1, '"
        + now.minusHours(1)
        + "'), (1, 102, 2, '"
        + now.minusMinutes(1)
        + "'), (1, 103, 3, '"
        + now.plusHours(1)
        + "')";
  }

  private static List<SessionCase> now() {
    List<SessionCase> cases = new ArrayList<>();
    for (String[] bound :
        new String[][] {
          {"ts >= now() - interval '10 minutes'", "2"},
          {"ts >= now() - interval '2 hours' AND ts <= now()", "2"},
          {"ts >= LOCALTIMESTAMP - interval '10 minutes'", "2"},
          {"ts BETWEEN CURRENT_TIMESTAMP - interval '2 hours' AND CURRENT_TIMESTAMP", "2"},
          {"ts > clock_timestamp()", "1"},
          {"ts > CURRENT_DATE + 400", "0"},
        }) {
      for (String zone : List.of("UTC", "Asia/Tokyo")) {
        cases.add(
            SessionCase.of(
                    "now_in[" + bound[0] + "]_in" + zone + "_isTheDatabases",
                    on -> {
                      String sql =
                          "SELECT data_seq, data FROM device_data WHERE device_id = 1 AND "
                              + bound[0]
                              + " ORDER BY ts";
                      on.elsewhere(around())
                          .adjust("device_data")
                          .run("SET TimeZone = '" + zone + "'")
                          .readAtOnce(sql)
                          .readAtOnce(sql);
                      if (zone.equals("UTC")) {
                        on.rows(Integer.parseInt(bound[1]));
                      }
                    })
                .holdsOff(35));
      }
    }
    cases.add(
        SessionCase.of(
                "now_inATransaction_isItsBeginning",
                on -> {
                  String sql =
                      "SELECT data_seq FROM device_data WHERE device_id = 1 AND ts >= now() -"
                          + " interval '10 minutes' AND ts <= now() ORDER BY ts";
                  on.run("SET TimeZone = 'UTC'").run("BEGIN").run("SELECT now() IS NOT NULL");
                  on.elsewhere(
                      "INSERT INTO device_data VALUES (1, 110, 1, (clock_timestamp() AT TIME ZONE"
                          + " 'UTC')), (1, 111, 1, (clock_timestamp() AT TIME ZONE 'UTC') -"
                          + " interval '1 minute')");
                  on.adjust("device_data").readAtOnce(sql).rows(1).readAtOnce(sql).run("COMMIT");
                  on.readAtOnce(sql).rows(2);
                })
            .holdsOff(35));
    for (String next : List.of("COMMIT AND CHAIN", "ROLLBACK AND CHAIN", "COMMIT; BEGIN")) {
      cases.add(
          SessionCase.of(
                  "now_after[" + next + "]_isTheNextTransactions",
                  on -> {
                    on.run("BEGIN").read(Outcome.HIT, NOW.formatted("infinity")).rows(0);
                    String between = OffsetDateTime.now(ZoneOffset.UTC).toString();
                    on.read(Outcome.HIT, NOW.formatted(between)).rows(0);
                    on.run(next).read(Outcome.HIT, NOW.formatted(between)).rows(3);
                    on.run("ROLLBACK");
                  })
              .holdsOff(35));
    }
    return cases;
  }

  private static List<SessionCase> zones() {
    List<SessionCase> cases = new ArrayList<>();
    for (String zone : List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
      cases.add(
          SessionCase.of(
              "zone_acrossAChangeOfTheClock_" + zone + "_showsPointsInTimeAsTheServer",
              on ->
                  on.elsewhere(
                          "INSERT INTO typed (id, tz, t) SELECT 100 + n, p, p AT TIME ZONE 'UTC' FROM"
                              + " generate_series(timestamptz '2026-10-24 12:00+00',"
                              + " '2026-11-02 12:00+00', '30 min') WITH ORDINALITY g(p, n)")
                      .run("SET TimeZone = '" + zone + "'")
                      .read(Outcome.HIT, POINTS)
                      .prepared(
                          Outcome.HIT,
                          "SELECT id, tz, t FROM typed WHERE tz >= ? ORDER BY tz, id",
                          LocalDateTime.of(2026, 10, 25, 1, 0).atOffset(ZoneOffset.UTC))
                      .readAtOnce(
                          "SELECT id, tz FROM typed WHERE tz >= '2026-10-25 02:30:00' AND tz <"
                              + " '2026-10-25 03:00:00' ORDER BY tz, id")
                      .readAtOnce(
                          "SELECT id, tz FROM typed WHERE tz >= '2026-10-25 02:30:00+02' AND tz <"
                              + " '2026-10-25 02:45:00+01' ORDER BY tz, id")));
    }
    cases.add(
        SessionCase.of(
            "zone_ofTheSession_meansWhatAComparisonOfTwoKindsSays",
            on -> {
              String sql = "SELECT id FROM typed WHERE t = tz ORDER BY id";
              String literal =
                  "SELECT id FROM typed WHERE t >= timestamptz '2026-02-01 12:00+00' ORDER BY id";
              on.run("SET TimeZone = 'UTC'").readAtOnce(sql).readAtOnce(literal);
              on.run("SET TimeZone = 'Asia/Tokyo'").readAtOnce(sql).readAtOnce(literal);
            }));
    return cases;
  }

  private static List<SessionCase> infinity() {
    List<SessionCase> cases = new ArrayList<>();
    String future =
        "INSERT INTO device_data VALUES (1, 120, 1, 'infinity'), (1, 121, 2, '9999-12-31 23:59:59'),"
            + " (1, 122, 3, '-infinity'), (1, 123, 4, '1900-01-01')";
    for (String[] read :
        new String[][] {
          {"ts >= '2026-01-02'", "HIT", "2"},
          {"ts > '9999-12-31 23:59:59'", "HIT", "1"},
          {"ts = 'infinity'", "HIT", "1"},
          {"ts < 'infinity' AND ts >= '2026-01-02'", "HIT", "1"},
          {"ts <= 'infinity'", "NOT_COVERED", "64"},
          {"ts = '-infinity'", "NOT_COVERED", "1"},
          {"ts < '2025-12-31 23:00:00'", "NOT_COVERED", "2"},
        }) {
      cases.add(
          SessionCase.of(
              "infinity_[" + read[0] + "]_isAnOrdinaryValue",
              on ->
                  on.elsewhere(future)
                      .read(
                          Outcome.valueOf(read[1]),
                          "SELECT data_seq, ts FROM device_data WHERE device_id = 1 AND "
                              + read[0]
                              + " ORDER BY ts")
                      .rows(Integer.parseInt(read[2]))));
    }
    for (String sql :
        List.of(
            "SELECT id, d, t, tz FROM typed WHERE t = 'infinity' ORDER BY id",
            "SELECT id, d, t, tz FROM typed WHERE d < '2026-01-01' ORDER BY id",
            "SELECT id, d, t, tz FROM typed WHERE tz > '2026-12-31 00:00:00+00' ORDER BY id",
            "SELECT id, d, t, tz FROM typed WHERE tz IS NULL ORDER BY id",
            "SELECT id FROM typed ORDER BY t DESC NULLS LAST, id",
            "SELECT id FROM typed ORDER BY d, id")) {
      cases.add(
          SessionCase.of(
              "infinity_ofAWholeTable_[" + sql + "]_isAnOrdinaryValue",
              on -> on.read(Outcome.HIT, sql)));
    }
    return cases;
  }
}
