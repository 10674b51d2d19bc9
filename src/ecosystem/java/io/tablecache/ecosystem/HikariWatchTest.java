package io.tablecache.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.testing.Await;
import io.tablecache.testing.LogCapture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a pool watches by itself: connections that are not given back, and those that idle. */
final class HikariWatchTest extends EcosystemTest {
  private static final String READ =
      "SELECT data FROM device_data WHERE device_id = 1 AND ts >= '2026-01-01T00:30:00'";

  /** The pool's sessions, apart from the cache's own. */
  private static final String SESSIONS =
      " FROM pg_stat_activity WHERE application_name = 'watched'";

  @Test
  void leakDetection_connectionKeptAfterAHit_isReportedAndGoesOn() throws Exception {
    HikariConfig config = config("leaking");
    config.setLeakDetectionThreshold(2_000); // the least that is possible
    try (LogCapture log = LogCapture.of("com.zaxxer.hikari.pool.ProxyLeakTask");
        HikariDataSource pool = new HikariDataSource(config)) {
      int pid;
      try (Connection connection = pool.getConnection()) {
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
        pid = pid(connection);
        Await.until("the warning", () -> log.text().contains("Apparent connection leak detected"));
        assertTrue(log.text().contains(HikariWatchTest.class.getName()), "the borrower's trace");
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
        assertFalse(log.text().contains("unleaked"));
      }
      assertTrue(log.text().contains("unleaked"), log::text);
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
      try (Connection connection = pool.getConnection()) {
        assertEquals(pid, pid(connection));
      }
    }
  }

  @Test
  void leakDetection_connectionGivenBack_isSilent() throws Exception {
    HikariConfig config = config("tidy");
    config.setLeakDetectionThreshold(2_000);
    try (LogCapture log = LogCapture.of("com.zaxxer.hikari.pool.ProxyLeakTask");
        HikariDataSource pool = new HikariDataSource(config)) {
      expecting(
          "device_data HIT 500",
          () -> {
            for (int i = 0; i < 500; i++) {
              try (Connection connection = pool.getConnection()) {
                assertEquals(30, rows(connection));
              }
            }
            return null;
          });
      assertEquals("", log.text());
    }
  }

  @Test
  void keepalive_ofAnIdleConnection_asksTheRealOneAndReplacesALostOne() throws Exception {
    try (HikariDataSource pool = keptAlive();
        Connection plain = plain();
        Statement statement = plain.createStatement()) {
      int pid;
      try (Connection connection = pool.getConnection()) {
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
        pid = pid(connection);
      }
      String asked = one(statement, "SELECT max(state_change)" + SESSIONS);
      for (int i = 0; i < 3; i++) {
        String before = asked;
        Await.until(
            "the pool asks",
            () -> !one(statement, "SELECT max(state_change)" + SESSIONS).equals(before));
        asked = one(statement, "SELECT max(state_change)" + SESSIONS);
      }
      assertEquals(String.valueOf(pid), one(statement, "SELECT pid" + SESSIONS));

      statement.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
      Await.until(
          "another connection", () -> one(statement, "SELECT count(*)" + SESSIONS).equals("1"));
      try (Connection connection = pool.getConnection()) {
        assertNotEquals(pid, pid(connection));
        assertEquals(30, expecting("device_data HIT 1", () -> rows(connection)));
      }
    }
  }

  /** A pool that keeps its connections alive more often than may be configured. */
  private HikariDataSource keptAlive() {
    return new HikariDataSource(config("watched")) {
      @Override
      public long getKeepaliveTime() {
        return 200;
      }
    };
  }

  private HikariConfig config(String name) {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName("io.tablecache.TableCacheDriver");
    config.setJdbcUrl(url() + "&ApplicationName=" + name);
    config.setMaximumPoolSize(1);
    config.setPoolName(name);
    return config;
  }

  private static int rows(Connection connection) throws SQLException {
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(READ)) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return Integer.parseInt(one(statement, "SELECT pg_backend_pid()"));
    }
  }

  /** The value of the only row. */
  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "no row";
    }
  }
}
