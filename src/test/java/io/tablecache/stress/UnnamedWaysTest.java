package io.tablecache.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.Await;
import io.tablecache.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PGobject;

/**
 * What a statement does, reads, may and means by ways that its text does not name: each is an
 * object that the catalog has and that PostgreSQL turns to by itself.
 */
final class UnnamedWaysTest {
  private static final String DATA = config("data");
  private static final String ALL = "SELECT id, value FROM data ORDER BY id";
  private static final String VIEW = "SELECT id, value FROM v ORDER BY id";
  private static final String[] TABLES = {
    "CREATE TABLE data (id integer PRIMARY KEY, value integer NOT NULL)",
    "INSERT INTO data SELECT i, i FROM generate_series(1, 10) i",
    "CREATE TABLE other (id integer, x integer)",
    "INSERT INTO other VALUES (1, 1), (2, 2)",
    "CREATE FUNCTION bump(i integer) RETURNS integer LANGUAGE plpgsql AS"
        + " 'BEGIN UPDATE data SET value = value + 1; RETURN i; END'"
  };
  private static final List<String> OPERATORS_OF_A_TYPE =
      List.of(
          "CREATE TYPE ct AS (a int)",
          "CREATE FUNCTION eq(x ct, y ct) RETURNS bool LANGUAGE sql AS 'SELECT bump(x.a) = y.a'",
          "CREATE FUNCTION lt(x ct, y ct) RETURNS bool LANGUAGE sql IMMUTABLE AS"
              + " 'SELECT x.a < y.a'",
          "CREATE FUNCTION compare(x ct, y ct) RETURNS int LANGUAGE sql IMMUTABLE AS"
              + " 'SELECT x.a - y.a'",
          "CREATE OPERATOR === (LEFTARG = ct, RIGHTARG = ct, FUNCTION = eq, MERGES)",
          "CREATE OPERATOR #< (LEFTARG = ct, RIGHTARG = ct, FUNCTION = lt)",
          "CREATE OPERATOR CLASS ct_ops DEFAULT FOR TYPE ct USING btree AS OPERATOR 1 #<,"
              + " OPERATOR 3 ===, FUNCTION 1 compare(ct, ct)",
          "CREATE TABLE parent (c ct PRIMARY KEY)",
          "CREATE TABLE child (c ct REFERENCES parent)",
          "INSERT INTO parent VALUES (ROW(1)), (ROW(2)), (ROW(3))",
          "INSERT INTO child VALUES (ROW(1))");
  private static final List<String> CAST =
      List.of(
          "CREATE TYPE my AS (a int)",
          "CREATE FUNCTION converted(m my) RETURNS int LANGUAGE sql AS 'SELECT bump(m.a)'",
          "CREATE CAST (my AS int) WITH FUNCTION converted(my)",
          "CREATE TABLE mine (m my)",
          "INSERT INTO mine VALUES (ROW(1))",
          "CREATE DOMAIN whole AS int");
  private static final List<String> OPERATOR =
      List.of(
          "CREATE FUNCTION bumped(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT bump(a)'",
          "CREATE OPERATOR #? (LEFTARG = int, RIGHTARG = int, FUNCTION = bumped)",
          "CREATE OPERATOR ?# (LEFTARG = int, RIGHTARG = int, FUNCTION = bumped)");
  private static final List<String> EVENT_TRIGGER =
      List.of(
          "CREATE MATERIALIZED VIEW copied AS SELECT * FROM other",
          "CREATE FUNCTION fired() RETURNS event_trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM bump(1); PERFORM set_config(''search_path'', ''s2, public'',"
              + " false); END'",
          "CREATE SCHEMA s2",
          "CREATE TABLE s2.other (id int, x int)",
          "CREATE EVENT TRIGGER fires ON ddl_command_end EXECUTE FUNCTION fired()");

  /** Means other things with and without standard_conforming_strings. */
  private static final String TWO_MEANINGS =
      "WITH q AS (SELECT '\\' AS a, ' AS x), w AS (UPDATE data SET value = value + 1 RETURNING 1)"
          + " SELECT 1 --') SELECT 1";

  @TempDir private Path directory;

  private static String config(String table) {
    return table
        + " {\n relation = public."
        + table
        + "\n indexes { by_id { segment = [id] } }\n"
        + " freshness { every = 1h, max-staleness = 2h }\n}\n";
  }

  private CachedServer server(String config, List<String> more) throws Exception {
    CachedServer server = CachedServer.of(directory, config, TABLES);
    server.execute(more.toArray(String[]::new));
    return server.loaded();
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Reads until it is a hit. */
  private static void warm(CachedServer server, Connection connection, String table, String sql)
      throws Exception {
    Await.until("a hit of " + sql, () -> server.answer(connection, table, sql).isHit());
  }

  /** Waits until the catalog was read, which is done once a second. */
  private static void awaitCatalogRead() throws Exception {
    long start = System.nanoTime();
    Await.until("a second", () -> System.nanoTime() - start > 1_200_000_000);
  }

  /** What the plain driver says in a session with these settings: rows, or the SQLState. */
  private static String plainly(CachedServer server, String sql, String... settings)
      throws SQLException {
    try (Connection plain = server.plain()) {
      run(plain, settings);
      return reply(plain, sql);
    }
  }

  private static String reply(Connection connection, String sql) {
    try {
      return CachedServer.rows(connection, sql).toString();
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** Does something on a connection that writes. */
  private interface Action {
    void on(Connection connection) throws SQLException;
  }

  /** A way to write to {@code data}, and the objects by which it does. */
  private record Write(String name, List<String> objects, Action action) {
    static Write of(List<String> objects, String sql) {
      return new Write(sql, objects, connection -> run(connection, sql));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Write> writes() {
    return Stream.of(
        Write.of(CAST, "SELECT m::int FROM mine"),
        Write.of(CAST, "SELECT CAST(m AS whole) FROM mine"),
        Write.of(OPERATOR, "SELECT x #? 1 FROM other"),
        Write.of(OPERATOR, "SELECT x ?# 1 FROM other"),
        Write.of(EVENT_TRIGGER, "REFRESH MATERIALIZED VIEW copied"),
        Write.of(OPERATORS_OF_A_TYPE, "SELECT DISTINCT c FROM parent"),
        Write.of(OPERATORS_OF_A_TYPE, "DELETE FROM parent WHERE (c).a = 2"),
        new Write(
            "a parameter of a domain",
            List.of("CREATE DOMAIN checked AS int CHECK (bump(VALUE) > 0)"),
            connection -> {
              PGobject parameter = new PGobject();
              parameter.setType("checked");
              parameter.setValue("5");
              try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                statement.setObject(1, parameter);
                statement.execute();
              }
            }),
        new Write(
            "strings of another syntax behind a setting",
            List.of(),
            connection ->
                run(
                    connection,
                    "SET standard_conforming_strings = off; " + TWO_MEANINGS,
                    "SET standard_conforming_strings = on")),
        new Write(
            "strings of another syntax when a batch is executed",
            List.of(),
            connection -> {
              try (Statement batch = connection.createStatement()) {
                batch.addBatch(TWO_MEANINGS);
                run(connection, "SET standard_conforming_strings = off");
                batch.executeBatch();
                run(connection, "SET standard_conforming_strings = on");
              }
            }),
        new Write(
            "strings of another syntax within a batch",
            List.of(),
            connection -> {
              try (Statement batch = connection.createStatement()) {
                batch.addBatch("SET standard_conforming_strings = off");
                batch.addBatch(TWO_MEANINGS);
                batch.addBatch("SET standard_conforming_strings = on");
                batch.executeBatch();
              }
            }),
        new Write(
            "strings of the syntax under which a statement was prepared",
            List.of(),
            connection -> {
              run(connection, "SET standard_conforming_strings = off");
              try (PreparedStatement statement = connection.prepareStatement(TWO_MEANINGS)) {
                for (int i = 0; i < 7; i++) {
                  statement.execute();
                }
                run(connection, "SET standard_conforming_strings = on");
                run(connection, "CALL tablecache.adjust('data')");
                statement.execute();
              }
            }),
        new Write(
            "a map, which is sent as an hstore",
            List.of("CREATE DOMAIN hstore AS text CHECK (bump(1) > 0)"),
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                statement.setObject(1, Map.of("a", "b"));
                statement.execute();
              }
            }),
        new Write(
            "strings of another syntax at the second execution",
            List.of(),
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(TWO_MEANINGS)) {
                run(connection, "SET standard_conforming_strings = on");
                statement.execute();
                run(connection, "SET standard_conforming_strings = off");
                statement.execute();
                run(connection, "SET standard_conforming_strings = on");
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void write_byAWayThatIsNotNamed_isSeenAtOnce(Write write) throws Exception {
    try (CachedServer server = server(DATA, write.objects());
        Connection connection = server.cached()) {
      warm(server, connection, "data", ALL);
      List<String> before = server.expected(ALL);

      write.action().on(connection);

      assertFalse(server.expected(ALL).equals(before), "nothing was written");
      assertEquals(server.expected(ALL), CachedServer.rows(connection, ALL));
    }
  }

  @Test
  void write_byATriggerThatWasMadeWhileTheStatementRan_isSeenAtOnce() throws Exception {
    List<String> objects =
        List.of(
            "CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM bump(1); RETURN NULL; END'");
    try (CachedServer server = server(DATA, objects);
        Connection reading = server.cached();
        Connection defining = server.cached();
        Connection writing = server.cached()) {
      warm(server, reading, "data", ALL);
      defining.setAutoCommit(false);
      run(
          defining,
          "CREATE TRIGGER fires AFTER INSERT ON other FOR EACH STATEMENT EXECUTE FUNCTION fired()");
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(
              () -> {
                try {
                  run(writing, "INSERT INTO other SELECT 9, 9 FROM pg_sleep(3)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Await.until(
          "the insert waits",
          () ->
              !server
                  .expected("SELECT 1 FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
                  .isEmpty());
      defining.commit();
      // The catalog is read anew meanwhile, and hits are possible again.
      warm(server, reading, "data", ALL);
      assertFalse(write.isDone(), "the insert was too fast to show anything");

      write.join();

      assertEquals("1,2", server.expected(ALL).get(0));
      assertEquals(server.expected(ALL), CachedServer.rows(writing, ALL));
      assertEquals(server.expected(ALL), CachedServer.rows(reading, ALL));
    }
  }

  @Test
  void setting_byAnEventTriggerOfReindex_countsAtOnce() throws Exception {
    String sql = "SELECT id, x FROM other ORDER BY id";
    try (CachedServer server = server(config("other"), EVENT_TRIGGER);
        Connection connection = server.cached()) {
      warm(server, connection, "other", sql);
      run(connection, "REINDEX TABLE public.data");
      server.adjust("other");
      // From PostgreSQL 17 on, event triggers run at REINDEX.
      boolean fires = PostgresServer.shared().majorVersion() >= 17;
      assertEquals(fires ? List.of() : List.of("1,1", "2,2"), CachedServer.rows(connection, sql));
    }
  }

  /** A read of what a cached relation shows, under another name, then of the relation itself. */
  private record Reads(String config, String table, String other, String cached, String write) {
    @Override
    public String toString() {
      return other;
    }
  }

  static Stream<Reads> reads() {
    String insertPart = "INSERT INTO parted VALUES (2, 2)";
    String update = "UPDATE data SET value = 100 WHERE id = 1";
    return Stream.of(
        new Reads(
            config("parted"),
            "parted",
            "SELECT * FROM part",
            "SELECT id, value FROM parted ORDER BY id",
            insertPart),
        new Reads(
            config("part"),
            "part",
            "SELECT * FROM parted",
            "SELECT id, value FROM part ORDER BY id",
            insertPart),
        new Reads(config("v"), "v", "SELECT * FROM base", VIEW, "INSERT INTO base VALUES (2, 2)"),
        new Reads(DATA, "data", "SELECT * FROM totals", ALL, update),
        new Reads(DATA, "data", "SELECT 1 #+# 2", ALL, update),
        new Reads(DATA, "data", "INSERT INTO defaulted (id) VALUES (1) RETURNING x", ALL, update));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void read_underAnotherNameInATransaction_isNotFollowedByAnOlderOne(Reads reads) throws Exception {
    List<String> objects =
        List.of(
            "CREATE TABLE parted (id int, value int) PARTITION BY RANGE (id)",
            "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (100)",
            "INSERT INTO parted VALUES (1, 1)",
            "CREATE TABLE base (id int, value int)",
            "INSERT INTO base VALUES (1, 1)",
            "CREATE VIEW v AS SELECT id, value * 2 AS value FROM base",
            "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql STABLE AS"
                + " 'SELECT sum(value) FROM data'",
            "CREATE VIEW totals AS SELECT total() AS total",
            "CREATE FUNCTION total(a int, b int) RETURNS bigint LANGUAGE sql STABLE AS"
                + " 'SELECT sum(value) FROM data'",
            "CREATE OPERATOR #+# (LEFTARG = int, RIGHTARG = int, FUNCTION = total)",
            "CREATE TABLE defaulted (id int, x bigint DEFAULT total())");
    try (CachedServer server = server(reads.config(), objects);
        Connection connection = server.cached()) {
      warm(server, connection, reads.table(), reads.cached());
      server.execute(reads.write());
      connection.setAutoCommit(false);

      assertEquals(server.expected(reads.other()), CachedServer.rows(connection, reads.other()));

      assertEquals(server.expected(reads.cached()), CachedServer.rows(connection, reads.cached()));
      connection.rollback();
    }
  }

  /** Opens a cursor that fetches one row at a time, and locks each. */
  private interface Cursor {
    ResultSet open(Connection connection) throws SQLException;
  }

  private record Locking(String name, String properties, Cursor cursor) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Locking> cursors() {
    String sql = ALL + " FOR UPDATE";
    return Stream.of(
        new Locking(
            "setFetchSize",
            "",
            connection -> {
              Statement statement = connection.createStatement();
              statement.setFetchSize(1);
              return statement.executeQuery(sql);
            }),
        new Locking(
            "a statement in between",
            "",
            connection -> {
              Statement statement = connection.createStatement();
              statement.setFetchSize(1);
              statement.execute(sql);
              CachedServer.rows(connection, "SELECT 1");
              return statement.getResultSet();
            }),
        new Locking(
            "adaptiveFetch",
            "adaptiveFetch=true&defaultRowFetchSize=1",
            connection -> connection.prepareStatement(sql).executeQuery()),
        new Locking(
            "execSQLQuery",
            "defaultRowFetchSize=1",
            connection -> {
              CachedServer.rows(connection, "SELECT 1"); // begins the transaction
              return ((BaseConnection) connection).execSQLQuery(sql);
            }));
  }

  @ParameterizedTest
  @MethodSource("cursors")
  void read_afterACursorThatGoesOnLocking_isNotOlderThanWhatItLocked(Locking locking)
      throws Exception {
    try (CachedServer server = server(DATA, List.of())) {
      TableCacheDataSource source = new TableCacheDataSource();
      source.setUrl(server.url() + (server.url().contains("?") ? "&" : "?") + locking.properties());
      source.setConfig(server.dataSource().getConfig());
      try (Connection connection = source.getConnection()) {
        warm(server, connection, "data", ALL);
        connection.setAutoCommit(false);
        ResultSet locked = locking.cursor().open(connection);
        assertTrue(locked.next());
        server.adjust("data");
        server.execute("UPDATE data SET value = 999 WHERE id = 5");
        while (locked.getInt(1) < 5) {
          assertTrue(locked.next());
        }
        assertEquals(999, locked.getInt(2));

        assertEquals(
            List.of("999"), CachedServer.rows(connection, "SELECT value FROM data WHERE id = 5"));
        connection.rollback();
      }
    }
  }

  @Test
  void setting_byACallBehindReturningWith_countsAtOnce() throws Exception {
    boolean isKnown = PostgresServer.shared().majorVersion() >= 18;
    String update =
        "UPDATE other SET x = 1 WHERE id = 1"
            + " RETURNING WITH (OLD AS o) set_config('search_path', 's2, pg_catalog', false)";
    List<String> objects =
        List.of(
            "CREATE SCHEMA s2",
            "CREATE TABLE s2.data (id int, value int)",
            "INSERT INTO s2.data VALUES (7, 777)");
    try (CachedServer server = server(DATA, objects);
        Connection connection = server.cached()) {
      warm(server, connection, "data", ALL);
      if (isKnown) {
        run(connection, update);
      } else {
        assertThrows(SQLException.class, () -> run(connection, update));
      }
      assertEquals(
          isKnown ? List.of("7,777") : server.expected(ALL), CachedServer.rows(connection, ALL));
    }
  }

  @Test
  void read_withATemporaryChild_hasItsRows() throws Exception {
    try (CachedServer server = server(DATA, List.of());
        Connection connection = server.cached();
        Connection another = server.cached()) {
      warm(server, connection, "data", ALL);
      run(
          connection,
          "CREATE TEMP TABLE mine () INHERITS (data)",
          "INSERT INTO mine VALUES (100, 100)");
      server.adjust("data");
      for (int i = 0; i < 3; i++) {
        assertEquals("100,100", CachedServer.rows(connection, ALL).get(10));
      }
      warm(server, another, "data", ALL);
      assertEquals(10, CachedServer.rows(another, ALL).size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET quote_all_identifiers = on",
        "SET timezone_abbreviations = 'India'",
        "SET restrict_nonsystem_relation_kind = 'view'"
      })
  void read_ofAViewUnderASettingOfFunctions_isByTheSetting(String setting) throws Exception {
    List<String> objects =
        List.of(
            "CREATE TABLE base (id int, t timestamp)",
            "INSERT INTO base VALUES (1, '2026-01-01 12:00:00')",
            "CREATE VIEW v AS SELECT id, quote_ident('abc') AS value,"
                + " t AT TIME ZONE 'IST' AS at FROM base");
    String sql = "SELECT id, value, at FROM v ORDER BY id";
    try (CachedServer server = server(config("v"), objects);
        Connection connection = server.cached()) {
      warm(server, connection, "v", sql);
      run(connection, setting);
      assertEquals(plainly(server, sql, setting), reply(connection, sql));
    }
  }

  @Test
  void read_ofAViewOverAFunctionThatTheRoleMayNotExecute_isRefused() throws Exception {
    List<String> objects =
        List.of(
            "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                + " 'BEGIN RETURN i * 2; END'",
            "CREATE VIEW v AS SELECT id, twice(value) AS value FROM data");
    try (CachedServer server = server(config("v"), objects);
        Connection connection = server.cached()) {
      warm(server, connection, "v", VIEW);
      server.execute(
          "CREATE ROLE unnamed_reader",
          "GRANT SELECT ON v TO unnamed_reader",
          "REVOKE EXECUTE ON FUNCTION twice(int) FROM PUBLIC");
      try {
        // Not even the snapshot that was there before stays.
        SQLException refused = assertThrows(SQLException.class, () -> server.adjust("v"));
        assertTrue(String.valueOf(refused.getMessage()).contains("twice"), refused.getMessage());
        run(connection, "SET ROLE unnamed_reader");
        assertEquals("42501", reply(connection, VIEW));
        assertEquals("42501", plainly(server, VIEW, "SET ROLE unnamed_reader"));
      } finally {
        server.execute("REVOKE ALL ON v FROM unnamed_reader", "DROP ROLE unnamed_reader");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT DISTINCT value FROM data",
        "SELECT value, count(*) FROM data GROUP BY value",
        "SELECT value FROM data UNION SELECT 1",
        "SELECT row_number() OVER (PARTITION BY value) FROM data"
      })
  void read_byAnOperatorThatNobodyMayExecute_isRefused(String sql) throws Exception {
    assertReplied(
        "42501",
        "data",
        sql,
        List.of("REVOKE EXECUTE ON FUNCTION pg_catalog.int4eq(int, int) FROM PUBLIC"));
  }

  @Test
  void read_ofAVirtualColumnWhoseFunctionTheRoleMayNotExecute_isRefused() throws Exception {
    boolean isKnown = PostgresServer.shared().majorVersion() >= 18;
    assertReplied(
        isKnown ? "42501" : "[1,2]",
        "v",
        VIEW,
        List.of(
            "CREATE TABLE v (id int, base int, value int GENERATED ALWAYS AS (base * 2) "
                + (isKnown ? "VIRTUAL)" : "STORED)"),
            "INSERT INTO v VALUES (1, 1)",
            "REVOKE EXECUTE ON FUNCTION pg_catalog.int4mul(int, int) FROM PUBLIC"));
  }

  /** A role that may do no more than read the table is replied the same by both drivers. */
  private void assertReplied(String expected, String table, String sql, List<String> objects)
      throws Exception {
    try (CachedServer server = server(config(table), objects);
        Connection connection = server.cached()) {
      server.execute(
          "CREATE ROLE unnamed_reader", "GRANT SELECT ON " + table + " TO unnamed_reader");
      try {
        run(connection, "SET ROLE unnamed_reader");
        assertEquals(expected, plainly(server, sql, "SET ROLE unnamed_reader"));
        assertEquals(expected, reply(connection, sql));
      } finally {
        server.execute(
            "REVOKE ALL ON " + table + " FROM unnamed_reader", "DROP ROLE unnamed_reader");
      }
    }
  }

  @Test
  void read_afterTheDatabaseHasAnotherOwner_isRefused() throws Exception {
    try (CachedServer server = server(DATA, List.of());
        Connection connection = server.cached()) {
      String database = server.expected("SELECT current_database()").get(0);
      server.execute(
          "CREATE ROLE unnamed_owner",
          "GRANT SELECT ON data TO pg_database_owner",
          "ALTER DATABASE " + database + " OWNER TO unnamed_owner");
      try {
        run(connection, "SET ROLE unnamed_owner");
        awaitCatalogRead();
        server.adjust("data");
        warm(server, connection, "data", ALL);
        server.execute("ALTER DATABASE " + database + " OWNER TO CURRENT_USER");
        awaitCatalogRead();
        server.adjust("data");
        assertEquals("42501", plainly(server, ALL, "SET ROLE unnamed_owner"));
        assertEquals("42501", reply(connection, ALL));
      } finally {
        server.execute("DROP ROLE unnamed_owner");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_advisory_lock(7)",
        "DO 'BEGIN PERFORM pg_advisory_lock(7); END'",
        "SELECT * FROM locking"
      })
  void read_afterALockThatIsNotNamed_seesWhatItsHolderWrote(String locking) throws Exception {
    List<String> objects =
        List.of("CREATE VIEW locking AS SELECT pg_advisory_lock(7)::text AS locked");
    try (CachedServer server = server(DATA, objects)) {
      TableCacheDataSource alone = withoutReadYourWrites(server);
      try (Connection connection = alone.getConnection();
          Connection holder = server.plain()) {
        assertTrue(TableCache.awaitLoaded(alone, Duration.ofSeconds(30)));
        warmAlone(connection);
        run(holder, "SELECT pg_advisory_lock(7)");
        CompletableFuture<Void> release =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    Await.until(
                        "somebody waits",
                        () ->
                            !server
                                .expected(
                                    "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype ="
                                        + " 'advisory'")
                                .isEmpty());
                    run(
                        holder,
                        "UPDATE data SET value = 77 WHERE id = 1",
                        "SELECT pg_advisory_unlock(7)");
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        run(connection, locking);
        release.join();
        assertEquals("1,77", CachedServer.rows(connection, ALL).get(0));
      }
    }
  }

  private TableCacheDataSource withoutReadYourWrites(CachedServer server) throws Exception {
    String config = Files.readString(Path.of(String.valueOf(server.dataSource().getConfig())));
    Path file = Files.createTempFile(directory, "alone", ".conf");
    Files.writeString(
        file, config.replaceFirst("tablecache \\{", "tablecache {\n read-your-writes = off\n"));
    TableCacheDataSource alone = new TableCacheDataSource();
    alone.setUrl(server.url());
    alone.setConfig(file.toString());
    return alone;
  }

  /** Reads by a data source of its own until it is a hit. */
  private static void warmAlone(Connection connection) throws Exception {
    Await.until(
        "a hit",
        () -> {
          CachedServer.rows(connection, ALL);
          return CachedServer.rows(connection, "SELECT * FROM tablecache.outcomes").stream()
              .anyMatch(row -> row.contains("HIT"));
        });
  }
}
