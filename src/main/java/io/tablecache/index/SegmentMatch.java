package io.tablecache.index;

import io.tablecache.model.IndexDefinition;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Segments of an index other than the clustering one, in terms of the stored segments: where all
 * its segment columns are constant in each of these, a choice of them; else a condition on rows.
 * Immutable.
 */
final class SegmentMatch {
  private final TableDefinition definition;
  private final List<Integer> columns;

  /** The keys that are meant, or null for all. */
  private final @Nullable List<SegmentKey> keys;

  SegmentMatch(TableDefinition definition, IndexDefinition index, SegmentKeys meant) {
    this.definition = definition;
    this.columns = index.segmentColumns();
    this.keys = keysOf(meant);
  }

  private static @Nullable List<SegmentKey> keysOf(SegmentKeys meant) {
    if (meant instanceof SegmentKeys.Longs longs) {
      List<SegmentKey> keys = new ArrayList<>(longs.values().length);
      for (long value : longs.values()) {
        keys.add(SegmentKey.of(value));
      }
      return keys;
    }
    return meant instanceof SegmentKeys.Tuples tuples ? tuples.keys() : null;
  }

  private boolean isDecidedBySegments() {
    return definition.clusteringIndex().segmentColumns().containsAll(columns);
  }

  /** The stored segments that can have rows that are meant, in their order. */
  Segment[] select(SegmentTable table) {
    if (keys == null || !isDecidedBySegments()) {
      return table.segments;
    }
    List<Integer> stored = definition.clusteringIndex().segmentColumns();
    int[] places = columns.stream().mapToInt(stored::indexOf).toArray();
    Set<SegmentKey> meant = new HashSet<>(keys);
    List<Segment> selected = new ArrayList<>();
    for (int position = 0; position < table.segments.length; position++) {
      SegmentKey key = table.keys.key(position);
      @Nullable Object[] values = new Object[places.length];
      for (int i = 0; i < places.length; i++) {
        values[i] = key.value(places[i]);
      }
      if (meant.contains(SegmentKey.of(values))) {
        selected.add(table.segments[position]);
      }
    }
    return selected.toArray(new Segment[0]);
  }

  /** What must hold for a row of the selected segments, or null if nothing. */
  @Nullable Predicate filter() {
    if (keys == null || isDecidedBySegments()) {
      return null;
    }
    if (columns.size() == 1) {
      return ofColumn(0, keys);
    }
    Predicate[] alternatives = new Predicate[keys.size()];
    for (int k = 0; k < alternatives.length; k++) {
      Predicate[] values = new Predicate[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = ofColumn(i, List.of(keys.get(k)));
      }
      alternatives[k] = new Predicate.Connective(true, values);
    }
    return new Predicate.Connective(false, alternatives);
  }

  /** The {@code i}-th segment column has the value of one of the keys. */
  private Predicate ofColumn(int i, List<SegmentKey> alternatives) {
    int ordinal = columns.get(i);
    ValueType type = definition.column(ordinal).type();
    Object[] values =
        alternatives.stream().map(key -> key.value(i)).filter(Objects::nonNull).toArray();
    Predicate isValue = PredicateCompiler.oneOf(ordinal, type, values, Predicate.FALSE);
    return values.length == alternatives.size()
        ? isValue
        : new Predicate.Connective(
            false, new Predicate[] {new ColumnPredicates.IsNull(ordinal), isValue});
  }
}
