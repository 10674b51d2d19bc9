package io.tablecache.jdbc;

import io.tablecache.engine.CachedTable;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.model.ResultField;
import io.tablecache.model.ValueType;
import io.tablecache.plan.CachedQuery;
import io.tablecache.plan.TableUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan that can be answered, with what each execution needs of it. Immutable.
 *
 * <p>Most statements read rows of one table as they are held: then the plan is a {@link #scan}, and
 * an execution makes nothing but a description of which rows are meant.
 */
final class Answerable {
  private final CachedQuery plan;
  private final List<CachedTable> tables;
  private final Query.@Nullable Scan scan;
  private final ResultShape shape;
  private final boolean showsPointsInTime;

  /**
   * @param tables those of the plan, in its order
   */
  Answerable(CachedQuery plan, List<CachedTable> tables) {
    this.plan = plan;
    this.tables = List.copyOf(tables);
    int[] ordinals = new int[plan.fields().size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = i;
    }
    Query source = plan.query();
    while (source instanceof Query.Project project && isMapping(project)) {
      for (int i = 0; i < ordinals.length; i++) {
        ordinals[i] = ((Expression.Column) project.outputs().get(ordinals[i])).ordinal();
      }
      source = project.input();
    }
    this.scan = source instanceof Query.Scan only && isSimple(only) ? only : null;
    this.shape = new ResultShape(plan.fields(), ordinals(source, ordinals));
    this.showsPointsInTime =
        plan.query().types().contains(ValueType.TIMESTAMPTZ) || plan.dependsOnZone();
  }

  private static boolean isMapping(Query.Project project) {
    return project.outputs().stream().allMatch(output -> output instanceof Expression.Column);
  }

  private static boolean isSimple(Query.Scan scan) {
    Query.RowLimit limit = scan.limit();
    return limit == null || (!limit.ties() && isCount(limit.count()) && isCount(limit.offset()));
  }

  private static boolean isCount(@Nullable Expression count) {
    return count == null
        || count instanceof Expression.Slot
        || count instanceof Expression.Constant;
  }

  /** Where a result column is in the rows: held rows have all columns of the table. */
  private int[] ordinals(Query source, int[] mapped) {
    boolean isHeld = source instanceof Query.Scan || source instanceof Query.DistinctOn;
    if (isHeld) {
      return mapped;
    }
    int[] own = new int[mapped.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    return own;
  }

  CachedQuery plan() {
    return plan;
  }

  /** The tables that are read, in the plan's order. */
  List<CachedTable> tables() {
    return tables;
  }

  /** The table by which outcomes are counted. */
  CachedTable table() {
    return tables.get(0);
  }

  TableUse use(int table) {
    return plan.tables().get(table);
  }

  /** The scan that is all of the plan but for the choice of columns; null if there is more. */
  Query.@Nullable Scan scan() {
    return scan;
  }

  ResultShape shape() {
    return shape;
  }

  /** The shape of a result whose columns are at other places in its rows. */
  ResultShape shape(int[] ordinals) {
    return shape.isOf(ordinals) ? shape : new ResultShape(plan.fields(), ordinals);
  }

  /** Whether points in time are shown or computed with in the session's time zone. */
  boolean showsPointsInTime() {
    return showsPointsInTime;
  }

  /** The scans of a query, from the left. */
  List<Query.Scan> scans() {
    List<Query.Scan> scans = new ArrayList<>();
    QueryScans.add(plan.query(), scans);
    return scans;
  }

  List<ResultField> fields() {
    return plan.fields();
  }
}
