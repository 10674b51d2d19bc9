package io.tablecache.plan;

import io.tablecache.model.Intervals;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intervals of a range column whose values are known only when a statement is executed. */
final class RangeTemplate {
  private static final Range NOTHING = new Range(Intervals.NONE, false);
  private static final Range EVERYTHING = new Range(Intervals.ALL, true);

  private final ValueType type;
  private final SpecTerm[] terms;
  private final RangeNode[] others;

  RangeTemplate(ValueType type, List<RangeNode> nodes) {
    this.type = type;
    RangeNode.Parts parts = RangeNode.Parts.of(nodes);
    this.terms = parts.terms().toArray(SpecTerm[]::new);
    this.others = parts.others().toArray(RangeNode[]::new);
  }

  /**
   * Which values of the column are meant.
   *
   * @param nulls whether NULL is
   */
  record Range(Intervals intervals, boolean nulls) {
    boolean isEmpty() {
      return intervals.isEmpty() && !nulls;
    }

    Range and(Range other) {
      return new Range(intervals.intersect(other.intervals), nulls && other.nulls);
    }

    Range or(Range other) {
      return new Range(intervals.union(other.intervals), nulls || other.nulls);
    }
  }

  /** Whether nothing is said of the column. */
  boolean isUnbounded() {
    return terms.length == 0 && others.length == 0;
  }

  Range range(SlotValues values) {
    Range range = all(terms, values);
    for (RangeNode node : others) {
      range = range.and(range(node, values));
    }
    return range;
  }

  private Range range(RangeNode node, SlotValues values) {
    if (node instanceof RangeNode.Term term) {
      return all(new SpecTerm[] {term.term()}, values);
    }
    if (node instanceof RangeNode.Flag flag) {
      return flag.isTrue(values) ? EVERYTHING : NOTHING;
    }
    boolean isAll = node instanceof RangeNode.All;
    List<RangeNode> nodes = isAll ? ((RangeNode.All) node).nodes() : ((RangeNode.Any) node).nodes();
    Range range = isAll ? EVERYTHING : NOTHING;
    for (RangeNode inner : nodes) {
      Range next = range(inner, values);
      range = isAll ? range.and(next) : range.or(next);
    }
    return range;
  }

  /** The values for which all terms hold. */
  private Range all(SpecTerm[] conjuncts, SlotValues values) {
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    boolean nulls = true;
    boolean isNull = false;
    Intervals others = null;
    for (SpecTerm term : conjuncts) {
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
        return NOTHING;
      }
      long value = values.getLong(term.slot());
      switch (kind) {
        case EQ -> {
          from = Math.max(from, value);
          to = Math.min(to, value);
        }
        case GE -> from = Math.max(from, lowest(value));
        case GT -> {
          if (value >= type.maxRaw()) {
            return NOTHING;
          }
          from = Math.max(from, value < type.minRaw() ? Long.MIN_VALUE : value + 1);
        }
        case LE -> to = Math.min(to, highest(value));
        case LT -> {
          if (value <= type.minRaw()) {
            return NOTHING;
          }
          to = Math.min(to, value > type.maxRaw() ? Long.MAX_VALUE : value - 1);
        }
        default -> others = intersect(others, Intervals.point(value).complement());
      }
    }
    Intervals intervals = isNull || isBeyond(from, to) ? Intervals.NONE : Intervals.of(from, to);
    return new Range(others == null ? intervals : intervals.intersect(others), nulls);
  }

  /** A lower bound; one that excludes no value of the type is none. */
  private long lowest(long value) {
    return value <= type.minRaw() ? Long.MIN_VALUE : value;
  }

  /** An upper bound; one that excludes no value of the type is none. */
  private long highest(long value) {
    return value >= type.maxRaw() ? Long.MAX_VALUE : value;
  }

  /** Whether no value of the column's type lies between the bounds. */
  private boolean isBeyond(long from, long to) {
    return from > type.maxRaw() || to < type.minRaw();
  }

  private static Intervals intersect(@Nullable Intervals some, Intervals others) {
    return some == null ? others : some.intersect(others);
  }
}
