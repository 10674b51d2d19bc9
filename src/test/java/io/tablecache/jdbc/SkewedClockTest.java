package io.tablecache.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.ConfigReader;
import io.tablecache.engine.CachedTable;
import io.tablecache.engine.EngineKey;
import io.tablecache.engine.EngineLease;
import io.tablecache.engine.EngineRegistry;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import io.tablecache.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;

/** This machine's clock differs from the database's. */
final class SkewedClockTest {
  private static final String READ = "SELECT id FROM reading WHERE ts >= ? ORDER BY ts";

  @TempDir private Path directory;

  /** The machine's clock, set wrong. */
  private record Skewed(long millis) implements Clock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long wallMillis() {
      return System.currentTimeMillis() + millis;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 600_000, -600_000})
  void movingWindow_clientsClockTenMinutesOff_isThatOfTheDatabase(long millis) throws Exception {
    String url = PostgresServer.shared().createDatabase();
    Path config = directory.resolve("tablecache.conf");
    Files.writeString(
        config,
        "tablecache.tables { reading { relation = public.reading"
            + ", window { range = ts, from = -2m, zone = UTC } } }");
    Clock clock = new Skewed(millis);
    EngineRegistry engines = new EngineRegistry(Duration.ZERO, clock);
    try (Connection plain = DriverManager.getConnection(url);
        Statement statement = plain.createStatement()) {
      statement.execute(
          "CREATE TABLE reading (id integer PRIMARY KEY, ts timestamp NOT NULL);"
              + " INSERT INTO reading SELECT n, (now() AT TIME ZONE 'UTC') - n * interval '20 s'"
              + " FROM generate_series(-3, 30) n");
      Properties address = Driver.parseURL(url, null);
      EngineLease lease =
          engines.acquire(
              EngineKey.of(address, config.toString()),
              () -> ConfigReader.read(config.toString()),
              loader -> DriverManager.getConnection(url));
      CachedTable table = lease.engine().tables().get(0);
      assertTrue(lease.engine().awaitLoaded(Duration.ofSeconds(30)));
      try (Connection cached =
          new TableCacheConnection(
              DriverManager.getConnection(url).unwrap(BaseConnection.class),
              lease,
              new CachedDatabase(lease.engine()),
              clock,
              Long.MAX_VALUE)) {
        LocalDateTime now = databaseNow(statement);

        long hits = table.counted(Outcome.HIT);
        assertEquals(ids(plain, now.minusSeconds(90)), ids(cached, now.minusSeconds(90)));
        assertEquals(hits + 1, table.counted(Outcome.HIT));

        long notCovered = table.counted(Outcome.NOT_COVERED);
        assertEquals(ids(plain, now.minusMinutes(4)), ids(cached, now.minusMinutes(4)));
        assertEquals(notCovered + 1, table.counted(Outcome.NOT_COVERED));
      }
    } finally {
      engines.closeAll();
    }
  }

  private static LocalDateTime databaseNow(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT now() AT TIME ZONE 'UTC'")) {
      row.next();
      return row.getObject(1, LocalDateTime.class);
    }
  }

  private static List<Integer> ids(Connection connection, LocalDateTime from) throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, from);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getInt(1));
        }
      }
    }
    return ids;
  }
}
