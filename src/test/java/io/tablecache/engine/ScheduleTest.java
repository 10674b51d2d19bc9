package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.FreshnessRule;
import io.tablecache.config.Origin;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times are milliseconds from the schedule's creation, shortly before the clock overflows. */
class ScheduleTest {
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

  private Schedule schedule = schedule(15_000, 20_000);

  private static Schedule schedule(long everyMillis, long maxStalenessMillis) {
    return new Schedule(
        new FreshnessRule(
            new Origin("test", "test"),
            Duration.ofMillis(everyMillis),
            Duration.ofMillis(maxStalenessMillis),
            null),
        START);
  }

  private static long at(long millis) {
    return START + millis * 1_000_000;
  }

  private long dueMillis() {
    return (schedule.dueNanoTime() - START) / 1_000_000;
  }

  private void round(long fromMillis, long toMillis) {
    schedule.started();
    schedule.succeeded(at(fromMillis), at(toMillis));
  }

  @Test
  void due_fresh_isAtOnce() {
    assertEquals(0, dueMillis());
    assertTrue(schedule.isDue(at(0)));
  }

  @Test
  void due_shortRound_isEveryAfterItsStart() {
    round(0, 100);
    assertEquals(15_000, dueMillis());
    assertFalse(schedule.isDue(at(14_999)));
    assertTrue(schedule.isDue(at(15_000)));
  }

  /** A load of 6 s in an allowance of 20 s at a period of 15 s must leave no gap. */
  @Test
  void due_longRound_isEarlyEnoughToPublishBeforeTooOld() {
    round(0, 6_000);
    assertEquals(20_000 - 6_000 - 1_000, dueMillis());
    assertTrue(schedule.canKeepUp());
    long start = dueMillis();
    round(start, start + 6_000);
    assertTrue(start + 6_000 <= 20_000, "published before the former snapshot is too old");
    assertEquals(start + 13_000, dueMillis());
  }

  @Test
  void due_slowRoundOnce_isForgottenSlowly() {
    round(0, 6_000);
    round(13_000, 13_010);
    assertEquals(5_250, schedule.roundNanos() / 1_000_000);
    assertEquals(13_000 + 20_000 - 5_250 - 1_000, dueMillis());
    for (int i = 0; i < 50; i++) {
      long start = dueMillis();
      round(start, start + 10);
    }
    long start = dueMillis();
    round(start, start + 10);
    assertEquals(start + 15_000, dueMillis());
  }

  @Test
  void due_roundTooLongForMaxStaleness_isCalmAndSaid() {
    round(0, 10_000);
    assertFalse(schedule.canKeepUp());
    assertEquals(20_000, dueMillis());
    assertEquals(10_000, schedule.roundNanos() / 1_000_000);
  }

  @Test
  void due_everyLongerThanMaxStaleness_isByMaxStaleness() {
    schedule = schedule(60_000, 2_000);
    round(0, 100);
    assertEquals(2_000 - 100 - 100, dueMillis());
  }

  @Test
  void request_afterQuietTime_isDebounced() {
    round(0, 10);
    assertTrue(schedule.request(at(5_000)));
    assertEquals(5_050, dueMillis());
  }

  @Test
  void request_again_doesNotPostpone() {
    round(0, 10);
    schedule.request(at(5_000));
    assertFalse(schedule.request(at(5_040)));
    assertEquals(5_050, dueMillis());
  }

  @Test
  void request_rightAfterRound_keepsSpacing() {
    round(0, 10);
    schedule.request(at(20));
    assertEquals(200, dueMillis());
  }

  @Test
  void request_afterLongRound_keepsTwiceItsLength() {
    round(0, 3_000);
    schedule.request(at(3_001));
    assertEquals(6_000, dueMillis());
  }

  @Test
  void request_shortlyBeforeRegular_doesNotPostponeIt() {
    round(0, 10);
    schedule.request(at(14_990));
    assertEquals(15_000, dueMillis());
  }

  @Test
  void request_whileRoundRuns_isNotWipedByItsEnd() {
    schedule.started();
    schedule.request(at(50));
    schedule.succeeded(at(0), at(100));
    assertEquals(200, dueMillis());
  }

  @Test
  void request_beforeRound_isAnsweredByIt() {
    round(0, 10);
    schedule.request(at(5_000));
    round(5_050, 5_060);
    assertEquals(20_050, dueMillis());
  }

  @Test
  void failed_repeatedly_backsOffToTheCap() {
    long[] expected = {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
    for (long wait : expected) {
      schedule.started();
      schedule.failed(at(0));
      assertEquals(wait, dueMillis());
    }
    for (int i = 0; i < 100; i++) {
      schedule.failed(at(0));
    }
    assertEquals(30_000, dueMillis());
  }

  @Test
  void failed_thenSucceeded_isRegularAgain() {
    schedule.failed(at(0));
    schedule.failed(at(250));
    round(750, 760);
    assertEquals(15_750, dueMillis());
    schedule.failed(at(15_760));
    assertEquals(16_010, dueMillis());
  }

  @Test
  void request_whileBackingOff_doesNotShortenIt() {
    schedule.failed(at(0));
    schedule.request(at(1));
    assertEquals(250, dueMillis());
  }

  @Test
  void demand_whileBackingOff_isAtOnce() {
    schedule.failed(at(0));
    schedule.demand(at(1));
    assertEquals(1, dueMillis());
    schedule.demand(at(5));
    assertEquals(1, dueMillis());
  }

  @Test
  void demand_whileRoundRuns_isNotWipedByItsEnd() {
    schedule.started();
    schedule.demand(at(50));
    schedule.succeeded(at(0), at(100));
    assertEquals(50, dueMillis());
  }

  @Test
  void joins_dueSoon_goesAlong() {
    round(0, 10);
    assertFalse(schedule.joins(at(13_000)));
    assertTrue(schedule.joins(at(13_500)));
  }

  @Test
  void joins_dueWhileRoundRuns_goesAlong() {
    round(0, 4_000);
    assertFalse(schedule.joins(at(10_900)));
    assertTrue(schedule.joins(at(11_000)));
  }

  @Test
  void joins_backingOff_waits() {
    round(0, 4_000);
    schedule.failed(at(15_000));
    assertFalse(schedule.joins(at(15_249)));
    assertTrue(schedule.joins(at(15_250)));
  }
}
