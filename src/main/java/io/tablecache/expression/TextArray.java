package io.tablecache.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The literal of an array of texts, of one dimension. */
final class TextArray {
  private final String text;
  private int position = 1;

  private TextArray(String text) {
    this.text = text;
  }

  /** The elements of {@code {a,"b c",NULL}}. */
  static List<@Nullable String> parse(String text) throws EvaluationException {
    return new TextArray(text).elements();
  }

  private List<@Nullable String> elements() throws EvaluationException {
    List<@Nullable String> elements = new ArrayList<>();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw unsure();
    }
    if (text.length() == 2) {
      return elements;
    }
    while (true) {
      elements.add(position < text.length() && at('"') ? quoted() : plain());
      if (position == text.length() - 1) {
        return elements;
      }
      if (!at(',')) {
        throw unsure();
      }
      position++;
    }
  }

  private String quoted() throws EvaluationException {
    StringBuilder element = new StringBuilder();
    position++;
    while (!at('"')) {
      if (at('\\')) {
        position++;
      }
      if (position >= text.length() - 1) {
        throw unsure();
      }
      element.append(text.charAt(position++));
    }
    position++;
    return element.toString();
  }

  private @Nullable String plain() throws EvaluationException {
    int start = position;
    while (position < text.length() - 1 && !at(',')) {
      char c = text.charAt(position++);
      // Spaces count only inside of elements.
      if (c <= ' ' || c == '"' || c == '\\' || c == '{' || c == '}') {
        throw unsure();
      }
    }
    if (start == position) {
      throw unsure();
    }
    String element = text.substring(start, position);
    return element.equalsIgnoreCase("null") ? null : element;
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private static EvaluationException unsure() {
    return new EvaluationException("an array that is not surely read right");
  }
}
