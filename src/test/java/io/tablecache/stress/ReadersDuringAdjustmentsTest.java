package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers while a writer commits and adjustments run: each answer is the table at one version. */
final class ReadersDuringAdjustmentsTest {
  private static final long SEED = Long.getLong("tablecache.stress.seed", 20_261_124L);
  private static final long SECONDS = Long.getLong("tablecache.stress.seconds", 8);
  private static final int MAX_VERSIONS = 200_000;
  private static final int HITS_WANTED = 3_000;

  /** However slow the machine is, by then there are enough hits. */
  private static final long MAX_SECONDS = 60;

  /** What is allowed of a snapshot's age: the table's, and what one reader's session asks for. */
  private static final long TABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long SESSION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final String LOCK_NOT_AVAILABLE = "SQLState 55P03";

  private static final String CONFIG =
      """
      device_data {
        relation = public.device_data
        indexes {
          time            { range = ts }
          device_and_time { segment = [device_id], range = ts }
        }
        window { range = ts, from = "2026-01-01T00:00:00", zone = UTC }
        freshness { every = 200ms, max-staleness = 500ms }
      }
      """;

  @TempDir private Path directory;

  @Test
  void reads_duringAdjustments_areTheTableAtOneVersion() throws Exception {
    VersionLog log = new VersionLog(MAX_VERSIONS);
    try (CachedServer server = CachedServer.of(directory, CONFIG, VersionWriter.DDL);
        VersionWriter writer = new VersionWriter(server.plain(), server.plain(), log, SEED);
        Background background = new Background()) {
      for (int i = 0; i < 20; i++) {
        writer.next();
      }
      server.loaded();
      background.repeat(writer::next);
      Connection adjusting = server.cached();
      background.repeat(() -> adjust(adjusting));
      VersionReader impatient = reader(server, log, SESSION_NANOS, 1);
      VersionReader[] readers = {
        reader(server, log, TABLE_NANOS, 2), reader(server, log, TABLE_NANOS, 3), impatient
      };
      for (VersionReader reader : readers) {
        background.repeat(reader::next);
      }
      long start = System.nanoTime();
      while (!isOver(System.nanoTime() - start, server) && log.last() < MAX_VERSIONS - 1000) {
        background.check();
        LockSupport.parkNanos(10_000_000);
      }
      background.end();
      int reads = 0;
      for (VersionReader reader : readers) {
        reads += reader.reads();
      }
      long hits = server.hits("device_data");
      String figures =
          "seed %d: %d versions, %d reads, %d hits, %d too old, %s adjustments, %s failures (%s)"
              .formatted(
                  SEED,
                  log.last(),
                  reads,
                  hits,
                  server.counted("device_data", Outcome.TOO_OLD),
                  server.status("device_data", "adjustments"),
                  server.status("device_data", "failures"),
                  server.status("device_data", "last_failure"));
      System.out.println("stress: " + figures);
      assertTrue(hits > HITS_WANTED && hits > reads / 3, figures);
      adjusting.close();
    }
  }

  /** Adjusts now, unless the writer keeps the table locked for longer than adjustments wait. */
  private static void adjust(Connection connection) throws SQLException {
    try (Statement call = connection.createStatement()) {
      call.execute("CALL tablecache.adjust('device_data')");
    } catch (SQLException e) {
      if (!String.valueOf(e.getMessage()).contains(LOCK_NOT_AVAILABLE)) {
        throw e;
      }
    }
  }

  private static boolean isOver(long nanos, CachedServer server) throws SQLException {
    return nanos > TimeUnit.SECONDS.toNanos(MAX_SECONDS)
        || (nanos > TimeUnit.SECONDS.toNanos(SECONDS) && server.hits("device_data") > HITS_WANTED);
  }

  private static VersionReader reader(
      CachedServer server, VersionLog log, long maxStalenessNanos, int number) throws Exception {
    Connection connection = server.cached();
    if (maxStalenessNanos == SESSION_NANOS) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET tablecache.max_staleness = '100ms'");
      }
    }
    return new VersionReader(connection, log, maxStalenessNanos, SEED + number);
  }
}
