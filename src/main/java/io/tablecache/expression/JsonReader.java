package io.tablecache.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as PostgreSQL does.
 *
 * <p>Confined to one thread.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NUMBER = 300;
  private static final int MAX_EXPONENT = 300;

  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The value of a text; null if it is none, or goes beyond what is surely read right. */
  static @Nullable JsonValue read(String text) {
    JsonReader reader = new JsonReader(text);
    JsonValue value = reader.value(0);
    reader.skipSpaces();
    return reader.position == text.length() ? value : null;
  }

  private @Nullable JsonValue value(int depth) {
    skipSpaces();
    if (position >= text.length() || depth > MAX_DEPTH) {
      return null;
    }
    return switch (text.charAt(position)) {
      case '{' -> document(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private JsonValue.@Nullable Word word(String word) {
    int start = position;
    if (!text.startsWith(word, start)) {
      return null;
    }
    position += word.length();
    return new JsonValue.Word(word, start, position);
  }

  private JsonValue.@Nullable Number number() {
    int start = position;
    if (at('-')) {
      position++;
    }
    int digitsStart = position;
    int digits = digits();
    if (digits == 0 || (digits > 1 && text.charAt(digitsStart) == '0')) {
      return null;
    }
    if (at('.')) {
      position++;
      if (digits() == 0) {
        return null;
      }
    }
    if (at('e') || at('E')) {
      position++;
      if (at('-') || at('+')) {
        position++;
      }
      int exponentStart = position;
      int length = digits();
      if (length == 0
          || length > 4
          || Integer.parseInt(text.substring(exponentStart, position)) > MAX_EXPONENT) {
        return null;
      }
    }
    if (position - start > MAX_NUMBER) {
      return null;
    }
    BigDecimal value = new BigDecimal(text.substring(start, position));
    return new JsonValue.Number(value.scale() < 0 ? value.setScale(0) : value, start, position);
  }

  private int digits() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position - start;
  }

  private JsonValue.@Nullable Text string() {
    int start = position++;
    StringBuilder value = new StringBuilder();
    boolean isText = true;
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        boolean isWhole = isText && hasPairsOnly(value);
        return new JsonValue.Text(isWhole ? value.toString() : null, start, position);
      }
      if (c < ' ') {
        return null;
      }
      if (c != '\\') {
        value.append(c);
        continue;
      }
      int escaped = escape();
      if (escaped < 0) {
        return null;
      }
      isText &= escaped != 0;
      value.append((char) escaped);
    }
    return null;
  }

  private static boolean hasPairsOnly(StringBuilder value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** The character of an escape, behind its backslash; negative if it is none. */
  private int escape() {
    if (position >= text.length()) {
      return -1;
    }
    char c = text.charAt(position++);
    switch (c) {
      case '"', '\\', '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        break;
      default:
        return -1;
    }
    if (position + 4 > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char hex = text.charAt(position++);
      int digit = hex < 0x80 ? Character.digit(hex, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private JsonValue.@Nullable Array array(int depth) {
    int start = position++;
    List<JsonValue> elements = new ArrayList<>();
    skipSpaces();
    if (at(']')) {
      position++;
      return new JsonValue.Array(elements, start, position);
    }
    while (true) {
      JsonValue element = value(depth + 1);
      if (element == null) {
        return null;
      }
      elements.add(element);
      skipSpaces();
      if (at(']')) {
        position++;
        return new JsonValue.Array(elements, start, position);
      }
      if (!at(',')) {
        return null;
      }
      position++;
    }
  }

  private JsonValue.@Nullable Document document(int depth) {
    int start = position++;
    List<JsonValue.Member> members = new ArrayList<>();
    skipSpaces();
    if (at('}')) {
      position++;
      return new JsonValue.Document(members, start, position);
    }
    while (true) {
      skipSpaces();
      JsonValue.Text key = at('"') ? string() : null;
      if (key == null || key.value() == null) {
        return null;
      }
      skipSpaces();
      if (!at(':')) {
        return null;
      }
      position++;
      JsonValue value = value(depth + 1);
      if (value == null) {
        return null;
      }
      members.add(new JsonValue.Member(key.value(), value));
      skipSpaces();
      if (at('}')) {
        position++;
        return new JsonValue.Document(members, start, position);
      }
      if (!at(',')) {
        return null;
      }
      position++;
    }
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void skipSpaces() {
    while (at(' ') || at('\t') || at('\n') || at('\r')) {
      position++;
    }
  }
}
