package io.tablecache.plan;

import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Segment keys whose values are known only when a statement is executed. Immutable. */
final class SegmentTemplate {
  /** How many combinations of values are listed. */
  static final int MAX_KEYS = 10_000;

  private static final long[] NO_LONGS = new long[0];

  private final List<ValueType> types;
  private final List<List<SpecTerm>> terms;
  private final boolean isOneLong;
  private final boolean mayExceedKeys;

  /**
   * @param types the types of the segment columns
   * @param terms for each column the conjuncts that name its values; empty if all segments are
   *     meant
   */
  SegmentTemplate(List<ValueType> types, List<List<SpecTerm>> terms) {
    this.types = List.copyOf(types);
    this.terms = terms.stream().map(List::copyOf).toList();
    this.isOneLong = this.terms.size() == 1 && types.get(0).isDiscrete();
    this.mayExceedKeys = this.terms.stream().filter(SegmentTemplate::isList).count() > 1;
  }

  private static boolean isList(List<SpecTerm> columnTerms) {
    return columnTerms.stream().noneMatch(term -> term.kind() == SpecTerm.Kind.EQ);
  }

  /** Whether the columns' lists may have more than {@link #MAX_KEYS} combinations. */
  boolean mayExceedKeys() {
    return mayExceedKeys;
  }

  /** The segments that are meant with these values; null if there is none. */
  @Nullable SegmentKeys keys(SlotValues values) {
    if (terms.isEmpty()) {
      return SegmentKeys.ALL;
    }
    if (isOneLong) {
      long[] longs = longs(terms.get(0), values);
      return longs.length == 0 ? null : new SegmentKeys.Longs(longs);
    }
    return tuples(values);
  }

  private @Nullable SegmentKeys tuples(SlotValues values) {
    List<Object[]> columns = new ArrayList<>();
    long count = 1;
    for (int i = 0; i < terms.size(); i++) {
      Object[] column =
          types.get(i).isDiscrete()
              ? Arrays.stream(longs(terms.get(i), values)).boxed().toArray()
              : objects(terms.get(i), values);
      if (column.length == 0) {
        return null;
      }
      count *= column.length;
      if (mayExceedKeys && count > MAX_KEYS) {
        // Not less than all segments while one of the lists may still be empty.
        count = MAX_KEYS + 1L;
      }
      columns.add(column);
    }
    if (mayExceedKeys && count > MAX_KEYS) {
      return SegmentKeys.ALL;
    }
    List<SegmentKey> keys = new ArrayList<>((int) count);
    combine(columns, 0, new Object[columns.size()], keys);
    return new SegmentKeys.Tuples(keys);
  }

  private static void combine(List<Object[]> columns, int i, Object[] key, List<SegmentKey> keys) {
    if (i == columns.size()) {
      keys.add(SegmentKey.of(key));
      return;
    }
    for (Object value : columns.get(i)) {
      key[i] = value;
      combine(columns, i + 1, key, keys);
    }
  }

  /** The raw values that satisfy all terms: ascending, without duplicates. */
  private static long[] longs(List<SpecTerm> columnTerms, SlotValues values) {
    long[] result = sortedDistinct(longs(columnTerms.get(0), values));
    for (int i = 1; i < columnTerms.size(); i++) {
      long[] others = sortedDistinct(longs(columnTerms.get(i), values));
      result = Arrays.stream(result).filter(v -> Arrays.binarySearch(others, v) >= 0).toArray();
    }
    return result;
  }

  /** The raw values that a term names, NULL left out; owned by the caller. */
  static long[] longs(SpecTerm term, SlotValues values) {
    if (term.kind() == SpecTerm.Kind.ANY) {
      boolean isNull = values.isNull(term.slot());
      return isNull ? NO_LONGS : ((long[]) values.getObject(term.slot())).clone();
    }
    if (term.slotCount() == 1) {
      boolean isNull = values.isNull(term.slot());
      return isNull ? NO_LONGS : new long[] {values.getLong(term.slot())};
    }
    long[] longs = new long[term.slotCount()];
    int n = 0;
    for (int i = 0; i < longs.length; i++) {
      if (!values.isNull(term.slot(i))) {
        longs[n++] = values.getLong(term.slot(i));
      }
    }
    return n == longs.length ? longs : Arrays.copyOf(longs, n);
  }

  private static long[] sortedDistinct(long[] values) {
    if (values.length < 2) {
      return values;
    }
    Arrays.sort(values);
    int n = 1;
    for (int i = 1; i < values.length; i++) {
      if (values[i] != values[n - 1]) {
        values[n++] = values[i];
      }
    }
    return n == values.length ? values : Arrays.copyOf(values, n);
  }

  private static Object[] objects(List<SpecTerm> columnTerms, SlotValues values) {
    Set<Object> result = objects(columnTerms.get(0), values);
    for (int i = 1; i < columnTerms.size(); i++) {
      result.retainAll(objects(columnTerms.get(i), values));
    }
    return result.toArray();
  }

  private static Set<Object> objects(SpecTerm term, SlotValues values) {
    Set<Object> objects = new LinkedHashSet<>();
    if (term.kind() == SpecTerm.Kind.ANY) {
      if (!values.isNull(term.slot())) {
        objects.addAll(Arrays.asList((Object[]) values.getObject(term.slot())));
      }
      return objects;
    }
    for (int i = 0; i < term.slotCount(); i++) {
      if (!values.isNull(term.slot(i))) {
        objects.add(values.getObject(term.slot(i)));
      }
    }
    return objects;
  }
}
