package io.tablecache.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.AsOf;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import io.tablecache.testing.Columns;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SegmentFloorsTest {
  private static final IndexDefinition BY_ONE = new IndexDefinition("one", 0, List.of(0), 1);
  private static final IndexDefinition BY_TWO = new IndexDefinition("two", 1, List.of(1, 0), -1);
  private static final IndexDefinition TIME = new IndexDefinition("time", 2, List.of(), 1);
  private static final TableDefinition TABLE = table();

  private static TableDefinition table() {
    return new TableDefinition(
        "t",
        20_000,
        "public",
        "t",
        TableDefinition.Kind.TABLE,
        List.of(Columns.integer(0, "device"), Columns.integer(1, "ts")),
        List.of(0),
        List.of(BY_ONE, BY_TWO, TIME),
        IndexDefinition.NO_RANGE,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }

  private static IndexSpec spec(IndexDefinition index, SegmentKeys keys) {
    return new IndexSpec(index, keys, Intervals.ALL, true);
  }

  private static IndexSpec device(long... values) {
    return spec(BY_ONE, new SegmentKeys.Longs(values));
  }

  private static AsOf at(long nanoTime) {
    return new AsOf(nanoTime, 0);
  }

  private static SegmentFloors plus(
      SegmentFloors floors, long now, AsOf published, long... values) {
    SegmentFloors next = floors.plus(TABLE, 0, values, now, published);
    assertNotNull(next);
    return next;
  }

  @Test
  void isAfter_specOfOtherSegments_isNotConcerned() {
    SegmentFloors floors = plus(SegmentFloors.none(0), 10, at(5), 7, 9);
    assertFalse(floors.isAfter(TABLE, device(7), at(10)));
    assertFalse(floors.isAfter(TABLE, device(1, 9), at(6)));
    assertTrue(floors.isAfter(TABLE, device(8), at(6)));
    assertTrue(floors.isAfter(TABLE, device(7), at(11)));
  }

  @Test
  void isAfter_specThatMayMeanTheSegment_isConcerned() {
    SegmentFloors floors = plus(SegmentFloors.none(0), 10, at(5), 7);
    assertFalse(floors.isAfter(TABLE, spec(BY_ONE, SegmentKeys.ALL), at(6)));
    assertFalse(floors.isAfter(TABLE, spec(TIME, SegmentKeys.ALL), at(6)));
    SegmentKeys concerned = new SegmentKeys.Tuples(List.of(SegmentKey.of(1L, 7L)));
    SegmentKeys others =
        new SegmentKeys.Tuples(List.of(SegmentKey.of(7L, 1L), SegmentKey.of(7L, null)));
    assertFalse(floors.isAfter(TABLE, spec(BY_TWO, concerned), at(6)));
    assertTrue(floors.isAfter(TABLE, spec(BY_TWO, others), at(6)));
    assertFalse(floors.isAfter(table(), device(8), at(6)), "another definition of the table");
  }

  @Test
  void plus_afterASnapshotThatHasIt_forgetsButNotForThoseWhoReadAnOlderOne() {
    SegmentFloors floors = plus(SegmentFloors.none(0), 10, at(5), 7);
    floors = plus(floors, 20, at(15), 8);
    assertTrue(floors.isAfter(TABLE, device(7), at(15)));
    assertFalse(floors.isAfter(TABLE, device(7), at(9)), "the write of 10 is not in it");
    assertFalse(floors.isAfter(TABLE, device(1), at(9)), "which segment it was is forgotten");
    assertFalse(floors.isAfter(TABLE, device(8), at(15)));
  }

  @Test
  void plus_sameSegmentAgain_raisesItsFloor() {
    SegmentFloors floors = plus(SegmentFloors.none(0), 10, at(5), 7);
    floors = plus(floors, 20, at(5), 7);
    assertFalse(floors.isAfter(TABLE, device(7), at(15)));
    assertTrue(floors.isAfter(TABLE, device(7), at(21)));
  }

  @Test
  void plus_tooManyOrAnotherColumn_cannotBeKeptApart() {
    SegmentFloors floors = SegmentFloors.none(0);
    for (int i = 0; i < SegmentFloors.MAX; i++) {
      floors = plus(floors, 10 + i, at(5), i);
    }
    assertNull(floors.plus(TABLE, 0, new long[] {-1}, 1_000, at(5)));
    assertNotNull(floors.plus(TABLE, 0, new long[] {3}, 1_000, at(5)), "one that is there");
    assertNull(floors.plus(TABLE, 1, new long[] {3}, 1_000, at(5)));
    assertNull(floors.plus(table(), 0, new long[] {3}, 1_000, at(5)));
  }

  @Test
  void wroteSegments_tooMany_setsTheWholeTableAside() {
    ManualClock clock = new ManualClock(1_000);
    CachedTable table = new CachedTable(CachedTableTest.rule("t"), clock, request -> {});
    AsOf before = AsOf.now(clock);
    clock.advance(java.time.Duration.ofNanos(10));
    table.wroteSegments(TABLE, 0, new long[] {1, 2});
    assertTrue(table.isAfterFloor(TABLE, device(3), before));
    assertFalse(table.isAfterFloor(TABLE, device(2), before));
    long[] many = new long[SegmentFloors.MAX + 1];
    java.util.Arrays.setAll(many, i -> i + 10);
    table.wroteSegments(TABLE, 0, many);
    assertFalse(table.isAfterFloor(TABLE, device(3), before));
    assertEquals(clock.nanoTime(), table.floorNanoTime());
  }
}
