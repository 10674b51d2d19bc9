package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.index.BlockReader;
import io.tablecache.index.RowSet;
import io.tablecache.model.SortKey;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the operators of a query for one run of it. */
final class OperatorFactory {
  private final Execution execution;

  OperatorFactory(Execution execution) {
    this.execution = execution;
  }

  /**
   * The operator of a query.
   *
   * @param needed which of its columns are read
   */
  Operator open(Query query, Columns needed) throws EvaluationException {
    RowSet stored = execution.stored(query, Long.MAX_VALUE);
    if (stored != null) {
      return new OfRows(stored, query.types());
    }
    if (query instanceof Query.Scan scan) {
      return open(sorted(scan), needed);
    }
    if (query instanceof Query.Values values) {
      return new ValuesOperator(execution, values);
    }
    if (query instanceof Query.Unnest unnest) {
      return new UnnestOperator(execution, unnest);
    }
    if (query instanceof Query.Filter filter) {
      Operator input = open(filter.input(), needed.copy().add(filter.condition()));
      return new FilterOperator(input, execution.evaluator(filter.condition()));
    }
    if (query instanceof Query.Project project) {
      return openProject(project, needed);
    }
    if (query instanceof Query.Aggregate aggregate) {
      return AggregateOperator.open(execution, aggregate);
    }
    if (query instanceof Query.Sort sort) {
      Operator input = open(sort.input(), needed.copy().addItems(sort.items()));
      return new SortOperator(execution, input, sort, needed);
    }
    if (query instanceof Query.Limit limit) {
      return new LimitOperator(open(limit.input(), needed), execution.range(limit.limit()));
    }
    if (query instanceof Query.Distinct distinct) {
      Columns all = Columns.all(distinct.types().size());
      return new DistinctOperator(execution, open(distinct.input(), all), distinct.types());
    }
    if (query instanceof Query.DistinctOn distinct) {
      Operator input = open(distinct.input(), needed.copy().addAll(distinct.keys()));
      return new DistinctOnOperator(input, execution.evaluators(distinct.keys()));
    }
    if (query instanceof Query.Join join) {
      return openJoin(join, needed);
    }
    if (query instanceof Query.Lateral lateral) {
      return new LateralOperator(execution, lateral, needed);
    }
    if (query instanceof Query.Append append) {
      return new AppendOperator(execution, append, needed);
    }
    if (query instanceof Query.SetOperation operation) {
      Columns all = Columns.all(operation.types().size());
      return new SetOperator(
          execution, operation, open(operation.left(), all), open(operation.right(), all));
    }
    if (query instanceof Query.Window window) {
      return openWindow(window, needed);
    }
    throw new IllegalArgumentException("no operator for " + query.getClass());
  }

  /** A scan whose order is not one that it can give, or whose end depends on ties, as a sort. */
  private static Query sorted(Query.Scan scan) {
    List<Query.SortItem> items = scan.order().stream().map(key -> item(scan, key)).toList();
    return new Query.Sort(
        new Query.Scan(scan.table(), scan.spec(), scan.filter(), List.of(), null),
        items,
        scan.limit());
  }

  private static Query.SortItem item(Query.Scan scan, SortKey key) {
    ValueType type = scan.table().column(key.column()).type();
    return new Query.SortItem(
        new Expression.Column(key.column(), type), key.descending(), key.nullsFirst());
  }

  private Operator openProject(Query.Project project, Columns needed) throws EvaluationException {
    Columns read = new Columns();
    for (int i = 0; i < project.outputs().size(); i++) {
      // An output that nobody reads may still fail, and must.
      if (needed.contains(i) || !(project.outputs().get(i) instanceof Expression.Column)) {
        read.add(project.outputs().get(i));
      }
    }
    return new ProjectOperator(execution, open(project.input(), read), project.outputs());
  }

  private Operator openJoin(Query.Join join, Columns needed) throws EvaluationException {
    int leftColumns = join.left().types().size();
    int rightColumns = join.right().types().size();
    Columns read = needed.copy();
    Expression condition = join.condition();
    if (condition != null) {
      read.add(condition);
    }
    Columns left = read.range(0, leftColumns).addAll(join.leftKeys());
    Columns right = read.range(leftColumns, leftColumns + rightColumns);
    Columns rightRead = right.copy().addAll(join.rightKeys());
    return new JoinOperator(
        execution, join, open(join.left(), left), open(join.right(), rightRead), right);
  }

  private Operator openWindow(Query.Window window, Columns needed) throws EvaluationException {
    int inputColumns = window.input().types().size();
    Columns read = needed.range(0, inputColumns);
    for (Query.WindowCall call : window.calls()) {
      read.addAll(call.arguments()).addAll(call.partition()).addItems(call.order());
      Expression filter = call.filter();
      if (filter != null) {
        read.add(filter);
      }
    }
    return new WindowOperator(execution, window, open(window.input(), read), read);
  }

  /** Rows of a snapshot. */
  private static final class OfRows extends Operator {
    private final BlockReader blocks;

    OfRows(RowSet rows, List<ValueType> types) {
      this.blocks = rows.blocks(types);
    }

    @Override
    @Nullable Block next() {
      return blocks.next();
    }
  }
}
