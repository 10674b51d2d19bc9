package io.tablecache.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Query;
import io.tablecache.index.RowBuffer;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.DatabaseTraits;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Scans;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random queries over random rows, each compared with {@link NaiveQuery}. */
final class QueryRandomTest {
  private static final int SEEDS = 1500;
  private static final List<ValueType> LEAF_TYPES =
      List.of(ValueType.INT8, ValueType.INT8, ValueType.TEXT);
  private static final TableDefinition TABLE = table();

  private static TableDefinition table() {
    List<ValueType> types =
        List.of(ValueType.INT8, ValueType.TIMESTAMP, ValueType.INT8, ValueType.TEXT);
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(
          new ColumnDefinition(
              i, "c" + i, i + 1, 0, 0, -1, types.get(i), i < 2, true, true, false, ""));
    }
    return new TableDefinition(
        "t",
        1,
        "public",
        "t",
        TableDefinition.Kind.TABLE,
        columns,
        List.of(0, 1),
        List.of(new IndexDefinition("i", 0, List.of(0), 1)),
        IndexDefinition.NO_RANGE,
        ZoneOffset.UTC,
        DatabaseTraits.PLAIN);
  }

  @Test
  void run_anyQuery_sameAsNaive() {
    int failed = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        failed += new Run(seed).run() ? 0 : 1;
      } catch (AssertionError | RuntimeException | NotCoveredException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
    assertTrue(failed > 0 && failed < SEEDS / 10, "failed: " + failed);
  }

  private static final class Run {
    private final Random random;
    private final SlotValues slots = new SlotValues(50);
    private int usedSlots;
    private final boolean isLarge;
    private final Map<Query, List<List<Object>>> leaves = new IdentityHashMap<>();
    private @Nullable Snapshot snapshot;
    private List<List<Object>> stored = List.of();

    Run(long seed) {
      random = new Random(seed);
      isLarge = seed % 40 == 0;
    }

    boolean run() throws NotCoveredException {
      Query query = query(1 + random.nextInt(3));
      long maxRows = random.nextInt(4) == 0 ? random.nextInt(20) : Long.MAX_VALUE;
      List<List<Object>> expected;
      try {
        expected = new NaiveQuery(leaves).rows(query);
      } catch (ArithmeticException e) {
        expected = null;
      }
      List<List<Object>> actual;
      try {
        actual = Rows.run(table -> snapshot(), slots, query, maxRows);
      } catch (EvaluationException e) {
        assertEquals(null, expected, "failed in vain: " + query);
        return false;
      }
      if (expected == null) {
        // Rows that were not read did not fail.
        assertTrue(maxRows < Long.MAX_VALUE || hasLimit(query), "must fail: " + query);
        return false;
      }
      assertEquals(
          expected.subList(0, (int) Math.min(maxRows, expected.size())), actual, "" + query);
      return true;
    }

    private static boolean hasLimit(Query query) {
      return query.toString().contains("RowLimit[") || query.toString().contains("Exists[");
    }

    private Snapshot snapshot() {
      Snapshot present = snapshot;
      if (present != null) {
        return present;
      }
      RowBuffer buffer = new RowBuffer(TABLE);
      List<List<Object>> rows = new ArrayList<>();
      int count = random.nextInt(isLarge ? 3000 : 40);
      for (long ts = 0; ts < count; ts++) {
        List<Object> row =
            Arrays.asList(
                (long) random.nextInt(6), ts, number(), random.nextInt(5) == 0 ? null : text());
        rows.add(row);
        buffer.setLong(0, (Long) row.get(0));
        buffer.setLong(1, ts);
        if (row.get(2) != null) {
          buffer.setLong(2, (Long) row.get(2));
        }
        if (row.get(3) != null) {
          byte[] bytes = ((String) row.get(3)).getBytes(StandardCharsets.UTF_8);
          buffer.setBytes(3, bytes, 0, bytes.length);
        }
        buffer.endRow();
      }
      // As they are stored: by segment, then by range.
      rows.sort((a, b) -> Long.compare((Long) a.get(0), (Long) b.get(0)));
      stored = rows;
      present = Snapshot.of(buffer, Coverage.EVERYTHING, new AsOf(1, 1));
      snapshot = present;
      return present;
    }

    private @Nullable Long number() {
      return random.nextInt(6) == 0 ? null : (Long) (long) random.nextInt(8);
    }

    private String text() {
      return "abcdef".substring(random.nextInt(6));
    }

    private Query leaf() {
      if (random.nextInt(3) == 0) {
        return scan();
      }
      List<List<Object>> rows = new ArrayList<>();
      for (int i = random.nextInt(isLarge ? 3000 : 30); i > 0; i--) {
        rows.add(Arrays.asList(number(), number(), random.nextInt(5) == 0 ? null : text()));
      }
      Query leaf = Rows.values(LEAF_TYPES, rows);
      leaves.put(leaf, rows);
      return leaf;
    }

    private Query scan() {
      snapshot();
      List<SortKey> order = new ArrayList<>();
      boolean descending = random.nextBoolean();
      int[][] orders = {{}, {0, 1}, {1}, {2, 0, 1}, {0}, {3, 1}};
      for (int column : orders[random.nextInt(orders.length)]) {
        boolean isReversed = column == 0 && random.nextBoolean();
        order.add(new SortKey(column, descending != isReversed, random.nextBoolean()));
      }
      List<Expression> filter =
          random.nextBoolean() ? List.of() : List.of(condition(types(TABLE), 0));
      Query.RowLimit limit = random.nextInt(3) == 0 ? limit(!order.isEmpty()) : null;
      Query scan =
          new Query.Scan(
              TABLE,
              Scans.source(
                  new IndexSpec(TABLE.clusteringIndex(), SegmentKeys.ALL, Intervals.ALL, true)),
              filter,
              order,
              limit);
      leaves.put(scan, scanned(filter, order, limit));
      return scan;
    }

    private static List<ValueType> types(TableDefinition table) {
      return table.columns().stream().map(ColumnDefinition::type).toList();
    }

    private List<List<Object>> scanned(
        List<Expression> filter, List<SortKey> order, Query.@Nullable RowLimit limit) {
      Query leaf = Rows.values(types(TABLE), List.of());
      Query query = leaf;
      for (Expression condition : filter) {
        query = new Query.Filter(query, condition);
      }
      List<Query.SortItem> items = new ArrayList<>();
      for (SortKey key : order) {
        Expression column = new Expression.Column(key.column(), TABLE.column(key.column()).type());
        items.add(new Query.SortItem(column, key.descending(), key.nullsFirst()));
      }
      List<List<Object>> rows = new ArrayList<>(stored);
      Map<Query, List<List<Object>>> own = new IdentityHashMap<>();
      own.put(leaf, rows);
      return new NaiveQuery(own).rows(new Query.Sort(query, items, limit));
    }

    private Query.RowLimit limit(boolean mayTie) {
      Expression count =
          random.nextInt(4) == 0 ? null : constant((long) random.nextInt(isLarge ? 1500 : 12));
      Expression offset = random.nextBoolean() ? null : constant((long) random.nextInt(8));
      return new Query.RowLimit(count, offset, count != null && mayTie && random.nextInt(3) == 0);
    }

    private static Expression constant(@Nullable Object value) {
      return new Expression.Constant(value, ValueType.INT8);
    }

    private Expression.Column column(List<ValueType> types, ValueType type) {
      List<Integer> matching = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        if (types.get(i) == type) {
          matching.add(i);
        }
      }
      return new Expression.Column(matching.get(random.nextInt(matching.size())), type);
    }

    private Expression number(List<ValueType> types) {
      return types.contains(ValueType.INT8) ? column(types, ValueType.INT8) : constant(number());
    }

    private Expression any(List<ValueType> types) {
      int i = random.nextInt(types.size());
      return new Expression.Column(i, types.get(i));
    }

    private Expression comparison(List<ValueType> types) {
      Comparator[] comparators = Comparator.values();
      return new Expression.Comparison(
          comparators[random.nextInt(comparators.length)],
          number(types),
          random.nextBoolean() ? number(types) : constant(number()));
    }

    private Expression condition(List<ValueType> types, int depth) {
      if (depth <= 0 || isLarge || usedSlots > 40) {
        return comparison(types);
      }
      return switch (random.nextInt(8)) {
        case 0, 1 -> {
          List<Expression.OuterColumn> outer = new ArrayList<>();
          Query query = correlated(types, outer);
          Expression exists = new Expression.Exists(query, outer);
          yield random.nextBoolean() ? exists : new Expression.Not(exists);
        }
        case 2, 3 -> {
          List<Expression.OuterColumn> outer = new ArrayList<>();
          Query input = correlated(types, outer);
          List<Expression> operands = new ArrayList<>();
          List<Expression> outputs = new ArrayList<>();
          for (int i = random.nextInt(2); i >= 0; i--) {
            operands.add(number(types));
            outputs.add(number(input.types()));
          }
          Expression in =
              new Expression.InSubquery(operands, new Query.Project(input, outputs), outer);
          yield random.nextBoolean() ? in : new Expression.Not(in);
        }
        case 4 -> {
          List<Expression.OuterColumn> outer = new ArrayList<>();
          Query input = correlated(types, outer);
          Query one =
              random.nextInt(8) == 0
                  ? input
                  : new Query.Limit(input, new Query.RowLimit(constant(1L), null, false));
          yield new Expression.Comparison(
              Comparator.LE,
              number(types),
              new Expression.ScalarSubquery(
                  new Query.Project(one, List.of(number(one.types()))), outer, ValueType.INT8));
        }
        default -> comparison(types);
      };
    }

    /** A leaf, mostly with a condition on a column of the outer row. */
    private Query correlated(List<ValueType> types, List<Expression.OuterColumn> outer) {
      Query leaf = leaf();
      if (random.nextInt(3) == 0 || !types.contains(ValueType.INT8)) {
        return leaf;
      }
      int slot = usedSlots++;
      outer.add(new Expression.OuterColumn(slot, column(types, ValueType.INT8)));
      return new Query.Filter(
          leaf,
          new Expression.Comparison(
              Comparator.EQ, number(leaf.types()), new Expression.Slot(slot, ValueType.INT8)));
    }

    private List<Query.SortItem> items(List<ValueType> types) {
      List<Query.SortItem> items = new ArrayList<>();
      for (int i = random.nextInt(2); i >= 0; i--) {
        Expression value = random.nextInt(4) == 0 ? comparison(types) : any(types);
        items.add(new Query.SortItem(value, random.nextBoolean(), random.nextBoolean()));
      }
      return items;
    }

    private List<Expression> keys(List<ValueType> types) {
      List<Expression> keys = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        keys.add(random.nextInt(4) == 0 ? comparison(types) : any(types));
      }
      return keys;
    }

    private Query query(int depth) {
      if (depth == 0) {
        return leaf();
      }
      Query input = query(depth - 1);
      List<ValueType> types = input.types();
      switch (random.nextInt(12)) {
        case 0:
          return new Query.Filter(input, condition(types, depth));
        case 1:
          {
            List<Expression> outputs = keys(types);
            outputs.add(any(types));
            return new Query.Project(input, outputs);
          }
        case 2, 3:
          return new Query.Sort(input, items(types), random.nextInt(3) == 0 ? null : limit(true));
        case 4:
          return new Query.Limit(input, limit(false));
        case 5:
          return new Query.Distinct(input);
        case 6:
          return new Query.DistinctOn(
              input instanceof Query.Scan ? input : new Query.Sort(input, items(types), null),
              input instanceof Query.Scan && random.nextBoolean()
                  ? List.of(new Expression.Column(0, ValueType.INT8))
                  : List.of(any(types)));
        case 7:
          {
            Query other = query(0);
            List<Expression> mine = List.of(number(types), number(types));
            List<Expression> others = List.of(number(other.types()), number(other.types()));
            Query left = new Query.Project(input, mine);
            Query right = new Query.Project(other, others);
            return random.nextInt(3) == 0
                ? new Query.Append(List.of(left, right), left.types())
                : isLarge
                    ? new Query.Distinct(new Query.Append(List.of(left, right), left.types()))
                    : new Query.SetOperation(
                        left, right, random.nextBoolean(), random.nextBoolean());
          }
        case 8:
          return join(input);
        case 9, 10:
          return aggregate(input);
        default:
          return isLarge ? input : window(input);
      }
    }

    private Query join(Query input) {
      if (isLarge) {
        return new Query.Distinct(input);
      }
      List<ValueType> types = input.types();
      Query.JoinKind[] kinds = Query.JoinKind.values();
      Query.JoinKind kind = kinds[random.nextInt(kinds.length)];
      if (random.nextInt(4) == 0) {
        List<Expression.OuterColumn> outer = new ArrayList<>();
        Query right = correlated(types, outer);
        List<ValueType> both = new ArrayList<>(types);
        both.addAll(right.types());
        return new Query.Lateral(
            input,
            right,
            random.nextBoolean() ? Query.JoinKind.INNER : Query.JoinKind.LEFT,
            outer,
            random.nextBoolean() ? null : comparison(both));
      }
      Query right = leaf();
      List<Expression> leftKeys = new ArrayList<>();
      List<Expression> rightKeys = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        leftKeys.add(number(types));
        rightKeys.add(number(right.types()));
      }
      List<ValueType> both = new ArrayList<>(types);
      both.addAll(right.types());
      return new Query.Join(
          input, right, kind, leftKeys, rightKeys, random.nextBoolean() ? null : comparison(both));
    }

    private Query aggregate(Query input) {
      List<ValueType> types = input.types();
      List<Expression> keys = keys(types);
      List<Query.AggregateCall> calls = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Expression filter = random.nextInt(3) == 0 ? comparison(types) : null;
        if (random.nextInt(3) == 0) {
          calls.add(new Query.AggregateCall(Rows.COUNT, List.of(), false, filter, List.of()));
          continue;
        }
        Expression argument = number(types);
        boolean isDistinct = random.nextInt(3) == 0;
        List<Query.SortItem> order =
            random.nextInt(3) != 0
                ? List.of()
                : isDistinct
                    ? List.of(new Query.SortItem(argument, random.nextBoolean(), false))
                    : items(types);
        calls.add(new Query.AggregateCall(Rows.LIST, List.of(argument), isDistinct, filter, order));
      }
      List<List<Integer>> sets =
          random.nextInt(4) != 0
              ? null
              : keys.size() == 2
                  ? List.of(List.of(0, 1), List.of(1), List.of())
                  : List.of(List.of(), List.of());
      return new Query.Aggregate(input, keys, calls, sets);
    }

    private Query window(Query input) {
      List<ValueType> types = input.types();
      List<Query.WindowCall> calls = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        calls.add(windowCall(types));
      }
      return new Query.Window(input, calls);
    }

    private Query.WindowCall windowCall(List<ValueType> types) {
      Query.WindowFunction[] functions = Query.WindowFunction.values();
      int chosen = random.nextInt(functions.length + 3);
      Query.WindowFunction function = chosen < functions.length ? functions[chosen] : null;
      List<Expression> arguments = new ArrayList<>();
      ValueType type = ValueType.INT8;
      Expression positive =
          random.nextInt(5) == 0 ? constant(null) : constant((long) 1 + random.nextInt(5));
      if (function == null) {
        arguments.add(number(types));
        type = ValueType.TEXT;
      } else {
        switch (function) {
          case PERCENT_RANK, CUME_DIST -> type = ValueType.FLOAT8;
          case NTILE -> arguments.add(positive);
          case LAG, LEAD -> {
            arguments.add(number(types));
            arguments.add(random.nextBoolean() ? positive : number(types));
            arguments.add(number(types));
          }
          case FIRST_VALUE, LAST_VALUE -> arguments.add(number(types));
          case NTH_VALUE -> {
            arguments.add(number(types));
            arguments.add(positive);
          }
          default -> {}
        }
      }
      return new Query.WindowCall(
          function,
          function == null ? Rows.LIST : null,
          arguments,
          function == null && random.nextBoolean() ? comparison(types) : null,
          keys(types),
          random.nextInt(4) == 0 ? List.of() : items(types),
          frame(),
          type);
    }

    private Query.Frame frame() {
      if (random.nextBoolean()) {
        return Query.Frame.DEFAULT;
      }
      boolean isRows = random.nextBoolean();
      Query.Frame.BoundKind[] froms =
          isRows
              ? new Query.Frame.BoundKind[] {
                Query.Frame.BoundKind.UNBOUNDED_PRECEDING,
                Query.Frame.BoundKind.PRECEDING,
                Query.Frame.BoundKind.CURRENT_ROW,
                Query.Frame.BoundKind.FOLLOWING
              }
              : new Query.Frame.BoundKind[] {
                Query.Frame.BoundKind.UNBOUNDED_PRECEDING, Query.Frame.BoundKind.CURRENT_ROW
              };
      Query.Frame.BoundKind[] tos =
          isRows
              ? new Query.Frame.BoundKind[] {
                Query.Frame.BoundKind.UNBOUNDED_FOLLOWING,
                Query.Frame.BoundKind.PRECEDING,
                Query.Frame.BoundKind.CURRENT_ROW,
                Query.Frame.BoundKind.FOLLOWING
              }
              : new Query.Frame.BoundKind[] {
                Query.Frame.BoundKind.UNBOUNDED_FOLLOWING, Query.Frame.BoundKind.CURRENT_ROW
              };
      return new Query.Frame(
          isRows ? Query.Frame.Mode.ROWS : Query.Frame.Mode.RANGE,
          new Query.Frame.Bound(froms[random.nextInt(froms.length)], random.nextInt(4)),
          new Query.Frame.Bound(tos[random.nextInt(tos.length)], random.nextInt(4)));
    }
  }
}
