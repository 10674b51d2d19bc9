package io.tablecache.expression;

import static io.tablecache.model.ValueType.BOOL;
import static io.tablecache.model.ValueType.BPCHAR;
import static io.tablecache.model.ValueType.TEXT;

import io.tablecache.expression.ScalarFunction.Dependence;
import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** LIKE, ILIKE and regular expressions. */
final class PatternFunctions {
  private static final List<ValueType> TWO = List.of(TEXT, TEXT);

  private PatternFunctions() {}

  static void register(Functions functions) {
    for (boolean isNegated : new boolean[] {false, true}) {
      String not = isNegated ? "!" : "";
      for (boolean ignoresCase : new boolean[] {false, true}) {
        String star = ignoresCase ? "*" : "";
        for (ValueType operand : List.of(TEXT, BPCHAR)) {
          functions.add(match(not + "~~" + star, operand, () -> new Like(ignoresCase, isNegated)));
          functions.add(match(not + "~" + star, operand, () -> new Regex(ignoresCase, isNegated)));
        }
      }
    }
    functions.add(
        RowFunction.of(
            "like_escape(text,text)",
            TEXT,
            TWO,
            (a, i, r) ->
                r.objects[i] =
                    LikePattern.withEscape(RowFunction.text(a[0], i), RowFunction.text(a[1], i))));
    functions.add(
        new RowFunction(
            "regexp_replace(text,text,text)",
            TEXT,
            List.of(TEXT, TEXT, TEXT),
            Dependence.NONE,
            context -> new Replacement()));
    functions.add(
        new RowFunction(
            "regexp_replace(text,text,text,text)",
            TEXT,
            List.of(TEXT, TEXT, TEXT, TEXT),
            Dependence.NONE,
            context -> new Replacement()));
  }

  /** Makes a computation that remembers its last pattern. */
  @FunctionalInterface
  private interface Maker {
    RowFunction.Body make();
  }

  /** Of char(n), the blanks at the end are matched too. */
  private static RowFunction match(String operator, ValueType operand, Maker maker) {
    return new RowFunction(
        operator + (operand == TEXT ? "(text,text)" : "(bpchar,text)"),
        BOOL,
        List.of(operand, TEXT),
        Dependence.NONE,
        context -> maker.make());
  }

  /** LIKE over a block. */
  private static final class Like implements RowFunction.Body {
    private final boolean ignoresCase;
    private final boolean isNegated;
    private @Nullable Object lastText;
    private @Nullable LikePattern pattern;

    Like(boolean ignoresCase, boolean isNegated) {
      this.ignoresCase = ignoresCase;
      this.isNegated = isNegated;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      if (arguments[1].objects[row] != lastText) {
        pattern = new LikePattern(RowFunction.text(arguments[1], row), ignoresCase);
        lastText = arguments[1].objects[row];
      }
      boolean matches =
          Objects.requireNonNull(pattern).matches(RowFunction.text(arguments[0], row));
      result.longs[row] = matches != isNegated ? 1 : 0;
    }
  }

  /** A regular expression over a block. */
  private static final class Regex implements RowFunction.Body {
    private final boolean ignoresCase;
    private final boolean isNegated;
    private @Nullable Object lastText;
    private @Nullable SafeRegex regex;

    Regex(boolean ignoresCase, boolean isNegated) {
      this.ignoresCase = ignoresCase;
      this.isNegated = isNegated;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      if (arguments[1].objects[row] != lastText) {
        regex = SafeRegex.of(RowFunction.text(arguments[1], row), ignoresCase);
        lastText = arguments[1].objects[row];
      }
      boolean matches = Objects.requireNonNull(regex).find(RowFunction.text(arguments[0], row));
      result.longs[row] = matches != isNegated ? 1 : 0;
    }
  }

  /** {@code regexp_replace} over a block. */
  private static final class Replacement implements RowFunction.Body {
    private @Nullable Object lastText;
    private @Nullable Object lastFlags;
    private @Nullable SafeRegex regex;
    private boolean isGlobal;

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      Object flags = arguments.length > 3 ? arguments[3].objects[row] : "";
      if (regex == null || arguments[1].objects[row] != lastText || flags != lastFlags) {
        prepare(RowFunction.text(arguments[1], row), (String) Objects.requireNonNull(flags));
        lastText = arguments[1].objects[row];
        lastFlags = flags;
      }
      String replacement = RowFunction.text(arguments[2], row);
      if (replacement.indexOf('\\') >= 0) {
        throw new EvaluationException("a replacement that refers to the match");
      }
      Matcher matcher =
          Objects.requireNonNull(regex).replacing(RowFunction.text(arguments[0], row));
      String quoted = Matcher.quoteReplacement(replacement);
      result.objects[row] = isGlobal ? matcher.replaceAll(quoted) : matcher.replaceFirst(quoted);
    }

    private void prepare(String pattern, String flags) throws EvaluationException {
      isGlobal = flags.indexOf('g') >= 0;
      for (int i = 0; i < flags.length(); i++) {
        if (flags.charAt(i) != 'g' && flags.charAt(i) != 'i') {
          throw new EvaluationException("a flag of regular expressions");
        }
      }
      regex = SafeRegex.of(pattern, flags.indexOf('i') >= 0);
    }
  }
}
