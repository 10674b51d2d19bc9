package io.tablecache.expression;

import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The output texts of arrays of all values, NULL included, in the order of the rows. */
final class ArrayAccumulator extends GroupAccumulator {
  private @Nullable StringBuilder[] texts = {};

  @Override
  void resize(int length) {
    texts = Arrays.copyOf(texts, length);
  }

  @Override
  public void add(Vector[] arguments, int[] groups, int count) {
    Vector values = arguments[0];
    for (int i = 0; i < count; i++) {
      StringBuilder text = texts[groups[i]];
      if (text == null) {
        text = new StringBuilder("{");
        texts[groups[i]] = text;
      } else {
        text.append(',');
      }
      Object value = values.get(i);
      if (value == null) {
        text.append("NULL");
      } else {
        append(text, TextInput.output(value, values.type, ZoneOffset.UTC));
      }
    }
  }

  private static void append(StringBuilder text, String element) {
    if (!needsQuotes(element)) {
      text.append(element);
      return;
    }
    text.append('"');
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(String element) {
    if (element.isEmpty() || element.equalsIgnoreCase("null")) {
      return true;
    }
    for (int i = 0; i < element.length(); i++) {
      switch (element.charAt(i)) {
        case '"', '\\', '{', '}', ',', ' ', '\t', '\n', '\r', '\f', '\u000B':
          return true;
        default:
          break;
      }
    }
    return false;
  }

  @Override
  public void result(int group, Vector into, int row) {
    StringBuilder text = texts[group];
    into.set(row, text == null ? null : text + "}");
  }
}
