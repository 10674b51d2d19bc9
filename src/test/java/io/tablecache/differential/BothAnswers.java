package io.tablecache.differential;

import io.tablecache.differential.Query.Value;
import io.tablecache.differential.QueryGenerator.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One query's answers by both drivers.
 *
 * @param hit whether the cached one came from the cache
 * @param difference what differs, or null if both are right
 * @param explanation why it is answered from where it is
 */
record BothAnswers(
    String sql,
    List<Value> parameters,
    Answer expected,
    Answer actual,
    boolean hit,
    @Nullable String difference,
    String explanation) {
  private static final double TOLERANCE = 1e-6;
  private static final int ROWS_SHOWN = 6;

  /** What differs between two answers, or null if both are right. */
  static @Nullable String difference(
      Made made, Answer expected, Answer actual, @Nullable Answer whole) {
    if (!Objects.equals(expected.sqlState(), actual.sqlState())) {
      // Which rows meet an expression that fails is the server's plan's choice.
      boolean isChoice =
          expected.sqlState() != null
              && (expected.sqlState().startsWith("22") || expected.sqlState().equals("0A000"))
              && actual.sqlState() == null;
      return isChoice ? null : "SQLState";
    }
    if (!expected.columns().equals(actual.columns())) {
      return "metadata";
    }
    List<List<String>> left = canonical(made, expected).rows();
    List<List<String>> right = canonical(made, actual).rows();
    return switch (made.comparison()) {
      case ORDERED -> same(made, left, right) ? null : "rows";
      case MULTISET ->
          same(
                  made,
                  canonical(made, expected).sorted().rows(),
                  canonical(made, actual).sorted().rows())
              ? null
              : "rows";
      case SOME -> {
        if (left.size() != right.size()) {
          yield "number of rows";
        }
        if (whole == null || whole.sqlState() != null) {
          // The whole of it fails in rows that the limit leaves out.
          yield null;
        }
        List<List<String>> all = new ArrayList<>(canonical(made, whole).rows());
        yield right.stream().allMatch(row -> remove(made, all, row))
            ? null
            : "rows that are not in the whole";
      }
    };
  }

  private static final Pattern DECIMAL =
      Pattern.compile("(-?\\d+)(?:\\.(\\d*?)0*)?( java.math.BigDecimal)?");

  /** Where equal values are brought together, any of them may be shown: -0 and 0, 1.0 and 1.00. */
  private static Answer canonical(Made made, Answer answer) {
    if (!made.canonical()) {
      return answer;
    }
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : answer.rows()) {
      rows.add(row.stream().map(text -> canonical(made, text)).toList());
    }
    return new Answer(answer.columns(), rows, answer.sqlState());
  }

  private static String canonical(Made made, String text) {
    boolean isZero = text.equals("-0") || text.equals("-0.0") || text.startsWith("-0 java.lang.Do");
    String signless = isZero ? text.substring(1) : text;
    return switch (made.construct()) {
      case DISTINCT, GROUP, SET_OPERATION -> withoutZeros(signless);
      default -> signless;
    };
  }

  private static String withoutZeros(String text) {
    Matcher decimal = DECIMAL.matcher(text);
    return decimal.matches()
        ? decimal.group(1) + "." + Objects.requireNonNullElse(decimal.group(2), "")
        : text;
  }

  /** Takes a row away, or one that is as good. */
  private static boolean remove(Made made, List<List<String>> from, List<String> row) {
    if (from.remove(row)) {
      return true;
    }
    for (int i = 0; i < from.size(); i++) {
      if (same(made, List.of(from.get(i)), List.of(row))) {
        from.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean same(Made made, List<List<String>> left, List<List<String>> right) {
    if (!made.tolerant() || left.size() != right.size()) {
      return left.equals(right);
    }
    for (int row = 0; row < left.size(); row++) {
      for (int i = 0; i < left.get(row).size(); i++) {
        if (!near(left.get(row).get(i), right.get(row).get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean near(String left, String right) {
    if (left.equals(right)) {
      return true;
    }
    try {
      double a = Double.parseDouble(left.split(" ", 2)[0]);
      double b = Double.parseDouble(right.split(" ", 2)[0]);
      // A sum that is nearly 0 is made of values that are not.
      return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    } catch (NumberFormatException ignored) {
      // No numbers, so they had to be equal.
      return false;
    }
  }

  /** Everything that is needed to see the difference again. */
  String describe(List<GrammarTable> tables) {
    String ddl =
        tables.stream()
            .filter(table -> sql.matches("(?s).*\\b" + table.name() + "\\b.*"))
            .map(table -> table.ddl() + "\n  " + table.config().replaceAll("\\s+", " "))
            .collect(Collectors.joining("\n  "));
    return difference
        + (hit ? " of a hit" : " of a delegated statement")
        + "\n  "
        + sql
        + "\n  "
        + parameters.stream()
            .map(
                value ->
                    value.parameter() instanceof Object[] elements
                        ? List.of(elements).toString()
                        : value.parameter()
                            + " "
                            + Objects.requireNonNull(value.parameter()).getClass().getSimpleName())
            .toList()
        + "\n  plain:  "
        + shown(expected)
        + "\n  cached: "
        + shown(actual)
        + "\n  "
        + explanation
        + "\n  "
        + ddl;
  }

  private String shown(Answer answer) {
    if (answer.sqlState() != null) {
      return "SQLState " + answer.sqlState();
    }
    List<List<String>> rows = answer.rows();
    List<String> some = new ArrayList<>();
    for (int i = 0; i < rows.size() && some.size() < ROWS_SHOWN; i++) {
      List<List<String>> other = (answer == expected ? actual : expected).rows();
      if (i >= other.size() || !rows.get(i).equals(other.get(i))) {
        some.add(i + ": " + rows.get(i));
      }
    }
    return rows.size()
        + " rows "
        + ("metadata".equals(difference) ? answer.columns().toString() : "")
        + some;
  }
}
