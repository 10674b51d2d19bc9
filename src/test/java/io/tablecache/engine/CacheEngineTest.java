package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.CacheConfig;
import io.tablecache.config.ConfigException;
import io.tablecache.config.ConfigReader;
import io.tablecache.index.Snapshot;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import io.tablecache.model.StatementDescriber.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheEngineTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private EngineFixture fixture;
  private CacheEngine engine;

  @BeforeEach
  void create() throws SQLException {
    fixture = new EngineFixture();
    engine = engine(EngineFixture.deviceScenario());
  }

  @AfterEach
  void close() throws SQLException {
    engine.close();
    fixture.close();
  }

  private CacheEngine engine(CacheConfig config) {
    return new CacheEngine(config, fixture::open, Clock.SYSTEM);
  }

  private CachedTable table(String label) {
    return engine.table(label).orElseThrow();
  }

  private static Snapshot snapshot(CachedTable table) {
    Snapshot snapshot = table.snapshot();
    assertNotNull(snapshot);
    return snapshot;
  }

  private void load() throws SQLException, InterruptedException {
    engine.start();
    assertTrue(engine.awaitLoaded(LONG));
  }

  private static void awaitUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "condition not met in time");
      Thread.onSpinWait();
    }
  }

  @Test
  void start_deviceScenario_loadsBothTablesOfOneInstant() throws Exception {
    load();
    CachedTable data = table("device_data");
    CachedTable devices = table("devices");
    assertEquals(2, snapshot(devices).rowCount());
    assertEquals(
        fixture.query(
            "SELECT count(*) FROM device_data WHERE ts >= (now() AT TIME ZONE 'UTC')"
                + " - interval '130 s'"),
        snapshot(data).rowCount(),
        1);
    assertEquals(snapshot(devices).asOf(), snapshot(data).asOf());
    assertSame(snapshot(data).definition(), data.definition());
    assertTrue(engine.server().isPresent());
    assertEquals("public.device_data", data.status().relation());
    assertTrue(data.status().coverage().startsWith("ts in [20"), data.status().coverage());
    assertTrue(data.status().retainedBytes() > 0);
    assertEquals("LOADED", data.status().state());
    assertEquals(Outcome.LOADING, new CachedTable(data.rule(), Clock.SYSTEM, t -> {}).missing());
  }

  @Test
  void start_beforeLoading_knowsDefinitions() throws Exception {
    load();
    long version = engine.definitionsVersion();
    assertTrue(engine.adjust(table("device_data"), LONG));
    assertEquals(version, engine.definitionsVersion(), "inspection and rounds share the object");
  }

  @Test
  void wroteMaybe_afterInsert_bringsTheRowSoon() throws Exception {
    load();
    CachedTable devices = table("devices");
    fixture.execute("INSERT INTO devices VALUES (3)");
    devices.wroteMaybe();
    assertFalse(snapshot(devices).asOf().isAfter(devices.floorNanoTime()));
    awaitUntil(() -> snapshot(devices).asOf().isAfter(devices.floorNanoTime()));
    assertEquals(3, snapshot(devices).rowCount());
  }

  @Test
  void adjust_afterTruncate_isEmpty() throws Exception {
    load();
    fixture.execute("TRUNCATE device_data");
    assertTrue(engine.adjust(table("device_data"), LONG));
    assertEquals(0, snapshot(table("device_data")).rowCount());
  }

  @Test
  void invalidate_loaded_reloads() throws Exception {
    load();
    CachedTable devices = table("devices");
    Snapshot former = snapshot(devices);
    engine.invalidate(devices);
    awaitUntil(() -> devices.snapshot() != null);
    assertTrue(snapshot(devices).asOf().isAfter(former.asOf().nanoTime()));
    assertEquals("RELOAD", devices.status().lastWay());
  }

  @Test
  void adjust_connectionsTerminated_recovers() throws Exception {
    load();
    fixture.terminateEngineConnections();
    CachedTable devices = table("devices");
    fixture.execute("INSERT INTO devices VALUES (3)");
    if (!engine.adjust(devices, LONG)) {
      assertTrue(engine.adjust(devices, LONG), "the round after the lost one");
    }
    assertEquals(3, snapshot(devices).rowCount());
    assertInstanceOf(
        Typed.class,
        engine.describer().describe("SELECT device_id FROM devices", new int[0], "public"));
  }

  @Test
  void adjust_tableDropped_stopsThatTableOnly() throws Exception {
    load();
    CachedTable data = table("device_data");
    CachedTable devices = table("devices");
    fixture.execute("DROP TABLE device_data");
    assertFalse(engine.adjust(data, LONG));
    assertNull(data.snapshot());
    assertNull(data.definition());
    assertTrue(engine.adjust(devices, LONG));
    fixture.execute("CREATE TABLE device_data (device_id integer, data integer, ts timestamp)");
    assertTrue(engine.adjust(data, LONG));
    assertEquals(3, snapshot(data).definition().columns().size());
  }

  @Test
  void start_configDoesNotFit_leavesNothing() throws Exception {
    CacheConfig config =
        EngineFixture.config(directory, "a { relation = devices }\nb { relation = missing }");
    CacheEngine broken = engine(config);
    ConfigException e = assertThrows(ConfigException.class, broken::start);
    assertTrue(String.valueOf(e.getMessage()).contains(".conf: 4: "), e::getMessage);
    awaitNoConnections();
    assertEquals(0, engineThreads());
  }

  @Test
  void start_configDoesNotFitAndDelegateWanted_carriesTheWish() throws Exception {
    Path file = directory.resolve("delegate.conf");
    Files.writeString(
        file, "tablecache { on-config-error = delegate, tables { a { relation = missing } } }");
    CacheEngine broken = engine(ConfigReader.read(file.toString()));
    ConfigException e = assertThrows(ConfigException.class, broken::start);
    assertEquals(CacheConfig.OnConfigError.DELEGATE, e.onConfigError());
  }

  @Test
  void start_sameRelationTwice_isAMistake() throws IOException {
    CacheConfig config =
        EngineFixture.config(
            directory, "a { relation = devices }\nb { relation = public.devices }");
    ConfigException e = assertThrows(ConfigException.class, () -> engine(config).start());
    assertTrue(String.valueOf(e.getMessage()).contains(".conf: 4: "), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains("'a'"), e::getMessage);
  }

  @Test
  void start_noServerAtFirst_loadsOnceThereIsOne() throws Exception {
    AtomicBoolean isReachable = new AtomicBoolean();
    try (CacheEngine patient =
        new CacheEngine(
            EngineFixture.deviceScenario(),
            () ->
                isReachable.get()
                    ? fixture.open()
                    : DriverManager.getConnection("jdbc:postgresql://localhost:1/x?user=x"),
            Clock.SYSTEM)) {
      patient.start();
      assertFalse(patient.awaitLoaded(Duration.ofMillis(200)));
      isReachable.set(true);
      assertTrue(patient.awaitLoaded(LONG));
    }
  }

  @Test
  void start_twice_isRefusedAndHarmless() throws Exception {
    load();
    assertThrows(IllegalStateException.class, engine::start);
    assertTrue(engine.adjust(table("devices"), LONG));
  }

  @Test
  void start_windowOverMemory_isReportedAndTheRestGoesOn() throws Exception {
    fixture.execute(
        "CREATE TABLE big AS SELECT i AS id, md5(i::text) AS h FROM generate_series(1, 50000) i");
    Path file = directory.resolve("small.conf");
    Files.writeString(
        file,
        "tablecache { memory.max = 200KiB, tables { big { relation = big }\n"
            + " devices { relation = devices } } }");
    engine = engine(ConfigReader.read(file.toString()));
    engine.start();
    awaitUntil(() -> table("big").missing() == Outcome.OVER_MEMORY);
    awaitUntil(() -> table("devices").snapshot() != null);
    assertTrue(String.valueOf(table("big").status().lastFailure()).contains("memory"));
  }

  @Test
  void close_loaded_leavesNoThreadAndNoConnection() throws Exception {
    load();
    assertInstanceOf(Typed.class, engine.describer().describe("SELECT 1", new int[0], "public"));
    assertEquals(1, engineThreads());
    assertTrue(fixture.engineConnections() >= 2);
    Thread worker = engineThread();
    assertTrue(worker.isDaemon());
    assertSame(CacheEngine.class.getClassLoader(), worker.getContextClassLoader());
    engine.close();
    engine.close();
    assertFalse(worker.isAlive());
    assertNull(table("devices").snapshot());
    awaitNoConnections();
  }

  private void awaitNoConnections() throws SQLException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (fixture.engineConnections() > 0) {
      assertTrue(System.nanoTime() - deadline < 0, "connections stay open");
    }
  }

  private long engineThreads() {
    return threads().count();
  }

  private Thread engineThread() {
    return threads().findFirst().orElseThrow();
  }

  /** Engines of other tests may linger in this process. */
  private Stream<Thread> threads() {
    String name = "tablecache-" + fixture.database();
    return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals(name));
  }
}
