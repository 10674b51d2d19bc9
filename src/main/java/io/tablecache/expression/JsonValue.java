package io.tablecache.expression;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, with the place in its text from which it was read.
 *
 * <p>Immutable.
 */
sealed interface JsonValue {
  /** Where the value starts in the text. */
  int start();

  /** Where it ends. */
  int end();

  /** The name that {@code jsonb_typeof} gives. */
  String typeName();

  /** {@code null}, {@code true} or {@code false}. */
  record Word(String text, int start, int end) implements JsonValue {
    @Override
    public String typeName() {
      return text.equals("null") ? "null" : "boolean";
    }
  }

  /** A number, with its scale. */
  record Number(BigDecimal value, int start, int end) implements JsonValue {
    @Override
    public String typeName() {
      return "number";
    }
  }

  /** A string; {@code value} is null if it has an escape that no text can have. */
  record Text(@Nullable String value, int start, int end) implements JsonValue {
    @Override
    public String typeName() {
      return "string";
    }
  }

  /** An array. */
  record Array(List<JsonValue> elements, int start, int end) implements JsonValue {
    @Override
    public String typeName() {
      return "array";
    }
  }

  /** An object, its members in the order of the text. */
  record Document(List<Member> members, int start, int end) implements JsonValue {
    @Override
    public String typeName() {
      return "object";
    }

    /** The value of the last member with a key. */
    @Nullable JsonValue get(String key) {
      for (int i = members.size() - 1; i >= 0; i--) {
        if (key.equals(members.get(i).key)) {
          return members.get(i).value;
        }
      }
      return null;
    }
  }

  /** A member of an object. */
  record Member(String key, JsonValue value) {}
}
