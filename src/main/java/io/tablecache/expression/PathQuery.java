package io.tablecache.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of the SQL/JSON path language in lax mode: what it finds in a value.
 *
 * <p>Of the language, these are the parts that raise no error in lax mode: members, elements and
 * filters with comparisons, {@code exists} and {@code starts with}. Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-json.html">PostgreSQL, The
 *     SQL/JSON Path Language</a>
 */
final class PathQuery {
  /** The number of an array's last element, as an index. */
  static final int LAST = Integer.MAX_VALUE;

  private static final JsonValue NULL = new JsonValue.Word("null", 0, 0);
  private static final JsonValue TRUE = new JsonValue.Word("true", 0, 0);
  private static final JsonValue FALSE = new JsonValue.Word("false", 0, 0);

  private final Operand whole;

  PathQuery(Operand whole) {
    this.whole = whole;
  }

  /** What values are taken from. */
  sealed interface Operand {}

  /** A scalar. */
  record Literal(JsonValue value) implements Operand {}

  /** A condition in place of a value, which is true, false or null. */
  record Truth(Condition condition) implements Operand {}

  /**
   * Steps from a value.
   *
   * @param isFromRoot whether they start at the whole value, and not at the one that is filtered
   */
  record Path(boolean isFromRoot, List<Step> steps) implements Operand {
    Path {
      steps = List.copyOf(steps);
    }
  }

  /** One step of a path. */
  sealed interface Step {}

  /** {@code .key}; all members without a key. */
  record Member(@Nullable String key) implements Step {}

  /** {@code [*]}. */
  record Elements() implements Step {}

  /** {@code [from to to]}; {@link #LAST} for the last one. */
  record Range(int from, int to) {}

  /** Some elements. */
  record Indexes(List<Range> ranges) implements Step {
    Indexes {
      ranges = List.copyOf(ranges);
    }
  }

  /** {@code ? (condition)}. */
  record Filter(Condition condition) implements Step {}

  /** What is true, false or unknown. */
  sealed interface Condition {}

  record And(Condition left, Condition right) implements Condition {}

  record Or(Condition left, Condition right) implements Condition {}

  record Not(Condition operand) implements Condition {}

  record IsUnknown(Condition operand) implements Condition {}

  record Exists(Operand operand) implements Condition {}

  record StartsWith(Operand operand, String start) implements Condition {}

  record Compared(Expression.Comparator comparator, Operand left, Operand right)
      implements Condition {}

  /** Whether the path finds anything. */
  boolean finds(JsonValue root) {
    return !values(whole, root, root).isEmpty();
  }

  /**
   * The one condition that the path is, or the one boolean that it finds.
   *
   * @return null for NULL
   * @throws EvaluationException if it finds something else and may not be silent about it
   */
  @Nullable Boolean matches(JsonValue root, boolean isSilent) throws EvaluationException {
    List<JsonValue> found = values(whole, root, root);
    if (found.size() == 1 && found.get(0) instanceof JsonValue.Word word) {
      return word.text().equals("null") ? null : (Boolean) word.text().equals("true");
    }
    if (!isSilent) {
      throw new EvaluationException("single boolean result is expected");
    }
    return null;
  }

  private static List<JsonValue> values(Operand operand, JsonValue root, JsonValue current) {
    if (operand instanceof Literal literal) {
      return List.of(literal.value);
    }
    if (operand instanceof Truth truth) {
      Boolean holds = holds(truth.condition, root, current);
      return List.of(holds == null ? NULL : holds ? TRUE : FALSE);
    }
    Path path = (Path) operand;
    List<JsonValue> values = List.of(path.isFromRoot ? root : current);
    for (Step step : path.steps) {
      List<JsonValue> next = new ArrayList<>();
      for (JsonValue value : values) {
        addStep(step, value, root, next);
      }
      values = next;
    }
    return values;
  }

  private static void addStep(Step step, JsonValue value, JsonValue root, List<JsonValue> into) {
    boolean isOfElements = step instanceof Elements || step instanceof Indexes;
    if (!isOfElements && value instanceof JsonValue.Array array) {
      // Lax mode goes into an array, but not into those in it.
      array.elements().forEach(element -> addOwnStep(step, element, root, into));
    } else {
      addOwnStep(step, value, root, into);
    }
  }

  private static void addOwnStep(Step step, JsonValue value, JsonValue root, List<JsonValue> into) {
    if (step instanceof Member member) {
      addMembers(member, value, into);
    } else if (step instanceof Filter filter) {
      if (Boolean.TRUE.equals(holds(filter.condition, root, value))) {
        into.add(value);
      }
    } else {
      // Lax mode takes another value for an array of it alone.
      List<JsonValue> elements =
          value instanceof JsonValue.Array array ? array.elements() : List.of(value);
      if (step instanceof Indexes indexes) {
        indexes.ranges.forEach(range -> addRange(range, elements, into));
      } else {
        into.addAll(elements);
      }
    }
  }

  private static void addMembers(Member member, JsonValue value, List<JsonValue> into) {
    if (!(value instanceof JsonValue.Document document)) {
      return;
    }
    if (member.key == null) {
      document.members().forEach(one -> into.add(one.value()));
      return;
    }
    JsonValue found = document.get(member.key);
    if (found != null) {
      into.add(found);
    }
  }

  private static void addRange(Range range, List<JsonValue> elements, List<JsonValue> into) {
    int last = elements.size() - 1;
    int from = range.from == LAST ? Math.max(last, 0) : range.from;
    int to = range.to == LAST ? last : Math.min(range.to, last);
    for (int i = from; i <= to; i++) {
      into.add(elements.get(i));
    }
  }

  private static @Nullable Boolean holds(Condition condition, JsonValue root, JsonValue current) {
    if (condition instanceof And and) {
      Boolean left = holds(and.left, root, current);
      if (Boolean.FALSE.equals(left)) {
        return false;
      }
      Boolean right = holds(and.right, root, current);
      return Boolean.TRUE.equals(right) ? left : right;
    }
    if (condition instanceof Or or) {
      Boolean left = holds(or.left, root, current);
      if (Boolean.TRUE.equals(left)) {
        return true;
      }
      Boolean right = holds(or.right, root, current);
      return Boolean.FALSE.equals(right) ? left : right;
    }
    if (condition instanceof Not not) {
      Boolean operand = holds(not.operand, root, current);
      return operand == null ? null : (Boolean) !operand;
    }
    if (condition instanceof IsUnknown unknown) {
      return holds(unknown.operand, root, current) == null;
    }
    if (condition instanceof Exists exists) {
      return !values(exists.operand, root, current).isEmpty();
    }
    if (condition instanceof StartsWith starts) {
      return starts(starts, root, current);
    }
    return anyHolds((Compared) condition, root, current);
  }

  /** True if any pair is, else unknown if any pair is. */
  private static @Nullable Boolean anyHolds(Compared compared, JsonValue root, JsonValue current) {
    List<JsonValue> rights = unwrapped(values(compared.right, root, current));
    Boolean result = false;
    for (JsonValue left : unwrapped(values(compared.left, root, current))) {
      for (JsonValue right : rights) {
        Boolean one = holds(compared.comparator, left, right);
        if (Boolean.TRUE.equals(one)) {
          return true;
        }
        result = one == null ? null : result;
      }
    }
    return result;
  }

  private static @Nullable Boolean starts(StartsWith starts, JsonValue root, JsonValue current) {
    Boolean result = false;
    for (JsonValue value : unwrapped(values(starts.operand, root, current))) {
      String text = value instanceof JsonValue.Text string ? string.value() : null;
      if (text == null) {
        result = null;
      } else if (text.startsWith(starts.start)) {
        return true;
      }
    }
    return result;
  }

  /** Arrays are replaced by their elements, but not those in them. */
  private static List<JsonValue> unwrapped(List<JsonValue> values) {
    List<JsonValue> unwrapped = new ArrayList<>();
    for (JsonValue value : values) {
      if (value instanceof JsonValue.Array array) {
        unwrapped.addAll(array.elements());
      } else {
        unwrapped.add(value);
      }
    }
    return unwrapped;
  }

  private static @Nullable Boolean holds(
      Expression.Comparator comparator, JsonValue left, JsonValue right) {
    boolean isNullLeft = isNull(left);
    if (isNullLeft != isNull(right)) {
      return comparator == Expression.Comparator.NE;
    }
    if (isNullLeft) {
      return comparator.holds(0);
    }
    if (left instanceof JsonValue.Number a && right instanceof JsonValue.Number b) {
      BigDecimal value = a.value();
      return comparator.holds(value.compareTo(b.value()));
    }
    if (left instanceof JsonValue.Word a && right instanceof JsonValue.Word b) {
      return comparator.holds(Boolean.compare(a.text().equals("true"), b.text().equals("true")));
    }
    if (left instanceof JsonValue.Text a && right instanceof JsonValue.Text b) {
      String x = a.value();
      String y = b.value();
      return x == null || y == null ? null : (Boolean) comparator.holds(TextOrder.compare(x, y));
    }
    return null;
  }

  private static boolean isNull(JsonValue value) {
    return value instanceof JsonValue.Word word && word.text().equals("null");
  }
}
