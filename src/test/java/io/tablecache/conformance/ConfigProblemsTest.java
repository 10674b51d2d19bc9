package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import io.tablecache.testing.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.jdbc.PgConnection;

/** What an application meets whose config is missing or wrong; and that no secret is shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigProblemsTest {
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir private Path directory;
  private DeviceDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = DeviceDatabase.open();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  private SQLException failure(String config) {
    return assertThrows(SQLException.class, () -> connect(config));
  }

  private Connection connect(String config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("tablecache.config", config);
    properties.setProperty("password", PASSWORD);
    return DriverManager.getConnection(database.url(), properties);
  }

  private Path write(String text) throws Exception {
    return Files.writeString(Files.createTempFile(directory, "mistake-", ".conf"), text);
  }

  @Test
  void connect_withoutConfig_failsSayingWhereWasLooked() {
    SQLException failure =
        assertThrows(SQLException.class, () -> DriverManager.getConnection(database.url()));

    assertEquals("F0000", failure.getSQLState());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("tablecache.conf"), message);
    assertTrue(message.contains("class path"), message);
    assertTrue(message.contains("tablecache.config"), message);
  }

  @Test
  void connect_fileThatIsNotThere_failsWithItsFullPath() {
    String message = String.valueOf(failure("nowhere/my.conf").getMessage());

    assertTrue(message.contains(Path.of("nowhere/my.conf").toAbsolutePath().toString()), message);
  }

  @Test
  void connect_resourceThatIsNotThere_failsWithItsName() {
    String message = String.valueOf(failure("classpath:nowhere/my.conf").getMessage());

    assertTrue(message.contains("nowhere/my.conf"), message);
    assertTrue(message.contains("class loader"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | relation = public.device_data, relatoin = x | relatoin",
        "2 | relation = public.no_such_table | no_such_table",
        "3 | relation = public.device_data, indexes { i { range = no_such } } | no_such",
        "3 | relation = public.device_data, window { from = -2m } | range",
        "3 | relation = public.device_data, window { range = ts, from = 2m, to = 1m } | from",
        "3 | relation = public.device_data, freshness { every = -1s } | every",
        "3 | relation = public.device_data, indexes { i { segment = [ts], range = ts } } | ts"
      })
  void connect_mistake_failsWithFileLineAndName(int line, String body, String name)
      throws Exception {
    Path file = write("tablecache { tables {\n device_data {\n" + body + "\n}\n} }\n");

    SQLException failure = failure(file.toString());

    assertEquals("F0000", failure.getSQLState());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(file.getFileName() + ": " + line), message);
    assertTrue(message.contains(name), message);
  }

  @Test
  void connect_mistakeToDelegate_isAPlainConnectionAndLogged() throws Exception {
    Path file =
        write(
            "tablecache {\n on-config-error = delegate\n"
                + " tables { t { relation = public.no_such_table } }\n}\n");
    try (LogCapture log = LogCapture.of("io.tablecache");
        Connection connection = connect(file.toString());
        Connection plain = database.plain()) {
      assertEquals(PgConnection.class, connection.getClass());
      assertEquals(
          Answer.of(plain, DeviceDatabase.COVERED), Answer.of(connection, DeviceDatabase.COVERED));
      assertTrue(log.text().contains("no_such_table"), log.text());
      assertTrue(log.text().contains(file.getFileName() + ": 3"), log.text());
    }
  }

  @Test
  void connect_mistakeCorrected_worksWithoutANewProcess() throws Exception {
    Path file = write("tablecache { tables { t { relation = public.no_such_table } } }\n");
    failure(file.toString());
    Files.writeString(file, "tablecache { tables { t { relation = public.devices } } }\n");

    try (Connection connection = connect(file.toString())) {
      assertEquals(3, Answer.of(connection, "SELECT * FROM devices").rows().size());
    }
  }

  @Test
  void connect_loaderRoleBesideAUserInTheUrl_loadsAsTheLoaderRole() throws Exception {
    Path file =
        write(
            "tablecache { tables { t { relation = public.devices } }\n"
                + " loader { user = no_such_loader } }\n");
    assertTrue(database.url().contains("user="), database.url());

    String message = String.valueOf(failure(file.toString()).getMessage());
    assertTrue(message.contains("no_such_loader"), message);
  }

  @Test
  void connect_mistake_leavesNoConnectionOpen() throws Exception {
    failure("nowhere/my.conf");
    Properties named = new Properties();
    named.setProperty("tablecache.config", "nowhere/my.conf");
    named.setProperty("ApplicationName", "mistaken");
    assertThrows(SQLException.class, () -> DriverManager.getConnection(database.url(), named));

    try (Connection plain = database.plain()) {
      Await.until(
          "the failed connection is closed",
          () ->
              Answer.of(plain, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'mistaken'")
                  .rows()
                  .isEmpty());
    }
  }

  @Test
  void messagesAndLogs_ofFailuresAndLoads_neverHaveThePassword() throws Exception {
    String url = database.url() + "&password=" + PASSWORD;
    Path wrong = write("tablecache { tables { t { relation = public.no_such_table } } }\n");
    Path loader =
        write(
            "tablecache { tables { t { relation = public.devices } }\n"
                + " loader { user = no_such_role, password = "
                + PASSWORD
                + " } }\n");
    try (LogCapture log = LogCapture.of("io.tablecache")) {
      assertSilent(failure(wrong.toString()));
      assertSilent(failure(loader.toString()));
      assertSilent(failure("nowhere/my.conf"));
      assertSilent(
          assertThrows(
              SQLException.class,
              () ->
                  DriverManager.getConnection(
                      url
                          + "&tablecache.max_staleness=soon"
                          + "&tablecache.config="
                          + database.config())));
      try (Connection connection = connect(database.config().toString())) {
        Answer.of(connection, DeviceDatabase.COVERED);
        assertFalse(String.valueOf(connection).contains(PASSWORD));
        assertFalse(String.valueOf(connection.getMetaData().getURL()).contains(PASSWORD));
      }
      assertFalse(log.text().contains(PASSWORD), log.text());
    }
  }

  private static void assertSilent(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertFalse(String.valueOf(t).contains(PASSWORD), () -> failure.getClass().getName());
    }
  }
}
