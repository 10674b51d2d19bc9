package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.StatementDescriber;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PlanCacheTest {
  private static final LexedStatement STATEMENT =
      PlanFixtures.lex("SELECT ts FROM device_data WHERE device_id = ? AND data = 1");

  private final PlanCache cache = new PlanCache(100);
  private final AtomicInteger described = new AtomicInteger();
  private final StatementDescriber describer =
      (sql, oids, searchPath) -> {
        // Beside the statement, each relation is described by itself.
        described.addAndGet(sql.startsWith("SELECT *") ? 0 : 1);
        return PlanFixtures.DESCRIBER.describe(sql, oids, searchPath);
      };

  private Plan get(LexedStatement statement, int oid, String searchPath, long version) {
    return cache.get(statement, new int[] {oid}, searchPath, version, PlanFixtures.ALL, describer);
  }

  @Test
  void get_sameKey_isPlannedOnce() {
    Plan plan = get(STATEMENT, Oids.INT4, "public", 1);
    LexedStatement other =
        PlanFixtures.lex("SELECT ts FROM device_data WHERE device_id = ? AND data = 99");
    assertSame(plan, get(other, Oids.INT4, "public", 1));
    assertEquals(1, described.get());
  }

  @Test
  void get_otherTypesPathVersionOrLiteralKind_isPlannedAnew() {
    Plan plan = get(STATEMENT, Oids.INT4, "public", 1);
    assertNotSame(plan, get(STATEMENT, Oids.INT8, "public", 1));
    assertNotSame(plan, get(STATEMENT, Oids.INT4, "other", 1));
    assertNotSame(plan, get(STATEMENT, Oids.INT4, "public", 2));
    LexedStatement big =
        PlanFixtures.lex("SELECT ts FROM device_data WHERE device_id = ? AND data = 3000000000");
    assertNotSame(plan, get(big, Oids.INT4, "public", 1));
    assertEquals(5, described.get());
  }

  @Test
  void get_arrayChangedAfterwards_keepsThePlan() {
    int[] oids = {Oids.INT4};
    Plan plan = cache.get(STATEMENT, oids, "public", 1, PlanFixtures.ALL, describer);
    oids[0] = Oids.INT8;
    assertSame(plan, get(STATEMENT, Oids.INT4, "public", 1));
  }

  @Test
  void get_notDescribed_isTriedAgain() {
    StatementDescriber away = (sql, oids, path) -> new StatementDescriber.Unavailable("away");
    Plan plan = cache.get(STATEMENT, new int[1], "public", 1, PlanFixtures.ALL, away);
    assertEquals(Outcome.NOT_DESCRIBED, ((Plan.Delegation) plan).outcome());
    assertInstanceOf(CachedQuery.class, get(STATEMENT, 0, "public", 1));
  }

  @Test
  void get_plannerFails_isDelegatedAndKept() {
    StatementDescriber broken =
        (sql, oids, path) -> {
          throw new IllegalStateException("broken on purpose");
        };
    Plan plan = cache.get(STATEMENT, new int[1], "public", 1, PlanFixtures.ALL, broken);
    assertEquals(Outcome.INTERNAL_ERROR, ((Plan.Delegation) plan).outcome());
    assertSame(plan, get(STATEMENT, 0, "public", 1));
  }

  @Test
  void get_manyTemplates_areBounded() {
    for (int i = 0; i < 1000; i++) {
      get(
          PlanFixtures.lex("SELECT ts AS x" + i + " FROM device_data WHERE data = ?"),
          0,
          "public",
          1);
    }
    assertTrue(cache.size() <= 100, () -> "kept " + cache.size());
  }
}
