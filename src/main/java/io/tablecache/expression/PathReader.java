package io.tablecache.expression;

import io.tablecache.expression.PathQuery.Condition;
import io.tablecache.expression.PathQuery.Operand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a jsonpath of the parts that {@link PathQuery} has; what goes beyond them, it
 * refuses.
 *
 * <p>Confined to one thread.
 */
public final class PathReader {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_DEPTH = 30;
  private static final int MAX_INDEX_DIGITS = 6;
  private static final int MAX_NUMBER_DIGITS = 100;

  private static final List<String> OPERATORS = List.of("==", "!=", "<>", "<=", ">=", "<", ">");

  private final String text;
  private int position;
  private int depth;

  /** How many filters are around this place: without one, there is no current value. */
  private int filters;

  private PathReader(String text) {
    this.text = text;
  }

  /** The text is not read here. Carries no stack trace. */
  private static final class Unsure extends Exception {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super(null, null, false, false);
    }
  }

  /** Whether the text is a path that is read here. */
  public static boolean isPath(String text) {
    return read(text) != null;
  }

  /** The path of a text; null if it is none, or goes beyond what is surely read right. */
  static @Nullable PathQuery read(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    try {
      PathReader reader = new PathReader(text);
      reader.word("lax");
      Object whole = reader.expression();
      reader.skipSpaces();
      if (reader.position < text.length()) {
        return null;
      }
      return new PathQuery(
          whole instanceof Operand operand ? operand : new PathQuery.Truth((Condition) whole));
    } catch (Unsure ignored) {
      return null; // Not an error: PostgreSQL is asked.
    }
  }

  private static <T> T unsure() throws Unsure {
    throw new Unsure();
  }

  /** A condition or a path, as the parentheses and operators make it. */
  private Object expression() throws Unsure {
    if (++depth > MAX_DEPTH) {
      unsure();
    }
    Object left = conjunction();
    while (accept("||")) {
      left = new PathQuery.Or(condition(left), condition(conjunction()));
    }
    depth--;
    return left;
  }

  private Object conjunction() throws Unsure {
    Object left = comparison();
    while (accept("&&")) {
      left = new PathQuery.And(condition(left), condition(comparison()));
    }
    return left;
  }

  private static Condition condition(Object read) throws Unsure {
    return read instanceof Condition condition ? condition : PathReader.<Condition>unsure();
  }

  private static Operand operand(Object read) throws Unsure {
    return read instanceof Operand operand ? operand : PathReader.<Operand>unsure();
  }

  private Object comparison() throws Unsure {
    skipSpaces();
    if (at('!') && !text.startsWith("!=", position)) {
      position++;
      skipSpaces();
      return new PathQuery.Not(at('(') ? condition(parenthesised()) : condition(exists()));
    }
    Object left = at('(') ? parenthesised() : word("exists") ? existsArgument() : value();
    if (left instanceof Condition) {
      return left;
    }
    String operator = operator();
    if (operator != null) {
      Operand right = operand(value());
      return new PathQuery.Compared(comparator(operator), operand(left), right);
    }
    if (word("starts")) {
      if (!word("with")) {
        unsure();
      }
      skipSpaces();
      return new PathQuery.StartsWith(operand(left), string());
    }
    return left;
  }

  /** {@code (condition)} or {@code (condition) is unknown}. */
  private Object parenthesised() throws Unsure {
    expect('(');
    Condition inner = condition(expression());
    expect(')');
    if (word("is")) {
      return word("unknown") ? new PathQuery.IsUnknown(inner) : unsure();
    }
    return inner;
  }

  private Object exists() throws Unsure {
    return word("exists") ? existsArgument() : unsure();
  }

  private Condition existsArgument() throws Unsure {
    expect('(');
    Operand operand = operand(value());
    expect(')');
    return new PathQuery.Exists(operand);
  }

  private static Expression.Comparator comparator(String operator) {
    return switch (operator) {
      case "==" -> Expression.Comparator.EQ;
      case "!=", "<>" -> Expression.Comparator.NE;
      case "<=" -> Expression.Comparator.LE;
      case ">=" -> Expression.Comparator.GE;
      case "<" -> Expression.Comparator.LT;
      default -> Expression.Comparator.GT;
    };
  }

  private @Nullable String operator() {
    skipSpaces();
    for (String operator : OPERATORS) {
      if (accept(operator)) {
        return operator;
      }
    }
    return null;
  }

  /** A path or a scalar. */
  private Object value() throws Unsure {
    skipSpaces();
    if (at('$') || at('@')) {
      boolean isFromRoot = at('$');
      position++;
      if (!isFromRoot && filters == 0) {
        unsure();
      }
      if (position < text.length() && (isWordPart(text.charAt(position)) || at('"') || at('$'))) {
        unsure(); // a variable
      }
      return new PathQuery.Path(isFromRoot, steps());
    }
    JsonValue scalar = scalar();
    skipSpaces();
    // A scalar may have steps too, and numbers may be computed with.
    return at('.') || at('[') || at('?') ? unsure() : new PathQuery.Literal(scalar);
  }

  private JsonValue scalar() throws Unsure {
    if (at('"')) {
      return new JsonValue.Text(string(), 0, 0);
    }
    for (String word : List.of("null", "true", "false")) {
      if (word(word)) {
        return new JsonValue.Word(word, 0, 0);
      }
    }
    return new JsonValue.Number(number(), 0, 0);
  }

  private List<PathQuery.Step> steps() throws Unsure {
    List<PathQuery.Step> steps = new ArrayList<>();
    while (true) {
      skipSpaces();
      if (at('.')) {
        position++;
        skipSpaces();
        steps.add(member());
      } else if (at('[')) {
        position++;
        steps.add(elements());
        expect(']');
      } else if (at('?')) {
        position++;
        expect('(');
        filters++;
        Condition condition = condition(expression());
        filters--;
        expect(')');
        steps.add(new PathQuery.Filter(condition));
      } else {
        return steps;
      }
    }
  }

  private PathQuery.Step member() throws Unsure {
    if (at('*')) {
      position++;
      return at('*') ? unsure() : new PathQuery.Member(null);
    }
    if (at('"')) {
      return new PathQuery.Member(string());
    }
    int start = position;
    while (position < text.length() && isWordPart(text.charAt(position))) {
      position++;
    }
    boolean isName =
        position > start
            && !isDigit(text.charAt(start))
            && (position == text.length() || text.charAt(position) < 0x80)
            && !at('\\');
    String key = text.substring(start, position);
    skipSpaces();
    // With parentheses, it is a method.
    return isName && !at('(') ? new PathQuery.Member(key) : unsure();
  }

  private PathQuery.Step elements() throws Unsure {
    skipSpaces();
    if (at('*')) {
      position++;
      return new PathQuery.Elements();
    }
    List<PathQuery.Range> ranges = new ArrayList<>();
    do {
      int from = index();
      ranges.add(new PathQuery.Range(from, word("to") ? index() : from));
    } while (accept(","));
    return new PathQuery.Indexes(ranges);
  }

  private int index() throws Unsure {
    if (word("last")) {
      return PathQuery.LAST;
    }
    skipSpaces();
    int start = position;
    BigDecimal number = number();
    boolean isIndex =
        number.scale() == 0 && position - start <= MAX_INDEX_DIGITS && !isMinus(start);
    return isIndex ? number.intValueExact() : PathReader.<Integer>unsure();
  }

  private boolean isMinus(int i) {
    return text.charAt(i) == '-';
  }

  /** A number without exponent. */
  private BigDecimal number() throws Unsure {
    int start = position;
    if (at('-')) {
      position++;
    }
    int first = position;
    int digits = digits();
    boolean isNumber = digits > 0 && (digits == 1 || text.charAt(first) != '0');
    if (at('.')) {
      position++;
      isNumber &= digits() > 0;
    }
    boolean isEnd =
        position == text.length()
            || (!isWordPart(text.charAt(position)) && text.charAt(position) < 0x80 && !at('\\'));
    if (!isNumber || !isEnd || position - start > MAX_NUMBER_DIGITS) {
      unsure();
    }
    return new BigDecimal(text.substring(start, position));
  }

  private int digits() {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return position - start;
  }

  /** A string in quotes without escapes. */
  private String string() throws Unsure {
    if (!at('"')) {
      unsure();
    }
    int start = ++position;
    while (!at('"')) {
      if (position >= text.length() || text.charAt(position) < ' ' || at('\\')) {
        unsure();
      }
      position++;
    }
    return text.substring(start, position++);
  }

  /** Takes a word, if it stands here. */
  private boolean word(String word) {
    skipSpaces();
    int end = position + word.length();
    boolean isHere =
        text.startsWith(word, position)
            && (end == text.length()
                || (!isWordPart(text.charAt(end))
                    && text.charAt(end) < 0x80
                    && text.charAt(end) != '\\'));
    position = isHere ? end : position;
    return isHere;
  }

  private boolean accept(String symbol) {
    skipSpaces();
    boolean isHere = text.startsWith(symbol, position);
    position += isHere ? symbol.length() : 0;
    return isHere;
  }

  private void expect(char c) throws Unsure {
    skipSpaces();
    if (!at(c)) {
      unsure();
    }
    position++;
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void skipSpaces() {
    while (at(' ') || at('\t') || at('\n') || at('\r') || at('\f')) {
      position++;
    }
  }

  private static boolean isWordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
