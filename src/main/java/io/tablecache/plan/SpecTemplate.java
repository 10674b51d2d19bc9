package io.tablecache.plan;

import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An index spec whose values are known only when a statement is executed. Immutable. */
final class SpecTemplate {
  private final IndexDefinition index;
  private final @Nullable ValueType rangeType;
  private final SpecTerm[] rangeTerms;
  private final SegmentTemplate segments;
  private final IndexSpec nothing;

  private SpecTemplate(
      IndexDefinition index,
      @Nullable ValueType rangeType,
      List<SpecTerm> rangeTerms,
      SegmentTemplate segments) {
    this.index = index;
    this.rangeType = rangeType;
    this.rangeTerms = rangeTerms.toArray(SpecTerm[]::new);
    this.segments = segments;
    this.nothing = new IndexSpec(index, SegmentKeys.ALL, Intervals.NONE, false);
  }

  /**
   * A template.
   *
   * @param rangeTerms the conjuncts about the range column
   * @param segmentTerms for each segment column those about it, which name its values; empty if all
   *     segments are meant
   */
  static SpecTemplate of(
      TableDefinition table,
      IndexDefinition index,
      List<SpecTerm> rangeTerms,
      List<List<SpecTerm>> segmentTerms) {
    ValueType rangeType = index.hasRange() ? table.column(index.rangeColumn()).type() : null;
    List<ValueType> segmentTypes =
        index.segmentColumns().stream().map(column -> table.column(column).type()).toList();
    return new SpecTemplate(
        index, rangeType, rangeTerms, new SegmentTemplate(segmentTypes, segmentTerms));
  }

  IndexDefinition index() {
    return index;
  }

  /** Whether there may be more segment keys than are listed; all segments are meant then. */
  boolean mayExceedKeys() {
    return segments.mayExceedKeys();
  }

  /** The rows that are meant with these values. */
  IndexSpec spec(SlotValues values) {
    SegmentKeys keys = segments.keys(values);
    if (keys == null) {
      return nothing;
    }
    if (rangeTerms.length == 0 || rangeType == null) {
      return new IndexSpec(index, keys, Intervals.ALL, true);
    }
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    boolean nulls = true;
    boolean isNull = false;
    Intervals others = null;
    for (SpecTerm term : rangeTerms) {
      SpecTerm.Kind kind = term.kind();
      if (kind == SpecTerm.Kind.IS_NULL) {
        isNull = true;
        continue;
      }
      nulls = false;
      if (kind == SpecTerm.Kind.IS_NOT_NULL) {
        continue;
      }
      if (kind == SpecTerm.Kind.IN || kind == SpecTerm.Kind.ANY) {
        others = intersect(others, Intervals.points(SegmentTemplate.longs(term, values)));
        continue;
      }
      if (values.isNull(term.slot())) {
        return nothing;
      }
      long value = values.getLong(term.slot());
      switch (kind) {
        case EQ -> {
          from = Math.max(from, value);
          to = Math.min(to, value);
        }
        case GE -> from = Math.max(from, lowest(value));
        case GT -> {
          if (value >= rangeType.maxRaw()) {
            return nothing;
          }
          from = Math.max(from, value < rangeType.minRaw() ? Long.MIN_VALUE : value + 1);
        }
        case LE -> to = Math.min(to, highest(value));
        case LT -> {
          if (value <= rangeType.minRaw()) {
            return nothing;
          }
          to = Math.min(to, value > rangeType.maxRaw() ? Long.MAX_VALUE : value - 1);
        }
        default -> others = intersect(others, Intervals.point(value).complement());
      }
    }
    Intervals intervals = isNull || isBeyond(from, to) ? Intervals.NONE : Intervals.of(from, to);
    intervals = others == null ? intervals : intervals.intersect(others);
    return intervals.isEmpty() && !nulls ? nothing : new IndexSpec(index, keys, intervals, nulls);
  }

  /** A lower bound; one that excludes no value of the type is none. */
  private long lowest(long value) {
    return rangeType != null && value <= rangeType.minRaw() ? Long.MIN_VALUE : value;
  }

  /** An upper bound; one that excludes no value of the type is none. */
  private long highest(long value) {
    return rangeType != null && value >= rangeType.maxRaw() ? Long.MAX_VALUE : value;
  }

  /** Whether no value of the range column's type lies between the bounds. */
  private boolean isBeyond(long from, long to) {
    return rangeType != null && (from > rangeType.maxRaw() || to < rangeType.minRaw());
  }

  private static Intervals intersect(@Nullable Intervals some, Intervals others) {
    return some == null ? others : some.intersect(others);
  }
}
