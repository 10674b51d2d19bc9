package io.tablecache.jdbc;

import io.tablecache.model.SlotValues;
import io.tablecache.model.ValueType;
import io.tablecache.plan.ValueParser;

/**
 * The text of an array in the form that pgjdbc and PostgreSQL write: one dimension, no spaces,
 * elements bare or in double quotes with backslashes. Any other form is not read.
 *
 * <p>Confined to one thread.
 */
final class ArrayLiteral {
  private final String text;
  private final SlotValues parsed = new SlotValues(1);
  private final StringBuilder element = new StringBuilder();
  private int at;

  ArrayLiteral(String text) {
    this.text = text;
  }

  /** Adds the elements to a sink; false if one of them is not known exactly. */
  boolean drainTo(ParameterArray.Elements elements) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != '{' || text.charAt(last) != '}') {
      return false;
    }
    at = 1;
    if (at == last) {
      return true;
    }
    while (true) {
      boolean quoted = text.charAt(at) == '"';
      if (!(quoted ? readQuoted(last) : readBare(last))) {
        return false;
      }
      String value = element.toString();
      boolean isNull = !quoted && value.equals("NULL");
      if (isNull ? !elements.addNull() : !add(value, elements)) {
        return false;
      }
      if (at == last) {
        return true;
      }
      if (text.charAt(at) != ',' || ++at == last) {
        return false;
      }
    }
  }

  private boolean readQuoted(int last) {
    element.setLength(0);
    for (at++; at < last; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c == '\\' && ++at == last) {
        return false;
      }
      element.append(text.charAt(at));
    }
    return false;
  }

  private boolean readBare(int last) {
    int from = at;
    while (at < last && isBare(text.charAt(at))) {
      at++;
    }
    element.setLength(0);
    element.append(text, from, at);
    // PostgreSQL takes NULL in any case for NULL; other cases than its own are not read.
    return at > from
        && (element.indexOf("NULL") == 0 || !element.toString().equalsIgnoreCase("null"));
  }

  private static boolean isBare(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '_';
  }

  private boolean add(String value, ParameterArray.Elements elements) {
    ValueType type = elements.type();
    if (!ValueParser.parse(value, type, parsed, 0)) {
      return false;
    }
    return type.isDiscrete() ? elements.add(parsed.getLong(0)) : elements.add(parsed.getObject(0));
  }
}
