package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.Objects;

/** Values that tables hold as their output text, as what expressions compute with, and back. */
public final class HeldText {
  private HeldText() {}

  /**
   * The value that an output text means.
   *
   * @param type one that is held as bytes
   * @return as a {@link Expression.Constant}'s
   */
  public static Object read(String text, ValueType type) throws EvaluationException {
    Object value =
        switch (type) {
          case NUMERIC -> Numeric.parse(text);
          case TIME, INTERVAL -> TextInput.parse(text, type, null);
          default -> text;
        };
    if (value == null) {
      throw new EvaluationException("a value of type " + type + " that is not read");
    }
    return value;
  }

  /** The output text of a value that is not NULL, of a type that is held as bytes. */
  public static String write(Vector vector, int row) {
    return vector.type == ValueType.TIME
        ? PgText.ofTime(vector.longs[row])
        : Objects.requireNonNull(vector.objects[row]).toString();
  }
}
