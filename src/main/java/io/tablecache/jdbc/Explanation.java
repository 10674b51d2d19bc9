package io.tablecache.jdbc;

import io.tablecache.expression.PgText;
import io.tablecache.expression.Query;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.jdbc.CacheReader.SlotBinder;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.Intervals;
import io.tablecache.model.SegmentKey;
import io.tablecache.model.SegmentKeys;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The lines of {@code EXPLAIN (TABLECACHE)} for a statement that was planned. */
final class Explanation {
  private static final int MAX_ITEMS = 10;

  private Explanation() {}

  /** Probes the plan in the reader's session and adds the lines. */
  static void of(Answerable answerable, CacheReader reader, SlotBinder binder, List<String> lines) {
    RowSet rows = reader.probe(answerable, binder, 0);
    List<Query.Scan> scans = answerable.scans();
    if (rows != null) {
      if (scans.isEmpty()) {
        lines.add("Cache Scan on " + answerable.table().label());
      }
      for (Query.Scan scan : scans) {
        lines.add("Cache Scan on " + scan.table().label() + " using " + scan.spec().index().name());
      }
      lines.add("  Rows: " + rows.size());
    } else {
      Commands.database(lines, reader.outcome(), reader.detail());
    }
    IndexSpec spec = reader.spec();
    Query.Scan only = answerable.scan();
    if (spec != null && only != null) {
      lines.add("  Spec: " + spec(only.table(), spec));
      lines.add("  Residual: " + only.filter().size() + " predicates");
    }
    Snapshot snapshot = reader.snapshot();
    if (snapshot != null) {
      lines.add("  Coverage: " + coverage(snapshot.definition(), snapshot));
      lines.add("  As-of age: " + reader.ageMillis(snapshot) + " ms");
    }
  }

  private static String spec(TableDefinition table, IndexSpec spec) {
    String range =
        spec.index().hasRange()
            ? table.column(spec.index().rangeColumn()).name()
                + " in "
                + intervals(typeOf(table, spec.index().rangeColumn()), spec.intervals())
                + (spec.nulls() ? " or NULL" : "")
            : "all rows";
    String segments =
        spec.index().segmentColumns().stream()
            .map(ordinal -> table.column(ordinal).name())
            .collect(Collectors.joining(", ", "(", ")"));
    return segments + " in " + segments(spec.segments()) + ", " + range;
  }

  private static String segments(SegmentKeys keys) {
    if (keys instanceof SegmentKeys.Longs longs) {
      return list(
          longs.values().length, Arrays.stream(longs.values()).limit(MAX_ITEMS).boxed().toList());
    }
    if (keys instanceof SegmentKeys.Tuples tuples) {
      List<SegmentKey> some = tuples.keys().stream().limit(MAX_ITEMS).toList();
      return list(tuples.keys().size(), some);
    }
    return "all segments";
  }

  private static String list(int count, List<?> some) {
    return some + (count > some.size() ? " and " + (count - some.size()) + " more" : "");
  }

  private static String coverage(TableDefinition table, Snapshot snapshot) {
    return snapshot.coverage().isEverything()
        ? "everything"
        : table.column(snapshot.coverage().rangeColumn()).name()
            + " in "
            + intervals(
                typeOf(table, snapshot.coverage().rangeColumn()), snapshot.coverage().intervals());
  }

  private static ValueType typeOf(TableDefinition table, int ordinal) {
    return table.column(ordinal).type();
  }

  private static String intervals(ValueType type, Intervals intervals) {
    if (intervals.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(intervals.count(), MAX_ITEMS); i++) {
      text.append(i == 0 ? "[" : " and [")
          .append(bound(type, intervals.from(i)))
          .append(", ")
          .append(bound(type, intervals.to(i)))
          .append(']');
    }
    return list(intervals.count(), List.of(text));
  }

  private static String bound(ValueType type, long raw) {
    if (raw <= type.minRaw()) {
      return "-infinity";
    }
    if (raw >= type.maxRaw()) {
      return "infinity";
    }
    return switch (type) {
      case DATE -> PgText.ofDate(raw);
      case TIMESTAMP, TIMESTAMPTZ -> PgText.ofTimestamp(raw);
      default -> Long.toString(raw);
    };
  }
}
