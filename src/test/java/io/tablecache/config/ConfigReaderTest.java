package io.tablecache.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.CacheConfig.OnConfigError;
import io.tablecache.config.WindowRule.Fixed;
import io.tablecache.config.WindowRule.Moving;
import io.tablecache.model.ReadYourWrites;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path directory;

  private CacheConfig read(String text) throws IOException {
    Path file = directory.resolve("tablecache.conf");
    Files.writeString(file, text);
    return ConfigReader.read(file.toString());
  }

  private TableRule readTable(String body) throws IOException {
    return read("tablecache { tables { t {\n" + body + "\n} } }").tables().get(0);
  }

  private WindowRule readWindow(String body) throws IOException {
    WindowRule window = readTable("relation = t\nwindow { range = ts\n" + body + "\n}").window();
    assertNotNull(window);
    return window;
  }

  @Test
  void read_committedExample_isTheDeviceScenario() {
    CacheConfig config = ConfigReader.read("config/tablecache.conf");
    assertEquals("config/tablecache.conf", config.source());
    assertEquals(256L << 20, config.memoryMaxBytes());
    assertEquals(ReadYourWrites.JVM, config.readYourWrites());
    assertEquals(OnConfigError.FAIL, config.onConfigError());
    assertNull(config.loader());
    assertEquals(
        List.of("device_data", "devices"), config.tables().stream().map(TableRule::label).toList());

    TableRule data = config.tables().get(0);
    assertEquals("public", data.schema());
    assertEquals("device_data", data.relation());
    assertEquals(
        List.of("time", "device_and_time"), data.indexes().stream().map(IndexRule::name).toList());
    assertEquals(List.of(), data.indexes().get(0).segment());
    assertEquals("ts", data.indexes().get(0).range());
    assertEquals(List.of("device_id"), data.indexes().get(1).segment());
    WindowRule window = data.window();
    assertNotNull(window);
    assertEquals(new Moving(Duration.ofMinutes(-2)), window.from());
    assertNull(window.to());
    assertEquals(Duration.ofSeconds(10), window.margin());
    assertEquals(ZoneId.of("UTC"), window.zone());
    assertEquals(Duration.ofSeconds(15), data.freshness().every());
    assertEquals(Duration.ofSeconds(20), data.freshness().maxStaleness());
    assertNull(data.freshness().appendOnlyLateness());
    assertTrue(data.origin().description().startsWith("config/tablecache.conf: "));
    assertEquals("tablecache.tables.device_data", data.origin().path());

    TableRule devices = config.tables().get(1);
    assertNull(devices.window());
    assertEquals(List.of(), devices.indexes());
    assertEquals(Duration.ofSeconds(15), devices.freshness().every());
  }

  /** The example's comments offer options; each must be legal where it stands. */
  @Test
  void read_committedExampleWithOptionsUncommented_isLegal() throws IOException {
    String example =
        Files.readString(Path.of("config/tablecache.conf"))
            .replace("from   = -2m", "")
            .replace("# from = \"2026", "from = \"2026")
            .replace("# to   = 0s", "to = 0s")
            .replace("# append-only", "append-only")
            .replace("# loader {", "loader {")
            .replace("#   user", "user")
            .replace("#   password", "password")
            .replace("# }", "}");
    CacheConfig config = read(example);
    WindowRule window = config.tables().get(0).window();
    assertNotNull(window);
    assertEquals(new Fixed("2026-01-01T00:00:00"), window.from());
    assertEquals(new Moving(Duration.ZERO), window.to());
    assertEquals(Duration.ofSeconds(5), config.tables().get(0).freshness().appendOnlyLateness());
    LoaderRule loader = config.loader();
    assertNotNull(loader);
    assertEquals("tablecache_loader", loader.user());
  }

  @Test
  void read_relationNames_foldAndUnquoteAsInSql() throws IOException {
    assertEquals("my_table", readTable("relation = My_Table").relation());
    assertNull(readTable("relation = My_Table").schema());
    TableRule quoted = readTable("relation = \"App.\\\"My \\\"\\\"Table\\\"\"");
    assertEquals("app", quoted.schema());
    assertEquals("My \"Table", quoted.relation());
    assertEquals("Ünder$1", readTable("relation = \"\\\"Ünder$1\\\"\"").relation());
    assertEquals("\u00dcnder_1", readTable("relation = \"\u00dcNDER_1\"").relation());
  }

  @Test
  void read_columnNames_foldAndUnquoteAsInSql() throws IOException {
    TableRule rule =
        readTable(
            "relation = t\nindexes { i { segment = [Device_ID, \"\\\"Kind.Of\\\"\"], range = TS } }");
    assertEquals(List.of("device_id", "Kind.Of"), rule.indexes().get(0).segment());
    assertEquals("ts", rule.indexes().get(0).range());
  }

  @Test
  void read_windowBounds_areMovingOrFixed() throws IOException {
    assertEquals(new Moving(Duration.ofHours(-36)), readWindow("from = -36h").from());
    assertEquals(new Moving(Duration.ofMillis(-1500)), readWindow("from = \"-1.5 s\"").from());
    assertEquals(new Moving(Duration.ofDays(7)), readWindow("to = 7d").to());
    assertEquals(new Fixed("2026-01-01"), readWindow("from = \"2026-01-01\"").from());
    assertEquals(new Fixed("2026-01-01"), readWindow("from = 2026-01-01").from());
    assertEquals(
        new Fixed("2026-01-01T00:00:00.5+01:00"),
        readWindow("from = \"2026-01-01T00:00:00.5+01:00\"").from());
    assertEquals(new Fixed("-5"), readWindow("from = -5").from());
    assertEquals(new Fixed("9223372036854775807"), readWindow("to = 9223372036854775807").to());
    assertEquals(Duration.ofSeconds(10), readWindow("from = -2m").margin());
    assertEquals(Duration.ZERO, readWindow("from = -2m, margin = 0s").margin());
    assertEquals(ZoneId.of("Europe/Berlin"), readWindow("zone = Europe/Berlin").zone());
  }

  @Test
  void read_equalBounds_areLegal() throws IOException {
    assertEquals(new Fixed("3"), readWindow("from = 3, to = 3").to());
    assertEquals(new Moving(Duration.ofMinutes(-1)), readWindow("from = -60s, to = -1m").to());
  }

  @Test
  void read_shortMaxStalenessAlone_shortensEvery() throws IOException {
    FreshnessRule rule = readTable("relation = t\nfreshness { max-staleness = 4s }").freshness();
    assertEquals(Duration.ofSeconds(3), rule.every());
    assertEquals(Duration.ofSeconds(4), rule.maxStaleness());
  }

  @Test
  void read_everyLongerThanMaxStaleness_isLegal() throws IOException {
    FreshnessRule rule = readTable("relation = t\nfreshness { every = 60s }").freshness();
    assertEquals(Duration.ofSeconds(60), rule.every());
    assertEquals(Duration.ofSeconds(20), rule.maxStaleness());
  }

  @Test
  void read_topLevelSettings_areTaken() throws IOException {
    CacheConfig config =
        read(
            """
            tablecache {
              tables { t { relation = t } }
              memory.max = 1g
              read-your-writes = off
              on-config-error = delegate
              loader { user = loader, password = "s3cret" }
            }
            """);
    assertEquals(1L << 30, config.memoryMaxBytes());
    assertEquals(ReadYourWrites.OFF, config.readYourWrites());
    assertEquals(OnConfigError.DELEGATE, config.onConfigError());
    LoaderRule loader = config.loader();
    assertNotNull(loader);
    assertEquals("s3cret", loader.password());
    assertFalse(config.toString().contains("s3cret"));
  }

  @Test
  void read_nullValue_countsAsNotSet() throws IOException {
    CacheConfig config =
        read("tablecache { tables { t { relation = t, window = null } }, memory.max = null }");
    assertNull(config.tables().get(0).window());
    assertEquals(256L << 20, config.memoryMaxBytes());
  }

  @Test
  void read_environmentAndInclude_areResolved() throws IOException {
    Files.writeString(directory.resolve("tables.conf"), "t { relation = fallback }");
    CacheConfig config =
        read(
            "tablecache { tables { include \"tables.conf\" }\n"
                + " loader { user = u, password = x, password = ${?NO_SUCH_VARIABLE_HERE}\n"
                + " password = ${?PATH} } }");
    assertEquals("fallback", config.tables().get(0).relation());
    LoaderRule loader = config.loader();
    assertNotNull(loader);
    assertEquals(System.getenv("PATH"), loader.password());
  }

  @Test
  void read_classpathLocation_usesTheThreadsClassLoader() throws IOException {
    Files.createDirectories(directory.resolve("app"));
    Files.writeString(
        directory.resolve("app/cache.conf"), "tablecache { tables { include \"tables.conf\" } }");
    Files.writeString(directory.resolve("app/tables.conf"), "t { relation = t }");
    withContextClassLoader(
        () -> {
          CacheConfig config = ConfigReader.read("classpath:app/cache.conf");
          assertEquals("t", config.tables().get(0).relation());
          assertTrue(
              config.tables().get(0).origin().description().contains("tables.conf: 1"),
              config.tables().get(0).origin()::description);
        });
  }

  @Test
  void read_noLocation_usesTablecacheConfOnTheClassPath() throws IOException {
    Files.writeString(
        directory.resolve("tablecache.conf"), "tablecache { tables { t { relation = t } } }");
    withContextClassLoader(
        () -> {
          CacheConfig config = ConfigReader.read(null);
          assertEquals("tablecache.conf", config.source());
          assertEquals("tablecache.conf: 1", config.tables().get(0).origin().description());
        });
  }

  private void withContextClassLoader(Runnable action) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader former = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, former)) {
      thread.setContextClassLoader(loader);
      action.run();
    } finally {
      thread.setContextClassLoader(former);
    }
  }
}
