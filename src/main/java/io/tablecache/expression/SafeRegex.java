package io.tablecache.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of the subset that means the same to PostgreSQL and to Java: literals,
 * {@code .}, classes of ASCII characters, quantifiers on one of these, alternatives, groups,
 * anchors at the ends and at words. A group may be repeated if it has nothing but single characters
 * and classes, so that there is one way to match it.
 *
 * <p>Where letter case is ignored, PostgreSQL lets a character of the pattern stand for its own
 * lower and upper case and nothing else. Of ASCII letters these are ASCII letters, as for Java,
 * whatever characters the text has; patterns with other letters are not taken.
 *
 * <p>Whether such an expression matches is a matter of the language that it describes. What it
 * matches, which counts when it is replaced, is the same only without alternatives: the match of a
 * sequence of greedy single characters that backtracking finds first is the longest too. Immutable.
 */
final class SafeRegex {
  private static final int MAX_PATTERN = 200;

  /** How many steps a search may take, which grow with the power of the number of loops. */
  private static final double MAX_STEPS = 1e7;

  private static final int MAX_REPEAT = 100;

  private final String source;
  private final boolean ignoresCase;
  private final StringBuilder java = new StringBuilder();
  private int position;
  private int loops;

  /** How many branches, groups and anchors at words were read. */
  private int constructs;

  /** Whether the longest match may be another than the one that is found first. */
  private boolean hasAlternatives;

  /** Whether it matches characters by their kind, which only for ASCII is the same. */
  private boolean needsAscii;

  private boolean mayBeEmpty = true;
  private final Pattern pattern;

  private SafeRegex(String source, boolean ignoresCase) throws EvaluationException {
    this.source = source;
    this.ignoresCase = ignoresCase;
    if (source.isEmpty() || source.length() > MAX_PATTERN) {
      throw unsafe();
    }
    branches(0);
    if (position < source.length() || (ignoresCase && !AsciiCase.isAscii(source))) {
      throw unsafe();
    }
    pattern =
        Pattern.compile(
            java.toString(), Pattern.DOTALL | (ignoresCase ? Pattern.CASE_INSENSITIVE : 0));
  }

  static SafeRegex of(String source, boolean ignoresCase) throws EvaluationException {
    return new SafeRegex(source, ignoresCase);
  }

  private static EvaluationException unsafe() {
    return new EvaluationException("a regular expression beyond the safe ones");
  }

  boolean find(String text) throws EvaluationException {
    return matcher(text).find();
  }

  /** A matcher whose matches are PostgreSQL's. */
  Matcher replacing(String text) throws EvaluationException {
    if (hasAlternatives || mayBeEmpty) {
      throw unsafe();
    }
    return matcher(text);
  }

  private Matcher matcher(String text) throws EvaluationException {
    boolean isLong = Math.pow(text.length() + 1.0, loops + 1.0) > MAX_STEPS;
    if (isLong || (needsAscii && !hasKnownKinds(text))) {
      throw unsafe();
    }
    return pattern.matcher(text);
  }

  /** Whether all characters are ASCII but the separators that only ICU takes for spaces. */
  private static boolean hasKnownKinds(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || (c >= 0x1C && c <= 0x1F)) {
        return false;
      }
    }
    return true;
  }

  private void branches(int depth) throws EvaluationException {
    branch(depth);
    while (at('|')) {
      hasAlternatives = true;
      constructs++;
      java.append('|');
      position++;
      branch(depth);
    }
  }

  private void branch(int depth) throws EvaluationException {
    int start = position;
    if (depth == 0 && at('^')) {
      java.append("\\A");
      position++;
    }
    int atoms = 0;
    while (position < source.length() && !at('|') && !at(')')) {
      if (depth == 0 && at('$') && (position + 1 == source.length() || next() == '|')) {
        java.append("\\z");
        position++;
        break;
      }
      if (at('(')) {
        group(depth);
      } else {
        atom();
      }
      atoms++;
    }
    if (position == start || atoms == 0) {
      throw unsafe();
    }
  }

  private char next() {
    return source.charAt(position + 1);
  }

  private void group(int depth) throws EvaluationException {
    hasAlternatives = true;
    constructs++;
    if (depth > 5) {
      throw unsafe();
    }
    java.append("(?:");
    position++;
    if (at('?')) {
      if (!source.startsWith("?:", position)) {
        throw unsafe();
      }
      position += 2;
    }
    int before = constructs + loops;
    branches(depth + 1);
    if (!at(')')) {
      throw unsafe();
    }
    java.append(')');
    position++;
    if (isQuantified()) {
      if (constructs + loops > before) {
        throw unsafe();
      }
      quantifier();
    }
  }

  private boolean isQuantified() {
    return position < source.length() && "*+?{".indexOf(source.charAt(position)) >= 0;
  }

  /** One character or class with its quantifier. */
  private void atom() throws EvaluationException {
    char c = source.charAt(position++);
    if (c == '[') {
      characterClass();
    } else if (c == '\\') {
      if (wordAnchor()) {
        return;
      }
      escape();
    } else if (c == '.') {
      java.append('.');
    } else if ("^$*+?{}()|]".indexOf(c) >= 0 || c < ' ') {
      throw unsafe();
    } else {
      if (Character.isSurrogate(c)) {
        throw unsafe();
      }
      literal(c);
    }
    quantifier();
  }

  /**
   * {@code \\m}, {@code \\M}, {@code \\y} or {@code \\Y} behind its backslash, if that stands here.
   */
  private boolean wordAnchor() throws EvaluationException {
    if (position == source.length() || "mMyY".indexOf(source.charAt(position)) < 0) {
      return false;
    }
    switch (source.charAt(position++)) {
      case 'm' -> java.append("(?<!\\w)(?=\\w)");
      case 'M' -> java.append("(?<=\\w)(?!\\w)");
      case 'y' -> java.append("\\b");
      default -> java.append("\\B");
    }
    needsAscii = true;
    hasAlternatives = true;
    constructs++;
    if (isQuantified()) {
      throw unsafe();
    }
    return true;
  }

  private void literal(char c) {
    boolean isPlain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    if (!isPlain) {
      java.append('\\');
    }
    java.append(c);
  }

  private void escape() throws EvaluationException {
    if (position == source.length()) {
      throw unsafe();
    }
    char c = source.charAt(position++);
    boolean isLetterOrDigit = (c >= '0' && c <= '9') || Character.isLetter(c);
    if ("dwsDWS".indexOf(c) >= 0) {
      needsAscii = true;
      java.append('\\').append(c);
    } else if (isLetterOrDigit || c <= ' ' || c >= 0x7F) {
      throw unsafe();
    } else {
      literal(c);
    }
  }

  private void characterClass() throws EvaluationException {
    java.append('[');
    if (at('^')) {
      // Only whole characters are excluded, and their case must not matter.
      if (ignoresCase) {
        throw unsafe();
      }
      java.append('^');
      position++;
    }
    int start = position;
    while (!at(']')) {
      if (position >= source.length()) {
        throw unsafe();
      }
      if (source.startsWith("[:", position)) {
        namedClass();
        continue;
      }
      char c = source.charAt(position++);
      boolean isRange = at('-') && position + 1 < source.length() && next() != ']';
      if (isRange) {
        char to = source.charAt(position + 1);
        if (!isSameKind(c, to)) {
          throw unsafe();
        }
        java.append(c).append('-').append(to);
        position += 2;
      } else if (c >= 0x7F || c < ' ' || "[\\^&-".indexOf(c) >= 0) {
        throw unsafe();
      } else {
        literal(c);
      }
    }
    if (position == start) {
      throw unsafe();
    }
    java.append(']');
    position++;
  }

  /** {@code [:name:]}, of which those of one case mean something else where case is ignored. */
  private void namedClass() throws EvaluationException {
    int end = source.indexOf(":]", position);
    String name = end < 0 ? "" : source.substring(position + 2, end);
    String kind =
        switch (name) {
          case "alpha" -> "Alpha";
          case "digit" -> "Digit";
          case "alnum" -> "Alnum";
          case "xdigit" -> "XDigit";
          case "space" -> "Space";
          case "upper" -> ignoresCase ? "" : "Upper";
          case "lower" -> ignoresCase ? "" : "Lower";
          default -> "";
        };
    if (kind.isEmpty()) {
      throw unsafe();
    }
    needsAscii = true;
    java.append("\\p{").append(kind).append('}');
    position = end + 2;
  }

  private static boolean isSameKind(char from, char to) {
    boolean areDigits = from >= '0' && to <= '9';
    boolean areUpper = from >= 'A' && to <= 'Z';
    boolean areLower = from >= 'a' && to <= 'z';
    return from <= to && (areDigits || areUpper || areLower);
  }

  private void quantifier() throws EvaluationException {
    if (position >= source.length()) {
      mayBeEmpty = false;
      return;
    }
    char c = source.charAt(position);
    switch (c) {
      case '*', '+' -> {
        loops++;
        mayBeEmpty &= c == '*';
        java.append(c);
        position++;
      }
      case '?' -> {
        loops++;
        java.append(c);
        position++;
      }
      case '{' -> repeat();
      default -> {
        mayBeEmpty = false;
        return;
      }
    }
    if (isQuantified()) {
      throw unsafe();
    }
  }

  /** {@code {m}}, {@code {m,}} or {@code {m,n}}. */
  private void repeat() throws EvaluationException {
    int end = source.indexOf('}', position);
    if (end < 0) {
      throw unsafe();
    }
    String bounds = source.substring(position + 1, end);
    int comma = bounds.indexOf(',');
    int min = number(comma < 0 ? bounds : bounds.substring(0, comma));
    boolean isOpen = comma >= 0 && comma == bounds.length() - 1;
    int max = comma < 0 || isOpen ? min : number(bounds.substring(comma + 1));
    if (max < min || max == 0) {
      throw unsafe();
    }
    if (comma >= 0) {
      loops++;
    }
    mayBeEmpty &= min == 0;
    java.append('{').append(bounds).append('}');
    position = end + 1;
  }

  private static int number(String digits) throws EvaluationException {
    if (digits.isEmpty() || digits.length() > 3) {
      throw unsafe();
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw unsafe();
      }
      value = value * 10 + digit;
    }
    if (value > MAX_REPEAT) {
      throw unsafe();
    }
    return value;
  }

  private boolean at(char c) {
    return position < source.length() && source.charAt(position) == c;
  }
}
