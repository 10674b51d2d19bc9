package io.tablecache.execute;

import io.tablecache.expression.Block;
import io.tablecache.expression.EvaluationException;
import io.tablecache.expression.Evaluator;
import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import io.tablecache.expression.ValueOrder;
import io.tablecache.expression.Vector;
import io.tablecache.index.IntSort;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of stored rows by some items, of which those that are no columns of the input are kept
 * as columns behind the input's. Confined to one thread.
 */
final class StoredOrder implements IntSort.IntComparator {
  private final RowStore store;

  /** By item: the column of the store. */
  private final int[] columns;

  private final ValueOrder[] orders;
  private final boolean[] isDescending;
  private final boolean[] isNullsFirst;

  /** The expressions that are kept as columns of their own. */
  private final Outputs computed;

  private final int inputColumns;
  private final @Nullable Vector[] row;

  /**
   * @param inputTypes the types of the input's columns
   * @param kept those of them that are kept
   */
  StoredOrder(
      Execution execution, List<ValueType> inputTypes, Columns kept, List<Query.SortItem> items)
      throws EvaluationException {
    this.inputColumns = inputTypes.size();
    List<ValueType> types = new ArrayList<>(inputTypes);
    Columns all = kept.copy();
    List<Evaluator> evaluators = new ArrayList<>();
    int count = items.size();
    this.columns = new int[count];
    this.orders = new ValueOrder[count];
    this.isDescending = new boolean[count];
    this.isNullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      Query.SortItem item = items.get(i);
      if (item.value() instanceof Expression.Column column) {
        columns[i] = column.ordinal();
      } else {
        columns[i] = types.size();
        types.add(item.value().type());
        evaluators.add(execution.evaluator(item.value()));
      }
      all.add(columns[i]);
      orders[i] = ValueOrder.of(item.value().type());
      isDescending[i] = item.isDescending();
      isNullsFirst[i] = item.isNullsFirst();
    }
    this.computed = new Outputs(evaluators.toArray(new Evaluator[0]));
    this.store = new RowStore(types, all, execution.budget());
    this.row = new Vector[types.size()];
  }

  /** The rows, which this adds to. */
  RowStore store() {
    return store;
  }

  /** Adds a block of the input. */
  void add(Block block) throws EvaluationException {
    store.add(values(block), 0, block.count());
  }

  /** The columns of a block as they are stored. */
  @Nullable Vector[] values(Block block) throws EvaluationException {
    for (int i = 0; i < inputColumns; i++) {
      row[i] = store.keeps(i) ? block.column(i) : null;
    }
    Vector[] keys = computed.vectors(block);
    System.arraycopy(keys, 0, row, inputColumns, keys.length);
    return row;
  }

  @Override
  public int compare(int a, int b) {
    for (int i = 0; i < columns.length; i++) {
      Vector left = store.vector(columns[i], a);
      Vector right = store.vector(columns[i], b);
      int sign = compare(i, left, RowStore.at(a), right, RowStore.at(b));
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }

  /** Whether two stored rows are equal by the first {@code items} items. */
  boolean isEqual(int a, int b, int items) {
    for (int i = 0; i < items; i++) {
      if (!orders[i].notDistinct(
          store.vector(columns[i], a),
          RowStore.at(a),
          store.vector(columns[i], b),
          RowStore.at(b))) {
        return false;
      }
    }
    return true;
  }

  /** Compares a row of vectors, as {@link #values} gives them, with a stored row. */
  int compare(@Nullable Vector[] values, int at, int b) {
    for (int i = 0; i < columns.length; i++) {
      Vector left = values[columns[i]];
      if (left == null) {
        throw new IllegalStateException("a key that is not kept");
      }
      int sign = compare(i, left, at, store.vector(columns[i], b), RowStore.at(b));
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }

  private int compare(int item, Vector a, int i, Vector b, int j) {
    boolean aNull = a.isNull(i);
    boolean bNull = b.isNull(j);
    if (aNull || bNull) {
      int sign = Boolean.compare(aNull, bNull);
      return isNullsFirst[item] ? -sign : sign;
    }
    int sign = Integer.signum(orders[item].compare(a, i, b, j));
    return isDescending[item] ? -sign : sign;
  }

  /** The numbers of all rows, in order, equal ones as they came. */
  int[] sorted() {
    int[] numbers = new int[store.rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    IntSort.sort(numbers, 0, numbers.length, this);
    return numbers;
  }

  /** Forgets all but the first {@code count} rows of a list, which get the numbers from 0 on. */
  void keep(int[] numbers, int count) throws EvaluationException {
    store.keep(numbers, count);
  }
}
