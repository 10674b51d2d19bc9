package io.tablecache.expression;

/** Parts of texts and texts made of parts, counted in code points as PostgreSQL counts. */
final class TextParts {
  /** Longer results are left to PostgreSQL, and its limits. */
  private static final int MAX_LENGTH = 1_000_000;

  private TextParts() {}

  /**
   * The code points from the {@code start}th on, the first of which is number 1.
   *
   * @param length how many; beyond the ints for all
   */
  static String substring(String text, long start, long length) throws EvaluationException {
    if (length < 0) {
      throw new EvaluationException("negative substring length not allowed");
    }
    long end = start + length;
    int total = TextFunctions.length(text);
    long from = Math.min(Math.max(start, 1), total + 1L) - 1;
    // Ends beyond the ints are that of the text.
    long to = end > Integer.MAX_VALUE ? total : end - 1;
    to = Math.min(to, total);
    return to <= from ? "" : codePoints(text, (int) from, (int) to);
  }

  private static String codePoints(String text, int from, int to) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }

  /** The first so many code points; all but the last ones if the number is negative. */
  static String left(String text, long count) {
    int total = TextFunctions.length(text);
    long end = count < 0 ? total + count : Math.min(count, total);
    return end <= 0 ? "" : codePoints(text, 0, (int) end);
  }

  /** The last so many code points; all but the first ones if the number is negative. */
  static String right(String text, long count) throws EvaluationException {
    if (count == Integer.MIN_VALUE) {
      throw new EvaluationException("a number without a negation");
    }
    int total = TextFunctions.length(text);
    long start = count < 0 ? -count : total - count;
    return start >= total ? "" : codePoints(text, (int) Math.max(start, 0), total);
  }

  static String repeat(String text, long count) throws EvaluationException {
    if (count <= 0 || text.isEmpty()) {
      return "";
    }
    if (count * text.length() > MAX_LENGTH) {
      throw new EvaluationException("a long result");
    }
    return text.repeat((int) count);
  }

  static String reverse(String text) {
    // Which keeps surrogate pairs.
    return new StringBuilder(text).reverse().toString();
  }

  static String pad(String text, long length, String fill, boolean isLeft)
      throws EvaluationException {
    if (length > MAX_LENGTH) {
      throw new EvaluationException("a long result");
    }
    int total = TextFunctions.length(text);
    int wanted = (int) Math.max(length, 0);
    if (wanted <= total) {
      return codePoints(text, 0, wanted);
    }
    if (fill.isEmpty()) {
      return text;
    }
    int fillLength = TextFunctions.length(fill);
    int missing = wanted - total;
    String padding = fill.repeat(missing / fillLength) + codePoints(fill, 0, missing % fillLength);
    return isLeft ? padding + text : text + padding;
  }

  /** Without the code points of a set at its ends. */
  static String trim(String text, String set, boolean isLeft, boolean isRight) {
    int start = 0;
    int end = text.length();
    while (isLeft && start < end && set.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (isRight && end > start && set.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** The part of a text with a number, from 1, or from -1 backwards. */
  static String part(String text, String separator, long number) throws EvaluationException {
    if (number == 0) {
      throw new EvaluationException("field position must not be zero");
    }
    if (text.isEmpty()) {
      return "";
    }
    if (separator.isEmpty()) {
      return number == 1 || number == -1 ? text : "";
    }
    long wanted = number;
    if (number < 0) {
      long parts = 1;
      int at = text.indexOf(separator);
      while (at >= 0) {
        parts++;
        at = text.indexOf(separator, at + separator.length());
      }
      wanted = parts + number + 1;
      if (wanted <= 0) {
        return "";
      }
    }
    int start = 0;
    for (long i = 1; ; i++) {
      int end = text.indexOf(separator, start);
      if (i == wanted) {
        return end < 0 ? text.substring(start) : text.substring(start, end);
      }
      if (end < 0) {
        return "";
      }
      start = end + separator.length();
    }
  }

  /** With each code point of one text replaced by that at the same place of another, if any. */
  static String translate(String text, String from, String to) {
    StringBuilder result = new StringBuilder(text.length());
    int[] sources = from.codePoints().toArray();
    int[] targets = to.codePoints().toArray();
    text.codePoints()
        .forEach(
            c -> {
              int place = 0;
              while (place < sources.length && sources[place] != c) {
                place++;
              }
              if (place == sources.length) {
                result.appendCodePoint(c);
              } else if (place < targets.length) {
                result.appendCodePoint(targets[place]);
              }
            });
    return result.toString();
  }
}
