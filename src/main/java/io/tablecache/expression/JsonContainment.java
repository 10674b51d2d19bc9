package io.tablecache.expression;

import org.jspecify.annotations.Nullable;

/** The operators {@code @>} and {@code ?} of jsonb. */
final class JsonContainment {
  private JsonContainment() {}

  /** Whether a whole jsonb contains another. */
  static boolean contains(JsonValue whole, JsonValue part) {
    if (isScalar(part)) {
      // A value alone is contained in itself, and in an array that has it.
      return isScalar(whole)
          ? equal(whole, part)
          : whole instanceof JsonValue.Array array && hasElement(array, part);
    }
    return containsDeeply(whole, part);
  }

  private static boolean containsDeeply(JsonValue whole, JsonValue part) {
    if (part instanceof JsonValue.Document wanted) {
      return whole instanceof JsonValue.Document document && containsMembers(document, wanted);
    }
    if (part instanceof JsonValue.Array wanted) {
      if (!(whole instanceof JsonValue.Array array)) {
        return false;
      }
      for (JsonValue element : wanted.elements()) {
        if (!hasElement(array, element)) {
          return false;
        }
      }
      return true;
    }
    return equal(whole, part);
  }

  private static boolean containsMembers(JsonValue.Document whole, JsonValue.Document part) {
    for (JsonValue.Member member : part.members()) {
      JsonValue value = whole.get(member.key());
      if (value == null || !containsDeeply(value, member.value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasElement(JsonValue.Array array, JsonValue wanted) {
    for (JsonValue element : array.elements()) {
      if (containsDeeply(element, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScalar(JsonValue value) {
    return !(value instanceof JsonValue.Array) && !(value instanceof JsonValue.Document);
  }

  private static boolean equal(JsonValue left, JsonValue right) {
    if (left instanceof JsonValue.Word word) {
      return right instanceof JsonValue.Word other && word.text().equals(other.text());
    }
    if (left instanceof JsonValue.Number number) {
      return right instanceof JsonValue.Number other
          && number.value().compareTo(other.value()) == 0;
    }
    return left instanceof JsonValue.Text text
        && right instanceof JsonValue.Text other
        && text.value() != null
        && text.value().equals(other.value());
  }

  /** Whether a text is a key of an object, an element of an array or the value alone. */
  static boolean hasKey(JsonValue value, String key) {
    if (value instanceof JsonValue.Document document) {
      return document.get(key) != null;
    }
    if (value instanceof JsonValue.Array array) {
      for (JsonValue element : array.elements()) {
        if (isText(element, key)) {
          return true;
        }
      }
      return false;
    }
    return isText(value, key);
  }

  private static boolean isText(@Nullable JsonValue value, String text) {
    return value instanceof JsonValue.Text string && text.equals(string.value());
  }
}
