package io.tablecache.index;

import io.tablecache.expression.Expression;
import io.tablecache.model.Coverage;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Random definitions, rows, coverages, specs, conditions and orders. */
final class RandomTable {
  private static final List<ValueType> SEGMENT_TYPES =
      Arrays.stream(ValueType.values()).filter(ValueType::canBeSegment).toList();
  private static final List<ValueType> RANGE_TYPES =
      Arrays.stream(ValueType.values()).filter(ValueType::canBeRange).toList();
  private static final List<ValueType> KEY_TYPES =
      List.of(ValueType.INT4, ValueType.INT8, ValueType.TEXT, ValueType.UUID, ValueType.FLOAT8);
  private static final String[] TEXTS = {
    "", "a", "ab", "b", "é", "Z", "\uFFFD", "\uD83D\uDE00", "\uE000", "\0"
  };

  final Random random;
  final TableDefinition definition;

  /** How many distinct ordinary values there are of a type, about. */
  private final int spread;

  /** A window in which most range values lie. */
  private long clock;

  RandomTable(Random random) {
    this.random = random;
    this.spread = 1 + random.nextInt(40);
    TableBuilder table = new TableBuilder();
    List<Integer> segments = new ArrayList<>();
    int segmentCount = random.nextInt(4);
    for (int i = 0; i < segmentCount; i++) {
      segments.add(table.column(oneOf(SEGMENT_TYPES), random.nextBoolean()));
    }
    int range = table.column(oneOf(RANGE_TYPES), random.nextInt(3) == 0);
    int otherRange = table.column(oneOf(RANGE_TYPES), false);
    int otherSegment = table.column(oneOf(SEGMENT_TYPES), false);
    int key = table.column(oneOf(KEY_TYPES), true);
    for (ValueType type : ValueType.values()) {
      table.column(type, false);
    }
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> table.primaryKey(key);
      case 2 -> table.primaryKey(key, otherSegment);
      default -> {
        List<Integer> all = new ArrayList<>(segments);
        all.add(random.nextInt(all.size() + 1), key);
        table.primaryKey(all.toArray(new Integer[0]));
      }
    }
    if (random.nextInt(8) != 0) {
      table.index(List.of(), range);
      table.index(segments, random.nextInt(6) == 0 ? IndexDefinition.NO_RANGE : range);
      table.index(List.of(otherSegment), range);
      table.index(List.of(otherSegment), otherRange);
      if (segmentCount > 1) {
        table.index(List.of(segments.get(1)), range);
        table.index(List.of(segments.get(1), segments.get(0)), otherRange);
        table.index(List.of(segments.get(1), otherSegment), IndexDefinition.NO_RANGE);
      }
    }
    int window = random.nextInt(6);
    table.window(window == 0 ? IndexDefinition.NO_RANGE : window == 1 ? otherRange : range);
    this.definition = table.build();
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  void advance() {
    clock += random.nextInt(20);
  }

  List<Object[]> rows(int count) {
    List<Object[]> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Object[] row = new Object[definition.columns().size()];
      for (int column = 0; column < row.length; column++) {
        boolean isKey = definition.primaryKey().contains(column);
        boolean notNull = isKey || definition.column(column).notNull();
        if (notNull || random.nextInt(8) != 0) {
          row[column] = value(column, isKey);
        }
      }
      rows.add(row);
    }
    return rows;
  }

  Object value(int column, boolean isKey) {
    ValueType type = definition.column(column).type();
    int ordinary = random.nextInt(isKey ? spread * 40 : spread);
    return switch (type) {
      case BOOL -> (long) random.nextInt(2);
      case INT2, INT4, INT8, DATE, TIMESTAMP, TIMESTAMPTZ -> raw(type, ordinary);
      case FLOAT4 ->
          switch (random.nextInt(12)) {
            case 0 -> Float.NaN;
            case 1 -> -0.0f;
            case 2 -> 0.0f;
            case 3 -> Float.NEGATIVE_INFINITY;
            default -> ordinary / 4.0f - 2;
          };
      case FLOAT8 ->
          switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.POSITIVE_INFINITY;
            default -> ordinary / 4.0 - 2;
          };
      case UUID -> new UUID((long) (ordinary % 3 - 1) << 62, (ordinary - 5L) << 60 | ordinary);
      case TEXT -> TEXTS[ordinary % TEXTS.length] + (ordinary / TEXTS.length);
      case BPCHAR -> "c" + ordinary + " ";
      case NUMERIC -> ordinary + ".50";
      case TIME -> String.format("%02d:00:00", ordinary % 24) + (ordinary % 2 == 0 ? "" : ".25");
      case INTERVAL -> ordinary + 2 + " days 00:00:01";
      case JSON, JSONB, OTHER -> "{" + ordinary + "}";
    };
  }

  private long raw(ValueType type, int ordinary) {
    switch (random.nextInt(40)) {
      case 0:
        return type.minRaw();
      case 1:
        return type.maxRaw();
      case 2:
        return -1 - ordinary;
      default:
        long value = clock + ordinary;
        return type == ValueType.TIMESTAMP ? value * 1_000_000 : value;
    }
  }

  /** A coverage within the given one. */
  Coverage within(Coverage coverage) {
    if (coverage.isEverything()) {
      if (definition.windowColumn() == IndexDefinition.NO_RANGE || random.nextInt(8) == 0) {
        return coverage;
      }
      return new Coverage(
          definition.windowColumn(),
          wideIntervals(definition.windowColumn()),
          random.nextInt(4) != 0);
    }
    if (random.nextInt(3) == 0) {
      return coverage;
    }
    return new Coverage(
        coverage.rangeColumn(),
        coverage.intervals().intersect(wideIntervals(coverage.rangeColumn())),
        coverage.nulls() && random.nextInt(8) != 0);
  }

  private Intervals wideIntervals(int column) {
    long from = (Long) value(column, false);
    return switch (random.nextInt(6)) {
      case 0 -> Intervals.ALL;
      case 1 -> Intervals.of(from, (Long) value(column, false)).complement();
      case 2 ->
          Intervals.of(Long.MIN_VALUE, (Long) value(column, false))
              .union(Intervals.of(from, Long.MAX_VALUE));
      default -> Intervals.of(Math.min(from, clock - 10), Long.MAX_VALUE);
    };
  }

  private Intervals intervals(int column) {
    long a = (Long) value(column, false);
    long b = (Long) value(column, false);
    return switch (random.nextInt(7)) {
      case 0 -> Intervals.ALL;
      case 1 -> Intervals.point(a);
      case 2 -> Intervals.points(a, b, (Long) value(column, false));
      case 3 -> Intervals.of(a, b).complement();
      case 4 -> Intervals.of(a, Long.MAX_VALUE);
      default -> Intervals.of(Math.min(a, b), Math.max(a, b));
    };
  }

  IndexSpec spec(Coverage coverage) {
    List<IndexDefinition> indexes = new ArrayList<>(definition.indexes());
    indexes.add(definition.clusteringIndex());
    indexes.add(definition.clusteringIndex());
    IndexDefinition index = oneOf(indexes);
    boolean nulls = random.nextBoolean();
    Intervals intervals = index.hasRange() ? intervals(index.rangeColumn()) : Intervals.ALL;
    if (!coverage.isEverything() && random.nextInt(10) != 0) {
      intervals = intervals.intersect(coverage.intervals());
      nulls &= coverage.nulls();
    }
    return new IndexSpec(index, segments(index), intervals, nulls);
  }

  private SegmentKeys segments(IndexDefinition index) {
    List<Integer> columns = index.segmentColumns();
    if (columns.isEmpty() || random.nextInt(3) == 0) {
      return SegmentKeys.ALL;
    }
    int count = random.nextInt(4);
    if (random.nextBoolean() && KeyTable.isPrimitive(definition, columns)) {
      long[] values = new long[count];
      Arrays.setAll(values, i -> (Long) value(columns.get(0), false));
      return new SegmentKeys.Longs(Arrays.stream(values).sorted().distinct().toArray());
    }
    Set<SegmentKey> keys = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      keys.add(
          SegmentKey.of(
              columns.stream()
                  .map(column -> random.nextInt(6) == 0 ? null : value(column, false))
                  .toArray()));
    }
    return new SegmentKeys.Tuples(List.copyOf(keys));
  }

  List<SortKey> order() {
    List<Integer> candidates = new ArrayList<>(definition.clusteringIndex().segmentColumns());
    int naturalSegments = random.nextInt(candidates.size() + 1);
    candidates = new ArrayList<>(candidates.subList(0, naturalSegments));
    if (definition.clusteringIndex().hasRange() && random.nextInt(3) != 0) {
      candidates.add(
          random.nextInt(candidates.size() + 1), definition.clusteringIndex().rangeColumn());
    }
    if (random.nextBoolean()) {
      candidates.addAll(definition.primaryKey());
    }
    if (random.nextInt(3) == 0) {
      int other = random.nextInt(definition.columns().size());
      if (Naive.isOrdered(definition.column(other).type())) {
        candidates.add(random.nextInt(candidates.size() + 1), other);
      }
    }
    boolean descending = random.nextBoolean();
    List<SortKey> keys = new ArrayList<>();
    for (int column : candidates) {
      boolean direction = random.nextInt(8) == 0 ? random.nextBoolean() : descending;
      keys.add(
          new SortKey(
              column, direction, random.nextInt(8) == 0 ? random.nextBoolean() : direction));
    }
    return keys;
  }

  /** Random conditions and the values of their slots. */
  final class Conditions {
    private static final int SLOTS = 40;

    final SlotValues values = new SlotValues(SLOTS);
    private int slots;

    List<Expression> conditions() {
      List<Expression> conditions = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        conditions.add(condition(2));
      }
      return conditions;
    }

    private Expression condition(int depth) {
      int column = random.nextInt(definition.columns().size());
      ValueType type = definition.column(column).type();
      Expression operand = new Expression.Column(column, type);
      int kind = random.nextInt(depth > 0 && slots < SLOTS - 20 ? 10 : 6);
      if (kind < 5 && !Naive.isOrdered(type)) {
        return new Expression.IsNull(operand);
      }
      return switch (kind) {
        case 0, 1 -> comparison(operand, slot(column, type));
        case 2 -> comparison(slot(column, type), operand);
        case 3 ->
            new Expression.In(
                operand,
                List.of(slot(column, type), random.nextInt(4) == 0 ? operand : slot(column, type)));
        case 4 ->
            new Expression.Quantified(
                oneOf(List.of(Expression.Comparator.values())),
                random.nextBoolean(),
                operand,
                array(column, type),
                type);
        case 5 ->
            type == ValueType.BOOL ? operand : new Expression.IsNull(slotOrColumn(column, type));
        case 6 -> new Expression.Not(condition(depth - 1));
        case 7 -> new Expression.And(List.of(condition(depth - 1), condition(depth - 1)));
        case 8 -> new Expression.Or(List.of(condition(depth - 1), condition(depth - 1)));
        default ->
            random.nextBoolean()
                ? new Expression.IsNull(condition(depth - 1))
                : comparison(condition(depth - 1), condition(depth - 1));
      };
    }

    private Expression comparison(Expression left, Expression right) {
      return new Expression.Comparison(oneOf(List.of(Expression.Comparator.values())), left, right);
    }

    private Expression slotOrColumn(int column, ValueType type) {
      return random.nextBoolean() && Naive.isOrdered(type)
          ? slot(column, type)
          : new Expression.Column(column, type);
    }

    private Expression slot(int column, ValueType type) {
      if (random.nextInt(8) != 0) {
        Object value = value(column, false);
        if (value instanceof Long raw) {
          values.setLong(slots, raw);
        } else {
          values.setObject(slots, value);
        }
      }
      return new Expression.Slot(slots++, type);
    }

    private int array(int column, ValueType type) {
      Object[] elements = new Object[random.nextInt(4)];
      Arrays.setAll(elements, i -> value(column, false));
      if (random.nextInt(8) != 0) {
        values.setArray(
            slots,
            type.isDiscrete()
                ? Arrays.stream(elements).mapToLong(element -> (Long) element).toArray()
                : elements,
            random.nextInt(4) == 0);
      }
      return slots++;
    }
  }
}
