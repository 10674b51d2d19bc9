package io.tablecache.differential;

import io.tablecache.differential.RandomStatement.Expected;
import io.tablecache.differential.RandomTable.Column;
import java.util.List;

/**
 * What a statement's conjuncts leave of the range column, and so whether the window covers it; made
 * the plain way, as a check on the planner's algebra.
 */
final class RangeReach {
  /** Beyond every place: the extremes of the type. */
  private static final long END = 1L << 40;

  private final RandomTable table;
  private final boolean stepsAreUnits;
  private long from = -END;
  private long to = END;
  private boolean bounded;
  private boolean uncertain;

  RangeReach(RandomTable table) {
    this.table = table;
    this.stepsAreUnits =
        switch (table.range().kind()) {
          case INT2, INT4, DATE -> true;
          default -> false;
        };
  }

  /** A value's place, with room for values between two places where the type has some. */
  private long place(Value value) {
    if (value.rank() == Long.MAX_VALUE || value.rank() == Long.MIN_VALUE) {
      return value.rank() > 0 ? END : -END;
    }
    return stepsAreUnits ? value.rank() : 2 * value.rank();
  }

  void compare(Column column, String comparator, Value value) {
    if (column != table.range()) {
      uncertain |= comparator.equals("=");
      return;
    }
    long place = place(value);
    switch (comparator) {
      case "=" -> restrict(place, place);
      case "<" -> restrict(-END, place - 1);
      case "<=" -> restrict(-END, place);
      case ">" -> restrict(place + 1, END);
      case ">=" -> restrict(place, END);
      default -> {
        bounded = true;
        uncertain = true;
      }
    }
  }

  void between(Column column, Value low, Value high) {
    compare(column, ">=", low);
    compare(column, "<=", high);
  }

  void points(Column column, List<Value> values) {
    if (column != table.range()) {
      uncertain = true;
      return;
    }
    restrict(
        values.stream().mapToLong(this::place).min().orElseThrow(),
        values.stream().mapToLong(this::place).max().orElseThrow());
    uncertain |= values.size() > 1;
  }

  /** Something that this class does not follow. */
  void unknown() {
    uncertain = true;
  }

  private void restrict(long newFrom, long newTo) {
    bounded = true;
    from = Math.max(from, newFrom);
    to = Math.min(to, newTo);
  }

  Expected expected() {
    if (table.from() == null) {
      return Expected.HIT;
    }
    boolean covered =
        bounded
            && (from > to
                || (from >= place(table.from())
                    && (table.to() == null || to <= place(table.to()))));
    if (covered) {
      return Expected.HIT;
    }
    return uncertain ? Expected.EITHER : Expected.DATABASE;
  }
}
