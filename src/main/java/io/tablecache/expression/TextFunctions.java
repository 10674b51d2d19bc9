package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.INT4;
import static io.tablecache.model.ValueType.INT8;
import static io.tablecache.model.ValueType.TEXT;

import io.tablecache.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Functions and operators on text that do not depend on a collation. */
final class TextFunctions {
  private static final List<ValueType> ONE = List.of(TEXT);
  private static final List<ValueType> TWO = List.of(TEXT, TEXT);
  private static final List<ValueType> THREE = List.of(TEXT, TEXT, TEXT);
  private static final List<ValueType> WITH_NUMBER = List.of(TEXT, INT4);

  /** More code points than texts have, wherever one starts. */
  private static final long ALL = 1L << 33;

  private TextFunctions() {}

  static void register(Functions functions) {
    lengths(functions);
    cases(functions);
    cuts(functions);
    trims(functions);
    searches(functions);
    functions.add(
        RowFunction.of(
            "||(text,text)",
            TEXT,
            TWO,
            (a, i, r) -> r.objects[i] = text(a, 0, i).concat(text(a, 1, i))));
    functions.add(new ConcatFunction("concat(any)", false));
    functions.add(new ConcatFunction("concat_ws(text,any)", true));
    functions.add(
        RowFunction.of(
            "chr(int4)", TEXT, List.of(INT4), (a, i, r) -> r.objects[i] = chr(a[0].longs[i])));
    functions.add(
        RowFunction.of("md5(text)", TEXT, ONE, (a, i, r) -> r.objects[i] = md5(text(a, 0, i))));
    functions.add(
        RowFunction.of(
            "to_hex(int4)",
            TEXT,
            List.of(INT4),
            (a, i, r) -> r.objects[i] = Integer.toHexString((int) a[0].longs[i])));
    functions.add(
        RowFunction.of(
            "to_hex(int8)",
            TEXT,
            List.of(INT8),
            (a, i, r) -> r.objects[i] = Long.toHexString(a[0].longs[i])));
  }

  private static String text(Vector[] arguments, int argument, int row) {
    return RowFunction.text(arguments[argument], row);
  }

  private static void lengths(Functions functions) {
    for (String name : List.of("length", "char_length", "character_length")) {
      functions.add(
          RowFunction.of(
              name + "(text)", INT4, ONE, (a, i, r) -> r.longs[i] = length(text(a, 0, i))));
    }
    functions.add(
        RowFunction.of(
            "octet_length(text)",
            INT4,
            ONE,
            (a, i, r) -> r.longs[i] = text(a, 0, i).getBytes(StandardCharsets.UTF_8).length));
    functions.add(
        RowFunction.of(
            "ascii(text)",
            INT4,
            ONE,
            (a, i, r) -> {
              String text = text(a, 0, i);
              r.longs[i] = text.isEmpty() ? 0 : text.codePointAt(0);
            }));
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void cases(Functions functions) {
    functions.add(
        RowFunction.of(
            "lower(text)", TEXT, ONE, (a, i, r) -> r.objects[i] = AsciiCase.lower(text(a, 0, i))));
    functions.add(
        RowFunction.of(
            "upper(text)", TEXT, ONE, (a, i, r) -> r.objects[i] = AsciiCase.upper(text(a, 0, i))));
    functions.add(
        RowFunction.of(
            "initcap(text)",
            TEXT,
            ONE,
            (a, i, r) -> r.objects[i] = AsciiCase.initial(text(a, 0, i))));
  }

  private static void cuts(Functions functions) {
    for (String name : List.of("substr", "substring")) {
      functions.add(
          RowFunction.of(
              name + "(text,int4)",
              TEXT,
              WITH_NUMBER,
              (a, i, r) -> r.objects[i] = TextParts.substring(text(a, 0, i), a[1].longs[i], ALL)));
      functions.add(
          RowFunction.of(
              name + "(text,int4,int4)",
              TEXT,
              List.of(TEXT, INT4, INT4),
              (a, i, r) ->
                  r.objects[i] = TextParts.substring(text(a, 0, i), a[1].longs[i], a[2].longs[i])));
    }
    functions.add(
        RowFunction.of(
            "left(text,int4)",
            TEXT,
            WITH_NUMBER,
            (a, i, r) -> r.objects[i] = TextParts.left(text(a, 0, i), a[1].longs[i])));
    functions.add(
        RowFunction.of(
            "right(text,int4)",
            TEXT,
            WITH_NUMBER,
            (a, i, r) -> r.objects[i] = TextParts.right(text(a, 0, i), a[1].longs[i])));
    functions.add(
        RowFunction.of(
            "repeat(text,int4)",
            TEXT,
            WITH_NUMBER,
            (a, i, r) -> r.objects[i] = TextParts.repeat(text(a, 0, i), a[1].longs[i])));
    functions.add(
        RowFunction.of(
            "reverse(text)",
            TEXT,
            ONE,
            (a, i, r) -> r.objects[i] = TextParts.reverse(text(a, 0, i))));
    functions.add(
        RowFunction.of(
            "split_part(text,text,int4)",
            TEXT,
            List.of(TEXT, TEXT, INT4),
            (a, i, r) ->
                r.objects[i] = TextParts.part(text(a, 0, i), text(a, 1, i), a[2].longs[i])));
    for (boolean isLeft : new boolean[] {true, false}) {
      String name = isLeft ? "lpad" : "rpad";
      functions.add(
          RowFunction.of(
              name + "(text,int4)",
              TEXT,
              WITH_NUMBER,
              (a, i, r) ->
                  r.objects[i] = TextParts.pad(text(a, 0, i), a[1].longs[i], " ", isLeft)));
      functions.add(
          RowFunction.of(
              name + "(text,int4,text)",
              TEXT,
              List.of(TEXT, INT4, TEXT),
              (a, i, r) ->
                  r.objects[i] =
                      TextParts.pad(text(a, 0, i), a[1].longs[i], text(a, 2, i), isLeft)));
    }
  }

  private static void trims(Functions functions) {
    for (String name : List.of("btrim", "ltrim", "rtrim")) {
      boolean isLeft = !name.equals("rtrim");
      boolean isRight = !name.equals("ltrim");
      functions.add(
          RowFunction.of(
              name + "(text)",
              TEXT,
              ONE,
              (a, i, r) -> r.objects[i] = TextParts.trim(text(a, 0, i), " ", isLeft, isRight)));
      functions.add(
          RowFunction.of(
              name + "(text,text)",
              TEXT,
              TWO,
              (a, i, r) ->
                  r.objects[i] = TextParts.trim(text(a, 0, i), text(a, 1, i), isLeft, isRight)));
    }
  }

  private static void searches(Functions functions) {
    for (String name : List.of("position", "strpos")) {
      functions.add(
          RowFunction.of(
              name + "(text,text)",
              INT4,
              TWO,
              (a, i, r) -> {
                String text = text(a, 0, i);
                int index = text.indexOf(text(a, 1, i));
                r.longs[i] = index < 0 ? 0 : text.codePointCount(0, index) + 1;
              }));
    }
    for (String name : List.of("starts_with", "^@")) {
      functions.add(
          RowFunction.of(
              name + "(text,text)",
              BOOL,
              TWO,
              (a, i, r) -> r.longs[i] = text(a, 0, i).startsWith(text(a, 1, i)) ? 1 : 0));
    }
    functions.add(
        RowFunction.of(
            "replace(text,text,text)",
            TEXT,
            THREE,
            (a, i, r) -> {
              String from = text(a, 1, i);
              r.objects[i] =
                  from.isEmpty() ? text(a, 0, i) : text(a, 0, i).replace(from, text(a, 2, i));
            }));
    functions.add(
        RowFunction.of(
            "translate(text,text,text)",
            TEXT,
            THREE,
            (a, i, r) ->
                r.objects[i] = TextParts.translate(text(a, 0, i), text(a, 1, i), text(a, 2, i))));
  }

  private static String chr(long code) throws EvaluationException {
    boolean isSurrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    if (code <= 0 || code > Character.MAX_CODE_POINT || isSurrogate) {
      throw new EvaluationException("no character has the code");
    }
    return Character.toString((int) code);
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
