package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The element of an array of one dimension with a subscript; arrays come as their output text. */
final class ArraySubscript {
  private ArraySubscript() {}

  static void register(Functions functions) {
    for (ValueType element : ValueType.values()) {
      // The text of a point in time depends on the session.
      if (element != ValueType.TIMESTAMPTZ) {
        functions.add(
            RowFunction.of(
                key(element),
                element,
                List.of(ValueType.OTHER, ValueType.INT4),
                (arguments, row, result) ->
                    result.set(
                        row,
                        element(
                            RowFunction.text(arguments[0], row),
                            arguments[1].longs[row],
                            element))));
      }
    }
  }

  static String key(ValueType element) {
    return "subscript(" + element + ")";
  }

  private static @Nullable Object element(String array, long subscript, ValueType type)
      throws EvaluationException {
    List<@Nullable String> elements = TextArray.parse(array);
    String text =
        subscript >= 1 && subscript <= elements.size() ? elements.get((int) subscript - 1) : null;
    if (text == null) {
      return null;
    }
    if (type.storage() == ValueType.Storage.BYTES) {
      return HeldText.read(text, type);
    }
    Object value = TextInput.parse(text, type, null);
    if (value == null) {
      throw new EvaluationException("an array's element of an unusual form");
    }
    return value;
  }
}
