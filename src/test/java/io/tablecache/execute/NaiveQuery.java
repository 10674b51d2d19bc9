package io.tablecache.execute;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Queries over lists of rows of longs and texts, in the plainest way. */
final class NaiveQuery {
  private final Map<Query, List<List<Object>>> leaves;

  /** What outer rows carry into subqueries, by slot. */
  private final Map<Integer, @Nullable Object> slots = new LinkedHashMap<>();

  NaiveQuery(Map<Query, List<List<Object>>> leaves) {
    this.leaves = leaves;
  }

  List<List<Object>> rows(Query query) {
    List<List<Object>> leaf = leaves.get(query);
    if (leaf != null) {
      return leaf;
    }
    List<List<Object>> result = new ArrayList<>();
    if (query instanceof Query.Filter filter) {
      for (List<Object> row : rows(filter.input())) {
        if (isTrue(filter.condition(), row)) {
          result.add(row);
        }
      }
    } else if (query instanceof Query.Project project) {
      for (List<Object> row : rows(project.input())) {
        result.add(values(project.outputs(), row));
      }
    } else if (query instanceof Query.Sort sort) {
      result.addAll(rows(sort.input()));
      Comparator<List<Object>> order = order(sort.items());
      result.sort(order);
      return sort.limit() == null ? result : limit(result, sort.limit(), order);
    } else if (query instanceof Query.Limit limit) {
      return limit(rows(limit.input()), limit.limit(), (a, b) -> 1);
    } else if (query instanceof Query.Distinct distinct) {
      result.addAll(new LinkedHashSet<>(rows(distinct.input())));
    } else if (query instanceof Query.DistinctOn distinct) {
      List<Object> former = null;
      for (List<Object> row : rows(distinct.input())) {
        List<Object> key = values(distinct.keys(), row);
        if (!key.equals(former)) {
          result.add(row);
        }
        former = key;
      }
    } else if (query instanceof Query.Append append) {
      append.inputs().forEach(input -> result.addAll(rows(input)));
    } else if (query instanceof Query.SetOperation operation) {
      return setOperation(operation);
    } else if (query instanceof Query.Join join) {
      return join(join);
    } else if (query instanceof Query.Lateral lateral) {
      for (List<Object> left : rows(lateral.left())) {
        carry(lateral.outer(), left);
        pair(left, rows(lateral.right()), lateral.kind(), lateral.condition(), lateral, result);
      }
    } else if (query instanceof Query.Aggregate aggregate) {
      return aggregate(aggregate);
    } else if (query instanceof Query.Window window) {
      return window(window);
    } else {
      throw new IllegalArgumentException("no rows of " + query);
    }
    return result;
  }

  private void carry(List<Expression.OuterColumn> outer, List<Object> row) {
    outer.forEach(column -> slots.put(column.slot(), row.get(column.column().ordinal())));
  }

  private static long number(@Nullable Expression count, long otherwise) {
    return count == null
        ? otherwise
        : (Long) Objects.requireNonNull(((Expression.Constant) count).value());
  }

  private static List<List<Object>> limit(
      List<List<Object>> rows, Query.RowLimit limit, Comparator<List<Object>> order) {
    int from = (int) Math.min(rows.size(), number(limit.offset(), 0));
    int to = (int) Math.min(rows.size(), from + number(limit.count(), rows.size()));
    while (limit.ties()
        && to > from
        && to < rows.size()
        && order.compare(rows.get(to - 1), rows.get(to)) == 0) {
      to++;
    }
    return List.copyOf(rows.subList(from, to));
  }

  private List<List<Object>> setOperation(Query.SetOperation operation) {
    List<List<Object>> right = new ArrayList<>(rows(operation.right()));
    List<List<Object>> result = new ArrayList<>();
    for (List<Object> row : rows(operation.left())) {
      boolean isInRight = operation.isAll() ? right.remove(row) : right.contains(row);
      if (isInRight == operation.isIntersect() && (operation.isAll() || !result.contains(row))) {
        result.add(row);
      }
    }
    return result;
  }

  private List<List<Object>> join(Query.Join join) {
    List<List<Object>> result = new ArrayList<>();
    List<List<Object>> rightRows = rows(join.right());
    for (List<Object> left : rows(join.left())) {
      List<Object> key = values(join.leftKeys(), left);
      List<List<Object>> candidates = new ArrayList<>();
      for (List<Object> right : rightRows) {
        if (!key.contains(null) && key.equals(values(join.rightKeys(), right))) {
          candidates.add(right);
        }
      }
      pair(left, candidates, join.kind(), join.condition(), join, result);
    }
    return result;
  }

  private void pair(
      List<Object> left,
      List<List<Object>> candidates,
      Query.JoinKind kind,
      @Nullable Expression condition,
      Query query,
      List<List<Object>> result) {
    boolean isPaired = false;
    boolean keepsPairs = kind == Query.JoinKind.INNER || kind == Query.JoinKind.LEFT;
    for (List<Object> right : candidates) {
      List<Object> both = new ArrayList<>(left);
      both.addAll(right);
      if (condition == null || isTrue(condition, both)) {
        isPaired = true;
        if (keepsPairs) {
          result.add(both);
        }
      }
    }
    if (isPaired ? kind == Query.JoinKind.SEMI : kind == Query.JoinKind.ANTI) {
      result.add(left);
    } else if (!isPaired && kind == Query.JoinKind.LEFT) {
      List<Object> padded = new ArrayList<>(left);
      while (padded.size() < query.types().size()) {
        padded.add(null);
      }
      result.add(padded);
    }
  }

  private List<List<Object>> aggregate(Query.Aggregate aggregate) {
    List<List<Object>> input = rows(aggregate.input());
    List<List<Object>> result = new ArrayList<>();
    int keyCount = aggregate.keys().size();
    List<List<Integer>> sets = aggregate.groupingSets();
    List<List<Integer>> used =
        sets != null ? sets : List.of(IntStream.range(0, keyCount).boxed().toList());
    for (int set = 0; set < used.size(); set++) {
      List<Integer> keys = used.get(set);
      Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
      if (keys.isEmpty()) {
        groups.put(List.of(), input);
      } else {
        for (List<Object> row : input) {
          List<Object> key = values(keys.stream().map(k -> aggregate.keys().get(k)).toList(), row);
          groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
      }
      int number = set;
      groups.forEach(
          (key, rows) -> {
            List<Object> row = new ArrayList<>();
            for (int k = 0; k < keyCount; k++) {
              row.add(keys.contains(k) ? key.get(keys.indexOf(k)) : null);
            }
            for (Query.AggregateCall call : aggregate.calls()) {
              row.add(aggregated(call, rows));
            }
            if (sets != null) {
              row.add((long) number);
            }
            result.add(row);
          });
    }
    return result;
  }

  private @Nullable Object aggregated(Query.AggregateCall call, List<List<Object>> rows) {
    List<List<Object>> counted = new ArrayList<>();
    for (List<Object> row : rows) {
      if (call.filter() == null || isTrue(call.filter(), row)) {
        counted.add(row);
      }
    }
    if (call.function() == Rows.COUNT) {
      return (long) counted.size();
    }
    counted.sort(order(call.order()));
    List<@Nullable Object> values = new ArrayList<>();
    counted.forEach(row -> values.add(value(call.arguments().get(0), row)));
    if (call.isDistinct()) {
      List<@Nullable Object> distinct = new ArrayList<>(new LinkedHashSet<>(values));
      if (call.order().isEmpty()) {
        distinct.sort(Comparator.nullsLast((a, b) -> Long.compare((Long) a, (Long) b)));
      }
      return text(distinct);
    }
    return text(values);
  }

  private static @Nullable String text(List<@Nullable Object> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(value == null ? "-" : value).append(','));
    return values.isEmpty() ? null : text.toString();
  }

  private List<List<Object>> window(Query.Window window) {
    List<List<Object>> input = rows(window.input());
    List<List<Object>> result = new ArrayList<>();
    input.forEach(row -> result.add(new ArrayList<>(row)));
    for (Query.WindowCall call : window.calls()) {
      for (int i = 0; i < input.size(); i++) {
        result.get(i).add(windowed(call, input, i));
      }
    }
    return result;
  }

  private @Nullable Object windowed(Query.WindowCall call, List<List<Object>> input, int row) {
    List<Object> partition = values(call.partition(), input.get(row));
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      if (values(call.partition(), input.get(i)).equals(partition)) {
        members.add(i);
      }
    }
    Comparator<List<Object>> order = order(call.order());
    members.sort((a, b) -> order.compare(input.get(a), input.get(b)));
    int place = members.indexOf(row);
    List<List<Object>> rows = new ArrayList<>();
    members.forEach(member -> rows.add(input.get(member)));
    List<Object> own = input.get(row);
    int firstPeer = 0;
    while (order.compare(rows.get(firstPeer), own) != 0) {
      firstPeer++;
    }
    int afterPeers = firstPeer;
    long dense = 1;
    while (afterPeers < rows.size() && order.compare(rows.get(afterPeers), own) == 0) {
      afterPeers++;
    }
    for (int i = 1; i <= firstPeer; i++) {
      dense += order.compare(rows.get(i - 1), rows.get(i)) == 0 ? 0 : 1;
    }
    BiFunction<Integer, List<Object>, @Nullable Object> argument =
        (i, of) -> value(call.arguments().get(i), of);
    if (call.function() != null) {
      switch (call.function()) {
        case ROW_NUMBER:
          return place + 1L;
        case RANK:
          return firstPeer + 1L;
        case DENSE_RANK:
          return dense;
        case PERCENT_RANK:
          return rows.size() == 1 ? 0.0 : firstPeer / (double) (rows.size() - 1);
        case CUME_DIST:
          return afterPeers / (double) rows.size();
        case NTILE:
          return ntile(place, rows.size(), (Long) argument.apply(0, own));
        case LAG, LEAD:
          {
            Long offset = (Long) argument.apply(1, own);
            if (offset == null) {
              return null;
            }
            long target =
                call.function() == Query.WindowFunction.LAG ? place - offset : place + offset;
            return target >= 0 && target < rows.size()
                ? argument.apply(0, rows.get((int) target))
                : argument.apply(2, own);
          }
        default:
          break;
      }
    }
    List<List<Object>> frame = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (isAtOrAfter(call.frame(), call.frame().from(), i, place, firstPeer)
          && isAtOrBefore(call.frame(), call.frame().to(), i, place, afterPeers - 1)) {
        frame.add(rows.get(i));
      }
    }
    if (call.aggregate() != null) {
      return aggregated(
          new Query.AggregateCall(
              call.aggregate(), call.arguments(), false, call.filter(), List.of()),
          frame);
    }
    if (call.function() == Query.WindowFunction.NTH_VALUE) {
      Long n = (Long) argument.apply(1, own);
      return n == null || n > frame.size() ? null : argument.apply(0, frame.get((int) (n - 1)));
    }
    if (frame.isEmpty()) {
      return null;
    }
    boolean isFirst = call.function() == Query.WindowFunction.FIRST_VALUE;
    return argument.apply(0, frame.get(isFirst ? 0 : frame.size() - 1));
  }

  private static @Nullable Object ntile(int place, int size, @Nullable Long buckets) {
    if (buckets == null) {
      return null;
    }
    // Deals out the rows bucket by bucket.
    int row = 0;
    for (long bucket = 1; ; bucket++) {
      row += (int) (size / buckets + (bucket <= size % buckets ? 1 : 0));
      if (place < row) {
        return bucket;
      }
    }
  }

  private static boolean isAtOrAfter(
      Query.Frame frame, Query.Frame.Bound bound, int i, int place, int firstPeer) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING -> true;
      case PRECEDING -> i >= place - bound.offset();
      case CURRENT_ROW -> i >= (frame.mode() == Query.Frame.Mode.ROWS ? place : firstPeer);
      case FOLLOWING -> i >= place + bound.offset();
      case UNBOUNDED_FOLLOWING -> false;
    };
  }

  private static boolean isAtOrBefore(
      Query.Frame frame, Query.Frame.Bound bound, int i, int place, int lastPeer) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING -> false;
      case PRECEDING -> i <= place - bound.offset();
      case CURRENT_ROW -> i <= (frame.mode() == Query.Frame.Mode.ROWS ? place : lastPeer);
      case FOLLOWING -> i <= place + bound.offset();
      case UNBOUNDED_FOLLOWING -> true;
    };
  }

  private Comparator<List<Object>> order(List<Query.SortItem> items) {
    return (a, b) -> {
      for (Query.SortItem item : items) {
        Object left = value(item.value(), a);
        Object right = value(item.value(), b);
        int sign;
        if (left == null || right == null) {
          sign = Boolean.compare(left == null, right == null) * (item.isNullsFirst() ? -1 : 1);
        } else {
          sign = compare(left, right) * (item.isDescending() ? -1 : 1);
        }
        if (sign != 0) {
          return sign;
        }
      }
      return 0;
    };
  }

  private static int compare(Object left, Object right) {
    return left instanceof Long raw
        ? Long.compare(raw, (Long) right)
        : Integer.signum(((String) left).compareTo((String) right));
  }

  private List<Object> values(List<Expression> expressions, List<Object> row) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(value(expression, row)));
    return values;
  }

  private boolean isTrue(Expression condition, List<Object> row) {
    return Objects.equals(value(condition, row), 1L);
  }

  @Nullable Object value(Expression expression, List<Object> row) {
    if (expression instanceof Expression.Column column) {
      return row.get(column.ordinal());
    }
    if (expression instanceof Expression.Constant constant) {
      return constant.value();
    }
    if (expression instanceof Expression.Slot slot) {
      return slots.get(slot.index());
    }
    if (expression instanceof Expression.Comparison comparison) {
      Object left = value(comparison.left(), row);
      Object right = value(comparison.right(), row);
      return left == null || right == null
          ? null
          : (Object) (comparison.comparator().holds(compare(left, right)) ? 1L : 0L);
    }
    if (expression instanceof Expression.Not not) {
      Object operand = value(not.operand(), row);
      return operand == null ? null : (Object) (1 - (Long) operand);
    }
    if (expression instanceof Expression.ScalarSubquery subquery) {
      carry(subquery.outer(), row);
      List<List<Object>> rows = rows(subquery.query());
      if (rows.size() > 1) {
        throw new ArithmeticException("more than one row");
      }
      return rows.isEmpty() ? null : rows.get(0).get(0);
    }
    if (expression instanceof Expression.Exists exists) {
      carry(exists.outer(), row);
      return rows(exists.query()).isEmpty() ? 0L : 1L;
    }
    Expression.InSubquery in = (Expression.InSubquery) expression;
    List<Object> operands = values(in.operands(), row);
    carry(in.outer(), row);
    Object result = 0L;
    for (List<Object> member : rows(in.query())) {
      boolean isEqual = true;
      boolean differs = false;
      for (int i = 0; i < operands.size(); i++) {
        boolean isKnown = operands.get(i) != null && member.get(i) != null;
        isEqual &= isKnown && operands.get(i).equals(member.get(i));
        differs |= isKnown && !operands.get(i).equals(member.get(i));
      }
      if (isEqual) {
        return 1L;
      }
      result = differs ? result : null;
    }
    return result;
  }
}
