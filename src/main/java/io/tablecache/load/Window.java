package io.tablecache.load;

import io.tablecache.config.TableRule;
import io.tablecache.config.WindowRule;
import io.tablecache.config.WindowRule.Bound;
import io.tablecache.config.WindowRule.Fixed;
import io.tablecache.config.WindowRule.Moving;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Coverage;
import io.tablecache.model.Intervals;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Where a cached table's window lies at an instant of the database's clock. Immutable. */
final class Window {
  private final @Nullable WindowRule rule;
  private final @Nullable ColumnDefinition column;

  private Window(@Nullable WindowRule rule, @Nullable ColumnDefinition column) {
    this.rule = rule;
    this.column = column;
  }

  /** The window of a definition that was inspected by the same rule. */
  static Window of(TableRule rule, TableDefinition definition) {
    WindowRule window = rule.window();
    return window == null
        ? new Window(null, null)
        : new Window(window, definition.column(definition.windowColumn()));
  }

  /**
   * Checks a window against the type of its column.
   *
   * @throws io.tablecache.config.ConfigException if a bound cannot be one of that column
   */
  static void check(WindowRule rule, ColumnDefinition column) {
    Bound from = rule.from();
    Bound to = rule.to();
    Long fromRaw = checkBound(rule, "from", from, column);
    Long toRaw = checkBound(rule, "to", to, column);
    boolean reversed =
        from instanceof Moving movingFrom && to instanceof Moving movingTo
            ? movingFrom.offset().compareTo(movingTo.offset()) > 0
            : fromRaw != null && toRaw != null && fromRaw > toRaw;
    if (reversed) {
      throw rule.origin()
          .error(
              "'from' ("
                  + text(from)
                  + ") is after 'to' ("
                  + text(to)
                  + "), so that no row is in the window. Exchange them");
    }
  }

  private static @Nullable Long checkBound(
      WindowRule rule, String key, @Nullable Bound bound, ColumnDefinition column) {
    if (bound instanceof Fixed fixed) {
      try {
        return RangeValues.parse(column.type(), fixed.text(), rule.zone());
      } catch (IllegalArgumentException e) {
        throw rule.origin()
            .error("'" + key + "' for the column '" + column.name() + "': " + e.getMessage());
      }
    }
    if (bound instanceof Moving && !RangeValues.canMove(column.type())) {
      throw rule.origin()
          .error(
              "'"
                  + key
                  + "' moves with now ("
                  + text(bound)
                  + "), but the column '"
                  + column.name()
                  + "' is an integer. Use a fixed bound, or a range column of type timestamp,"
                  + " timestamptz or date");
    }
    return null;
  }

  private static String text(@Nullable Bound bound) {
    return bound instanceof Fixed fixed
        ? fixed.text()
        : bound instanceof Moving moving ? "now " + moving.offset() : "none";
  }

  /**
   * What is to be covered at the given instant.
   *
   * @param databaseEpochMicros the database's clock, in microseconds since 1970-01-01T00:00Z
   */
  Coverage coverageAt(long databaseEpochMicros) {
    if (rule == null || column == null) {
      return Coverage.EVERYTHING;
    }
    long from = lower(rule, column, databaseEpochMicros);
    long to = upper(rule, column, databaseEpochMicros);
    return new Coverage(column.ordinal(), Intervals.of(from, to), column.notNull());
  }

  private static long lower(WindowRule rule, ColumnDefinition column, long nowMicros) {
    if (rule.from() instanceof Moving moving) {
      long offset =
          RangeValues.plus(RangeValues.micros(moving.offset()), -RangeValues.micros(rule.margin()));
      return RangeValues.lowest(
          column.type(), RangeValues.plus(nowMicros, offset), nowMicros, rule.zone());
    }
    return rule.from() instanceof Fixed fixed
        ? RangeValues.parse(column.type(), fixed.text(), rule.zone())
        : Long.MIN_VALUE;
  }

  private static long upper(WindowRule rule, ColumnDefinition column, long nowMicros) {
    if (rule.to() instanceof Moving moving) {
      long micros = RangeValues.plus(nowMicros, RangeValues.micros(moving.offset()));
      return RangeValues.ofInstant(column.type(), micros, rule.zone());
    }
    return rule.to() instanceof Fixed fixed
        ? RangeValues.parse(column.type(), fixed.text(), rule.zone())
        : Long.MAX_VALUE;
  }

  /**
   * The lowest raw value in the window's column that stands for an instant from one to another; for
   * windows only.
   */
  long lowest(long fromEpochMicros, long toEpochMicros) {
    if (rule == null || column == null) {
      throw new IllegalStateException("the whole table has no window column");
    }
    return RangeValues.lowest(column.type(), fromEpochMicros, toEpochMicros, rule.zone());
  }

  /**
   * How far below a former lower end, in raw values, a new one may fall and be taken for the
   * former: the database's clock was set back a little. Further below, rows are missing that should
   * be loaded.
   */
  long tolerance() {
    if (rule == null || column == null || !(rule.from() instanceof Moving)) {
      return 0;
    }
    return column.type() == ValueType.DATE ? 1 : RangeValues.micros(rule.margin());
  }
}
