package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.BPCHAR;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.TEXT;

import io.tablecache.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Casts and functions of char(n), whose blanks at the end are no part of the text. */
final class CharFunctions {
  /** What a type's modifier has more than the length. */
  private static final int HEADER = 4;

  /** A longer text is not made. */
  private static final int MAX_LENGTH = 10_000;

  private static final List<ValueType> ONE = List.of(BPCHAR);

  private CharFunctions() {}

  static void register(Functions functions) {
    functions.add(
        RowFunction.of(
            "text::bpchar", BPCHAR, List.of(TEXT), (a, i, r) -> r.objects[i] = a[0].objects[i]));
    functions.add(
        RowFunction.of(
            "bpchar::text",
            TEXT,
            ONE,
            (a, i, r) -> r.objects[i] = withoutBlanks(RowFunction.text(a[0], i))));
    functions.add(
        RowFunction.of("output(bpchar)", TEXT, ONE, (a, i, r) -> r.objects[i] = a[0].objects[i]));
    functions.add(
        RowFunction.of(
            "bpchar(bpchar,int4,bool)",
            BPCHAR,
            List.of(BPCHAR, INT4, BOOL),
            (a, i, r) ->
                r.objects[i] =
                    sized(RowFunction.text(a[0], i), a[1].longs[i], a[2].longs[i] != 0)));
    for (String name : List.of("length", "char_length", "character_length")) {
      functions.add(
          RowFunction.of(
              name + "(bpchar)",
              INT4,
              ONE,
              (a, i, r) ->
                  r.longs[i] = TextFunctions.length(withoutBlanks(RowFunction.text(a[0], i)))));
    }
    functions.add(
        RowFunction.of(
            "octet_length(bpchar)",
            INT4,
            ONE,
            (a, i, r) ->
                r.longs[i] = RowFunction.text(a[0], i).getBytes(StandardCharsets.UTF_8).length));
  }

  static String withoutBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** The text with the length that a modifier says: padded with blanks or cut. */
  private static String sized(String text, long modifier, boolean isExplicit)
      throws EvaluationException {
    long length = modifier - HEADER;
    if (length < 0) {
      return text;
    }
    if (length > MAX_LENGTH) {
      throw new EvaluationException("a very long char(n)");
    }
    int given = TextFunctions.length(text);
    if (given <= length) {
      return text + " ".repeat((int) length - given);
    }
    int end = text.offsetByCodePoints(0, (int) length);
    if (!isExplicit && !withoutBlanks(text.substring(end)).isEmpty()) {
      throw new EvaluationException("value too long");
    }
    return text.substring(0, end);
  }
}
