package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.CacheConfig;
import io.tablecache.config.ConfigException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.Driver;

@Timeout(60)
class EngineRegistryTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EngineRegistry registry = new EngineRegistry(Duration.ofMillis(50));
  private final AtomicInteger configsRead = new AtomicInteger();
  private EngineFixture fixture;
  private EngineKey key;

  @BeforeEach
  void create() throws SQLException {
    fixture = new EngineFixture();
    key = key(fixture.url(), "config/tablecache.conf");
  }

  @AfterEach
  void close() throws SQLException {
    registry.closeAll();
    fixture.close();
  }

  private static EngineKey key(String url, String source) {
    Properties parsed = Driver.parseURL(url, new Properties());
    assertTrue(parsed != null);
    return EngineKey.of(parsed, source);
  }

  private CacheConfig config() {
    configsRead.incrementAndGet();
    return EngineFixture.deviceScenario();
  }

  private EngineLease acquire() throws SQLException {
    return registry.acquire(key, this::config, loader -> fixture.open());
  }

  @Test
  void key_differentUsers_areOne() {
    assertEquals(
        key("jdbc:postgresql://h1:1,h2:2/db?user=a", "x"),
        key("jdbc:postgresql://h1:1,h2:2/db?user=b&password=c", "x"));
    assertNotEquals(
        key("jdbc:postgresql://h/db?user=a", "x"), key("jdbc:postgresql://h/other?user=a", "x"));
    assertNotEquals(
        key("jdbc:postgresql://h/db?user=a", "x"), key("jdbc:postgresql://h/db?user=a", "y"));
    assertNotEquals(
        key("jdbc:postgresql://h:1/db?user=a", "x"), key("jdbc:postgresql://h:2/db?user=a", "x"));
  }

  @Test
  void acquire_again_sharesTheEngine() throws Exception {
    try (EngineLease first = acquire();
        EngineLease second = acquire()) {
      assertSame(first.engine(), second.engine());
      assertTrue(first.engine().awaitLoaded(LONG));
      assertEquals(1, configsRead.get());
    }
  }

  @Test
  void acquire_byManyThreads_startsOne() throws Exception {
    Queue<CacheEngine> engines = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                try {
                  engines.add(acquire().engine());
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(threads.length, engines.size());
    assertEquals(1, engines.stream().distinct().count());
    assertEquals(1, configsRead.get());
  }

  @Test
  void release_last_closesAfterTheLinger() throws Exception {
    EngineLease lease = acquire();
    CacheEngine engine = lease.engine();
    assertTrue(engine.awaitLoaded(LONG));
    lease.close();
    lease.close();
    awaitClosed(engine);
    try (EngineLease next = acquire()) {
      assertNotSame(engine, next.engine());
      assertTrue(next.engine().awaitLoaded(LONG));
    }
  }

  private void awaitClosed(CacheEngine engine) throws SQLException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (engine.tables().get(0).snapshot() != null || fixture.engineConnections() > 0) {
      assertTrue(System.nanoTime() - deadline < 0, "the engine goes on");
    }
  }

  @Test
  void release_otherLeaseLeft_goesOn() throws Exception {
    EngineLease first = acquire();
    try (EngineLease second = acquire()) {
      first.close();
      first.close();
      assertTrue(second.engine().awaitLoaded(LONG));
      EngineLease third = acquire();
      third.close();
      assertTrue(second.engine().adjust(second.engine().tables().get(0), LONG));
      assertSame(second.engine(), acquire().engine());
    }
  }

  @Test
  void acquire_startFails_keepsNothing() throws Exception {
    assertThrows(
        ConfigException.class,
        () ->
            registry.acquire(
                key,
                () -> {
                  throw new ConfigException("wrong");
                },
                loader -> fixture.open()));
    try (EngineLease lease = acquire()) {
      assertTrue(lease.engine().awaitLoaded(LONG));
    }
  }

  @Test
  void closeAll_used_closesAnyway() throws Exception {
    EngineLease lease = acquire();
    assertTrue(lease.engine().awaitLoaded(LONG));
    registry.closeAll();
    awaitClosed(lease.engine());
    lease.close();
    assertFalse(lease.engine().awaitLoaded(Duration.ZERO));
    try (EngineLease next = acquire()) {
      assertNotSame(lease.engine(), next.engine());
    }
  }
}
