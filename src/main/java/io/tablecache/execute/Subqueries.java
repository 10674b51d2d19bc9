package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.SlotForm;
import io.tablecache.expression.SubqueryRunner;
import io.tablecache.expression.ValueOrder;
import io.tablecache.expression.Vector;
import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluators of expressions with subqueries: one that reads no column of the outer row is run once,
 * when it is first needed, another for each row.
 */
final class Subqueries implements SubqueryRunner {
  private final Execution execution;

  Subqueries(Execution execution) {
    this.execution = execution;
  }

  @Override
  public Evaluator scalar(Expression.ScalarSubquery subquery) {
    return new OfScalar(execution, subquery);
  }

  @Override
  public Evaluator exists(Expression.Exists exists) {
    return new OfExists(execution, exists);
  }

  @Override
  public Evaluator in(Expression.InSubquery in) throws EvaluationException {
    return new OfIn(execution, in, execution.evaluators(in.operands()));
  }

  /** Runs the subquery before a row, if it is to be run, and sets the row's value. */
  private abstract static class OfSubquery extends Evaluator {
    final Execution execution;
    private final List<Expression.OuterColumn> outer;
    private final Vector result;
    private boolean isRun;

    OfSubquery(Execution execution, ValueType type, List<Expression.OuterColumn> outer) {
      super(type);
      this.execution = execution;
      this.outer = outer;
      this.result = new Vector(type);
    }

    @Override
    public final Vector evaluate(Block block) throws EvaluationException {
      int count = block.count();
      result.reset(count);
      prepare(block);
      SlotValues slots = execution.context().slots();
      for (int row = 0; row < count; row++) {
        for (Expression.OuterColumn column : outer) {
          SlotForm.set(slots, column.slot(), block.column(column.column().ordinal()), row);
        }
        if (!isRun || !outer.isEmpty()) {
          run();
          isRun = true;
        }
        set(result, row);
      }
      return result;
    }

    /** Is called for each block. */
    void prepare(Block block) throws EvaluationException {}

    abstract void run() throws EvaluationException;

    abstract void set(Vector into, int row) throws EvaluationException;
  }

  private static final class OfScalar extends OfSubquery {
    private final Query query;
    private final Vector value;

    OfScalar(Execution execution, Expression.ScalarSubquery subquery) {
      super(execution, subquery.type(), subquery.outer());
      this.query = subquery.query();
      this.value = new Vector(subquery.type());
    }

    @Override
    void run() throws EvaluationException {
      Operator operator = execution.open(query, Columns.all(1));
      value.reset(1);
      Block block = operator.next();
      if (block == null) {
        value.setNull(0);
        return;
      }
      value.copy(0, block.column(0), 0);
      if (block.count() > 1 || operator.next() != null) {
        throw new EvaluationException("a scalar subquery of more than one row");
      }
    }

    @Override
    void set(Vector into, int row) {
      into.copy(row, value, 0);
    }
  }

  private static final class OfExists extends OfSubquery {
    private static final Query.RowLimit ONE =
        new Query.RowLimit(new Expression.Constant(1L, ValueType.INT8), null, false);

    private final Query query;
    private boolean isFound;

    OfExists(Execution execution, Expression.Exists exists) {
      super(execution, ValueType.BOOL, exists.outer());
      this.query = first(exists.query());
    }

    /** The query, without rows and values that can not matter. */
    private static Query first(Query query) {
      if (query instanceof Query.Project project
          && project.outputs().stream().allMatch(Expression.Column.class::isInstance)) {
        return first(project.input());
      }
      return query instanceof Query.Scan scan && scan.limit() == null
          ? new Query.Scan(scan.table(), scan.spec(), scan.filter(), List.of(), ONE)
          : query;
    }

    @Override
    void run() throws EvaluationException {
      isFound = execution.open(query, new Columns()).next() != null;
    }

    @Override
    void set(Vector into, int row) {
      into.longs[row] = isFound ? 1 : 0;
    }
  }

  private static final class OfIn extends OfSubquery {
    private final Query query;
    private final Outputs operands;
    private final int width;
    private @Nullable HashedRows members;
    private boolean hasNulls;
    private Vector[] values = {};
    private final Vector[] one;
    private final int[] number = new int[1];

    OfIn(Execution execution, Expression.InSubquery in, Evaluator[] operands) {
      super(execution, ValueType.BOOL, in.outer());
      this.query = in.query();
      this.operands = new Outputs(operands);
      this.width = operands.length;
      this.one = new Vector[width];
      for (int i = 0; i < width; i++) {
        one[i] = new Vector(operands[i].type());
      }
    }

    @Override
    void prepare(Block block) throws EvaluationException {
      values = operands.vectors(block);
    }

    @Override
    void run() throws EvaluationException {
      HashedRows found = new HashedRows(query.types(), execution.budget());
      Operator operator = execution.open(query, Columns.all(width));
      Vector[] columns = new Vector[width];
      int[] numbers = new int[Vector.MAX_ROWS];
      hasNulls = false;
      for (Block block = operator.next(); block != null; block = operator.next()) {
        for (int i = 0; i < width; i++) {
          columns[i] = block.column(i);
          for (int row = 0; row < block.count() && !hasNulls; row++) {
            hasNulls = columns[i].isNull(row);
          }
        }
        found.findOrAdd(columns, block.count(), numbers);
      }
      members = found;
    }

    @Override
    void set(Vector into, int row) {
      HashedRows rows = members;
      if (rows == null) {
        throw new IllegalStateException("the subquery did not run");
      }
      boolean isKnown = true;
      for (int i = 0; i < width; i++) {
        one[i].append(0, values[i], row, 1);
        isKnown &= !one[i].isNull(0);
      }
      if (isKnown) {
        rows.find(one, 1, number);
        if (number[0] != HashedRows.ABSENT) {
          into.longs[row] = 1;
          return;
        }
      }
      if ((!isKnown || hasNulls) && isAnyUnknown(rows.rows())) {
        into.setNull(row);
      } else {
        into.longs[row] = 0;
      }
    }

    /** Whether a row differs from the operands in no column that is known on both sides. */
    private boolean isAnyUnknown(RowStore rows) {
      for (int number = 0; number < rows.rows(); number++) {
        boolean differs = false;
        for (int i = 0; i < width && !differs; i++) {
          Vector member = rows.vector(i, number);
          int at = RowStore.at(number);
          differs =
              !one[i].isNull(0)
                  && !member.isNull(at)
                  && !ValueOrder.of(one[i].type).equal(one[i], 0, member, at);
        }
        if (!differs) {
          return true;
        }
      }
      return false;
    }
  }
}
