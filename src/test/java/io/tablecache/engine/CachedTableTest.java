package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.FreshnessRule;
import io.tablecache.config.Origin;
import io.tablecache.config.TableRule;
import io.tablecache.model.AsOf;
import io.tablecache.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedTableTest {
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 10);
  private final List<CachedTable> requests = new ArrayList<>();
  private final CachedTable table = new CachedTable(rule("t"), clock, requests::add);

  static TableRule rule(String relation) {
    Origin origin = new Origin("test.conf: 1", "tablecache.tables." + relation);
    return new TableRule(
        origin,
        relation,
        "public",
        relation,
        List.of(),
        null,
        new FreshnessRule(origin, Duration.ofSeconds(15), Duration.ofSeconds(20), null));
  }

  @Test
  void floor_fresh_isBeforeEverySnapshot() {
    assertTrue(AsOf.now(clock).isAfter(table.floorNanoTime()));
  }

  @Test
  void wroteMaybe_raisesFloorAndAsksForAdjustment() {
    AsOf before = AsOf.now(clock);
    clock.advance(Duration.ofNanos(5));
    table.wroteMaybe();
    assertFalse(before.isAfter(table.floorNanoTime()));
    assertFalse(AsOf.now(clock).isAfter(table.floorNanoTime()), "the same instant is not after");
    clock.advance(Duration.ofNanos(1));
    assertTrue(AsOf.now(clock).isAfter(table.floorNanoTime()));
    assertEquals(List.of(table), requests);
  }

  @Test
  void raiseFloor_earlierInstant_changesNothing() {
    table.raiseFloor(clock.nanoTime() + 5);
    long floor = table.floorNanoTime();
    table.raiseFloor(clock.nanoTime() + 4);
    assertEquals(floor, table.floorNanoTime());
  }

  @Test
  void raiseFloor_acrossClockOverflow_isLater() {
    clock.advance(Duration.ofNanos(100));
    assertTrue(clock.nanoTime() < 0);
    table.wroteMaybe();
    assertEquals(clock.nanoTime(), table.floorNanoTime());
  }

  @Test
  void raiseFloor_fromManyThreads_keepsTheLatest() throws InterruptedException {
    long base = table.floorNanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int offset = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  table.raiseFloor(base + 4L * i + offset);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(base + 4L * 19_999 + 3, table.floorNanoTime());
  }

  @Test
  void count_outcomes_areCountedApart() {
    table.count(Outcome.HIT);
    table.count(Outcome.HIT);
    table.count(Outcome.NOT_COVERED);
    assertEquals(2, table.counted(Outcome.HIT));
    assertEquals(1, table.counted(Outcome.NOT_COVERED));
    assertEquals(0, table.counted(Outcome.LOADING));
  }

  @Test
  void status_notLoaded_saysWhy() {
    TableStatus status = table.status();
    assertEquals("LOADING", status.state());
    assertEquals("t", status.label());
    assertEquals(0, status.rows());
    assertNull(status.asOfAge());
    assertNull(status.lastWay());
    table.failed(Outcome.LOAD_FAILED, "no table");
    assertEquals("LOAD_FAILED", table.status().state());
    assertEquals("no table", table.status().lastFailure());
    assertEquals(1, table.status().failures());
  }
}
