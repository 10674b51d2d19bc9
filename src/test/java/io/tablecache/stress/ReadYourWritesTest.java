package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.Await;
import io.tablecache.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** A write through this driver is seen by whoever is told of it, on any connection of the JVM. */
final class ReadYourWritesTest {
  private static final int ROUNDS = Integer.getInteger("tablecache.stress.rounds", 20_000);
  private static final long MAX_SECONDS = Long.getLong("tablecache.stress.seconds", 15);
  private static final long SEED = Long.getLong("tablecache.stress.seed", 20_261_125L);
  private static final int HANDOVERS = Integer.getInteger("tablecache.stress.handovers", 20_000);

  /** How many rows there are, each a segment of its own. */
  private static final int ROWS = 1_000;

  /** How many of them are written where threads hand over. */
  private static final int IDS = 16;

  private static final String CONFIG =
      """
      counters {
        relation = public.counters
        indexes { by_id { segment = [id] } }
        freshness { every = 10s, max-staleness = 20s }
      }
      """;
  private static final String[] DDL = {
    "CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL)",
    "INSERT INTO counters SELECT i, 0 FROM generate_series(0, 999) i",
    "CREATE FUNCTION put(integer, integer) RETURNS integer LANGUAGE sql AS"
        + " 'UPDATE counters SET value = $2 WHERE id = $1 RETURNING value'",
    "CREATE PROCEDURE put_all(integer, integer) LANGUAGE plpgsql AS"
        + " 'BEGIN UPDATE counters SET value = $2 WHERE id = $1; COMMIT; END'",
    "CREATE TABLE orders (id integer, value integer)",
    "CREATE FUNCTION order_made() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE counters SET"
        + " value = NEW.value WHERE id = NEW.id; RETURN NEW; END'",
    "CREATE TRIGGER made AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION order_made()"
  };

  @TempDir private Path directory;

  /** What the reader is told of: the row's value now, or that it is gone (negative). */
  private record Told(int id, int value) {}

  @Test
  void read_rightAfterAnotherThreadsCommit_seesIt() throws Exception {
    SynchronousQueue<Told> told = new SynchronousQueue<>();
    SynchronousQueue<String> answers = new SynchronousQueue<>();
    Random random = new Random(SEED);
    try (CachedServer server = CachedServer.of(directory, CONFIG, DDL).loaded();
        Connection writing = server.cached();
        Connection reading = server.cached();
        Connection adjusting = server.cached();
        Background background = new Background()) {
      background.repeat(
          () -> {
            try (Statement call = adjusting.createStatement()) {
              call.execute("CALL tablecache.adjust('counters')");
            }
          });
      background.repeat(
          () -> {
            Told next = told.poll(10, TimeUnit.MILLISECONDS);
            if (next != null) {
              answers.put(read(reading, next.id(), next.value()));
            }
          });
      PreparedStatement own = writing.prepareStatement("SELECT value FROM counters WHERE id = ?");
      long hitsBefore = server.hits("counters");
      long start = System.nanoTime();
      int rounds = 0;
      int value = 0;
      while (rounds < ROUNDS && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
        int id = random.nextInt(IDS);
        Way any = Way.values()[random.nextInt(Way.values().length)];
        value++;
        boolean isCommittedLate = random.nextInt(16) == 0;
        Way way = isCommittedLate ? Way.COMMIT_BY_SQL : any;
        int visible =
            isCommittedLate
                ? writeAndCommitLate(server, writing, id, value)
                : way.write(writing, id, value);
        // The same connection, then another one, each more than once: an adjustment may end in
        // between, and its snapshot must have the row too.
        for (int i = 0; i < 2; i++) {
          own.setInt(1, id);
          try (ResultSet row = own.executeQuery()) {
            assertEquals(visible, row.next() ? row.getInt(1) : -1, "seed " + SEED + " by " + way);
          }
          told.put(new Told(id, visible));
          String answer = answers.poll(20, TimeUnit.SECONDS);
          background.check();
          assertEquals("", answer, "seed " + SEED + " by " + way + ", round " + rounds);
          rounds += 2;
        }
        if (random.nextInt(8) == 0) {
          readUntilHit(server, own, id, visible);
        }
        if (visible < 0) {
          Way.INSERT.write(writing, id, value);
        }
      }
      background.end();
      long hits = server.hits("counters") - hitsBefore;
      String figures =
          "%d reads after a write, %d from the cache, %s adjustments, %d ms"
              .formatted(
                  rounds,
                  hits,
                  server.status("counters", "adjustments"),
                  (System.nanoTime() - start) / 1_000_000);
      System.out.println("stress: " + figures);
      assertTrue(rounds >= ROUNDS || rounds > 1000, figures);
      assertTrue(hits > rounds / 100, figures);
    }
  }

  /**
   * One thread hands over from the writing connection to the reading one, so that nothing but the
   * driver's own floors stands between a commit and the next read.
   */
  @Test
  void read_onAnotherConnectionAfterEachCommit_seesItEveryTime() throws Exception {
    int[] values = new int[ROWS];
    Random random = new Random(SEED);
    try (CachedServer server = CachedServer.of(directory, CONFIG, DDL).loaded();
        Connection writing = server.cached();
        Connection reading = server.cached();
        Connection adjusting = server.cached();
        PreparedStatement write =
            writing.prepareStatement("UPDATE counters SET value = ? WHERE id = ?");
        PreparedStatement writeAll =
            writing.prepareStatement("UPDATE counters SET value = value + ?");
        PreparedStatement read =
            reading.prepareStatement("SELECT value FROM counters WHERE id = ?");
        Background background = new Background()) {
      background.repeat(
          () -> {
            try (Statement call = adjusting.createStatement()) {
              call.execute("CALL tablecache.adjust('counters')");
            }
          });
      long hitsBefore = server.hits("counters");
      long start = System.nanoTime();
      for (int i = 0; i < HANDOVERS; i++) {
        int id = random.nextInt(ROWS);
        if (i % 1024 == 0) {
          writeAll.setInt(1, 1);
          assertEquals(ROWS, writeAll.executeUpdate());
          for (int j = 0; j < ROWS; j++) {
            values[j]++;
          }
        } else {
          values[id] += 2;
          write.setInt(1, values[id]);
          write.setInt(2, id);
          assertEquals(1, write.executeUpdate());
        }
        // The row that was written, and one of another segment, which may be answered from here.
        for (int asked : new int[] {id, random.nextInt(ROWS)}) {
          read.setInt(1, asked);
          try (ResultSet row = read.executeQuery()) {
            assertTrue(row.next());
            assertEquals(values[asked], row.getInt(1), "seed " + SEED + ", hand-over " + i);
          }
        }
      }
      background.end();
      long hits = server.hits("counters") - hitsBefore;
      System.out.printf(
          "stress: %d hand-overs, %d of %d reads from the cache, %d ms%n",
          HANDOVERS, hits, 2 * HANDOVERS, (System.nanoTime() - start) / 1_000_000);
      assertTrue(hits > HANDOVERS / 20, hits + " hits");
    }
  }

  /** A snapshot is taken between the write and its commit. */
  private static int writeAndCommitLate(
      CachedServer server, Connection connection, int id, int value) throws SQLException {
    Way.run(connection, "BEGIN", "UPDATE counters SET value = " + value + " WHERE id = " + id);
    server.adjust("counters");
    Way.run(connection, "COMMIT");
    return value;
  }

  /** Reads until the next adjustment has ended; what was written stays visible. */
  private static void readUntilHit(
      CachedServer server, PreparedStatement statement, int id, int expected) throws SQLException {
    long hits = server.hits("counters");
    for (int i = 0; i < 1000 && server.hits("counters") == hits; i++) {
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        assertEquals(expected, row.next() ? row.getInt(1) : -1, "seed " + SEED);
      }
    }
  }

  /** Empty, or what was wrong. */
  private static String read(Connection connection, int id, int expected) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT value FROM counters WHERE id = ?")) {
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        int actual = row.next() ? row.getInt(1) : -1;
        return actual == expected ? "" : "read " + actual + " instead of " + expected;
      }
    }
  }

  /** The ways in which an application can write a value; what can be seen of it is returned. */
  private enum Way {
    INSERT {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        update(
            connection,
            "INSERT INTO counters VALUES (?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET value = excluded.value",
            id,
            value);
        return value;
      }
    },
    UPDATE_IN_TRANSACTION {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        connection.setAutoCommit(false);
        update(connection, "UPDATE counters SET value = $2 WHERE id = $1", id, value);
        connection.commit();
        connection.setAutoCommit(true);
        return value;
      }
    },
    COMMIT_BY_AUTOCOMMIT {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        connection.setAutoCommit(false);
        update(connection, "UPDATE counters SET value = $2 WHERE id = $1", id, value);
        connection.setAutoCommit(true);
        return value;
      }
    },
    COMMIT_BY_SQL {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "BEGIN",
            "UPDATE counters SET value = " + value + " WHERE id = " + id,
            "COMMIT");
        return value;
      }
    },
    ONE_TEXT {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "BEGIN; UPDATE counters SET value = " + value + " WHERE id = " + id + "; COMMIT");
        return value;
      }
    },
    RETURNING {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery(
                    "UPDATE counters SET value = "
                        + value
                        + " WHERE id = "
                        + id
                        + " RETURNING value")) {
          row.next();
          return row.getInt(1);
        }
      }
    },
    WRITING_CTE {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "WITH w AS (UPDATE counters SET value = "
                + value
                + " WHERE id = "
                + id
                + " RETURNING 1) SELECT * FROM w");
        return value;
      }
    },
    FUNCTION {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(connection, "SELECT put(" + id + ", " + value + ")");
        return value;
      }
    },
    PROCEDURE {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        try (CallableStatement call = connection.prepareCall("CALL put_all(?, ?)")) {
          call.setInt(1, id);
          call.setInt(2, value);
          call.execute();
        }
        return value;
      }
    },
    ANONYMOUS_BLOCK {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "DO $$ BEGIN UPDATE counters SET value = " + value + " WHERE id = " + id + "; END $$");
        return value;
      }
    },
    BATCH {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          statement.addBatch("SELECT 1");
          statement.clearBatch();
          statement.addBatch("UPDATE counters SET value = value - 1 WHERE id = " + id);
          statement.addBatch("UPDATE counters SET value = " + value + " WHERE id = " + id);
          statement.executeBatch();
        }
        return value;
      }
    },
    UPDATABLE_RESULT {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        try (Statement statement =
                connection.createStatement(
                    ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet row =
                statement.executeQuery("SELECT id, value FROM counters WHERE id = " + id)) {
          row.next();
          row.updateInt(2, value);
          row.updateRow();
        }
        return value;
      }
    },
    SQL_EXECUTE {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "PREPARE put AS UPDATE counters SET value = $2 WHERE id = $1",
            "EXECUTE put(" + id + ", " + value + ")",
            "DEALLOCATE put");
        return value;
      }
    },
    EXPLAIN_ANALYZE {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "EXPLAIN (ANALYZE) UPDATE counters SET value = " + value + " WHERE id = " + id);
        return value;
      }
    },
    TRIGGER {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(connection, "INSERT INTO orders VALUES (" + id + ", " + value + ")");
        return value;
      }
    },
    DELETE {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(connection, "DELETE FROM counters WHERE id = " + id);
        return -1;
      }
    },
    DELETE_AND_ROLLBACK {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        INSERT.write(connection, id, value);
        connection.setAutoCommit(false);
        run(connection, "DELETE FROM counters");
        connection.rollback();
        connection.setAutoCommit(true);
        return value;
      }
    },
    ROLLED_BACK_SAVEPOINT {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        connection.setAutoCommit(false);
        INSERT.write(connection, id, value);
        var savepoint = connection.setSavepoint();
        run(connection, "DELETE FROM counters");
        connection.rollback(savepoint);
        connection.commit();
        connection.setAutoCommit(true);
        return value;
      }
    },
    TRUNCATE_AND_REFILL {
      @Override
      int write(Connection connection, int id, int value) throws SQLException {
        run(
            connection,
            "BEGIN; CREATE TEMP TABLE IF NOT EXISTS kept (id integer, value integer);"
                + " TRUNCATE kept; INSERT INTO kept SELECT * FROM counters; TRUNCATE counters;"
                + " INSERT INTO counters SELECT * FROM kept; COMMIT");
        return INSERT.write(connection, id, value);
      }
    };

    abstract int write(Connection connection, int id, int value) throws SQLException;

    static void update(Connection connection, String sql, int id, int value) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(sql.replace("$2", "?").replace("$1", String.valueOf(id)))) {
        if (sql.contains("$1")) {
          statement.setInt(1, value);
        } else {
          statement.setInt(1, id);
          statement.setInt(2, value);
        }
        statement.executeUpdate();
      }
    }

    static void run(Connection connection, String... texts) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        for (String sql : texts) {
          statement.execute(sql);
        }
      }
    }
  }

  @Test
  void read_afterCopyThroughTheDriversOwnInterface_seesItOnEveryConnection() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG, DDL).loaded();
        Connection writing = server.cached();
        Connection reading = server.cached()) {
      var copies = writing.unwrap(PGConnection.class).getCopyAPI();
      for (int id = ROWS; id < ROWS + 10; id++) {
        server.adjust("counters");
        assertEquals("", read(reading, id, -1));

        copies.copyIn("COPY counters FROM STDIN", new java.io.StringReader(id + "\t7\n"));

        assertEquals("", read(reading, id, 7));
        assertEquals("", read(writing, id, 7));
      }
    }
  }

  @Test
  void read_afterAWriteWasGivenUpThatCommitsLater_seesItFromThenOn() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG, DDL).loaded();
        Connection writing = server.cached();
        Connection reading = server.cached()) {
      writing.setNetworkTimeout(Runnable::run, 700);
      try (Statement statement = writing.createStatement()) {
        assertThrows(
            SQLException.class,
            () ->
                statement.execute(
                    "UPDATE counters SET value = 5 FROM pg_sleep(2.5) WHERE counters.id = 1"));
      }
      String sql = "SELECT value FROM counters WHERE id = 1";
      long start = System.nanoTime();
      boolean isCommitted = false;
      while (!isCommitted || System.nanoTime() - start < 3_500_000_000L) {
        isCommitted = server.expected(sql).equals(List.of("5"));
        List<String> read = CachedServer.rows(reading, sql);
        assertTrue(!isCommitted || read.equals(List.of("5")), "committed, but read " + read);
        assertTrue(System.nanoTime() - start < 20_000_000_000L, "never committed");
      }
      Await.until("a hit", () -> server.answer(reading, "counters", sql).isHit());
    }
  }

  @Test
  void read_afterWriteUnderAnotherConfigOfTheSameDatabase_seesIt() throws Exception {
    String url = PostgresServer.shared().createDatabase();
    try (CachedServer one = CachedServer.of(url, directory, CONFIG, DDL).loaded();
        CachedServer other = CachedServer.of(url, directory, CONFIG).loaded();
        Connection writing = one.cached();
        Connection reading = other.cached()) {
      for (int value = 1; value < 10; value++) {
        other.adjust("counters");
        assertEquals("", read(reading, 3, value - 1));
        assertEquals(value, Way.UPDATE_IN_TRANSACTION.write(writing, 3, value));
        assertEquals("", read(reading, 3, value));
      }
      assertTrue(other.hits("counters") >= 9);
    }
  }

  @Test
  void read_afterCommitWhoseAnswerWasLost_seesItOnOtherConnections() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG, DDL).loaded();
        Connection writing = server.cached();
        Connection reading = server.cached()) {
      Way.run(writing, "BEGIN", "UPDATE counters SET value = 5 WHERE id = 1");

      server.adjust("counters");
      long hits = server.hits("counters");
      assertEquals("", read(reading, 1, 0));
      assertEquals(hits + 1, server.hits("counters"), "the snapshot is later than the update");
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in"
              + " transaction' AND datname = current_database() AND query LIKE 'UPDATE counters%'");

      org.junit.jupiter.api.Assertions.assertThrows(
          SQLException.class, () -> Way.run(writing, "COMMIT"));

      // Whether it was committed is not known to this driver, so it must ask.
      assertEquals("", read(reading, 1, 0));
      assertEquals(hits + 1, server.hits("counters"), "goes to the database");
    }
  }
}
