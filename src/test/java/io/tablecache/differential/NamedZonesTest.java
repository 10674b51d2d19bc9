package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in the zones that statements name, whatever the session's zone is. */
final class NamedZonesTest extends OneTable {
  NamedZonesTest() {
    super(
        "times",
        "CREATE TABLE times (id int PRIMARY KEY, ts timestamp, tz timestamptz, zone text)",
        // Half hours around both changes of the clock in Berlin, and some far away.
        "INSERT INTO times SELECT i, t, t AT TIME ZONE 'UTC', 'Europe/Berlin'"
            + " FROM generate_series(0, 200) i CROSS JOIN LATERAL (SELECT CASE WHEN i < 100"
            + " THEN timestamp '2026-03-28 12:00' ELSE timestamp '2026-10-23 10:00' END"
            + " + i * interval '30 minutes') x(t)",
        "INSERT INTO times VALUES (300, '1895-01-01', '1895-01-01', NULL),"
            + " (301, '2090-07-01', '2090-07-01', 'Asia/Kolkata'), (302, NULL, NULL, 'UTC')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, tz AT TIME ZONE 'Europe/Berlin' FROM times ORDER BY id",
        "SELECT id, ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' FROM times ORDER BY id",
        "SELECT id, timezone('America/New_York', ts) FROM times WHERE id > 5 ORDER BY id",
        "SELECT id, ts AT TIME ZONE 'Asia/Kolkata' AT TIME ZONE 'Pacific/Auckland' FROM times"
            + " ORDER BY id",
        "SELECT date_trunc('day', tz, 'Europe/Berlin') d, count(*) FROM times GROUP BY 1 ORDER BY 1",
        "SELECT id FROM times WHERE (tz AT TIME ZONE 'Europe/Berlin')::date = '2026-03-29'"
            + " ORDER BY id",
        "SELECT id, tz AT TIME ZONE zone FROM times ORDER BY id",
        "SELECT id, tz AT TIME ZONE 'Etc/GMT+5' FROM times ORDER BY id",
      })
  void time_inANamedZone_isAnswered(String sql) throws SQLException {
    both.assertHit(sql);
    both.inBoth("SET TimeZone = 'America/Santiago'");
    both.assertHit(sql);
  }

  @Test
  void time_inAZoneNamedForTheFirstTimeInATransaction_isAnsweredAfterIt() throws SQLException {
    String sql = "SELECT id, tz AT TIME ZONE 'Africa/Cairo' FROM times ORDER BY id";
    both.inBoth("BEGIN");
    both.assertDelegated("NOT_EVALUATED", sql);
    both.inBoth("COMMIT");
    both.assertHit(sql);
    both.inBoth("BEGIN");
    both.assertHit(sql);
    both.inBoth("COMMIT");
  }

  /** Other spellings, abbreviations and offsets may mean something else than they seem to. */
  @ParameterizedTest
  @ValueSource(
      strings = {"europe/berlin", "CET", "EST5EDT", "+05:30", "<+03>-3", "SystemV/PST8PDT"})
  void time_inAZoneNamedOtherwise_isTheDatabases(String zone) throws SQLException {
    String sql = "SELECT id, tz AT TIME ZONE '" + zone + "' FROM times ORDER BY id";
    both.assertDelegated("NOT_EVALUATED", sql);
    // Not even when the zone has been compared.
    both.assertDelegated("NOT_EVALUATED", sql);
  }

  @Test
  void time_inAZoneThatIsNone_failsAsPostgres() throws SQLException {
    String sql = "SELECT id, tz AT TIME ZONE 'Nowhere/City' FROM times ORDER BY id";
    both.assertDelegated("NOT_EVALUATED", "22023", sql);
  }
}
