package io.tablecache.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of an array of one dimension whose elements have no quotes. */
public final class ArrayText {
  private ArrayText() {}

  /** The elements, null ones being NULL; null if the text is of another form. */
  public static @Nullable List<@Nullable String> elements(String text) {
    String trimmed = text.strip();
    if (trimmed.length() < 2 || trimmed.charAt(0) != '{' || !trimmed.endsWith("}")) {
      return null;
    }
    String content = trimmed.substring(1, trimmed.length() - 1);
    List<@Nullable String> elements = new ArrayList<>();
    if (content.isBlank()) {
      return elements;
    }
    for (String part : content.split(",", -1)) {
      String element = part.strip();
      if (element.isEmpty() || element.chars().anyMatch(c -> "{}\"\\".indexOf(c) >= 0)) {
        return null;
      }
      elements.add(element.equalsIgnoreCase("null") ? null : element);
    }
    return elements;
  }
}
