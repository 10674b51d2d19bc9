package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.index.Snapshot;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.load.LoadResult.Failed;
import io.tablecache.model.Clock;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine's thread and what it publishes, on rounds that do what the test says. */
@Timeout(30)
class BackgroundRoundsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ScriptedRounds rounds = new ScriptedRounds(Clock.SYSTEM);
  private final List<CachedTable> tables = new ArrayList<>();
  private TableFeeds feeds = new TableFeeds(Clock.SYSTEM, Long.MAX_VALUE);
  private final CatalogWatch catalog = new CatalogWatch(Clock.SYSTEM, LONG);
  private AdjustmentLoop loop = new AdjustmentLoop(feeds, catalog, rounds::open);
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  @AfterEach
  void close() throws InterruptedException {
    loop.close();
    Thread running = thread.get();
    if (running != null) {
      running.interrupt();
      running.join(10_000);
      assertFalse(running.isAlive());
    }
    assertEquals(0, rounds.overlaps());
  }

  private void limitMemory(long memoryMaxBytes) {
    feeds = new TableFeeds(Clock.SYSTEM, memoryMaxBytes);
    loop = new AdjustmentLoop(feeds, catalog, rounds::open);
  }

  private CachedTable add(String label) {
    CachedTable table = new CachedTable(CachedTableTest.rule(label), Clock.SYSTEM, feeds::request);
    tables.add(table);
    feeds.add(table);
    return table;
  }

  private void start() {
    Thread worker = new Thread(loop, "loop-under-test");
    thread.set(worker);
    worker.start();
  }

  private CachedTable started() throws InterruptedException {
    CachedTable table = add("t");
    start();
    assertTrue(feeds.awaitLoaded(LONG));
    return table;
  }

  private static Snapshot snapshot(CachedTable table) {
    Snapshot snapshot = table.snapshot();
    assertNotNull(snapshot);
    return snapshot;
  }

  @Test
  void start_always_loadsAtOnceInOneRound() throws InterruptedException {
    CachedTable a = add("a");
    CachedTable b = add("b");
    start();
    assertTrue(feeds.awaitLoaded(LONG));
    assertSame(snapshot(a).asOf(), snapshot(b).asOf());
    assertEquals(1, rounds.started());
    assertEquals("LOADED", a.status().state());
    assertEquals("all rows", a.status().coverage());
    assertEquals("RELOAD", a.status().lastWay());
    assertEquals(1, a.status().rows());
    assertEquals(ScriptedRounds.SERVER, feeds.server());
  }

  @Test
  void awaitLoaded_timeoutBeyondNanoseconds_waits() throws InterruptedException {
    add("t");
    start();
    assertTrue(feeds.awaitLoaded(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void awaitLoaded_neverLoaded_isFalseInTime() throws InterruptedException {
    add("t");
    assertFalse(feeds.awaitLoaded(Duration.ofMillis(20)));
  }

  @Test
  void adjust_always_isLaterThanTheCall() throws InterruptedException {
    CachedTable table = started();
    for (int i = 0; i < 100; i++) {
      long calledAt = System.nanoTime();
      assertTrue(feeds.adjust(table, LONG));
      assertTrue(snapshot(table).asOf().isAfter(calledAt));
    }
    assertEquals(101, table.status().adjustments());
  }

  @Test
  void adjust_tableIsAnotherRelation_answersOnlyFromWhatIsLaterThanTheLastWrite()
      throws InterruptedException {
    CachedTable table = started();
    long known = table.reachableNanoTime();
    rounds.recreate("t");
    assertTrue(feeds.adjust(table, LONG));
    long since = table.reachableNanoTime();
    assertTrue(since - known > 0, "a write until now was not seen to reach it");
    assertTrue(snapshot(table).asOf().isAfter(table.floorNanoTime()), "nothing was written");

    rounds.recreate("t");
    rounds.setStep(
        due -> {
          List<LoadResult> results = rounds.load(due);
          catalog.wrote();
          return results;
        });
    assertTrue(feeds.adjust(table, LONG));
    assertTrue(table.reachableNanoTime() - since > 0);
    assertFalse(snapshot(table).asOf().isAfter(table.floorNanoTime()), "may lack the write");
    rounds.setStep(rounds::load);
    awaitUntil(() -> snapshot(table).asOf().isAfter(table.floorNanoTime()));
  }

  @Test
  void adjust_manyCallers_neverOverlap() throws InterruptedException {
    CachedTable table = started();
    List<Thread> callers = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < 8; i++) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  for (int j = 0; j < 100; j++) {
                    long calledAt = System.nanoTime();
                    assertTrue(feeds.adjust(table, LONG));
                    assertTrue(snapshot(table).asOf().isAfter(calledAt));
                  }
                } catch (InterruptedException | AssertionError e) {
                  failure.set(e);
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertNull(failure.get());
  }

  @Test
  void adjust_roundFails_isFalseAndKeepsTheFormer() throws InterruptedException {
    CachedTable table = started();
    Snapshot former = snapshot(table);
    rounds.setStep(
        due -> {
          throw new SQLException("gone", "08006");
        });
    assertFalse(feeds.adjust(table, LONG));
    assertSame(former, table.snapshot());
    assertEquals(1, table.status().failures());
    assertEquals("gone", table.status().lastFailure());
  }

  @Test
  void adjust_timeRunsOut_isFalse() throws InterruptedException {
    CachedTable table = started();
    CountDownLatch end = new CountDownLatch(1);
    rounds.setStep(
        due -> {
          end.await();
          return rounds.load(due);
        });
    assertFalse(feeds.adjust(table, Duration.ofMillis(30)));
    end.countDown();
  }

  @Test
  void loop_roundThrowsAnything_goesOn() throws InterruptedException {
    CachedTable table = started();
    List<Throwable> failures =
        List.of(
            new IllegalStateException("bug"),
            new OutOfMemoryError("simulated"),
            new StackOverflowError(),
            new AssertionError("simulated"),
            new NoClassDefFoundError("simulated"));
    for (Throwable failure : failures) {
      rounds.setStep(
          due -> {
            if (failure instanceof RuntimeException runtime) {
              throw runtime;
            }
            throw (Error) failure;
          });
      assertFalse(feeds.adjust(table, LONG));
    }
    assertEquals(failures.size(), table.status().failures());
    rounds.setStep(rounds::load);
    assertTrue(feeds.adjust(table, LONG));
    assertEquals(1 + failures.size(), rounds.opened(), "a new runner after each");
    assertEquals(failures.size(), rounds.closed());
  }

  @Test
  void loop_interruptedByAStranger_goesOn() throws InterruptedException {
    CachedTable table = started();
    Thread running = thread.get();
    assertNotNull(running);
    running.interrupt();
    assertTrue(feeds.adjust(table, LONG));
  }

  @Test
  void loop_afterFailure_retriesByItself() throws InterruptedException {
    rounds.setStep(
        due -> {
          if (rounds.started() < 3) {
            throw new SQLException("not yet", "57P03");
          }
          return rounds.load(due);
        });
    CachedTable table = started();
    assertEquals(2, table.status().failures());
    assertEquals("LOADED", table.status().state());
  }

  @Test
  void invalidate_whileRoundRuns_isNotWipedByItsEnd() throws InterruptedException {
    CachedTable table = started();
    CountDownLatch isRunning = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    List<LoadRequest> requests = new ArrayList<>();
    rounds.setStep(
        due -> {
          List<LoadResult> results = rounds.load(due);
          synchronized (requests) {
            requests.addAll(due);
          }
          isRunning.countDown();
          end.await();
          return results;
        });
    table.requestAdjustment();
    assertTrue(isRunning.await(20, TimeUnit.SECONDS));
    feeds.invalidate(table);
    assertNull(table.snapshot());
    assertEquals(Outcome.INVALIDATED, table.missing());
    long invalidatedAt = System.nanoTime();
    end.countDown();
    assertTrue(feeds.awaitLoaded(LONG));
    assertTrue(snapshot(table).asOf().isAfter(invalidatedAt));
    synchronized (requests) {
      assertNotNull(requests.get(0).former());
      assertNull(requests.get(1).former(), "the next round reloads");
    }
  }

  @Test
  void wroteMaybe_whileRoundRuns_bringsAnotherRound() throws InterruptedException {
    CachedTable table = started();
    CountDownLatch isRunning = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    rounds.setStep(
        due -> {
          List<LoadResult> results = rounds.load(due);
          isRunning.countDown();
          end.await();
          return results;
        });
    table.requestAdjustment();
    assertTrue(isRunning.await(20, TimeUnit.SECONDS));
    table.wroteMaybe();
    end.countDown();
    long floor = table.floorNanoTime();
    awaitUntil(() -> snapshot(table).asOf().isAfter(floor));
    assertEquals("LOADED", table.status().state());
    assertEquals(floor, table.floorNanoTime());
  }

  private static void awaitUntil(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "condition not met in time");
      Thread.onSpinWait();
    }
  }

  @Test
  void fail_formerIsOfAnotherTable_dropsSnapshotAndDefinition() throws InterruptedException {
    CachedTable table = started();
    long version = feeds.definitionsVersion();
    rounds.setStep(
        due -> List.of(new Failed(Outcome.LOAD_FAILED, "dropped", new SQLException(), false)));
    assertFalse(feeds.adjust(table, LONG));
    assertNull(table.snapshot());
    assertNull(table.definition());
    assertEquals(Outcome.LOAD_FAILED, table.missing());
    assertTrue(feeds.definitionsVersion() > version);
  }

  @Test
  void publish_sameDefinition_keepsTheVersion() throws InterruptedException {
    CachedTable table = started();
    long version = feeds.definitionsVersion();
    assertTrue(feeds.adjust(table, LONG));
    assertEquals(version, feeds.definitionsVersion());
    var definition = table.definition();
    rounds.redefine("t");
    assertTrue(feeds.adjust(table, LONG));
    assertNotSame(definition, table.definition());
    assertSame(snapshot(table).definition(), table.definition());
    assertEquals(version + 1, feeds.definitionsVersion());
  }

  @Test
  void publish_tablesTogetherOverMemory_rejectsTheLater() throws InterruptedException {
    rounds.setRows(10_000);
    CachedTable alone = started();
    long bytes = snapshot(alone).retainedBytes();
    loop.close();
    close();

    limitMemory(bytes + bytes / 2);
    CachedTable a = add("a");
    CachedTable b = add("b");
    start();
    awaitUntil(() -> b.missing() == Outcome.OVER_MEMORY);
    assertNotNull(a.snapshot());
    assertNull(b.snapshot());
    assertTrue(String.valueOf(b.status().lastFailure()).contains("memory.max"));
    assertEquals("OVER_MEMORY", b.status().state());
    rounds.setRows(10);
    assertTrue(feeds.adjust(a, LONG));
    assertTrue(feeds.adjust(b, LONG));
  }

  @Test
  void requests_always_carryTheMemoryThatIsLeft() throws InterruptedException {
    limitMemory(1_000_000);
    CachedTable a = add("a");
    CachedTable b = add("b");
    start();
    assertTrue(feeds.awaitLoaded(LONG));
    List<LoadRequest> requests = new ArrayList<>();
    rounds.setStep(
        due -> {
          synchronized (requests) {
            requests.addAll(due);
          }
          return rounds.load(due);
        });
    assertTrue(feeds.adjust(a, LONG));
    synchronized (requests) {
      assertEquals(1_000_000 - snapshot(b).retainedBytes(), requests.get(0).memoryMaxBytes());
    }
  }

  @Test
  void publish_otherServer_dropsWhatIsOfTheFormer() throws InterruptedException {
    CachedTable a = add("a");
    CachedTable b = add("b");
    start();
    assertTrue(feeds.awaitLoaded(LONG));
    Snapshot formerB = snapshot(b);
    ServerIdentity promoted = new ServerIdentity(1, 2, 1);
    rounds.setServer(promoted);
    assertTrue(feeds.adjust(a, LONG));
    assertEquals(promoted, feeds.server());
    awaitUntil(() -> b.snapshot() != null && b.snapshot() != formerB);
  }

  @Test
  void close_whileRoundRuns_publishesNothing() throws InterruptedException {
    CachedTable table = started();
    CountDownLatch isRunning = new CountDownLatch(1);
    rounds.setStep(
        due -> {
          isRunning.countDown();
          new CountDownLatch(1).await();
          return rounds.load(due);
        });
    table.requestAdjustment();
    assertTrue(isRunning.await(20, TimeUnit.SECONDS));
    close();
    assertNull(table.snapshot());
    assertFalse(feeds.adjust(table, LONG));
    assertFalse(feeds.awaitLoaded(LONG));
    assertEquals(1, rounds.closed());
  }

  @Test
  void whenIdle_timePasses_runsOnTheLoopsThread() throws InterruptedException {
    started();
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    feeds.whenIdleFor(
        Duration.ofMillis(1),
        () -> {
          ranOn.set(Thread.currentThread());
          ran.countDown();
        });
    assertTrue(ran.await(20, TimeUnit.SECONDS));
    assertSame(thread.get(), ranOn.get());
  }

  @Test
  void whenIdle_keptBefore_doesNothing() throws InterruptedException {
    CachedTable table = started();
    CountDownLatch ran = new CountDownLatch(1);
    feeds.whenIdleFor(Duration.ofMillis(100), ran::countDown);
    feeds.keep();
    assertFalse(ran.await(200, TimeUnit.MILLISECONDS));
    assertTrue(feeds.adjust(table, LONG));
  }
}
