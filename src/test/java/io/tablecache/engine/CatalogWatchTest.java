package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.config.TableRule;
import io.tablecache.load.LoadRequest;
import io.tablecache.load.LoadResult;
import io.tablecache.model.HiddenEffects;
import io.tablecache.model.TableDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatalogWatchTest {
  private static final Map<Long, String> LABELS = Map.of(20_000L, "t");

  private final ManualClock clock = new ManualClock(1_000);
  private final CatalogWatch catalog = new CatalogWatch(clock, Duration.ofSeconds(20));
  private int readings;

  private final Rounds rounds =
      new Rounds() {
        @Override
        public List<TableDefinition> inspect(List<TableRule> rules) {
          return List.of();
        }

        @Override
        public HiddenEffects hiddenEffects(Map<Long, String> labels) {
          readings++;
          clock.advance(Duration.ofMillis(1));
          return HiddenEffects.NONE;
        }

        @Override
        public String catalogStamp(Set<Long> cachedOids) {
          return "";
        }

        @Override
        public Set<Integer> alive(Set<Integer> processIds) {
          return Set.of();
        }

        @Override
        public List<LoadResult> run(List<LoadRequest> due) {
          return List.of();
        }

        @Override
        public void close() {}
      };

  private void read() throws SQLException {
    clock.advance(Duration.ofNanos(1));
    catalog.read(rounds, LABELS);
    clock.advance(Duration.ofNanos(1));
  }

  @Test
  void isCertain_beforeTheFirstReading_isFalse() throws SQLException {
    assertFalse(catalog.isCertain());
    assertFalse(catalog.isCurrent());
    read();
    assertTrue(catalog.isCertain());
    assertTrue(catalog.isCurrent());
    assertSame(HiddenEffects.NONE, catalog.effects());
  }

  @Test
  void isCertain_definitionChanged_isFalseUntilReadAfterItsTransaction() throws SQLException {
    read();
    catalog.defining();
    assertFalse(catalog.isCertain());
    read();
    assertEquals(2, readings, "read whenever a round comes");
    assertFalse(catalog.isCertain(), "its transaction is open");
    catalog.defined();
    assertFalse(catalog.isCurrent());
    read();
    assertTrue(catalog.isCertain());
  }

  @Test
  void isCertain_definitionMayHaveChanged_isFalseForWritesOnlyAndReadWithinASecond()
      throws SQLException {
    read();
    catalog.maybeDefining();
    assertFalse(catalog.isCertain(), "it may have committed already");
    catalog.maybeDefined();
    assertFalse(catalog.isCertain());
    assertTrue(catalog.isCurrent());
    read();
    assertEquals(1, readings, "no more than once a second");
    clock.advance(Duration.ofSeconds(1));
    read();
    assertEquals(2, readings);
    assertTrue(catalog.isCertain());
  }

  @Test
  void isCertain_readingTooOld_isFalse() throws SQLException {
    read();
    clock.advance(Duration.ofSeconds(21));
    assertFalse(catalog.isCertain());
    assertTrue(catalog.isCurrent());
  }

  @Test
  void read_demandedOrOtherTables_isDoneAtOnce() throws SQLException {
    read();
    catalog.demand();
    read();
    assertEquals(2, readings);
    catalog.read(rounds, Map.of(20_001L, "t"));
    assertEquals(3, readings);
  }
}
