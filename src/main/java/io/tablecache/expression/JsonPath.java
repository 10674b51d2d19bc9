package io.tablecache.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operators {@code ->} and {@code #>} find. */
final class JsonPath {
  private static final int MAX_INDEX_LENGTH = 9;

  private JsonPath() {}

  static @Nullable JsonValue member(JsonValue value, String key) {
    return value instanceof JsonValue.Document document ? document.get(key) : null;
  }

  /** The element with an index, counted from the end if it is negative. */
  static @Nullable JsonValue element(JsonValue value, long index) {
    if (!(value instanceof JsonValue.Array array)) {
      return null;
    }
    long at = index < 0 ? array.elements().size() + index : index;
    return at >= 0 && at < array.elements().size() ? array.elements().get((int) at) : null;
  }

  /** What is at the end of a path; null for nothing, or if the path has a NULL. */
  static @Nullable JsonValue at(JsonValue value, List<@Nullable String> path)
      throws EvaluationException {
    for (String step : path) {
      if (step == null) {
        return null;
      }
    }
    JsonValue found = value;
    for (String step : path) {
      if (step == null) {
        return null;
      }
      if (found instanceof JsonValue.Document document) {
        found = document.get(step);
      } else if (found instanceof JsonValue.Array) {
        found = isWord(step) ? null : element(found, index(step));
      } else {
        return null;
      }
      if (found == null) {
        return null;
      }
    }
    return found;
  }

  /** Whether a step is surely no number. */
  private static boolean isWord(String step) {
    return !step.isEmpty() && Character.isLetter(step.charAt(0));
  }

  private static long index(String step) throws EvaluationException {
    int start = step.startsWith("-") ? 1 : 0;
    int length = step.length() - start;
    boolean isNumber = length > 0 && length <= MAX_INDEX_LENGTH;
    for (int i = start; i < step.length(); i++) {
      isNumber &= step.charAt(i) >= '0' && step.charAt(i) <= '9';
    }
    if (!isNumber) {
      throw new EvaluationException("an index of a strange form");
    }
    return Long.parseLong(step);
  }
}
