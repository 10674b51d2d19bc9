package io.tablecache.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.testing.PostgresServer;
import java.io.IOException;
import java.io.StringReader;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README, done as it is written: its config, URLs, properties, SQL and Java on a database with
 * the device tables.
 */
final class ReadmeTest {
  private static final Markdown README = Markdown.read("README.md");
  private static final String CONFIG_PATH = "config/tablecache.conf";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final String user = "postgres";
  private final String password = "";
  private final List<Integer> used = new ArrayList<>();
  private String database = "";
  private Path config = Path.of("");

  @BeforeEach
  void makeTables() throws Exception {
    database = PostgresServer.shared().createDatabase().replaceFirst("^jdbc:postgresql:", "");
    config = Files.writeString(directory.resolve("tablecache.conf"), README.blocks("hocon").get(0));
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE devices (device_id integer PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE device_data (device_id integer NOT NULL REFERENCES devices,"
              + " data_seq integer NOT NULL, data integer NOT NULL, ts timestamp NOT NULL,"
              + " PRIMARY KEY (device_id, data_seq))");
      statement.execute("INSERT INTO devices VALUES (1), (2)");
      statement.execute(
          "INSERT INTO device_data SELECT device_id, n, n, now() AT TIME ZONE 'UTC'"
              + " - n * interval '7 s' FROM devices, generate_series(1, 40) n");
    }
  }

  @AfterEach
  void dropRole() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ BEGIN IF to_regrole('tablecache_loader') IS NOT NULL THEN"
              + " DROP OWNED BY tablecache_loader; DROP ROLE tablecache_loader; END IF; END $$");
    }
  }

  /** The URL that the README gives, of this test's server and config. */
  private String url() {
    List<String> urls = README.blocks("text").stream().filter(t -> t.startsWith("jdbc:")).toList();
    String[] lines = urls.get(0).split("\n", -1);
    assertEquals("jdbc:postgresql://db:5432/app", lines[0]);
    return ofThisTest(lines[1]);
  }

  private String ofThisTest(String url) {
    assertTrue(url.contains("jdbc:tablecache:postgresql://db:5432/app?tablecache.config="), url);
    String argument = url.substring(url.indexOf('?') + 1);
    return ("jdbc:tablecache:postgresql:" + database + (database.contains("?") ? "&" : "?"))
        + argument.replace(CONFIG_PATH, config.toString());
  }

  private void use(int data, LocalDateTime ts) {
    assertTrue(ts.isAfter(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(3)));
    used.add(data);
  }

  @Test
  void javaSnippets_all_areOfThisTest() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/tablecache/documentation/ReadmeTest.java"));
    List<String> snippets = README.blocks("java");
    assertEquals(5, snippets.size());
    for (String snippet : snippets) {
      String shown = snippet.replace('"' + CONFIG_PATH + '"', "config.toString()");
      assertTrue(withoutSpace(source).contains(withoutSpace(shown)), snippet);
    }
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void dependency_shown_isThisProject() throws IOException {
    String pom = withoutSpace(Files.readString(Path.of("pom.xml")));
    String shown = withoutSpace(README.blocks("xml").get(0)).replaceAll("</?dependency>", "");
    assertTrue(pom.contains(shown), shown);
  }

  @Test
  void driverManager_withTheUrlSwapped_answersFromTheCache() throws Exception {
    String url = url();
    try (Connection holder = DriverManager.getConnection(url, user, password)) {
      awaitLoaded(url);
      long hitsBefore = hits(holder);
      try (Connection connection = DriverManager.getConnection(url, user, password);
          PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT data, ts FROM device_data WHERE device_id = ? AND ts >= ? ORDER BY ts")) {
        statement.setInt(1, 1);
        statement.setObject(2, LocalDateTime.now(ZoneOffset.UTC).minusMinutes(2));
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            use(rows.getInt("data"), rows.getObject("ts", LocalDateTime.class));
          }
        }
      }
      assertFalse(used.isEmpty());
      assertEquals(hitsBefore + 1, hits(holder));
    }
  }

  @Test
  void dataSource_byProperties_answersFromTheCache() throws Exception {
    String url = "jdbc:postgresql:" + database;
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(url);
    dataSource.setUser(user);
    dataSource.setPassword(password);
    dataSource.setConfig(config.toString());
    boolean loaded = TableCache.awaitLoaded(dataSource, Duration.ofSeconds(30));
    assertTrue(loaded);
    assertAnswersFromTheCache(dataSource);
  }

  @Test
  void hikari_byUrl_answersFromTheCache() throws Exception {
    String url = url();
    HikariConfig hikari = new HikariConfig();
    hikari.setDriverClassName("io.tablecache.TableCacheDriver");
    hikari.setJdbcUrl(url);
    hikari.setUsername(user);
    hikari.setPassword(password);
    assertPoolAnswersFromTheCache(hikari);
  }

  @Test
  void hikari_byDataSource_answersFromTheCache() throws Exception {
    String url = "jdbc:postgresql:" + database;
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSourceClassName("io.tablecache.TableCacheDataSource");
    hikari.addDataSourceProperty("url", url);
    hikari.addDataSourceProperty("user", user);
    hikari.addDataSourceProperty("password", password);
    hikari.addDataSourceProperty("config", config.toString());
    assertPoolAnswersFromTheCache(hikari);
  }

  @Test
  void springProperties_givenToHikariAsSpringBootDoes_answerFromTheCache() throws Exception {
    Properties spring = new Properties();
    spring.load(new StringReader(README.blocks("properties").get(0)));
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(ofThisTest(spring.getProperty("spring.datasource.url")));
    hikari.setDriverClassName(spring.getProperty("spring.datasource.driver-class-name"));
    hikari.setUsername(user);
    hikari.setPassword(password);
    assertPoolAnswersFromTheCache(hikari);
  }

  private static void assertPoolAnswersFromTheCache(HikariConfig hikari) throws Exception {
    hikari.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(hikari)) {
      assertTrue(TableCache.awaitLoaded(pool, PATIENCE));
      assertAnswersFromTheCache(pool);
    }
  }

  private static void awaitLoaded(String url) throws Exception {
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(url);
    assertTrue(TableCache.awaitLoaded(dataSource, PATIENCE));
  }

  private static void assertAnswersFromTheCache(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      long hitsBefore = hits(connection);
      try (ResultSet rows = statement.executeQuery("SELECT device_id FROM devices")) {
        assertTrue(rows.next());
      }
      assertEquals(hitsBefore + 1, hits(connection));
    }
  }

  private static long hits(Connection connection) throws SQLException {
    long hits = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM tablecache.outcomes")) {
      while (rows.next()) {
        hits += rows.getString("outcome").equals("HIT") ? rows.getLong("count") : 0;
      }
    }
    return hits;
  }

  @Test
  void sql_all_isExecutable() throws Exception {
    String url = url();
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      awaitLoaded(url);
      List<String> explained = new ArrayList<>();
      for (String block : README.blocks("sql")) {
        for (String sql : block.split(";\\n", -1)) {
          if (!sql.isBlank() && statement.execute(ofNow(sql)) && sql.startsWith("EXPLAIN")) {
            explained.addAll(lines(statement.getResultSet()));
          }
        }
      }
      assertEquals(shape("Cache Scan"), explained.stream().map(ReadmeTest::shapeOf).toList());
    }
  }

  @Test
  void explanation_ofWhatIsNotCovered_isAsShown() throws Exception {
    String url = url();
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      awaitLoaded(url);
      String sql = README.blocks("sql").get(0).replaceFirst("'2026-[^']*'", "'2001-01-01'");
      assertEquals(
          shape("Database"),
          lines(statement.executeQuery(sql)).stream().map(ReadmeTest::shapeOf).toList());
    }
  }

  /** The README's times are of its day. */
  private static String ofNow(String sql) {
    return sql.replaceFirst(
        "'2026-[^']*'", "'" + LocalDateTime.now(ZoneOffset.UTC).minusMinutes(1) + "'");
  }

  private static List<String> lines(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      lines.add(rows.getString(1));
    }
    return lines;
  }

  /** The shown explanation that begins so, without its numbers. */
  private static List<String> shape(String beginning) {
    return README.blocks("text").stream()
        .filter(block -> block.startsWith(beginning))
        .flatMap(String::lines)
        .map(ReadmeTest::shapeOf)
        .toList();
  }

  private static String shapeOf(String line) {
    return line.replaceAll("[0-9]+", "n").replaceAll("n(\\.n)?( ms|\\])", "n$2");
  }

  @Test
  void loadingRole_withTheShownPrivileges_loads() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          README.blocks("sql").stream().filter(s -> s.startsWith("CREATE ROLE")).findFirst().get());
    }
    String loader = README.blocks("hocon").get(1);
    String tables = README.blocks("hocon").get(0);
    Files.writeString(config, tables + loader.replaceFirst("tables \\{.*\\} \\}", ""));
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl("jdbc:postgresql:" + database.replaceFirst("\\?.*", ""));
    dataSource.setUser(user);
    dataSource.setConfig(config.toString());
    assertTrue(TableCache.awaitLoaded(dataSource, PATIENCE));
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet sessions =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'TableCache' AND datname = current_database()"
                    + " AND usename = 'tablecache_loader'")) {
      assertTrue(sessions.next());
      assertEquals(2, sessions.getInt(1));
    }
    assertAnswersFromTheCache(dataSource);
  }

  @Test
  void enabledFalse_inTheUrl_isThePlainDriver() throws Exception {
    String url = url() + "&tablecache.enabled=false";
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      assertTrue(connection.getClass().getName().startsWith("org.postgresql."));
    }
  }
}
