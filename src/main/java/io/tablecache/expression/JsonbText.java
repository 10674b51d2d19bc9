package io.tablecache.expression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output text of jsonb values. */
final class JsonbText {
  /** How jsonb sorts keys: by length, then by bytes. */
  private static final Comparator<byte[]> KEY_ORDER =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private JsonbText() {}

  /** What jsonb makes of a JSON text; null if it is none, or is not surely read right. */
  static @Nullable String normalized(String text) {
    JsonValue value = JsonReader.read(text);
    StringBuilder out = new StringBuilder(text.length() + 16);
    return value != null && append(out, value) ? out.toString() : null;
  }

  /** The output text of a value; null if jsonb cannot have it. */
  static @Nullable String of(JsonValue value) {
    StringBuilder out = new StringBuilder();
    return append(out, value) ? out.toString() : null;
  }

  private static boolean append(StringBuilder out, JsonValue value) {
    if (value instanceof JsonValue.Word word) {
      out.append(word.text());
      return true;
    }
    if (value instanceof JsonValue.Number number) {
      out.append(number.value().toPlainString());
      return true;
    }
    if (value instanceof JsonValue.Text text) {
      String string = text.value();
      if (string == null) {
        return false;
      }
      appendString(out, string);
      return true;
    }
    if (value instanceof JsonValue.Array array) {
      out.append('[');
      for (int i = 0; i < array.elements().size(); i++) {
        if (i > 0) {
          out.append(", ");
        }
        if (!append(out, array.elements().get(i))) {
          return false;
        }
      }
      out.append(']');
      return true;
    }
    return appendDocument(out, (JsonValue.Document) value);
  }

  private static boolean appendDocument(StringBuilder out, JsonValue.Document document) {
    Map<String, JsonValue> last = new HashMap<>();
    for (JsonValue.Member member : document.members()) {
      JsonValue former = last.put(member.key(), member.value());
      // An early duplicate goes, but must be possible.
      if (former != null && of(former) == null) {
        return false;
      }
    }
    List<String> keys =
        last.keySet().stream()
            .sorted(Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), KEY_ORDER))
            .toList();
    out.append('{');
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      String key = keys.get(i);
      appendString(out, key);
      out.append(": ");
      JsonValue value = last.get(key);
      if (value == null || !append(out, value)) {
        return false;
      }
    }
    out.append('}');
    return true;
  }

  private static void appendString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c % 16, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
