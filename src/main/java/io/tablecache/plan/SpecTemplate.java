package io.tablecache.plan;

import io.tablecache.expression.Query;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.SlotValues;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;

/** An index spec whose values are known only when a statement is executed. Immutable. */
final class SpecTemplate implements Query.SpecSource {
  private final IndexDefinition index;
  private final RangeTemplate range;
  private final SegmentTemplate segments;
  private final IndexSpec nothing;

  private SpecTemplate(IndexDefinition index, RangeTemplate range, SegmentTemplate segments) {
    this.index = index;
    this.range = range;
    this.segments = segments;
    this.nothing = new IndexSpec(index, SegmentKeys.ALL, Intervals.NONE, false);
  }

  /**
   * A template.
   *
   * @param rangeNodes what conditions say of the range column
   * @param segmentTerms for each segment column those that name its values; empty if all segments
   *     are meant
   */
  static SpecTemplate of(
      TableDefinition table,
      IndexDefinition index,
      List<RangeNode> rangeNodes,
      List<List<SpecTerm>> segmentTerms) {
    ValueType rangeType =
        index.hasRange() ? table.column(index.rangeColumn()).type() : ValueType.INT8;
    List<ValueType> segmentTypes =
        index.segmentColumns().stream().map(column -> table.column(column).type()).toList();
    return new SpecTemplate(
        index,
        new RangeTemplate(rangeType, rangeNodes),
        new SegmentTemplate(segmentTypes, segmentTerms));
  }

  @Override
  public IndexDefinition index() {
    return index;
  }

  /** Whether there may be more segment keys than are listed; all segments are meant then. */
  boolean mayExceedKeys() {
    return segments.mayExceedKeys();
  }

  /** The rows that are meant with these values. */
  @Override
  public IndexSpec spec(SlotValues values) {
    SegmentKeys keys = segments.keys(values);
    if (keys == null) {
      return nothing;
    }
    if (range.isUnbounded()) {
      return new IndexSpec(index, keys, Intervals.ALL, true);
    }
    RangeTemplate.Range meant = range.range(values);
    return meant.isEmpty() ? nothing : new IndexSpec(index, keys, meant.intervals(), meant.nulls());
  }
}
