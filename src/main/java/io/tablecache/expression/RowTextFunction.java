package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/** The output text of a composite value, of the output texts of its fields. */
final class RowTextFunction extends ScalarFunction {
  private RowTextFunction() {
    super("row(any)", ValueType.OTHER, List.of(ValueType.TEXT), Dependence.NONE);
  }

  static void register(Functions functions) {
    functions.add(new RowTextFunction());
  }

  @Override
  public boolean isStrict() {
    return false;
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < count; row++) {
      text.setLength(0);
      text.append('(');
      for (int i = 0; i < arguments.length; i++) {
        if (i > 0) {
          text.append(',');
        }
        if (!arguments[i].isNull(row)) {
          append(text, RowFunction.text(arguments[i], row));
        }
      }
      result.objects[row] = text.append(')').toString();
    }
  }

  private static void append(StringBuilder text, String field) {
    if (!needsQuotes(field)) {
      text.append(field);
      return;
    }
    text.append('"');
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"' || c == '\\') {
        text.append(c);
      }
      text.append(c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(String field) {
    if (field.isEmpty()) {
      return true;
    }
    for (int i = 0; i < field.length(); i++) {
      switch (field.charAt(i)) {
        case '"', '\\', '(', ')', ',', ' ', '\t', '\n', '\r', '\f', '\u000B':
          return true;
        default:
          break;
      }
    }
    return false;
  }
}
