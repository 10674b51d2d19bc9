package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

final class ZoneProofTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"})
  void holds_zoneThatBothKnowAlike_isTrueAndBeginsNoTransaction(String zone) throws SQLException {
    try (Connection connection = PostgresServer.shared().connect()) {
      connection.setAutoCommit(false);
      BaseConnection real = connection.unwrap(BaseConnection.class);
      assertTrue(ZoneProof.holds(real, ZoneId.of(zone)));
      assertEquals(TransactionState.IDLE, real.getTransactionState());
    }
  }

  @Test
  void holds_sameNameWithOtherRules_isFalse() throws SQLException {
    try (Connection connection = PostgresServer.shared().connect()) {
      // A POSIX specification for PostgreSQL, which counts to the west; not so for the JDK.
      assertFalse(ZoneProof.holds(connection.unwrap(BaseConnection.class), ZoneId.of("UTC+03:00")));
    }
  }
}
