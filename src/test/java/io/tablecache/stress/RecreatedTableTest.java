package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.stress.CachedServer.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cached relation that another process drops and makes anew: writes reach it as before. */
final class RecreatedTableTest {
  private static final String VIEW = "CREATE VIEW shown AS SELECT id, value FROM data";
  private static final String CONFIG =
      """
      data { relation = public.data, freshness { every = 1h, max-staleness = 2h } }
      shown { relation = public.shown, freshness { every = 1h, max-staleness = 2h } }
      """;
  private static final String READ = "SELECT value FROM shown WHERE id = 1";

  @TempDir private Path directory;

  @Test
  void write_inATransactionThatIsOlderThanTheNewView_isSeenThroughIt() throws Exception {
    try (CachedServer server =
            CachedServer.of(
                    directory,
                    CONFIG,
                    "CREATE TABLE data (id integer PRIMARY KEY, value integer NOT NULL)",
                    "INSERT INTO data VALUES (1, 0)",
                    VIEW)
                .loaded();
        Connection writing = server.cached();
        Connection reading = server.cached()) {
      assertEquals(new Answer(List.of("0"), true), server.answer(reading, "shown", READ));
      server.execute("DROP VIEW shown");
      assertThrows(SQLException.class, () -> server.adjust("shown"));
      server.adjust("data");
      server.execute(VIEW);

      // Nobody has told the driver yet that a write to the table changes the view.
      writing.setAutoCommit(false);
      execute(writing, "UPDATE data SET value = 1");
      server.adjust("shown");
      assertEquals(List.of("1"), CachedServer.rows(writing, READ));
      writing.commit();
      assertEquals(List.of("1"), CachedServer.rows(reading, READ));
      server.adjust("shown");
      assertEquals(new Answer(List.of("1"), true), server.answer(reading, "shown", READ));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
