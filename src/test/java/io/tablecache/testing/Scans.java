package io.tablecache.testing;

import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.ZoneNames;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SlotValues;
import io.tablecache.model.SortKey;
import java.time.ZoneOffset;
import java.util.List;

/** Scans of snapshots that must not fail. */
public final class Scans {
  private Scans() {}

  /** All rows of the spec. */
  public static RowSet rows(Snapshot snapshot, IndexSpec spec, SortKey... order) {
    return rows(snapshot, spec, List.of(), SlotValues.NONE, List.of(order), 0, Long.MAX_VALUE);
  }

  public static RowSet rows(
      Snapshot snapshot,
      IndexSpec spec,
      List<Expression> residual,
      SlotValues values,
      List<SortKey> order,
      long offset,
      long limit) {
    try {
      return snapshot.scan(
          spec,
          residual,
          new EvaluationContext(values, ZoneOffset.UTC, 0, ZoneNames.NONE),
          order,
          offset,
          limit);
    } catch (EvaluationException e) {
      throw new AssertionError(e);
    }
  }

  /** The same rows whatever the values are. */
  public static Query.SpecSource source(IndexSpec spec) {
    return new Query.SpecSource() {
      @Override
      public IndexDefinition index() {
        return spec.index();
      }

      @Override
      public IndexSpec spec(SlotValues values) {
        return spec;
      }
    };
  }
}
