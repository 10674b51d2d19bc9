package io.tablecache.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.TreeSet;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/**
 * Whether the server and this JVM have the same rules for a time zone: their tz databases are of
 * different versions, and what a session shows of a point in time must be the server's.
 *
 * <p>Compared are the offsets on both sides of each of the JVM's transitions and once a month in
 * between.
 */
final class ZoneProof {
  private static final long FIRST_SECOND = second(1850);
  private static final long LAST_SECOND = second(2100);
  private static final long STEP_SECONDS = 30L * 24 * 60 * 60;

  private ZoneProof() {}

  /** Asks the server, by one query that is sent without BEGIN. */
  static boolean holds(BaseConnection connection, ZoneId zone) throws SQLException {
    try (BaseStatement statement = (BaseStatement) connection.createStatement()) {
      statement.setFetchSize(0);
      statement.executeWithFlags(query(zone), QueryExecutor.QUERY_SUPPRESS_BEGIN);
      try (ResultSet result = statement.getResultSet()) {
        return result != null && result.next() && result.getLong(1) == 0;
      }
    }
  }

  /** Counts the seconds at which the server has another offset. */
  private static String query(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    StringBuilder seconds = new StringBuilder();
    StringBuilder offsets = new StringBuilder();
    for (long second : samples(rules)) {
      seconds.append(seconds.isEmpty() ? "" : ",").append(second);
      offsets
          .append(offsets.isEmpty() ? "" : ",")
          .append(rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
    }
    return "SELECT pg_catalog.count(*) FROM ROWS FROM (pg_catalog.unnest(CAST('{"
        + seconds
        + "}' AS pg_catalog.int8[])), pg_catalog.unnest(CAST('{"
        + offsets
        + "}' AS pg_catalog.int8[]))) AS s(at, off) WHERE pg_catalog.date_part('epoch',"
        + " pg_catalog.timezone('"
        + zone.getId()
        + "', pg_catalog.to_timestamp(CAST(at AS pg_catalog.float8))))"
        + " OPERATOR(pg_catalog.<>)"
        + " CAST(at OPERATOR(pg_catalog.+) off AS pg_catalog.float8)";
  }

  private static TreeSet<Long> samples(ZoneRules rules) {
    TreeSet<Long> samples = new TreeSet<>();
    for (long second = FIRST_SECOND; second < LAST_SECOND; second += STEP_SECONDS) {
      samples.add(second);
    }
    ZoneOffsetTransition transition = rules.nextTransition(Instant.ofEpochSecond(FIRST_SECOND));
    while (transition != null && transition.toEpochSecond() < LAST_SECOND) {
      samples.add(transition.toEpochSecond() - 1);
      samples.add(transition.toEpochSecond());
      transition = rules.nextTransition(transition.getInstant());
    }
    return samples;
  }

  private static long second(int year) {
    return LocalDate.of(year, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
