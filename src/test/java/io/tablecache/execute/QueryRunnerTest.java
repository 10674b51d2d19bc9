package io.tablecache.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Interval;
import io.tablecache.expression.Numeric;
import io.tablecache.expression.Query;
import io.tablecache.expression.ScalarFunction;
import io.tablecache.expression.Vector;
import io.tablecache.expression.ZoneNames;
import io.tablecache.index.RowBuffer;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.Coverage;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.Oids;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Columns;
import io.tablecache.testing.Scans;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class QueryRunnerTest {
  private static final int DEVICES = 20;
  private static final int ROWS_PER_DEVICE = 3000;
  private static final Expression.Column DEVICE = new Expression.Column(0, ValueType.INT4);
  private static final Expression.Column TS = new Expression.Column(1, ValueType.TIMESTAMP);
  private static final TableDefinition TABLE =
      new TableDefinition(
          "t",
          1,
          "public",
          "t",
          TableDefinition.Kind.TABLE,
          List.of(
              Columns.integer(0, "c0"), Columns.of(1, "c1", Oids.TIMESTAMP, ValueType.TIMESTAMP)),
          List.of(0, 1),
          List.of(new IndexDefinition("i", 0, List.of(0), 1)),
          1,
          ZoneOffset.UTC,
          DatabaseTraits.PLAIN);
  private static final Snapshot SNAPSHOT = snapshot();

  /** Times from 1000 on, of which each device has every one. */
  private static Snapshot snapshot() {
    RowBuffer rows = new RowBuffer(TABLE);
    for (int i = 0; i < DEVICES * ROWS_PER_DEVICE; i++) {
      rows.setLong(0, i % DEVICES);
      rows.setLong(1, 1000 + i / DEVICES);
      rows.endRow();
    }
    Coverage coverage = new Coverage(1, Intervals.of(1000, Long.MAX_VALUE), false);
    return Snapshot.of(rows, coverage, new AsOf(1, 1));
  }

  private static Query.Scan scan(long from, List<Expression> filter, SortKey... order) {
    IndexSpec spec =
        new IndexSpec(
            TABLE.clusteringIndex(), SegmentKeys.ALL, Intervals.of(from, Long.MAX_VALUE), false);
    return new Query.Scan(TABLE, Scans.source(spec), filter, List.of(order), null);
  }

  private static Result run(Query query) throws EvaluationException, NotCoveredException {
    return new QueryRunner(
            table -> SNAPSHOT,
            new EvaluationContext(SlotValues.NONE, ZoneOffset.UTC, 0, ZoneNames.NONE))
        .run(query, Long.MAX_VALUE);
  }

  private static List<List<Object>> rows(Query query)
      throws EvaluationException, NotCoveredException {
    return Rows.run(table -> SNAPSHOT, SlotValues.NONE, query, Long.MAX_VALUE);
  }

  @Test
  void run_columnsOfScan_rowsOfTheSnapshot() throws Exception {
    Query query =
        new Query.Project(
            new Query.Project(scan(1000, List.of()), List.of(TS, DEVICE, TS)),
            List.of(new Expression.Column(1, ValueType.INT4), new Expression.Column(2, TS.type())));
    Result result = run(query);
    assertArrayEquals(new int[] {0, 1}, result.ordinals());
    assertEquals(DEVICES * ROWS_PER_DEVICE, result.rows().size());
    assertEquals(run(scan(1000, List.of())).rows().getClass(), result.rows().getClass());
  }

  @Test
  void run_scanBelowCoverage_notCovered() {
    NotCoveredException e =
        assertThrows(NotCoveredException.class, () -> run(scan(999, List.of())));
    assertSame(TABLE, e.table());
    Query below =
        new Query.Filter(
            scan(1000, List.of()), new Expression.Exists(scan(999, List.of()), List.of()));
    assertThrows(NotCoveredException.class, () -> run(below));
  }

  @Test
  void run_firstOfEachSegment_readsNoOtherRows() throws Exception {
    AtomicInteger evaluated = new AtomicInteger();
    ScalarFunction counting =
        new ScalarFunction(
            "counting", ValueType.BOOL, List.of(TS.type()), ScalarFunction.Dependence.NONE) {
          @Override
          public void apply(
              Vector[] arguments, int count, Vector result, EvaluationContext context) {
            evaluated.addAndGet(count);
            for (int i = 0; i < count; i++) {
              result.longs[i] = arguments[0].longs[i] < 3000 ? 1 : 0;
            }
          }
        };
    Query latest =
        new Query.DistinctOn(
            scan(
                1000,
                List.of(new Expression.Call(counting, List.of(TS))),
                new SortKey(0, false, false),
                new SortKey(1, true, true)),
            List.of(DEVICE));
    List<List<Object>> expected = new ArrayList<>();
    for (long device = 0; device < DEVICES; device++) {
      expected.add(List.of(device, 2999L));
    }
    assertEquals(expected, rows(latest));
    // The 1000 rows from the end that the condition refuses, in blocks, and some more.
    assertEquals(true, evaluated.get() < DEVICES * 1600, "evaluated: " + evaluated);
  }

  /** An aggregate that must not be computed. */
  private static Query.AggregateCall known(String key, Expression.@Nullable Column argument) {
    List<ValueType> parameters = argument == null ? List.of() : List.of(argument.type());
    ValueType result = argument == null ? ValueType.INT8 : argument.type();
    AggregateFunction function =
        new AggregateFunction(key, result, parameters) {
          @Override
          public Accumulator accumulator() {
            throw new AssertionError(key + " is computed");
          }
        };
    return new Query.AggregateCall(
        function, argument == null ? List.of() : List.of(argument), false, null, List.of());
  }

  @Test
  void run_countAndExtremesOfScan_notComputed() throws Exception {
    List<Query.AggregateCall> calls =
        List.of(known("count(*)", null), known("min(timestamp)", TS), known("max(int4)", DEVICE));
    assertEquals(
        List.of(List.of(57_780L, 1111L, 19L)),
        rows(new Query.Aggregate(scan(1111, List.of()), List.of(), calls, null)));
    assertEquals(
        List.of(Arrays.asList(0L, null, null)),
        rows(new Query.Aggregate(scan(9999, List.of()), List.of(), calls, null)));
  }

  @Test
  void run_tooManyPairs_fails() {
    Query scan = scan(1000, List.of());
    Query pairs = new Query.Join(scan, scan, Query.JoinKind.INNER, List.of(), List.of(), null);
    assertThrows(EvaluationException.class, () -> run(pairs));
  }

  @Test
  void run_negativeLimit_fails() {
    Query.RowLimit limit =
        new Query.RowLimit(new Expression.Constant(-1L, ValueType.INT8), null, false);
    assertThrows(
        EvaluationException.class, () -> run(new Query.Limit(scan(1000, List.of()), limit)));
  }

  @Test
  void run_valuesOfAllTypes_outputTexts() throws Exception {
    List<ValueType> types =
        List.of(
            ValueType.NUMERIC,
            ValueType.INTERVAL,
            ValueType.TIME,
            ValueType.TEXT,
            ValueType.FLOAT8,
            ValueType.JSONB);
    List<Object> row =
        Arrays.asList(
            Numeric.of(new BigDecimal("1.50")),
            new Interval(14, -3, 4_500_000),
            45_296_000_001L,
            "é",
            -0.0,
            "{}");
    List<Object> nulls = Arrays.asList(new Object[types.size()]);
    assertEquals(
        List.of(
            Arrays.asList(
                "1.50", "1 year 2 mons -3 days +00:00:04.5", "12:34:56.000001", "é", -0.0, "{}"),
            nulls),
        rows(Rows.values(types, List.of(row, nulls))));
    UUID uuid = new UUID(1, -1);
    Result result =
        run(
            Rows.values(
                List.of(ValueType.UUID, ValueType.FLOAT4), List.of(List.of(uuid, 0.1f + 0.0))));
    var cursor = result.rows().cursor();
    cursor.next();
    assertEquals(uuid.getLeastSignificantBits(), cursor.getUuidLeastSignificant(0));
    assertEquals(0.1f, cursor.getFloat(1));
  }

  @Test
  void run_unnest_nullElementsIncludedOrRefused() throws Exception {
    SlotValues slots = new SlotValues(1);
    Query query = new Query.Unnest(0, ValueType.INT8);
    assertEquals(List.of(), Rows.run(table -> SNAPSHOT, slots, query, 9));
    slots.setArray(0, new Object[] {2L, null}, true);
    assertEquals(
        List.of(List.of(2L), Arrays.asList((Object) null)),
        Rows.run(table -> SNAPSHOT, slots, query, 9));
    slots.setArray(0, new long[] {2}, true);
    assertThrows(EvaluationException.class, () -> Rows.run(table -> SNAPSHOT, slots, query, 9));
  }
}
