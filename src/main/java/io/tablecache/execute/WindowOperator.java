package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.Vector;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The input's rows as they come, with the values of window functions. */
final class WindowOperator extends Operator {
  /** By what rows are brought in order for a call. */
  private record Ordering(List<Expression> partition, List<Query.SortItem> order) {}

  private final Execution execution;
  private final Query.Window window;
  private final Operator input;
  private final RowStore rows;
  private final StoredBlock stored;
  private final int inputColumns;

  /** By call: the values of all rows, in pages. */
  private final Vector[][] values;

  private int[] numbers = {};
  private int next = -1;

  /**
   * @param read which columns of the input are read above or by the calls
   */
  WindowOperator(Execution execution, Query.Window window, Operator input, Columns read) {
    this.execution = execution;
    this.window = window;
    this.input = input;
    this.inputColumns = window.input().types().size();
    this.rows = new RowStore(window.input().types(), read, execution.budget());
    this.stored = new StoredBlock(rows);
    this.values = new Vector[window.calls().size()][];
  }

  @Override
  @Nullable Block next() throws EvaluationException {
    if (next < 0) {
      execution.store(input, rows);
      numbers = IntStream.range(0, rows.rows()).toArray();
      compute();
      next = 0;
    }
    int count = Math.min(Vector.MAX_ROWS, numbers.length - next);
    if (count <= 0) {
      return null;
    }
    stored.hold(numbers, next, count);
    int page = next / Vector.MAX_ROWS;
    next += count;
    return new WithValues(page, count);
  }

  private void compute() throws EvaluationException {
    Map<Ordering, WindowFrames> frames = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      Query.WindowCall call = window.calls().get(i);
      Ordering ordering = new Ordering(call.partition(), call.order());
      WindowFrames ofCall = frames.get(ordering);
      if (ofCall == null) {
        ofCall = order(ordering);
        frames.put(ordering, ofCall);
      }
      values[i] = pages(call.type());
      new WindowValues(call, ofCall, arguments(call), values[i]).compute();
    }
  }

  private WindowFrames order(Ordering ordering) throws EvaluationException {
    List<Query.SortItem> items = new ArrayList<>();
    for (Expression key : ordering.partition()) {
      items.add(new Query.SortItem(key, false, false));
    }
    items.addAll(ordering.order());
    StoredOrder order = new StoredOrder(execution, window.input().types(), new Columns(), items);
    for (int from = 0; from < numbers.length; from += Vector.MAX_ROWS) {
      order.add(stored.hold(numbers, from, Math.min(Vector.MAX_ROWS, numbers.length - from)));
    }
    return new WindowFrames(order, ordering.partition().size());
  }

  /** The arguments and the filter of a call for all rows. */
  private RowStore arguments(Query.WindowCall call) throws EvaluationException {
    List<Expression> expressions = new ArrayList<>(call.arguments());
    Expression filter = call.filter();
    if (filter != null) {
      expressions.add(filter);
    }
    Outputs outputs = new Outputs(execution.evaluators(expressions));
    RowStore arguments =
        new RowStore(expressions.stream().map(Expression::type).toList(), execution.budget());
    for (int from = 0; from < numbers.length; from += Vector.MAX_ROWS) {
      int count = Math.min(Vector.MAX_ROWS, numbers.length - from);
      arguments.add(outputs.of(stored.hold(numbers, from, count)), count);
    }
    return arguments;
  }

  private Vector[] pages(ValueType type) throws EvaluationException {
    execution.budget().add(numbers.length, Budget.bytesOf(type));
    Vector[] pages = new Vector[(numbers.length + Vector.MAX_ROWS - 1) / Vector.MAX_ROWS];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = new Vector(type);
      pages[i].reset(Vector.MAX_ROWS);
    }
    return pages;
  }

  /** A page of the input's rows and the values that belong to it. */
  private final class WithValues extends Block {
    private final int page;

    WithValues(int page, int count) {
      this.page = page;
      setCount(count);
    }

    @Override
    public Vector column(int ordinal) {
      return ordinal < inputColumns ? stored.column(ordinal) : values[ordinal - inputColumns][page];
    }
  }
}
