package io.tablecache.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AsOfTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final AsOf AS_OF = new AsOf(Long.MAX_VALUE - 1, 1_000_000);

  /** The clocks, so much later than the as-of. */
  private static Clock later(Duration monotonic, Duration wall) {
    return new Clock() {
      @Override
      public long nanoTime() {
        return AS_OF.nanoTime() + monotonic.toNanos();
      }

      @Override
      public long wallMillis() {
        return AS_OF.wallMillis() + wall.toMillis();
      }
    };
  }

  @Test
  void ageNanos_clocksInStep_isTheMonotonicOne() {
    Duration some = Duration.ofMillis(1234);
    assertEquals(some.toNanos(), AS_OF.ageNanos(later(some, some)));
    assertEquals(0, AS_OF.ageNanos(later(Duration.ZERO, Duration.ofMillis(1))));
  }

  @Test
  void ageNanos_wallClockSetBack_isTheMonotonicOne() {
    assertEquals(
        5 * SECOND, AS_OF.ageNanos(later(Duration.ofSeconds(5), Duration.ofDays(-365 * 50))));
  }

  @Test
  void ageNanos_machineSlept_isTheWallClocks() {
    long age = AS_OF.ageNanos(later(Duration.ofSeconds(3), Duration.ofHours(1)));
    assertEquals(3600 * SECOND, age, SECOND);
  }

  @Test
  void ageNanos_wallClockFarAhead_doesNotOverflow() {
    assertTrue(AS_OF.ageNanos(later(Duration.ZERO, Duration.ofDays(365_000_000))) > 3600 * SECOND);
  }

  @Test
  void isAfter_acrossTheMonotonicClocksOverflow_isByDifference() {
    assertTrue(new AsOf(Long.MIN_VALUE + 1, 0).isAfter(Long.MAX_VALUE - 1));
    assertFalse(new AsOf(Long.MAX_VALUE - 1, 0).isAfter(Long.MIN_VALUE + 1));
    assertFalse(AS_OF.isAfter(AS_OF.nanoTime()));
  }
}
