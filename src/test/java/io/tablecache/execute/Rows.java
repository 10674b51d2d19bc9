package io.tablecache.execute;

import io.tablecache.expression.AggregateFunction;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.expression.ZoneNames;
import io.tablecache.index.Cursor;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of queries as plain lists of rows. */
final class Rows {
  /** Collects the texts of its input, NULL as a dash, in the order in which it comes. */
  static final AggregateFunction LIST =
      new AggregateFunction("list(int8)", ValueType.TEXT, List.of(ValueType.INT8)) {
        @Override
        public boolean dependsOnOrder() {
          return true;
        }

        @Override
        public Accumulator accumulator() {
          return new Lists();
        }
      };

  static final AggregateFunction COUNT =
      new AggregateFunction("count(*)", ValueType.INT8, List.of()) {
        @Override
        public Accumulator accumulator() {
          return new Counts();
        }
      };

  private Rows() {}

  static List<List<Object>> run(
      QueryRunner.Snapshots snapshots, SlotValues slots, Query query, long maxRows)
      throws EvaluationException, NotCoveredException {
    Result result =
        new QueryRunner(snapshots, new EvaluationContext(slots, ZoneOffset.UTC, 0, ZoneNames.NONE))
            .run(query, maxRows);
    List<List<Object>> rows = new ArrayList<>();
    Cursor cursor = result.rows().cursor();
    while (cursor.next()) {
      @Nullable Object[] row = new Object[query.types().size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = value(cursor, result.ordinals()[i], query.types().get(i));
      }
      rows.add(Arrays.asList(row));
    }
    return rows;
  }

  private static @Nullable Object value(Cursor cursor, int ordinal, ValueType type) {
    if (cursor.isNull(ordinal)) {
      return null;
    }
    return switch (type.storage()) {
      case LONG -> (Object) cursor.getLong(ordinal);
      case DOUBLE -> cursor.getDouble(ordinal);
      default -> cursor.getText(ordinal);
    };
  }

  static Query.Values values(List<ValueType> types, List<List<Object>> rows) {
    List<List<Expression>> expressions = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Expression> values = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        values.add(new Expression.Constant(row.get(i), types.get(i)));
      }
      expressions.add(values);
    }
    return new Query.Values(expressions, types);
  }

  private static final class Lists extends AggregateFunction.Accumulator {
    private final List<StringBuilder> texts = new ArrayList<>();

    @Override
    public void grow(int groups) {
      while (texts.size() < groups) {
        texts.add(new StringBuilder());
      }
    }

    @Override
    public void add(Vector[] arguments, int[] groups, int count) {
      for (int i = 0; i < count; i++) {
        Object value = arguments[0].get(i);
        texts.get(groups[i]).append(value == null ? "-" : value).append(',');
      }
    }

    @Override
    public void addAll(Vector[] arguments, int count) {
      add(arguments, new int[count], count);
    }

    @Override
    public void result(int group, Vector into, int row) {
      into.set(row, texts.get(group).length() == 0 ? null : texts.get(group).toString());
    }
  }

  private static final class Counts extends AggregateFunction.Accumulator {
    private long[] counts = {};

    @Override
    public void grow(int groups) {
      counts = Arrays.copyOf(counts, Math.max(groups, counts.length));
    }

    @Override
    public void add(Vector[] arguments, int[] groups, int count) {
      for (int i = 0; i < count; i++) {
        counts[groups[i]]++;
      }
    }

    @Override
    public void addAll(Vector[] arguments, int count) {
      counts[0] += count;
    }

    @Override
    public void result(int group, Vector into, int row) {
      into.set(row, counts[group]);
    }
  }
}
