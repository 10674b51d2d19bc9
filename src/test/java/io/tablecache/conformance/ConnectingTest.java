package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tablecache.TableCache;
import io.tablecache.TableCacheDataSource;
import io.tablecache.TableCacheDriver;
import io.tablecache.model.Outcome;
import io.tablecache.testing.DeviceDatabase;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;

/** All the ways to a connection that an application or a pool takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private DeviceDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private void assertHit(Connection connection) throws Exception {
    Answer answer =
        database.assertOutcome(Outcome.HIT, () -> Answer.of(connection, DeviceDatabase.COVERED));
    try (Connection plain = database.plain()) {
      assertEquals(Answer.of(plain, DeviceDatabase.COVERED), answer);
    }
  }

  @Test
  void driverManager_urlWithPrefix_isServedFromCache() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.urlWithConfig())) {
      assertHit(connection);
    }
  }

  @Test
  void driverManager_configInProperties_isServedFromCache() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("tablecache.config", database.config().toString());
    try (Connection connection = DriverManager.getConnection(database.url(), properties)) {
      assertHit(connection);
    }
  }

  @Test
  void driverManager_configInUrlAndProperties_takesTheUrlsAsThePlainDriverDoes() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("tablecache.config", "/nowhere/tablecache.conf");
    try (Connection connection =
        DriverManager.getConnection(database.urlWithConfig(), properties)) {
      assertHit(connection);
    }
  }

  @Test
  void driverManager_configInPropertiesDefaults_isServedFromCache() throws Exception {
    Properties defaults = new Properties();
    defaults.setProperty("tablecache.config", database.config().toString());
    defaults.setProperty("ApplicationName", "defaults");
    try (Connection connection =
            DriverManager.getConnection(database.url(), new Properties(defaults));
        Statement statement = connection.createStatement();
        ResultSet name = statement.executeQuery("SHOW application_name")) {
      assertHit(connection);
      assertTrue(name.next());
      assertEquals("defaults", name.getString(1));
    }
  }

  @Test
  void dataSource_beanProperties_isServedFromCache() throws Exception {
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl(database.plainUrl().replaceFirst("\\?.*", ""));
    dataSource.setUser("postgres");
    dataSource.setPassword("unused");
    dataSource.setConfig(database.config().toString());

    assertEquals("postgres", dataSource.getUser());
    assertEquals("unused", dataSource.getPassword());
    assertEquals(database.config().toString(), dataSource.getConfig());
    try (Connection connection = dataSource.getConnection()) {
      assertHit(connection);
    }
    try (Connection connection = dataSource.getConnection("postgres", "unused")) {
      assertHit(connection);
    }
  }

  @Test
  void dataSource_unwrap_reachesItselfOnly() throws Exception {
    TableCacheDataSource dataSource = database.dataSource();

    assertTrue(dataSource.isWrapperFor(TableCacheDataSource.class));
    assertTrue(dataSource.isWrapperFor(DataSource.class));
    assertFalse(dataSource.isWrapperFor(PGSimpleDataSource.class));
    assertEquals(dataSource, dataSource.unwrap(DataSource.class));
    assertThrows(SQLException.class, () -> dataSource.unwrap(PGSimpleDataSource.class));
  }

  @Test
  void dataSource_foreignUrl_failsWithoutShowingItsArguments() {
    TableCacheDataSource dataSource = new TableCacheDataSource();
    dataSource.setUrl("jdbc:mysql://localhost/x?password=hunter2");

    SQLException failure = assertThrows(SQLException.class, dataSource::getConnection);
    assertEquals("08001", failure.getSQLState());
    assertFalse(String.valueOf(failure.getMessage()).contains("hunter2"), failure.getMessage());
  }

  @Test
  void hikari_jdbcUrlAndDriverClassName_isServedFromCache() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.urlWithConfig());
    config.setDriverClassName("io.tablecache.TableCacheDriver");
    assertPooled(config);
  }

  @Test
  void hikari_dataSourceClassNameAndProperties_isServedFromCache() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSourceClassName("io.tablecache.TableCacheDataSource");
    config.addDataSourceProperty("url", database.plainUrl());
    config.addDataSourceProperty("user", "postgres");
    config.addDataSourceProperty("config", database.config().toString());
    config.addDataSourceProperty("maxStaleness", "59min");
    config.addDataSourceProperty("enabled", true);
    assertPooled(config);
  }

  private void assertPooled(HikariConfig config) throws Exception {
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertTrue(TableCache.awaitLoaded(pool, PATIENCE));
      for (int i = 0; i < 5; i++) {
        try (Connection connection = pool.getConnection()) {
          assertHit(connection);
          assertTrue(connection.isValid(1));
        }
      }
      try (Connection connection = pool.getConnection()) {
        // A pool resets what a borrower changed; the next one must see none of it.
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      }
      try (Connection connection = pool.getConnection()) {
        assertHit(connection);
      }
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
    }
  }

  @Test
  void connect_foreignUrl_isNull() throws Exception {
    Driver driver = new TableCacheDriver();
    for (String url :
        new String[] {
          "jdbc:postgresql://localhost/x",
          "jdbc:mysql://localhost/x",
          "jdbc:tablecache:mysql://localhost/x",
          "jdbc:tablecache:",
          ""
        }) {
      assertNull(driver.connect(url, new Properties()), url);
      assertFalse(driver.acceptsURL(url), url);
      assertEquals(0, driver.getPropertyInfo(url, new Properties()).length, url);
    }
  }

  @Test
  void driverManager_plainUrl_staysThePlainDrivers() throws Exception {
    try (Connection connection = database.plain()) {
      assertEquals(PgConnection.class, connection.getClass());
    }
  }

  @Test
  void connect_enabledFalse_isAPlainConnectionAndNeedsNoConfig() throws Exception {
    String disabled = database.url() + "&tablecache.enabled=false";
    try (Connection connection = DriverManager.getConnection(disabled)) {
      assertInstanceOf(PgConnection.class, connection);
      assertEquals(
          91,
          Answer.of(
                  connection,
                  "SELECT * FROM device_data WHERE data >= 0 AND"
                      + " device_id = 1 AND ts >= '"
                      + DeviceDatabase.WINDOW_FROM
                      + "'")
              .rows()
              .size());
    }
  }

  @Test
  void connect_ownProperties_areNotPassedOn() throws Exception {
    // pgjdbc would send an unknown property nowhere, but show it in a warning; the server would
    // show it among the startup parameters. What it reports as its URL is what it was given.
    try (Connection connection =
        DriverManager.getConnection(database.urlWithConfig() + "&ApplicationName=kept")) {
      String url = connection.getMetaData().getURL();
      assertFalse(url.contains("tablecache"), url);
      assertTrue(url.startsWith("jdbc:postgresql:"), url);
      assertTrue(url.endsWith("ApplicationName=kept"), url);
      assertNull(connection.getClientInfo("tablecache.config"));
    }
  }

  @Test
  void getPropertyInfo_acceptedUrl_hasOwnPropertiesAndThePlainDrivers() throws Exception {
    DriverPropertyInfo[] info =
        new TableCacheDriver().getPropertyInfo(database.urlWithConfig(), new Properties());
    var names = Arrays.stream(info).map(property -> property.name).toList();

    assertTrue(names.contains("tablecache.config"));
    assertTrue(names.contains("tablecache.enabled"));
    assertTrue(names.contains("tablecache.max_staleness"));
    assertTrue(names.contains("ApplicationName"));
    assertEquals(database.config().toString(), info[0].value);
  }

  @Test
  void connect_maxStalenessProperty_isKept() throws Exception {
    try (Connection connection = database.cachedWith("tablecache.max_staleness", "0ms")) {
      database.assertOutcome(Outcome.TOO_OLD, () -> Answer.of(connection, DeviceDatabase.COVERED));
    }
  }

  @Test
  void connect_maxStalenessThatIsNoDuration_failsWithTheName() throws Exception {
    SQLException failure =
        assertThrows(
            SQLException.class, () -> database.cachedWith("tablecache.max_staleness", "soon"));
    assertEquals("22023", failure.getSQLState());
    assertTrue(String.valueOf(failure.getMessage()).contains("tablecache.max_staleness"));
  }

  @Test
  void connect_serverThatIsNotThere_failsAsThePlainDriver() {
    String address = "//localhost:1/x?user=postgres&connectTimeout=2";
    SQLException plain =
        assertThrows(
            SQLException.class, () -> DriverManager.getConnection("jdbc:postgresql:" + address));
    SQLException ours =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection("jdbc:tablecache:postgresql:" + address));
    assertEquals(plain.getSQLState(), ours.getSQLState());
    assertEquals(plain.getMessage(), ours.getMessage());
  }

  @Test
  void awaitLoaded_poolOfThePlainDriver_failsWithWhatToDo() {
    PGSimpleDataSource plain = new PGSimpleDataSource();
    plain.setUrl(database.plainUrl());

    SQLException failure =
        assertThrows(SQLException.class, () -> TableCache.awaitLoaded(plain, PATIENCE));
    assertTrue(String.valueOf(failure.getMessage()).contains("jdbc:tablecache:"));
  }

  @Test
  void awaitLoaded_notLoadedInTime_isFalse() throws Exception {
    try (DeviceDatabase heldUp = DeviceDatabase.builder().heldUp().open()) {
      assertFalse(TableCache.awaitLoaded(heldUp.dataSource(), Duration.ofMillis(20)));
    }
  }

  @Test
  void service_file_namesTheDriver() {
    assertNotNull(
        java.util.ServiceLoader.load(Driver.class).stream()
            .filter(provider -> provider.type() == TableCacheDriver.class)
            .findAny()
            .orElse(null));
  }
}
