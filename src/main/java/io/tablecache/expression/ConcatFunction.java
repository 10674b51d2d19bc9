package io.tablecache.expression;

import io.tablecache.model.ValueType;
import java.util.List;

/** {@code concat} and {@code concat_ws} of any number of texts, without those that are NULL. */
final class ConcatFunction extends ScalarFunction {
  private final boolean hasSeparator;

  ConcatFunction(String key, boolean hasSeparator) {
    super(key, ValueType.TEXT, List.of(ValueType.TEXT), Dependence.NONE);
    this.hasSeparator = hasSeparator;
  }

  @Override
  public boolean isStrict() {
    return false;
  }

  @Override
  public void apply(Vector[] arguments, int count, Vector result, EvaluationContext context) {
    StringBuilder text = new StringBuilder();
    int first = hasSeparator ? 1 : 0;
    for (int row = 0; row < count; row++) {
      if (hasSeparator && arguments[0].isNull(row)) {
        result.setNull(row);
        continue;
      }
      text.setLength(0);
      boolean isFirst = true;
      for (int i = first; i < arguments.length; i++) {
        if (arguments[i].isNull(row)) {
          continue;
        }
        if (hasSeparator && !isFirst) {
          text.append(RowFunction.text(arguments[0], row));
        }
        isFirst = false;
        text.append(RowFunction.text(arguments[i], row));
      }
      result.objects[row] = text.toString();
    }
  }
}
