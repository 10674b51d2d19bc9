package io.tablecache.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.tablecache.TableCacheDriver;
import io.tablecache.testing.Await;
import io.tablecache.testing.DeviceDatabase;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After an application was undeployed, nothing of it stays: no thread, session or class loader. In
 * a JVM in which little else ran, since the JDK keeps some of what it linked last.
 */
@Tag("packaged")
final class UndeploymentTest {
  /** How long pgjdbc keeps its own cleaning thread when it is idle. */
  private static final String CLEANER_TTL = "pgjdbc.config.cleanup.thread.ttl";

  /** To be compared once, by this test only. */
  private record Compared(int value, Integer reference) {}

  /**
   * Has the JDK forget the classes whose {@code equals}, {@code hashCode} and {@code toString} it
   * linked last: it keeps one record type and the type of one component strongly (in {@code
   * java.lang.runtime.ObjectMethods}), whoever's they are, until the next one.
   */
  private static void linkAnotherRecord() {
    Compared one = new Compared(1, 1);
    assertNotEquals(one, new Compared(1, 2));
    assertNotEquals(one.hashCode(), new Compared(1, 2).hashCode());
    assertNotEquals(one.toString(), new Compared(1, 2).toString());
  }

  private static URLClassLoader applicationLoader() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(
        "application", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /** Uses the driver in a class loader of its own and undeploys it; what is left is weak. */
  private static WeakReference<ClassLoader> deployAndUndeploy(DeviceDatabase database)
      throws Exception {
    try (URLClassLoader application = applicationLoader()) {
      Driver driver =
          (Driver)
              application
                  .loadClass(TableCacheDriver.class.getName())
                  .getConstructor()
                  .newInstance();
      assertNotSame(TableCacheDriver.class, driver.getClass());
      try (Connection connection = driver.connect(database.urlWithConfig(), new Properties())) {
        assertNotNull(connection);
        Await.until(
            "a hit in the application",
            () ->
                Answer.of(connection, "EXPLAIN (TABLECACHE) " + DeviceDatabase.COVERED)
                    .column()
                    .get(0)
                    .startsWith("Cache Scan"));
        assertEquals(31, Answer.of(connection, DeviceDatabase.COVERED).rows().size());
        assertEquals(
            31,
            Answer.prepared(
                    connection,
                    DeviceDatabase.COVERED_PREPARED,
                    statement -> {
                      statement.setInt(1, 2);
                      statement.setObject(2, java.time.LocalDateTime.parse("2026-01-01T00:10:00"));
                    })
                .rows()
                .size());
      }
      assertFalse(threads(application).isEmpty());
      Runnable undeployment =
          (Runnable)
              application.loadClass(Undeployment.class.getName()).getConstructor().newInstance();
      undeployment.run();
      Await.until("no thread of the driver", () -> threads(application).isEmpty());
      return new WeakReference<>(application);
    }
  }

  private static List<Thread> threads(ClassLoader application) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tablecache-"))
        .filter(thread -> thread.getContextClassLoader() == application)
        .toList();
  }

  @Test
  void undeploy_driverThatWasUsed_leavesNoThreadSessionOrClassLoader() throws Exception {
    String former = System.getProperty(CLEANER_TTL);
    System.setProperty(CLEANER_TTL, "50");
    try (DeviceDatabase database = DeviceDatabase.open();
        Connection plain = database.plain()) {
      String sessions =
          "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
              + " AND pid <> pg_backend_pid()";
      int before = Answer.of(plain, sessions).rows().size();

      WeakReference<ClassLoader> application = deployAndUndeploy(database);

      Await.until(
          "no session of the application",
          () -> Answer.of(plain, sessions).rows().size() <= before);
      linkAnotherRecord();
      Await.until(
          "the class loader is collected",
          () -> {
            System.gc();
            return application.get() == null;
          });
    } finally {
      if (former == null) {
        System.clearProperty(CLEANER_TTL);
      } else {
        System.setProperty(CLEANER_TTL, former);
      }
    }
  }
}
