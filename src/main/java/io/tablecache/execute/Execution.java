package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationContext;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.index.ResultBuilder;
import io.tablecache.index.RowSet;
import io.tablecache.index.Snapshot;
import io.tablecache.model.IndexSpec;
import io.tablecache.model.SortKey;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the operators of one execution share. Confined to one thread. */
final class Execution {
  private final QueryRunner.Snapshots snapshots;
  private final EvaluationContext context;
  private final Subqueries subqueries = new Subqueries(this);
  private final Budget budget = new Budget();
  private @Nullable NotCoveredException notCovered;

  Execution(QueryRunner.Snapshots snapshots, EvaluationContext context) {
    this.snapshots = snapshots;
    this.context = context;
  }

  EvaluationContext context() {
    return context;
  }

  Budget budget() {
    return budget;
  }

  /** Why the execution failed, if a snapshot does not hold all rows that can be meant. */
  @Nullable NotCoveredException notCovered() {
    return notCovered;
  }

  Evaluator evaluator(Expression expression) throws EvaluationException {
    return Evaluator.of(expression, context, subqueries);
  }

  Evaluator[] evaluators(List<Expression> expressions) throws EvaluationException {
    return Evaluator.all(expressions, context, subqueries);
  }

  /** A new run of a query. */
  Operator open(Query query, Columns needed) throws EvaluationException {
    return new OperatorFactory(this).open(query, needed);
  }

  /** The rows of a query, at most {@code maxRows}. */
  Result result(Query query, long maxRows) throws EvaluationException {
    Query source = query;
    int[] ordinals = IntStream.range(0, query.types().size()).toArray();
    while (source instanceof Query.Project project && isMapping(project)) {
      for (int i = 0; i < ordinals.length; i++) {
        ordinals[i] = ((Expression.Column) project.outputs().get(ordinals[i])).ordinal();
      }
      source = project.input();
    }
    RowSet stored = stored(source, maxRows);
    if (stored != null) {
      return new Result(stored, ordinals);
    }
    List<ValueType> types = query.types();
    long bytesPerRow = types.stream().mapToInt(Budget::bytesOf).sum();
    ResultBuilder rows = new ResultBuilder(types);
    Operator operator = maxRows == 0 ? null : open(query, Columns.all(types.size()));
    while (operator != null && rows.rows() < maxRows) {
      Block block = operator.next();
      if (block == null) {
        break;
      }
      budget.add(block.count(), bytesPerRow);
      rows.add(block, (int) Math.min(block.count(), maxRows - rows.rows()));
    }
    return new Result(rows.build(), IntStream.range(0, types.size()).toArray());
  }

  private static boolean isMapping(Query.Project project) {
    return project.outputs().stream().allMatch(output -> output instanceof Expression.Column);
  }

  /** The rows of a query that are rows of a snapshot as they are held; null if they are not. */
  @Nullable RowSet stored(Query query, long maxRows) throws EvaluationException {
    if (query instanceof Query.Scan scan && isStoredOrder(scan)) {
      return scan(scan, maxRows);
    }
    if (query instanceof Query.DistinctOn distinct
        && distinct.input() instanceof Query.Scan scan
        && scan.limit() == null) {
      return firsts(scan, distinct.keys(), maxRows);
    }
    return null;
  }

  /** Whether a scan can give the rows in the order asked for, and knows where to end. */
  private static boolean isStoredOrder(Query.Scan scan) {
    Query.RowLimit limit = scan.limit();
    if (limit != null && limit.ties()) {
      return false;
    }
    for (SortKey key : scan.order()) {
      if (!Snapshot.isOrdered(scan.table().column(key.column()).type())) {
        return false;
      }
    }
    return true;
  }

  private RowSet scan(Query.Scan scan, long maxRows) throws EvaluationException {
    Snapshot snapshot = snapshots.snapshot(scan.table());
    IndexSpec spec = coveredSpec(scan, snapshot);
    Range range = range(scan.limit());
    return snapshot.scan(
        spec,
        scan.filter(),
        context,
        subqueries,
        scan.order(),
        range.offset(),
        Math.min(range.count(), maxRows));
  }

  /** Of each segment the first row, if that is what the keys and the scan's order mean. */
  private @Nullable RowSet firsts(Query.Scan scan, List<Expression> keys, long maxRows)
      throws EvaluationException {
    TableDefinition table = scan.table();
    Set<Integer> columns = new HashSet<>();
    for (Expression key : keys) {
      if (!(key instanceof Expression.Column column)) {
        return null;
      }
      columns.add(column.ordinal());
    }
    List<Integer> segmentColumns = table.clusteringIndex().segmentColumns();
    Snapshot snapshot = snapshots.snapshot(table);
    if (!columns.equals(Set.copyOf(segmentColumns))
        || !isStoredOrder(scan)
        || !snapshot.hasFirsts(scan.order())) {
      return null;
    }
    IndexSpec spec = coveredSpec(scan, snapshot);
    return snapshot.scanFirsts(spec, scan.filter(), context, subqueries, scan.order(), 0, maxRows);
  }

  private IndexSpec coveredSpec(Query.Scan scan, Snapshot snapshot) throws EvaluationException {
    IndexSpec spec = scan.spec().spec(context.slots());
    if (!snapshot.coverage().contains(spec)) {
      notCovered = new NotCoveredException(scan.table());
      throw new EvaluationException("not covered");
    }
    return spec;
  }

  /** Which of the rows in order are wanted. */
  record Range(long offset, long count) {
    /** How many rows from the first on must be known. */
    long end() {
      return count > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + count;
    }
  }

  /** The range that a limit means. */
  Range range(Query.@Nullable RowLimit limit) throws EvaluationException {
    if (limit == null) {
      return new Range(0, Long.MAX_VALUE);
    }
    return new Range(number(limit.offset(), 0), number(limit.count(), Long.MAX_VALUE));
  }

  private long number(@Nullable Expression expression, long otherwise) throws EvaluationException {
    if (expression == null) {
      return otherwise;
    }
    Vector value = evaluator(expression).evaluate(SingleRow.BLOCK);
    if (value.isNull(0)) {
      return otherwise;
    }
    if (value.longs[0] < 0) {
      throw new EvaluationException("a negative number of rows");
    }
    return value.longs[0];
  }

  /** Reads a whole input into memory. */
  RowStore store(Operator input, RowStore store) throws EvaluationException {
    for (Block block = input.next(); block != null; block = input.next()) {
      store.add(block, block.count());
    }
    return store;
  }

  static Expression[] columns(List<ValueType> types) {
    Expression[] columns = new Expression[types.size()];
    Arrays.setAll(columns, i -> new Expression.Column(i, types.get(i)));
    return columns;
  }
}
