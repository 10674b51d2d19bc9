package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.stress.CachedServer.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An event trigger that writes whenever a session starts: its write is seen by that session and by
 * the others of this process.
 */
final class LoginTriggerTest {
  private static final int FIRST_WITH_LOGIN = 17;

  private static final String[] TABLE = {
    "CREATE TABLE data (id integer PRIMARY KEY, value integer NOT NULL)",
    "INSERT INTO data VALUES (7, 0)",
    "CREATE TABLE armed ()",
    "CREATE FUNCTION counting() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
        + " IF EXISTS (SELECT FROM armed) THEN UPDATE data SET value = value + 1 WHERE id = 7;"
        + " END IF; END $$"
  };
  private static final String TRIGGER =
      "CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION counting()";
  private static final String ARM = "INSERT INTO armed DEFAULT VALUES";
  private static final String DISARM = "DELETE FROM armed";
  private static final String CONFIG =
      """
      data {
        relation = public.data
        indexes { by_id { segment = [id] } }
        freshness { every = 1h, max-staleness = 2h }
      }
      """;
  private static final String ONE = "SELECT value FROM data WHERE id = 7";

  @TempDir private Path directory;

  @Test
  void session_whoseStartWrote_isSeenByItselfAndTheOthers() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG, TABLE)) {
      if (!hasTheEvent(server)) {
        return;
      }
      server.execute(TRIGGER);
      server.loaded();
      try (Connection early = server.cached()) {
        assertEquals(server.expected(ONE), CachedServer.rows(early, ONE));
        server.adjust("data");
        List<String> before = server.expected(ONE);
        assertEquals(new Answer(before, true), server.answer(early, "data", ONE));

        server.execute(ARM);
        try (Connection late = server.cached()) {
          server.execute(DISARM);
          List<String> after = server.expected(ONE);
          assertNotEquals(before, after);
          assertEquals(after, CachedServer.rows(late, ONE));
          assertEquals(after, CachedServer.rows(early, ONE));
          server.adjust("data");
          assertEquals(new Answer(after, true), server.answer(late, "data", ONE));
        }
      }
    }
  }

  @Test
  void firstSession_whoseStartWrote_isSeenByItself() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG, TABLE)) {
      if (!hasTheEvent(server)) {
        return;
      }
      server.execute(TRIGGER, ARM);
      try (Connection first = server.cached();
          Connection second = server.cached()) {
        server.execute(DISARM);
        server.loaded();
        assertEquals(server.expected(ONE), CachedServer.rows(first, ONE));
        assertEquals(server.expected(ONE), CachedServer.rows(second, ONE));
      }
    }
  }

  /** An older server refuses the trigger. */
  private static boolean hasTheEvent(CachedServer server) throws SQLException {
    int version = Integer.parseInt(server.expected("SHOW server_version_num").get(0)) / 10_000;
    if (version < FIRST_WITH_LOGIN) {
      assertThrows(SQLException.class, () -> server.execute(TRIGGER));
      return false;
    }
    return true;
  }
}
