package io.tablecache.conformance.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random sessions see the same by both drivers, and a good part of it from the cache. */
final class SessionWalkTest {
  private static final System.Logger LOGGER = System.getLogger(SessionWalkTest.class.getName());

  private static final int STEPS = Integer.getInteger("tablecache.fuzz.steps", 10_000);
  private static final long SEED = Long.getLong("tablecache.fuzz.seed", 20_261_125L);

  /** Steps of one walk; the next one has another seed and other databases. */
  private static final int STEPS_OF_A_WALK = 10_000;

  @Test
  void sessions_inARandomWalk_seeWhatTheySeeByThePlainDriver() throws Exception {
    int left = STEPS;
    for (long seed = SEED; left > 0; seed++) {
      int steps = Math.min(left, STEPS_OF_A_WALK);
      walk(seed, steps);
      left -= steps;
    }
  }

  private static void walk(long seed, int steps) throws Exception {
    try (TwinDatabases twins = TwinDatabases.open();
        SessionWalk walk = new SessionWalk(twins, seed)) {
      walk.walk(steps);
      Map<String, Long> outcomes = twins.outcomes();
      long hits = walk.hits(outcomes);
      LOGGER.log(
          System.Logger.Level.INFO,
          () ->
              "seed %d: %d steps, %d reads, %d hits, %s"
                  .formatted(seed, steps, walk.reads(), hits, outcomes));
      assertTrue(hits > walk.reads() / 5, "seed " + seed + ": only " + hits + " hits, " + outcomes);
    }
  }
}
