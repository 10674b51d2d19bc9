package io.tablecache.engine;

import io.tablecache.model.Coverage;
import io.tablecache.model.Intervals;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** Shows raw values, intervals and coverage to people. */
public final class RawText {
  private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

  private RawText() {}

  /** One raw value of a discrete type. */
  public static String value(ValueType type, long raw) {
    boolean isTime =
        type == ValueType.DATE || type == ValueType.TIMESTAMP || type == ValueType.TIMESTAMPTZ;
    if (isTime && raw <= type.minRaw()) {
      return "-infinity";
    }
    if (isTime && raw >= type.maxRaw()) {
      return "infinity";
    }
    return switch (type) {
      case DATE -> LocalDate.from(EPOCH).plusDays(raw).toString();
      case TIMESTAMP -> EPOCH.plus(raw, ChronoUnit.MICROS).toString();
      case TIMESTAMPTZ -> EPOCH.plus(raw, ChronoUnit.MICROS) + "Z";
      case BOOL -> raw == 0 ? "false" : "true";
      default -> Long.toString(raw);
    };
  }

  /** A set of intervals, such as {@code [1, 3], [7, 9]}; an end that is no bound is left out. */
  public static String intervals(ValueType type, Intervals intervals) {
    if (intervals.isEmpty()) {
      return "no value";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < intervals.count(); i++) {
      text.append(i == 0 ? "[" : ", [");
      if (intervals.from(i) > type.minRaw()) {
        text.append(value(type, intervals.from(i)));
      }
      text.append(", ");
      if (intervals.to(i) < type.maxRaw()) {
        text.append(value(type, intervals.to(i)));
      }
      text.append(']');
    }
    return text.toString();
  }

  /** What a snapshot of the table holds. */
  public static String coverage(TableDefinition table, Coverage coverage) {
    if (coverage.isEverything()) {
      return "all rows";
    }
    var column = table.column(coverage.rangeColumn());
    return column.name()
        + " in "
        + intervals(column.type(), coverage.intervals())
        + (coverage.nulls() ? " or NULL" : "");
  }
}
