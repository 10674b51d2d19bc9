package io.tablecache.plan;

import static io.tablecache.plan.PlanFixtures.micros;
import static io.tablecache.plan.PlanFixtures.planned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.expression.Query;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.Oids;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExtractionTest {
  private static final long T0 = micros("2026-01-01 00:00:00");
  private static final String T = "'2026-01-01 00:00:00'";
  private static final String LATER = "'2026-01-01 00:00:01'";

  /** Index, segments, intervals relative to T0 in microseconds, nulls, number of residuals. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "data = 1 => device_and_time * ALL nulls 1",
        "ts >= @ => time * [0,max] 0",
        "ts > @ => time * [1,max] 0",
        "ts < @ => time * [min,-1] 0",
        "ts <= @ => time * [min,0] 0",
        "ts = @ => time * [0,0] 0",
        "@ <= ts => time * [0,max] 0",
        "@ > ts => time * [min,-1] 0",
        "ts <> @ => time * [min,-1][1,max] 0",
        "ts >= @ AND ts < % => time * [0,999999] 0",
        "ts BETWEEN @ AND % => time * [0,1000000] 0",
        "ts BETWEEN % AND @ => time * [] 0",
        "ts > @ AND ts < @ => time * [] 0",
        "ts >= @ AND ts <> @ AND ts <= % => time * [1,1000000] 0",
        "ts IN (@, %, @) => time * [0,0][1000000,1000000] 0",
        "ts IN (@, %) AND ts > @ => time * [1000000,1000000] 0",
        "ts = ANY(ARRAY[@, %]::timestamp[]) AND ts <> @ => time * [1000000,1000000] 0",
        "ts < @ OR ts > % => time * [min,-1][1000001,max] 0",
        "ts = @ OR ts IS NULL => time * [0,0] nulls 0",
        "ts > @ OR data = 1 => device_and_time * ALL nulls 1",
        "(ts < @ OR ts > %) AND (ts <= % OR ts IS NULL) => time * [min,-1] 0",
        "ts BETWEEN SYMMETRIC % AND @ => time * [0,1000000] 0",
        "ts NOT BETWEEN @ AND % => time * [min,-1][1000001,max] 0",
        "ts NOT BETWEEN SYMMETRIC % AND @ => time * [min,-1][1000001,max] 0",
        "NOT ts >= @ => time * [min,-1] 0",
        "NOT (ts < @ OR ts > %) => time * [0,1000000] 0",
        "NOT (ts < @ OR NOT ts <= % OR data = 3) => time * [0,1000000] 1",
        "ts NOT IN (@, %) => device_and_time * ALL nulls 1",
        "(ts > @) IS TRUE => time * [1,max] 0",
        "(ts, data) > (@, 1) => time * [0,max] 1",
        "(ts, data) <= (@, 1) => time * [min,0] 1",
        "(device_id, ts) = (1, @) => device_and_time 1 [0,0] 0",
        "(device_id, ts) IN ((1, @), (2, %)) => device_and_time 1,2 [0,0][1000000,1000000] 1",
        "device_id = 1 AND (ts < @ OR ts > %) => device_and_time 1 [min,-1][1000001,max] 0",
        "device_id = 1 OR device_id IN (2, 3) => device_and_time 1,2,3 ALL nulls 1",
        "device_id = 1 OR data = 2 => device_and_time * ALL nulls 1",
        "false => time * [] 0",
        "1 = 2 OR ts > @ => time * [1,max] 0",
        "1 = 1 AND ts > @ => time * [1,max] 0",
        "ts + interval '1 s' >= @ => time * [-1000000,max] 1",
        "date_trunc('second', ts) = @ => time * [0,1000000] 1",
        "ts > timestamp '2026-01-01' + interval '1 s' => time * [1000001,max] 0",
        "ts IS NULL => time * [] nulls 0",
        "ts IS NOT NULL => time * ALL 0",
        "ts IS NULL AND ts > @ => time * [] 0",
        "ts IS NULL AND ts IS NOT NULL => time * [] 0",
        "ts >= '-infinity' => time * ALL 0",
        "ts <= 'infinity' => time * ALL 0",
        "ts > 'infinity' => time * [] 0",
        "ts < '-infinity' => time * [] 0",
        "ts >= 'infinity' => time * [inf,max] 0",
        "device_id = 1 => device_and_time 1 ALL nulls 0",
        "device_id = 1 AND ts >= @ => device_and_time 1 [0,max] 0",
        "ts >= @ AND 1 = device_id AND ts <= % => device_and_time 1 [0,1000000] 0",
        "device_id = 1 AND ts > @ AND data = 7 => device_and_time 1 [1,max] 1",
        "device_id IN (3, 1, 2, 3) => device_and_time 1,2,3 ALL nulls 0",
        "device_id = 1 AND device_id = 2 => empty 0",
        "device_id IN (1, 2) AND device_id IN (2, 3) => device_and_time 2 ALL nulls 0",
        "device_id IN (1, 2) AND device_id = 2 AND ts > @ => device_and_time 2 [1,max] 0",
        "device_id > 1 AND ts > @ => time * [1,max] 1",
        "device_id <> 1 AND ts > @ => time * [1,max] 1",
        "device_id BETWEEN 1 AND 2 AND ts > @ => time * [1,max] 2",
        "device_id IS NULL AND ts > @ => time * [1,max] 1",
        "device_id = 1 AND device_id > 0 AND ts > @ => device_and_time 1 [1,max] 1",
        "device_id = 5000000000 => device_and_time 5000000000 ALL nulls 0",
        "device_id = '7' AND (ts > @ AND (data_seq = 1)) => device_and_time 7 [1,max] 1"
      })
  void spec_literals_areTheRowsThatCanBeTouched(String where, String expected) {
    String sql = "SELECT * FROM device_data WHERE " + where.replace("@", T).replace("%", LATER);
    Planned planned = planned(sql);
    assertEquals(expected, describe(planned.scan(), planned.spec()));
  }

  private static String describe(Query.Scan scan, IndexSpec spec) {
    String residual = " " + scan.filter().size();
    if (spec.isEmpty()
        && spec.segments() == SegmentKeys.ALL
        && scan.spec().index().name().startsWith("d")) {
      return "empty" + residual;
    }
    String segments =
        spec.segments() instanceof SegmentKeys.Longs longs
            ? String.join(",", LongStream.of(longs.values()).mapToObj(Long::toString).toList())
            : "*";
    StringBuilder intervals = new StringBuilder(spec.intervals().isEmpty() ? "[]" : "");
    for (int i = 0; i < spec.intervals().count(); i++) {
      intervals.append('[').append(bound(spec.intervals().from(i))).append(',');
      String to = bound(spec.intervals().to(i));
      intervals.append(to.equals("inf") ? "max" : to).append(']');
    }
    String text = spec.intervals().equals(Intervals.ALL) ? "ALL" : intervals.toString();
    return spec.index().name()
        + " "
        + segments
        + " "
        + text
        + (spec.nulls() ? " nulls" : "")
        + residual;
  }

  private static String bound(long raw) {
    return raw == Long.MIN_VALUE ? "min" : raw == Long.MAX_VALUE ? "inf" : Long.toString(raw - T0);
  }

  private static IndexSpec spec(String sql, @Nullable Object... parameters) {
    return planned(sql).spec(parameters);
  }

  @Test
  void spec_nullParameter_isEmpty() {
    assertTrue(spec("SELECT * FROM device_data WHERE ts > ?", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE device_id = ?", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE ts <> ?", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE ts IN (?)", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE ts = ANY(?)", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE device_id = ANY(?)", (Object) null).isEmpty());
    assertTrue(spec("SELECT * FROM device_data WHERE ts BETWEEN ? AND ?", 1L, null).isEmpty());
    assertFalse(spec("SELECT * FROM device_data WHERE ts IN (?, ?)", 1L, null).isEmpty());
  }

  @Test
  void spec_arrayParameter_isSegments() {
    long[] array = {3, 1, 3};
    IndexSpec spec = spec("SELECT * FROM device_data WHERE device_id = ANY(?)", (Object) array);
    assertSegments(spec, 1, 3);
    assertEquals(3, array[0]);
    assertTrue(
        spec("SELECT * FROM device_data WHERE device_id = ANY(?)", (Object) new long[0]).isEmpty());
  }

  @Test
  void spec_boundsBeyondTheColumnsType_excludeNothingOrAll() {
    assertEquals(Intervals.ALL, day(">=", (long) Integer.MIN_VALUE));
    assertEquals(
        Intervals.of(Integer.MAX_VALUE, Long.MAX_VALUE), day(">=", (long) Integer.MAX_VALUE));
    assertEquals(Intervals.NONE, day(">", (long) Integer.MAX_VALUE));
    assertEquals(Intervals.NONE, day("<", (long) Integer.MIN_VALUE));
    assertEquals(Intervals.ALL, day("<=", (long) Integer.MAX_VALUE));
  }

  private static Intervals day(String operator, long raw) {
    String owner = "owner = '12345678-1234-1234-1234-123456789012'";
    return spec(
            "SELECT site FROM readings WHERE site = 'a' AND tenant = 1 AND "
                + owner
                + " AND day "
                + operator
                + " ?",
            raw)
        .intervals();
  }

  @Test
  void spec_int8AgainstInt4Range_isExactByNumber() {
    List<TableDefinition> table = List.of(PlanFixtures.NUMBERS);
    assertEquals(Intervals.NONE, intervals(table, "a = ?", 5_000_000_000L));
    assertEquals(Intervals.NONE, intervals(table, "a > ?", 5_000_000_000L));
    assertEquals(Intervals.NONE, intervals(table, "a >= ?", 5_000_000_000L));
    assertEquals(Intervals.ALL, intervals(table, "a < ?", 5_000_000_000L));
    assertEquals(Intervals.ALL, intervals(table, "a > ?", -5_000_000_000L));
    assertEquals(Intervals.ALL, intervals(table, "a >= ?", Long.MIN_VALUE));
    assertEquals(Intervals.NONE, intervals(table, "a <= ?", Long.MIN_VALUE));
    assertEquals(Intervals.of(8, Long.MAX_VALUE), intervals(table, "a > ?", 7L));
  }

  private static Intervals intervals(List<TableDefinition> tables, String where, long value) {
    return planned(tables, "SELECT a FROM numbers WHERE " + where, Oids.INT8)
        .spec(value)
        .intervals();
  }

  @Test
  void spec_severalSegmentColumns_areTuples() {
    UUID owner = UUID.fromString("12345678-1234-1234-1234-123456789012");
    IndexSpec spec =
        spec(
            "SELECT site FROM readings WHERE site IN ('a', 'b', 'a') AND tenant = 7 AND owner = '"
                + owner
                + "' AND day = '2000-01-02'");
    assertEquals("by_day", spec.index().name());
    assertEquals(
        new SegmentKeys.Tuples(
            List.of(SegmentKey.of("a", 7L, owner), SegmentKey.of("b", 7L, owner))),
        spec.segments());
    assertEquals(Intervals.point(1), spec.intervals());
  }

  @Test
  void spec_moreCombinationsThanListed_areAllSegmentsWithResidual() {
    String sql =
        "SELECT site FROM readings WHERE tenant = ANY(?) AND owner = ?"
            + " AND site = ANY(?) AND level = 3";
    Planned planned = planned(sql);
    assertEquals(4, planned.scan().filter().size());
    UUID owner = new UUID(1, 2);
    String[] sites = LongStream.range(0, 200).mapToObj(Long::toString).toArray(String[]::new);
    long[] tenants = LongStream.range(0, 200).toArray();
    IndexSpec all = planned.spec(tenants, owner, sites);
    assertSame(SegmentKeys.ALL, all.segments());
    IndexSpec few = planned.spec(new long[] {1}, owner, sites);
    assertEquals(200, ((SegmentKeys.Tuples) few.segments()).keys().size());
  }

  @Test
  void spec_oneTextSegment_isTuples() {
    IndexSpec spec = spec("SELECT site FROM readings WHERE site = 'x' AND at > ?", 5L);
    assertEquals("by_site", spec.index().name());
    assertEquals(new SegmentKeys.Tuples(List.of(SegmentKey.of("x"))), spec.segments());
    assertEquals(Intervals.of(6, Long.MAX_VALUE), spec.intervals());
  }

  @Test
  void spec_indexWithoutRange_leavesAllOthersToTheResidual() {
    Planned planned =
        planned(
            "SELECT site FROM readings WHERE owner = '12345678-1234-1234-1234-123456789012' AND day"
                + " = '2000-01-01'");
    assertEquals("by_owner", planned.scan().spec().index().name());
    assertEquals(1, planned.scan().filter().size());
  }

  @Test
  void extract_indexByAnotherColumnThanTheWindow_isNotPreferred() {
    TableDefinition table =
        PlanFixtures.redefined(
            PlanFixtures.NUMBERS,
            2,
            List.of(
                new IndexDefinition("by_b", 0, List.of(0), 1),
                new IndexDefinition("by_time", 1, List.of(), 2)));
    String sql = "SELECT a FROM numbers WHERE a = 1 AND b = 2 AND ts > '2026-01-01'";
    Query.Scan scan = planned(List.of(table), sql).scan();
    assertEquals("by_time", scan.spec().index().name());
    assertEquals(2, scan.filter().size());
  }

  private static void assertSegments(IndexSpec spec, long... expected) {
    assertEquals(
        LongStream.of(expected).boxed().toList(),
        LongStream.of(((SegmentKeys.Longs) spec.segments()).values()).boxed().toList());
  }
}
