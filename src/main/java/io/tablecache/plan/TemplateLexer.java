package io.tablecache.plan;

import io.tablecache.model.Outcome;
import io.tablecache.plan.Literal.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lifts the literals out of a statement's text in one pass.
 *
 * <p>Only those literals are lifted that stand where a value is compared or rows are counted:
 * within WHERE, ON and HAVING beside a comparison operator, as an operand of BETWEEN, as an element
 * of an IN list or of ARRAY[...], with a cast or a type in front as well; and behind LIMIT, OFFSET
 * and FETCH FIRST. Every other literal is part of the template, since it may decide what the
 * statement means: in the select list, an expression must be the one that GROUP BY has.
 *
 * <p>Confined to one thread; {@link #lex} may be called by any.
 */
public final class TemplateLexer {
  /** The longest text that is planned. */
  public static final int MAX_LENGTH = 16 * 1024;

  /** How deep parentheses and brackets may be nested. */
  static final int MAX_DEPTH = 32;

  /** How many parameters and literals a statement may have together. */
  static final int MAX_SLOTS = 2000;

  private static final Plan.Delegation UNPARSED =
      new Plan.Delegation(Outcome.UNPARSED, "the text is not understood by the lexer");
  private static final Plan.Delegation NOT_A_SELECT =
      new Plan.Delegation(Outcome.NOT_A_SELECT, "the first word is not SELECT");
  private static final Plan.Delegation SEVERAL =
      new Plan.Delegation(Outcome.NOT_A_SELECT, "something follows the semicolon");
  private static final Plan.Delegation TOO_LONG =
      new Plan.Delegation(Outcome.TOO_COMPLEX, "text longer than " + MAX_LENGTH);
  private static final Plan.Delegation TOO_DEEP =
      new Plan.Delegation(Outcome.TOO_COMPLEX, "nested deeper than " + MAX_DEPTH);
  private static final Plan.Delegation TOO_MANY =
      new Plan.Delegation(Outcome.TOO_COMPLEX, "more than " + MAX_SLOTS + " parameters");

  /** What may stand at the next token. */
  private enum Place {
    /** Nothing that is lifted. */
    OTHER,
    /** A value that is compared or counts rows. */
    VALUE,
    /** A predicate, whose first token may be the left side of a comparison. */
    PREDICATE
  }

  private static final int NO_LIST = -1;

  /** What follows WITH or WITHOUT, which is the first one, in a type's name. */
  private static final List<String> ZONE_WORDS = List.of("", "time", "zone");

  private final String sql;
  private final SqlScanner scanner;
  private final TemplateText text;
  private List<Literal> literals = Collections.emptyList();
  private int parameters;
  private int depth;
  private int listDepth = NO_LIST;
  private boolean betweenOpen;
  private Place place = Place.OTHER;

  /** By depth of nesting: whether this is a place whose literals decide nothing. */
  private final boolean[] isCondition = new boolean[MAX_DEPTH + 2];

  /** Whether the parenthesis that comes next encloses a value that is compared. */
  private boolean enclosesValue;

  private boolean afterDistinct;

  private TemplateLexer(String sql, boolean standardConformingStrings, boolean hasParameters) {
    this.sql = sql;
    this.scanner = new SqlScanner(sql, standardConformingStrings, false, hasParameters);
    this.text = new TemplateText(sql, hasParameters);
  }

  /**
   * Lexes a statement.
   *
   * @param sql the text as the application gave it, with {@code ?} for parameters
   * @param standardConformingStrings the session's setting of that name
   */
  public static LexResult lex(String sql, boolean standardConformingStrings) {
    return lex(sql, standardConformingStrings, true);
  }

  /**
   * Lexes a statement.
   *
   * @param hasParameters whether the text is that of a prepared statement; else the driver leaves a
   *     {@code ?} as it is, a part of an operator
   */
  public static LexResult lex(
      String sql, boolean standardConformingStrings, boolean hasParameters) {
    return sql.length() > MAX_LENGTH
        ? TOO_LONG
        : new TemplateLexer(sql, standardConformingStrings, hasParameters).run();
  }

  private LexResult run() {
    scanner.next();
    if (scanner.kind() == SqlScanner.Kind.BAD) {
      return UNPARSED;
    }
    if (!startsLikeSelect()) {
      return NOT_A_SELECT;
    }
    while (true) {
      switch (scanner.kind()) {
        case END:
          return end();
        case BAD:
          return UNPARSED;
        case SEMICOLON:
          return atEnd() ? end() : scanner.kind() == SqlScanner.Kind.BAD ? UNPARSED : SEVERAL;
        default:
          accept();
      }
      if (depth > MAX_DEPTH) {
        return TOO_DEEP;
      }
      if (parameters + literals.size() > MAX_SLOTS) {
        return TOO_MANY;
      }
      scanner.next();
    }
  }

  private LexedStatement end() {
    return new LexedStatement(text.template(), literals, parameters);
  }

  private boolean startsLikeSelect() {
    return scanner.isWord("select")
        || scanner.isWord("with")
        || scanner.isWord("values")
        || scanner.isWord("table")
        || scanner.kind() == SqlScanner.Kind.LEFT_PAREN;
  }

  /**
   * Whether nothing but semicolons and white space follows. A comment there is a second, empty
   * statement for pgjdbc.
   */
  private boolean atEnd() {
    while (scanner.next() == SqlScanner.Kind.SEMICOLON) {
      if (scanner.isCommented()) {
        return false;
      }
    }
    return scanner.kind() == SqlScanner.Kind.END && !scanner.isCommented();
  }

  /** Puts the token into the template or lifts it, and finds out what may stand next. */
  private void accept() {
    Place here = place;
    place = Place.OTHER;
    switch (scanner.kind()) {
      case WORD -> {
        copy();
        place = placeAfterWord(here);
        afterDistinct = scanner.isWord("distinct");
      }
      case NUMBER -> {
        if (isLiftable(here)) {
          lift(Kind.ofNumber(sql, scanner.start(), scanner.end()), false, false);
        } else {
          copy();
        }
      }
      case STRING -> {
        if (isLiftable(here)) {
          lift(Kind.STRING, false, false);
        } else {
          copy();
        }
      }
      case OTHER_STRING -> {
        if (isLiftable(here) && StringTokens.value(token()) != null) {
          lift(Kind.STRING, false, false);
        } else {
          copy();
        }
      }
      case OPERATOR -> {
        if (here != Place.OTHER && liftSigned(here)) {
          return;
        }
        copy();
        place = isComparison() && isCondition[depth] ? Place.VALUE : Place.OTHER;
      }
      case COMMA -> {
        copy();
        place = depth == listDepth ? Place.VALUE : Place.OTHER;
      }
      case LEFT_PAREN, LEFT_BRACKET -> {
        copy();
        depth++;
        if (depth > MAX_DEPTH) {
          return;
        }
        isCondition[depth] = isCondition[depth - 1];
        place =
            depth == listDepth || enclosesValue
                ? Place.VALUE
                : isCondition[depth] ? Place.PREDICATE : Place.OTHER;
        enclosesValue = false;
      }
      case RIGHT_PAREN, RIGHT_BRACKET -> {
        copy();
        listDepth = depth == listDepth ? NO_LIST : listDepth;
        depth = Math.max(0, depth - 1);
      }
      case PARAMETER -> {
        copy();
        parameters++;
      }
      default -> copy();
    }
  }

  private Place placeAfterWord(Place here) {
    switch (scanner.end() - scanner.start()) {
      case 2:
        if (scanner.isWord("in")) {
          opensList(SqlScanner.Kind.LEFT_PAREN);
          return Place.OTHER;
        }
        if (scanner.isWord("on")) {
          return condition(!afterDistinct);
        }
        return scanner.isWord("or") ? predicate() : Place.OTHER;
      case 3:
        if (scanner.isWord("and")) {
          boolean isOperand = betweenOpen;
          betweenOpen = false;
          return isOperand ? Place.VALUE : predicate();
        }
        return scanner.isWord("not") ? predicate() : Place.OTHER;
      case 4:
        if (scanner.isWord("cast") && here == Place.VALUE) {
          enclosesValue = scanner.peek() == SqlScanner.Kind.LEFT_PAREN;
        }
        return scanner.isWord("date") ? typed(here) : Place.OTHER;
      case 5:
        if (scanner.isWord("array")) {
          opensList(SqlScanner.Kind.LEFT_BRACKET);
          return Place.OTHER;
        }
        if (scanner.isWord("fetch")) {
          return placeAfterFetch();
        }
        if (scanner.isWord("group") || scanner.isWord("order")) {
          return condition(false);
        }
        return scanner.isWord("limit")
            ? Place.VALUE
            : scanner.isWord("where") ? condition(true) : Place.OTHER;
      case 6:
        if (scanner.isWord("select")) {
          listDepth = NO_LIST;
          return condition(false);
        }
        if (scanner.isWord("having")) {
          return condition(true);
        }
        return scanner.isWord("offset") ? Place.VALUE : Place.OTHER;
      case 7:
        if (scanner.isWord("between") && isCondition[depth]) {
          betweenOpen = true;
          return Place.VALUE;
        }
        return Place.OTHER;
      case 9:
        return scanner.isWord("timestamp")
            ? typed(here)
            : scanner.isWord("symmetric") ? here : Place.OTHER;
      default:
        return placeAfterLongWord(here);
    }
  }

  private Place placeAfterLongWord(Place here) {
    if (scanner.isWord("timestamptz")) {
      return typed(here);
    }
    boolean makesTime =
        here == Place.VALUE
            && (scanner.isWord("to_timestamp")
                || scanner.isWord("make_timestamp")
                || scanner.isWord("make_timestamptz"));
    if (makesTime) {
      opensList(SqlScanner.Kind.LEFT_PAREN);
    }
    return Place.OTHER;
  }

  /** Whether literals may be lifted from here on, at this depth. */
  private Place condition(boolean isOne) {
    isCondition[depth] = isOne;
    return predicate();
  }

  private Place predicate() {
    return isCondition[depth] ? Place.PREDICATE : Place.OTHER;
  }

  /** Notes that a list of values follows, if it does. */
  private void opensList(SqlScanner.Kind opening) {
    if (isCondition[depth] && scanner.peek() == opening) {
      listDepth = depth + 1;
    }
  }

  /** The place behind a type's name: that before it, if a string follows. */
  private Place typed(Place here) {
    if (here != Place.VALUE) {
      return Place.OTHER;
    }
    SqlScanner.Mark type = scanner.mark();
    scanner.next();
    if (scanner.isWord("with") || scanner.isWord("without")) {
      int from = text.length();
      for (String word : ZONE_WORDS) {
        boolean isFirst = word.isEmpty();
        if (!isFirst && !scanner.isWord(word)) {
          scanner.reset(type);
          text.truncate(from);
          return Place.OTHER;
        }
        copy();
        type = word.equals("zone") ? scanner.mark() : type;
        scanner.next();
      }
    }
    boolean isLiteral = scanner.kind() == SqlScanner.Kind.STRING;
    scanner.reset(type);
    return isLiteral ? here : Place.OTHER;
  }

  /** Takes FIRST or NEXT too, which count rows behind FETCH only. */
  private Place placeAfterFetch() {
    SqlScanner.Mark here = scanner.mark();
    scanner.next();
    if (scanner.isWord("first") || scanner.isWord("next")) {
      copy();
      return Place.VALUE;
    }
    scanner.reset(here);
    return Place.OTHER;
  }

  private boolean isLiftable(Place here) {
    if (here != Place.PREDICATE) {
      return here == Place.VALUE;
    }
    SqlScanner.Mark literal = scanner.mark();
    scanner.next();
    boolean isCompared = isComparison();
    scanner.reset(literal);
    return isCompared;
  }

  /** Lifts a number with the sign at which the scanner is, unless something binds tighter. */
  private boolean liftSigned(Place here) {
    boolean isMinus = scanner.isOperator('-');
    if (!isMinus && !scanner.isOperator('+')) {
      return false;
    }
    SqlScanner.Mark sign = scanner.mark();
    if (scanner.next() == SqlScanner.Kind.NUMBER) {
      SqlScanner.Mark number = scanner.mark();
      scanner.next();
      boolean isAlone = here == Place.VALUE ? !bindsTighterThanSign() : isComparison();
      scanner.reset(number);
      if (isAlone) {
        lift(Kind.ofNumber(sql, scanner.start(), scanner.end()), isMinus, sign.spaced());
        return true;
      }
    }
    scanner.reset(sign);
    return false;
  }

  private boolean bindsTighterThanSign() {
    return switch (scanner.kind()) {
      case END, SEMICOLON, COMMA, RIGHT_PAREN, RIGHT_BRACKET -> false;
      case WORD -> scanner.isWord("at") || scanner.isWord("collate");
      case OPERATOR -> !isComparison();
      default -> true;
    };
  }

  private boolean isComparison() {
    if (scanner.kind() != SqlScanner.Kind.OPERATOR) {
      return false;
    }
    char first = sql.charAt(scanner.start());
    return switch (scanner.end() - scanner.start()) {
      case 1 -> first == '=' || first == '<' || first == '>';
      case 2 -> {
        char second = sql.charAt(scanner.start() + 1);
        yield (second == '=' && (first == '<' || first == '>' || first == '!'))
            || (first == '<' && second == '>');
      }
      default -> false;
    };
  }

  private void lift(Kind kind, boolean isNegative, boolean signSpaced) {
    String value;
    if (kind == Kind.STRING) {
      String unquoted = StringTokens.value(token());
      value = unquoted == null ? "" : unquoted;
    } else {
      value = isNegative ? "-" + token() : token();
    }
    if (literals.isEmpty()) {
      literals = new ArrayList<>(4);
    }
    literals.add(new Literal(kind, value));
    text.mark(kind, scanner.isSpaced() || signSpaced);
    place = Place.OTHER;
  }

  private String token() {
    return sql.substring(scanner.start(), scanner.end());
  }

  private void copy() {
    text.copy(scanner);
  }
}
