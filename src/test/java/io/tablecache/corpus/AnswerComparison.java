package io.tablecache.corpus;

import io.tablecache.corpus.CorpusAnswer.Cell;
import io.tablecache.corpus.CorpusStatement.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether two answers to one statement are both right. */
final class AnswerComparison {
  private static final double TOLERANCE = 1e-9;
  private static final Pattern ORDER_BY =
      Pattern.compile(
          "order\\s+by\\s+(.*?)(\\s+(limit|offset|fetch)\\b.*)?$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private AnswerComparison() {}

  /**
   * Compares an answer with the one that PostgreSQL gave.
   *
   * @param later PostgreSQL's answer after it
   * @return what differs, or null if nothing does
   */
  static @Nullable String difference(
      CorpusStatement statement, CorpusAnswer expected, CorpusAnswer actual, CorpusAnswer later) {
    if (!Objects.equals(expected.sqlState(), actual.sqlState())) {
      return "SQLState";
    }
    if (!expected.columns().equals(actual.columns())) {
      return "metadata";
    }
    List<List<Cell>> left = expected.rows();
    List<List<Cell>> right = actual.rows();
    return switch (statement.comparison()) {
      case ORDERED -> unequal(left, right);
      case MULTISET -> unequal(sorted(left), sorted(right));
      case TIES -> ties(statement, expected, actual);
      case FLOAT -> near(sorted(left), sorted(right)) ? null : "rows";
      case VOLATILE -> between(left, right, later.rows()) ? null : "rows";
    };
  }

  private static @Nullable String unequal(List<List<Cell>> left, List<List<Cell>> right) {
    if (left.equals(right)) {
      return null;
    }
    int row = 0;
    while (row < Math.min(left.size(), right.size()) && left.get(row).equals(right.get(row))) {
      row++;
    }
    return "rows, first "
        + (row < left.size() ? detailed(left.get(row)) : "none")
        + " and "
        + (row < right.size() ? detailed(right.get(row)) : "none");
  }

  private static String detailed(List<Cell> row) {
    return row.stream().map(cell -> cell + " <" + cell.object() + ">").toList().toString();
  }

  private static List<List<Cell>> sorted(List<List<Cell>> rows) {
    List<List<Cell>> sorted = new ArrayList<>(rows);
    sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
    return sorted;
  }

  /** As many rows, with the same values in the columns that the statement orders by. */
  private static @Nullable String ties(
      CorpusStatement statement, CorpusAnswer expected, CorpusAnswer actual) {
    if (expected.rows().size() != actual.rows().size()) {
      return "number of rows";
    }
    for (int column : orderColumns(statement.sql(), expected.labels())) {
      for (int row = 0; row < expected.rows().size(); row++) {
        if (!expected.rows().get(row).get(column).equals(actual.rows().get(row).get(column))) {
          return "sort key";
        }
      }
    }
    return null;
  }

  private static List<Integer> orderColumns(String sql, List<String> labels) {
    List<Integer> columns = new ArrayList<>();
    Matcher matcher = ORDER_BY.matcher(sql);
    if (matcher.find()) {
      for (String item : matcher.group(1).split(",", -1)) {
        String name = item.strip().split("\\s+", 2)[0].replace("\"", "");
        int column =
            labels.indexOf(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (column < 0) {
          break;
        }
        columns.add(column);
      }
    }
    return columns;
  }

  private static boolean near(List<List<Cell>> left, List<List<Cell>> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int row = 0; row < left.size(); row++) {
      for (int column = 0; column < left.get(row).size(); column++) {
        Cell a = left.get(row).get(column);
        Cell b = right.get(row).get(column);
        if (!a.equals(b) && !near(a.text(), b.text())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean near(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return false;
    }
    try {
      double left = Double.parseDouble(a);
      double right = Double.parseDouble(b);
      return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
    } catch (NumberFormatException ignored) {
      // Not numbers, so they had to be equal.
      return false;
    }
  }

  /**
   * Whether rows lie between those of an execution before and one after: each row that both have is
   * there, and no other than they have; values that no two executions share are only compared by
   * their class, and by their order if they are numbers.
   */
  private static boolean between(
      List<List<Cell>> before, List<List<Cell>> rows, List<List<Cell>> after) {
    List<Integer> moving = movingColumns(before, after);
    List<List<Cell>> common = stable(before, moving);
    List<List<Cell>> any = new ArrayList<>(common);
    List<List<Cell>> late = stable(after, moving);
    List<List<Cell>> lateOnly = new ArrayList<>(late);
    common.forEach(lateOnly::remove);
    any.addAll(lateOnly);
    List<List<Cell>> both = new ArrayList<>();
    for (List<Cell> row : common) {
      if (late.remove(row)) {
        both.add(row);
      }
    }
    for (List<Cell> row : stable(rows, moving)) {
      if (!any.remove(row)) {
        return false;
      }
      both.remove(row);
    }
    return both.isEmpty() && (moving.isEmpty() || inOrder(before, rows, after, moving));
  }

  private static List<Integer> movingColumns(List<List<Cell>> before, List<List<Cell>> after) {
    List<Integer> moving = new ArrayList<>();
    int columns = before.isEmpty() ? 0 : before.get(0).size();
    for (int column = 0; column < columns; column++) {
      List<Cell> late = new ArrayList<>();
      for (List<Cell> row : after) {
        late.add(row.get(column));
      }
      List<Cell> early = new ArrayList<>();
      for (List<Cell> row : before) {
        early.add(row.get(column));
      }
      if (Collections.disjoint(early, late)) {
        moving.add(column);
      }
    }
    return moving;
  }

  private static List<List<Cell>> stable(List<List<Cell>> rows, List<Integer> moving) {
    List<List<Cell>> stable = new ArrayList<>();
    for (List<Cell> row : rows) {
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        cells.add(moving.contains(i) ? new Cell("", cell.object().split(" ", 2)[0]) : cell);
      }
      stable.add(cells);
    }
    return stable;
  }

  /** Sums of the moving columns' values lie between those before and those after. */
  private static boolean inOrder(
      List<List<Cell>> before,
      List<List<Cell>> rows,
      List<List<Cell>> after,
      List<Integer> moving) {
    for (int column : moving) {
      BigDecimal low = sum(before, column);
      BigDecimal middle = sum(rows, column);
      BigDecimal high = sum(after, column);
      if (low == null || middle == null || high == null || before.size() != after.size()) {
        continue;
      }
      if (middle.compareTo(low.min(high)) < 0 || middle.compareTo(low.max(high)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of a column's intervals or numbers, or null if it holds something else. */
  private static @Nullable BigDecimal sum(List<List<Cell>> rows, int column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (List<Cell> row : rows) {
      String text = String.valueOf(row.get(column).text());
      Matcher time = Pattern.compile("(-?)(\\d\\d):(\\d\\d):(\\d\\d(?:\\.\\d+)?)").matcher(text);
      if (time.matches()) {
        BigDecimal seconds =
            new BigDecimal(time.group(4))
                .add(BigDecimal.valueOf(60L * Long.parseLong(time.group(3))))
                .add(BigDecimal.valueOf(3600L * Long.parseLong(time.group(2))));
        sum = time.group(1).isEmpty() ? sum.add(seconds) : sum.subtract(seconds);
      } else if (text.matches("-?\\d+(\\.\\d+)?")) {
        sum = sum.add(new BigDecimal(text));
      } else {
        return null;
      }
    }
    return sum;
  }

  static boolean isVolatile(CorpusStatement statement) {
    return statement.comparison() == Comparison.VOLATILE;
  }
}
