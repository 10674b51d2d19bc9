package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult.Adjusted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to one table's feed while the machine sleeps. */
class TableFeedTest {
  private final ManualClock clock = new ManualClock(1_000);
  private final ScriptedRounds rounds = new ScriptedRounds(clock);
  private final CachedTable table =
      new CachedTable(CachedTableTest.rule("t"), clock, requested -> {});
  private final TableFeed feed = new TableFeed(table, clock.nanoTime());

  private void round() {
    LoadRequest request = feed.start(clock.nanoTime(), Long.MAX_VALUE);
    Adjusted adjusted = (Adjusted) rounds.load(List.of(request)).get(0);
    feed.publish(adjusted.adjustment(), clock.nanoTime());
  }

  @Test
  void demandIfSlept_machineSlept_isDueAtOnceThoughTheMonotonicClockStood() {
    round();
    clock.advance(Duration.ofSeconds(3));
    clock.machineSleeps(Duration.ofHours(1));
    assertEquals("TOO_OLD", table.status().state());
    assertFalse(feed.schedule().isDue(clock.nanoTime()));
    feed.demandIfSlept(clock);
    assertTrue(feed.schedule().isDue(clock.nanoTime()));
    round();
    feed.demandIfSlept(clock);
    assertFalse(feed.schedule().isDue(clock.nanoTime()));
    assertEquals("LOADED", table.status().state());
  }

  @Test
  void demandIfSlept_whileBackingOff_doesNotShortenIt() {
    round();
    clock.machineSleeps(Duration.ofHours(1));
    feed.backOff(clock.nanoTime());
    feed.demandIfSlept(clock);
    assertFalse(feed.schedule().isDue(clock.nanoTime()));
  }

  @Test
  void demandIfSlept_clocksInStep_demandsNothing() {
    round();
    clock.advance(Duration.ofSeconds(14));
    feed.demandIfSlept(clock);
    assertFalse(feed.schedule().isDue(clock.nanoTime()));
  }
}
