package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionZoneTest {
  @ParameterizedTest
  @CsvSource({
    "UTC, UTC",
    "utc, UTC",
    "Etc/UTC, Etc/UTC",
    "GMT, GMT",
    "europe/berlin, Europe/Berlin",
    "Etc/GMT+5, Etc/GMT+5",
  })
  void of_nameOfTzDatabase_isThatZone(String setting, String zone) throws SQLException {
    assertEquals(ZoneId.of(zone), SessionZone.of(reported("'" + setting + "'")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "'GMT+5'",
        "'UTC-3'",
        "'EST5EDT4,M3.2.0,M11.1.0'",
        "'<+0530>-05:30'",
        "INTERVAL '-08:00' HOUR TO MINUTE"
      })
  void of_anyOtherSetting_isNull(String setting) throws SQLException {
    assertNull(SessionZone.of(reported(setting)));
  }

  private static String reported(String setting) throws SQLException {
    try (Connection connection = PostgresServer.shared().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE " + setting);
      try (ResultSet result = statement.executeQuery("SHOW TimeZone")) {
        result.next();
        return String.valueOf(result.getString(1));
      }
    }
  }
}
