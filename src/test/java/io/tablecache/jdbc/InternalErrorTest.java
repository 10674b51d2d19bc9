package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tablecache.model.Outcome;
import io.tablecache.plan.LexedStatement;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** A failure in the cache's own code delegates the statement and is counted. */
final class InternalErrorTest {
  private static final CacheReader.SlotBinder FAILING =
      (values, slot, source) -> {
        throw new IllegalStateException("made by the test");
      };

  @Test
  void read_whileOwnCodeFails_isDelegatedCountedAndLeavesTheConnectionSound() throws Exception {
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection cached = database.cached()) {
      TableCacheConnection connection = cached.unwrap(TableCacheConnection.class);
      CacheReader reader = connection.newReader();
      LexedStatement lexed = reader.lex(DeviceDatabase.COVERED, false);
      assertNotNull(lexed);
      Answerable answerable = reader.plan(lexed, new int[0]);
      assertNotNull(answerable);

      assertNull(
          database.assertOutcome(
              Outcome.INTERNAL_ERROR,
              () -> {
                Object rows = reader.read(answerable, FAILING, 0);
                return rows;
              }));

      assertEquals(Outcome.INTERNAL_ERROR, reader.outcome());
      database.assertOutcome(
          Outcome.HIT, () -> cached.createStatement().executeQuery(DeviceDatabase.COVERED).next());
    }
  }
}
