package io.tablecache.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts, each but the first after its delimiter, in the order of the rows. */
final class StringAccumulator extends GroupAccumulator {
  private @Nullable StringBuilder[] texts = {};

  @Override
  void resize(int length) {
    texts = Arrays.copyOf(texts, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      if (arguments[0].isNull(i)) {
        continue;
      }
      StringBuilder text = texts[groups[i]];
      if (text == null) {
        text = new StringBuilder();
        texts[groups[i]] = text;
      } else if (!arguments[1].isNull(i)) {
        text.append(RowFunction.text(arguments[1], i));
      }
      text.append(RowFunction.text(arguments[0], i));
    }
  }

  @Override
  public void result(int group, Vector into, int row) {
    StringBuilder text = texts[group];
    into.set(row, text == null ? null : text.toString());
  }
}
