package io.tablecache.expression;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The least or greatest value of a type that is held as objects; of equal ones the last. */
final class ObjectExtremeAccumulator<T> extends GroupAccumulator {
  private final Comparator<T> comparator;
  private @Nullable Object[] values = {};

  /**
   * @param comparator for the greatest value, the reverse order
   */
  ObjectExtremeAccumulator(Comparator<T> comparator) {
    this.comparator = comparator;
  }

  @Override
  void resize(int length) {
    values = Arrays.copyOf(values, length);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void add(Vector[] arguments, int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      if (!arguments[0].isNull(i)) {
        T added = (T) Objects.requireNonNull(arguments[0].objects[i]);
        int group = groups[i];
        T former = (T) values[group];
        if (former == null || comparator.compare(former, added) >= 0) {
          values[group] = added;
        }
        counts[group]++;
      }
    }
  }

  @Override
  public void result(int group, Vector into, int row) {
    if (!setNullBelow(1, group, into, row)) {
      into.objects[row] = values[group];
    }
  }
}
