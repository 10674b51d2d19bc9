package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.model.Outcome;
import io.tablecache.stress.CachedServer.Answer;
import io.tablecache.testing.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that restart, that are replaced or that take over; connections that are lost. */
final class ServerTroubleTest {
  private static final String[] DDL = {
    "CREATE TABLE data (id integer PRIMARY KEY, value integer NOT NULL)",
    "INSERT INTO data SELECT i, i FROM generate_series(1, 100) i"
  };
  private static final String ONE = "SELECT value FROM data WHERE id = 7";
  private static final String TERMINATE_COPY =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'TableCache'"
          + " AND state = 'active' AND query LIKE 'COPY%' AND datname = current_database()";
  private static final String CONFIG =
      """
      data {
        relation = public.data
        indexes { by_id { segment = [id] } }
        freshness { every = %s, max-staleness = 1h }
      }
      """;

  @TempDir private Path directory;
  private final List<EmbeddedPostgres> servers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (EmbeddedPostgres server : servers) {
      server.close();
    }
  }

  /** Starts a server over a directory, on a port or, if it is 0, on a free one. */
  private EmbeddedPostgres start(String name, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setCleanDataDirectory(false)
            .setDataDirectory(directory.resolve(name))
            .setLocaleConfig("locale", "C")
            .setServerConfig("fsync", "off")
            .setServerConfig("wal_level", "replica");
    EmbeddedPostgres started = (port == 0 ? builder : builder.setPort(port)).start();
    servers.add(started);
    return started;
  }

  private static String url(EmbeddedPostgres server) {
    return server.getJdbcUrl("postgres", "postgres");
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static HikariDataSource pool(CachedServer server) {
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(server.dataSource());
    hikari.setMaximumPoolSize(2);
    hikari.setConnectionTimeout(30_000);
    return new HikariDataSource(hikari);
  }

  /** Reads by connections of the pool until one is answered; errors are those of a lost server. */
  private static String eventually(HikariDataSource pool) throws Exception {
    String[] value = {""};
    Await.until(
        "the pool recovers",
        () -> {
          try (Connection pooled = pool.getConnection()) {
            // What is asked of the server finds the lost connections out.
            CachedServer.rows(pooled, "SELECT count(*) FROM pg_class");
            value[0] = CachedServer.rows(pooled, ONE).get(0);
            return true;
          } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            assertTrue(state.startsWith("08") || state.startsWith("57P"), e.toString());
            return false;
          }
        });
    return value[0];
  }

  /** The engine's own connection is found lost by the first attempt. */
  private static void adjustOnTheNewServer(CachedServer server) throws Exception {
    Await.until(
        "an adjustment on the new server",
        () -> {
          try {
            server.adjust("data");
            return true;
          } catch (SQLException lost) {
            return false;
          }
        });
  }

  @Test
  void server_replacedByAnotherCluster_nothingOfTheFormerIsServed() throws Exception {
    EmbeddedPostgres former = start("former", 0);
    try (CachedServer server =
        CachedServer.of(url(former), directory, CONFIG.formatted("1h"), DDL)) {
      server.loaded();
      try (HikariDataSource pool = pool(server)) {
        try (Connection pooled = pool.getConnection()) {
          assertEquals(new Answer(List.of("7"), true), server.answer(pooled, "data", ONE));
        }
        former.close();
        EmbeddedPostgres next = start("next", former.getPort());
        execute(url(next), DDL);
        execute(url(next), "UPDATE data SET value = 1000 + value");

        // No round has come since: what is cached is of the former server, and is young enough.
        assertEquals("1007", eventually(pool));
        assertTrue(server.counted("data", Outcome.OTHER_SERVER) >= 1, "known for another server");

        adjustOnTheNewServer(server);
        try (Connection pooled = pool.getConnection()) {
          assertEquals(new Answer(List.of("1007"), true), server.answer(pooled, "data", ONE));
        }
      }
    }
  }

  @Test
  void server_replacedWhileRoundsGoOn_isAnsweredFromAgainByItself() throws Exception {
    EmbeddedPostgres former = start("former", 0);
    try (CachedServer server =
        CachedServer.of(url(former), directory, CONFIG.formatted("100ms"), DDL)) {
      server.loaded();
      try (HikariDataSource pool = pool(server)) {
        assertEquals("7", eventually(pool));
        former.close();
        EmbeddedPostgres next = start("next", former.getPort());
        execute(url(next), DDL);
        execute(url(next), "UPDATE data SET value = 1000 + value");

        assertEquals("1007", eventually(pool));
        Await.until(
            "hits again",
            () -> {
              try (Connection pooled = pool.getConnection()) {
                Answer answer = server.answer(pooled, "data", ONE);
                assertEquals(List.of("1007"), answer.rows());
                return answer.isHit();
              }
            });
      }
    }
  }

  @Test
  void standby_promoted_nothingOfTheFormerTimelineIsServed() throws Exception {
    EmbeddedPostgres primary = start("primary", 0);
    execute(url(primary), DDL);
    primary.close();
    copy(directory.resolve("primary"), directory.resolve("standby"));
    primary = start("primary", primary.getPort());
    Files.createFile(directory.resolve("standby/standby.signal"));
    Files.writeString(
        directory.resolve("standby/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port="
            + primary.getPort()
            + " user=postgres'\nhot_standby = on\n");
    EmbeddedPostgres standby = start("standby", 0);
    String url =
        "jdbc:postgresql://localhost:%d,localhost:%d/postgres?user=postgres&targetServerType=primary&hostRecheckSeconds=0"
            .formatted(primary.getPort(), standby.getPort());

    try (CachedServer server = CachedServer.of(url, directory, CONFIG.formatted("1h"))) {
      server.loaded();
      try (HikariDataSource pool = pool(server)) {
        try (Connection pooled = pool.getConnection()) {
          assertEquals(new Answer(List.of("7"), true), server.answer(pooled, "data", ONE));
        }
        // A session on the standby is never answered, however equal its rows are.
        try (Connection onStandby =
            DriverManager.getConnection(
                url(standby).replaceFirst("^jdbc:", "jdbc:tablecache:")
                    + "&tablecache.config="
                    + server.dataSource().getConfig())) {
          assertEquals(List.of("7"), CachedServer.rows(onStandby, ONE));
        }
        primary.close();
        execute(url(standby), "SELECT pg_promote(true)", "UPDATE data SET value = 2000 + value");

        // Same system identifier and database; the snapshot is young, but of the former timeline.
        assertEquals("2007", eventually(pool));
        assertTrue(server.counted("data", Outcome.OTHER_SERVER) >= 1, "known for another server");

        adjustOnTheNewServer(server);
        try (Connection pooled = pool.getConnection()) {
          assertEquals(new Answer(List.of("2007"), true), server.answer(pooled, "data", ONE));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(
              target,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else if (!file.endsWith("postmaster.pid")) {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void connection_lostInTheMiddleOfALoad_leavesTheFormerSnapshotWhole() throws Exception {
    String[] ddl = {
      DDL[0], "INSERT INTO data SELECT i, 0 FROM generate_series(1, 300000) i",
    };
    try (CachedServer server = CachedServer.of(directory, CONFIG.formatted("1h"), ddl).loaded();
        Connection cached = server.cached()) {
      String all = "SELECT id, value FROM data WHERE value >= 0";
      assertEquals(300_000, server.answer(cached, "data", all).rows().size());
      server.execute("UPDATE data SET value = 1");
      int ended = 0;
      for (int attempt = 0; attempt < 200 && ended < 3; attempt++) {
        ended += endLoad(server);
      }
      assertTrue(ended > 0, "a load was ended while it copied");

      server.adjust("data");
      Answer answer = server.answer(cached, "data", all);
      assertTrue(answer.isHit());
      assertEquals(300_000, answer.rows().size());
      assertTrue(answer.rows().stream().allMatch(row -> row.endsWith(",1")));
    }
  }

  /** Asks for a load and ends its connection while it copies; how often that came about. */
  private static int endLoad(CachedServer server) throws Exception {
    CountDownLatch isDone = new CountDownLatch(1);
    server.execute("UPDATE data SET value = 1 WHERE id <= 200000");
    int ended = 0;
    try (Background loading = new Background();
        Connection plain = server.plain()) {
      loading.start(
          () -> {
            try {
              server.adjust("data");
            } catch (SQLException lost) {
              // The load was ended.
            } finally {
              isDone.countDown();
            }
          });
      while (isDone.getCount() > 0) {
        ended += CachedServer.rows(plain, TERMINATE_COPY).size();
      }
    }
    return ended;
  }

  @Test
  void connection_lostInATransaction_failsAsThePlainOne() throws Exception {
    try (CachedServer server = CachedServer.of(directory, CONFIG.formatted("1h"), DDL).loaded()) {
      List<String> plain;
      List<String> cached;
      try (Connection connection = server.plain()) {
        plain = statesAfterLoss(server, connection);
      }
      try (Connection connection = server.cached()) {
        cached = statesAfterLoss(server, connection);
      }
      assertEquals(plain, cached);
      assertEquals(List.of("7"), server.expected(ONE), "was not committed");
      try (Connection fresh = server.cached()) {
        assertEquals(List.of("7"), CachedServer.rows(fresh, ONE));
      }
    }
  }

  private static List<String> statesAfterLoss(CachedServer server, Connection connection)
      throws SQLException {
    List<String> states = new ArrayList<>();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE data SET value = -1 WHERE id = 7");
      states.add(CachedServer.rows(connection, ONE).toString());
      String pid = CachedServer.rows(connection, "SELECT pg_backend_pid()").get(0);
      server.execute("SELECT pg_terminate_backend(" + pid + ", 10000)");
      states.add(state(() -> CachedServer.rows(connection, ONE)));
      states.add(state(() -> CachedServer.rows(connection, ONE)));
      states.add(state(connection::commit));
      states.add(String.valueOf(connection.isClosed()));
      states.add(String.valueOf(connection.isValid(1)));
    }
    return states;
  }

  /** What may fail. */
  @FunctionalInterface
  private interface Call {
    void run() throws SQLException;
  }

  private static String state(Call call) {
    return String.valueOf(assertThrows(SQLException.class, call::run).getSQLState());
  }
}
