package io.tablecache.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.HeldText;
import io.tablecache.expression.Vector;
import io.tablecache.model.AsOf;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import io.tablecache.testing.Scans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random steps and scans, each compared with {@link Naive}. */
final class SnapshotRandomTest {
  private static final AsOf AS_OF = new AsOf(1, 1);
  private static final int SEEDS = 150;

  @Test
  void anySteps_anyTable_sameAsNaive() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new Run(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
  }

  private static final class Run {
    private final Random random;
    private final RandomTable table;
    private final TableDefinition definition;
    private final int batch;
    private List<Object[]> rows = new ArrayList<>();
    private Snapshot snapshot;

    Run(long seed) {
      random = new Random(seed);
      table = new RandomTable(random);
      definition = table.definition;
      batch = random.nextInt(8) == 0 ? 3000 : random.nextInt(3) == 0 ? 400 : 60;
      Coverage coverage = table.within(Coverage.EVERYTHING);
      List<Object[]> first = table.rows(random.nextInt(batch + 1));
      first.removeIf(row -> !Naive.covers(coverage, row));
      rows.addAll(Naive.lastVersions(definition, first));
      RowBuffer buffer = RowBuffer.ofTable(definition, random.nextInt(3));
      Naive.fill(buffer, rows);
      snapshot = Snapshot.of(buffer, coverage, AS_OF);
    }

    void run() {
      check();
      for (int step = batch > 1000 ? 4 : 8; step > 0; step--) {
        table.advance();
        step();
        check();
      }
    }

    private void step() {
      Coverage coverage = table.within(snapshot.coverage());
      List<Object[]> changed = table.rows(random.nextInt(1 + random.nextInt(batch)));
      boolean hasKey = !definition.primaryKey().isEmpty();
      boolean hasWindow = definition.windowColumn() != IndexDefinition.NO_RANGE;
      switch (random.nextInt(4)) {
        case 0 -> snapshot = snapshot.expire(coverage, AS_OF);
        case 3 -> {
          reload(changed);
          return;
        }
        case 1 -> {
          if (!hasKey) {
            RowBuffer buffer = Naive.buffer(definition, changed);
            assertThrows(
                IllegalStateException.class, () -> snapshot.upsert(buffer, coverage, AS_OF));
            return;
          }
          snapshot = snapshot.upsert(Naive.buffer(definition, changed), coverage, AS_OF);
          replace(changed);
        }
        default -> {
          long from = hasWindow ? (Long) table.value(definition.windowColumn(), false) : 0;
          RowBuffer buffer = Naive.buffer(definition, changed);
          if (!hasWindow) {
            assertThrows(
                IllegalStateException.class,
                () -> snapshot.replaceFrom(from, buffer, coverage, AS_OF));
            return;
          }
          snapshot = snapshot.replaceFrom(from, buffer, coverage, AS_OF);
          int window = definition.windowColumn();
          rows.removeIf(row -> row[window] != null && (Long) row[window] >= from);
          if (hasKey) {
            replace(changed);
          } else {
            rows.addAll(changed);
          }
        }
      }
      rows.removeIf(row -> !Naive.covers(coverage, row));
    }

    /** All rows come again, but for some; some are changed, some come twice, some are new. */
    private void reload(List<Object[]> added) {
      Coverage coverage = table.within(Coverage.EVERYTHING);
      int kept = random.nextInt(4);
      rows.removeIf(row -> random.nextInt(20) >= 5 + 5 * kept);
      if (random.nextInt(4) == 0) {
        Collections.shuffle(rows, random);
      }
      for (int i = random.nextInt(3); i > 0 && !rows.isEmpty(); i--) {
        Object[] row = rows.get(random.nextInt(rows.size()));
        int column = random.nextInt(row.length);
        Object[] other = row.clone();
        other[column] = table.value(column, false);
        added.add(random.nextInt(added.size() + 1), other);
        if (definition.primaryKey().isEmpty()) {
          added.add(row);
        }
      }
      if (definition.primaryKey().isEmpty()) {
        rows.addAll(added);
      } else {
        replace(added);
      }
      if (random.nextBoolean()) {
        Collections.reverse(rows);
      }
      rows.removeIf(row -> !Naive.covers(coverage, row));
      RowBuffer buffer = RowBuffer.ofTable(snapshot, random.nextInt(3));
      Naive.fill(buffer, rows);
      snapshot = Snapshot.of(buffer, coverage, AS_OF);
    }

    private void replace(List<Object[]> changed) {
      Set<List<Object>> keys = new HashSet<>();
      changed.forEach(row -> keys.add(Naive.key(definition, row)));
      rows.removeIf(row -> keys.contains(Naive.key(definition, row)));
      rows.addAll(Naive.lastVersions(definition, changed));
    }

    private void check() {
      SnapshotInvariants.check(snapshot);
      assertEquals(rows.size(), snapshot.rowCount());
      for (int i = 0; i < 25; i++) {
        checkScan();
      }
    }

    private void checkScan() {
      IndexSpec spec = table.spec(snapshot.coverage());
      RandomTable.Conditions generator = table.new Conditions();
      List<Expression> residual = generator.conditions();
      List<SortKey> order = table.order();
      long offset = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
      long limit = random.nextInt(3) == 0 ? random.nextInt(20) : Long.MAX_VALUE;
      if (!snapshot.coverage().contains(spec)) {
        assertThrows(
            IllegalArgumentException.class,
            () -> Scans.rows(snapshot, spec, residual, generator.values, order, offset, limit));
        return;
      }
      List<Object[]> meant = new ArrayList<>();
      for (Object[] row : rows) {
        if (!spec.isEmpty()
            && Naive.means(spec, row)
            && residual.stream()
                .allMatch(c -> Boolean.TRUE.equals(Naive.truth(c, row, generator.values)))) {
          meant.add(row);
        }
      }
      List<Object[]> expected = new ArrayList<>(meant);
      expected.sort(Naive.comparator(order));
      int from = (int) Math.min(offset, expected.size());
      expected = expected.subList(from, (int) (from + Math.min(limit, expected.size() - from)));
      RowSet actual = Scans.rows(snapshot, spec, residual, generator.values, order, offset, limit);
      String message = spec + " " + residual + " " + order + " " + offset + " " + limit;
      compare(meant, expected, actual, order, message);
    }

    private void compare(
        List<Object[]> meant,
        List<Object[]> expected,
        RowSet actual,
        List<SortKey> order,
        String message) {
      assertEquals(expected.size(), actual.size(), message);
      Map<List<Object>, Integer> available = new HashMap<>();
      meant.forEach(row -> available.merge(Arrays.asList(row), 1, Integer::sum));
      Cursor cursor = actual.cursor();
      assertEquals(0, cursor.row());
      for (int i = 0; i < expected.size(); i++) {
        assertTrue(cursor.next(), message);
        assertEquals(i + 1, cursor.row(), message);
        Object[] row = Naive.row(definition, cursor);
        assertTrue(available.merge(Arrays.asList(row), -1, Integer::sum) >= 0, message);
        assertEquals(0, Naive.comparator(order).compare(expected.get(i), row), message);
      }
      assertFalse(cursor.next(), message);
      assertFalse(cursor.next(), message);
      assertEquals(expected.size() + 1, cursor.row(), message);
      if (random.nextInt(5) == 0) {
        checkBlocks(actual, message);
      }
      for (int i = 0; i < 3 && actual.size() > 0; i++) {
        checkMove(actual, cursor, message);
      }
    }

    /** The blocks and extremes are those of the cursor's rows. */
    private void checkBlocks(RowSet actual, String message) {
      List<ValueType> types = definition.columns().stream().map(ColumnDefinition::type).toList();
      Cursor cursor = actual.cursor();
      BlockReader reader = actual.blocks(types);
      @Nullable Long[] min = new Long[types.size()];
      @Nullable Long[] max = new Long[types.size()];
      int rows = 0;
      for (Block block = reader.next(); block != null; block = reader.next()) {
        for (int row = 0; row < block.count(); row++) {
          assertTrue(cursor.next(), message);
          Object[] expected = Naive.row(definition, cursor);
          for (int i = 0; i < expected.length; i++) {
            assertEquals(text(expected[i]), text(valueOf(block, i, row)), message);
            if (expected[i] instanceof Long raw) {
              min[i] = min[i] == null ? raw : Math.min(min[i], raw);
              max[i] = max[i] == null ? raw : Math.max(max[i], raw);
            }
          }
          rows++;
        }
      }
      assertEquals(actual.size(), rows, message);
      for (int i = 0; i < min.length; i++) {
        if (types.get(i).isDiscrete()) {
          assertEquals(min[i], actual.extreme(i, false), message);
          assertEquals(max[i], actual.extreme(i, true), message);
        }
      }
    }

    private static @Nullable Object valueOf(Block block, int column, int row) {
      try {
        Vector vector = block.column(column);
        return vector.type == ValueType.TIME && !vector.isNull(row)
            ? HeldText.write(vector, row)
            : vector.get(row);
      } catch (EvaluationException e) {
        throw new AssertionError(e);
      }
    }

    private static String text(@Nullable Object value) {
      return value instanceof Float number ? String.valueOf((double) number) : "" + value;
    }

    private void checkMove(RowSet actual, Cursor moved, String message) {
      int target = random.nextInt(actual.size() + 2);
      boolean isRow = target > 0 && target <= actual.size();
      assertEquals(isRow, moved.moveTo(target), message);
      assertEquals(target, moved.row(), message);
      if (isRow) {
        Cursor walked = actual.cursor();
        for (int i = 0; i < target; i++) {
          walked.next();
        }
        assertEquals(
            Arrays.asList(Naive.row(definition, walked)),
            Arrays.asList(Naive.row(definition, moved)),
            message);
        assertEquals(target < actual.size(), moved.next(), message);
        assertEquals(target + 1, moved.row(), message);
      }
    }
  }
}
